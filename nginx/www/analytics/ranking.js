import { make } from "../dom/make.js";

/**
 * @typedef {{rank: number, count: number, title: Node, details: (Node | string)[]}} Entry
 * @typedef {import("./words.js").Words} Words
 */

/** A table of what comes first, and how far ahead it is. */
export class Ranking {
    element;
    #words;
    #body = make("tbody", "");

    /**
     * @param {Words} words
     * @param {string} caption
     * @param {string} what the column's name
     */
    constructor(words, caption, what) {
        const { rank, count } = words.texts;
        this.#words = words;
        this.element = make(
            "table",
            "la-ranking",
            {},
            make("caption", "la-ears", {}, caption),
            make(
                "thead",
                "",
                {},
                make("tr", "", {}, ...[rank, what, count].map((each) => make("th", "", { scope: "col" }, each))),
            ),
            this.#body,
        );
    }

    /** @param {Entry[]} entries in their order */
    show(entries) {
        const most = Math.max(...entries.map(({ count }) => count), 1);
        this.#body.replaceChildren(
            ...entries.map(({ rank, count, title, details }) => {
                const bar = make("span", "la-bar", { "aria-hidden": "true" });
                bar.style.width = `${(100 * count) / most}%`;
                return make(
                    "tr",
                    "",
                    {},
                    make("td", "la-rank", {}, this.#words.number(rank)),
                    make(
                        "th",
                        "",
                        { scope: "row" },
                        make("div", "la-title", { dir: "auto" }, title),
                        ...(details.length > 0 ? [make("div", "la-details", {}, ...details)] : []),
                        bar,
                    ),
                    make("td", "la-count", {}, this.#words.number(count)),
                );
            }),
        );
    }
}

/**
 * What the page calls something: at once, or as soon as it has said it; until then, and where it has no name for it,
 * `otherwise`.
 * @param {() => string | undefined | Promise<string | undefined>} describe
 * @param {string} otherwise
 */
export function describedText(describe, otherwise) {
    const text = new Text(otherwise);
    const take = (/** @type {string | undefined} */ words) => {
        if (words) text.data = words;
    };
    // Its mistakes are the page's own to find, and keep nothing else from being shown.
    new Promise((resolve) => resolve(describe())).then(take, console.error);
    return text;
}
