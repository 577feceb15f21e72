import { make } from "../dom/make.js";
import { makeButton } from "./section.js";

/** The numbers of a chart, for whoever cannot see it and whoever asks for them. */
export class NumbersTable {
    element;
    /** Shows it, and hides it again. */
    toggle;
    #texts;
    #caption;

    /**
     * @param {string} id unique in the page
     * @param {string} caption
     * @param {import("./words.js").Words} words
     */
    constructor(id, caption, { texts }) {
        this.#texts = texts;
        this.#caption = caption;
        this.element = make("table", "la-numbers", { id });
        this.element.hidden = true;
        this.toggle = makeButton(texts.showNumbers, () => this.#toggle());
        this.toggle.setAttribute("aria-controls", id);
        this.toggle.setAttribute("aria-expanded", "false");
    }

    /**
     * @param {string[]} columns their names
     * @param {{start: string, cells: string[]}[]} rows a cell for each column; the row says when its bucket begins
     */
    show(columns, rows) {
        const names = columns.map((name) => make("th", "", { scope: "col" }, name));
        const body = rows.map(({ start, cells: [when, ...counts] }) =>
            make(
                "tr",
                "",
                { "data-start": start },
                make("th", "", { scope: "row" }, when),
                ...counts.map((count) => make("td", "", {}, count)),
            ),
        );
        this.element.replaceChildren(
            make("caption", "la-ears", {}, this.#caption),
            make("thead", "", {}, make("tr", "", {}, ...names)),
            make("tbody", "", {}, ...body),
        );
    }

    #toggle() {
        const isShown = this.element.hidden;
        this.element.hidden = !isShown;
        this.toggle.setAttribute("aria-expanded", String(isShown));
        this.toggle.textContent = isShown ? this.#texts.hideNumbers : this.#texts.showNumbers;
    }
}
