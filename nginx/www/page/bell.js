import { showToast } from "./announcements.js";
import { byId, make, makeIcon } from "./elements.js";
import { cappedCount, noticesInWords, reasonInWords, texts } from "./language.js";
import { NoticePreferences } from "./notice_preferences.js";
import { NoticeRows } from "./notice_rows.js";
import { placeAt } from "./placing.js";

/**
 * @typedef {import("../likes/likes.js").Notices} Notices
 *
 * What the page knows of the messages that notices are about.
 * @typedef {object} Chat
 * @property {string} chatId
 * @property {(messageId: string) => string | undefined} textOf
 * @property {(reaction: string) => string} emojiOf empty if nobody can put it any more
 * @property {(messageId: string) => void} goTo
 */

const BELL = "M18 9a6 6 0 0 0-12 0c0 6-2.500 7.500-2.500 7.500h17S18 15 18 9 M10 20a2.200 2.200 0 0 0 4 0";

const button = byId("bell");
const panel = byId("notices");
const trouble = /** @type {HTMLElement} */ (panel.querySelector(".trouble"));
const more = /** @type {HTMLButtonElement} */ (panel.querySelector(".more"));
const none = /** @type {HTMLElement} */ (panel.querySelector(".none"));

const badge = make("span", "badge", { "aria-hidden": "true" });
button.append(makeIcon("line-icon", BELL), badge);

/** The bell with its badge, and the list that it opens. */
export class Bell {
    #notices;
    #chat;
    #rows;
    #preferences;

    /**
     * @param {Notices} notices
     * @param {Chat} chat
     * @param {AbortSignal} signal ends it
     */
    constructor(notices, chat, signal) {
        this.#notices = notices;
        this.#chat = chat;
        this.#rows = new NoticeRows(/** @type {HTMLElement} */ (panel.querySelector("ul")), chat);
        this.#preferences = new NoticePreferences(
            /** @type {HTMLDetailsElement} */ (panel.querySelector(".preferences")),
            { notices, chatId: chat.chatId, explain },
            signal,
        );
        notices.subscribe((change) => this.#onChange(change));
        panel.addEventListener("click", ({ target }) => this.#onTap(/** @type {Element} */ (target)), { signal });
        panel.addEventListener("toggle", (event) => this.#onToggle(/** @type {ToggleEvent} */ (event)), { signal });
        more.addEventListener("click", () => void this.#showMore(), { signal });
        signal.addEventListener("abort", () => {
            panel.togglePopover(false);
            button.classList.add("gone");
        });
    }

    async open() {
        this.#showBadge(0, false);
        try {
            this.#show(await this.#notices.load());
        } catch (error) {
            // Who may not have any, or whose server has none, gets no bell. Else it is tried again.
            if (["forbidden", "not_found", "refused", "closed"].includes(/** @type {any} */ (error).kind)) return;
        }
        button.classList.remove("gone");
    }

    /** @param {import("../likes/likes.js").NoticesChange} change */
    #onChange(change) {
        if (change.type === "unread") this.#showBadge(change.unread, change.unread_capped);
        if (change.type === "refused") explain(change.reason);
        if (change.type !== "list") return;
        this.#show(change.notices);
        if (change.raised && isOpen() && !document.hidden) void this.#notices.seen();
    }

    /** @param {number} unread @param {boolean} isCapped */
    #showBadge(unread, isCapped) {
        badge.textContent = unread > 0 ? cappedCount(unread, isCapped) : "";
        button.setAttribute("aria-label", noticesInWords(unread, isCapped));
        button.title = noticesInWords(unread, isCapped);
    }

    /** @param {import("../likes/likes.js").Notice[]} list */
    #show(list) {
        if (!this.#rows.show(list)) panel.focus();
        none.hidden = list.length > 0;
        this.#showIfMore();
        if (isOpen()) placeAt(panel, button);
    }

    /** What a message says, or how a reaction looks, is known only now. */
    renew() {
        this.#show(this.#notices.list);
    }

    #showIfMore() {
        const { hasMore } = this.#notices;
        // What cannot be seen cannot keep the focus.
        if (!hasMore && more === document.activeElement) panel.focus();
        more.hidden = !hasMore;
    }

    async #showMore() {
        trouble.textContent = "";
        try {
            await this.#notices.loadMore();
        } catch (error) {
            explain(/** @type {any} */ (error));
        }
    }

    /** @param {ToggleEvent} event */
    #onToggle({ newState }) {
        if (newState !== "open") return;
        trouble.textContent = "";
        this.#preferences.close();
        placeAt(panel, button);
        // Esc brings the focus back to the bell.
        panel.focus();
        void this.#notices.seen();
    }

    /** @param {Element} target */
    #onTap(target) {
        const id = target.closest("[data-notice]")?.getAttribute("data-notice");
        if (!id) return;
        trouble.textContent = "";
        if (target.closest(".dismiss")) {
            void this.#notices.dismiss(id);
        } else if (target.closest(".notice-open")) {
            void this.#notices.read(id);
            panel.hidePopover();
            this.#chat.goTo(id);
        }
    }
}

const isOpen = () => panel.matches(":popover-open");

/** Where the user is looking. @param {{kind: string, retryAfterSeconds: number | null}} reason */
function explain(reason) {
    if (isOpen()) trouble.textContent = reasonInWords(reason);
    else showToast(`${texts.takenBack} ${reasonInWords(reason)}`);
}
