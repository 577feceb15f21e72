import { make } from "./elements.js";
import { texts } from "./language.js";

/** @typedef {import("../likes/likes.js").NoticePreferences} Preferences */

/** What the user wants to be told of: in all chats, and in this one. Read whenever somebody looks. */
export class NoticePreferences {
    #details;
    #notices;
    #explain;
    /** @type {{select: HTMLSelectElement, of: {chatId?: string}, held: Preferences | null}[]} */
    #choices;

    /**
     * @param {HTMLDetailsElement} details
     * @param {object} context
     * @param {import("../likes/likes.js").Notices} context.notices
     * @param {string} context.chatId
     * @param {(reason: any) => void} context.explain why something did not work
     * @param {AbortSignal} signal ends it
     */
    constructor(details, { notices, chatId, explain }, signal) {
        this.#details = details;
        this.#notices = notices;
        this.#explain = explain;
        this.#choices = [
            { select: selectIn(details, "all"), of: {}, held: null },
            { select: selectIn(details, "chat"), of: { chatId }, held: null },
        ];
        const [{ select: all }, { select: chat }] = this.#choices;
        all.replaceChildren(optionOf("all"), optionOf("off"));
        chat.replaceChildren(optionOf("inherit"), optionOf("all"), optionOf("off"));
        for (const choice of this.#choices) {
            choice.select.disabled = true;
            choice.select.addEventListener("change", () => void this.#put(choice), { signal });
        }
        details.addEventListener("toggle", () => details.open && void this.#read(), { signal });
    }

    close() {
        this.#details.open = false;
    }

    async #read() {
        try {
            for (const choice of this.#choices) show(choice, await this.#notices.preferences(choice.of));
        } catch (error) {
            this.#explain(error);
        }
    }

    /** @param {{select: HTMLSelectElement, of: {chatId?: string}, held: Preferences | null}} choice */
    async #put(choice) {
        const likes = choice.select.value === "inherit" ? null : /** @type {"all" | "off"} */ (choice.select.value);
        try {
            // Until when it is muted stays as it is.
            show(choice, await this.#notices.setPreferences({ ...choice.held, likes }, choice.of));
        } catch (error) {
            if (choice.held) show(choice, choice.held);
            this.#explain(error);
        }
    }
}

/** @param {Element} details @param {string} name @returns {HTMLSelectElement} */
const selectIn = (details, name) => /** @type {HTMLSelectElement} */ (details.querySelector(`[data-of="${name}"]`));

/** @param {keyof typeof texts.told} value */
const optionOf = (value) => make("option", "", { value }, texts.told[value]);

/** @param {{select: HTMLSelectElement, held: Preferences | null}} choice @param {Preferences} preferences */
function show(choice, preferences) {
    choice.held = preferences;
    choice.select.value = preferences.likes ?? "inherit";
    choice.select.disabled = false;
}
