import { make } from "../dom/make.js";

/**
 * @typedef {import("./loader.js").State} State
 * @typedef {import("./words.js").Words} Words
 */

/**
 * What the views have in common: a heading, what is counted, the content or why there is none, and what can be done with
 * it. What was shown stays until something else can be.
 */
export class Section {
    element;
    content = make("div", "la-content");
    /** Buttons beside that which saves the table. */
    actions = make("span", "la-actions");
    #words;
    #heading;
    #about = make("p", "la-about");
    #state = make("p", "la-state", { role: "status" });
    #retry;
    #foot;
    #asOf = make("span", "la-as-of");

    /**
     * @param {object} options
     * @param {string} options.id unique in the page
     * @param {string} options.kind its class is la-KIND
     * @param {string} options.title
     * @param {Words} options.words
     * @param {() => void} options.onRetry
     * @param {() => void} options.onSave
     * @param {Node[]} [options.choices] what can be chosen in this view alone
     */
    constructor({ id, kind, title, words, onRetry, onSave, choices = [] }) {
        const { texts } = words;
        this.#words = words;
        this.#heading = make("h2", "la-heading", { id: `${id}-title`, tabindex: "-1" }, title);
        this.#retry = makeButton(texts.tryAgain, onRetry);
        this.actions.append(makeButton(texts.saveCsv, onSave));
        this.#foot = make("div", "la-foot", {}, this.#asOf, this.actions);
        this.element = make(
            "section",
            `la-view la-${kind}`,
            { "aria-labelledby": `${id}-title` },
            this.#heading,
            this.#about,
            ...choices,
            this.#state,
            this.#retry,
            this.content,
            this.#foot,
        );
        this.content.hidden = true;
        this.#retry.hidden = true;
        this.#foot.hidden = true;
    }

    /** What is counted. @param {string} text */
    describe(text) {
        this.#about.textContent = text;
    }

    /**
     * @param {State} state
     * @param {object} [facts] of an answer that is ready
     * @param {string} [facts.empty] says that there is nothing in it
     * @param {string} [facts.asOf] the moment of which it tells, in words
     */
    show(state, { empty = "", asOf = "" } = {}) {
        const { texts } = this.#words;
        const isLoading = state.kind === "loading";
        this.element.setAttribute("aria-busy", String(isLoading || state.kind === "preparing"));
        if (isLoading && !this.content.hidden) return;
        const words = {
            loading: () => texts.loading,
            preparing: () => texts.preparing,
            failed: () => this.#words.refusal(/** @type {any} */ (state).reason),
            ready: () => empty,
        };
        this.#state.textContent = words[state.kind]();
        const hasContent = state.kind === "ready" && empty === "";
        this.#show(this.content, hasContent);
        this.#show(this.#foot, hasContent);
        this.#show(this.#retry, state.kind === "failed");
        if (hasContent) this.#asOf.textContent = asOf;
    }

    /** Says something about what was just done; what is shown stays. @param {string} text */
    say(text) {
        this.#state.textContent = text;
    }

    /** What cannot be seen cannot keep the focus. @param {HTMLElement} element @param {boolean} isShown */
    #show(element, isShown) {
        const hadFocus = !isShown && element.contains(document.activeElement);
        element.hidden = !isShown;
        if (hadFocus) this.#heading.focus();
    }
}

/** @param {string} label @param {() => void} onClick */
export function makeButton(label, onClick) {
    const button = make("button", "la-button", { type: "button" }, label);
    button.addEventListener("click", onClick);
    return button;
}
