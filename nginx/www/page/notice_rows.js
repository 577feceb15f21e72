import { noticeInWords, noticeToParts } from "likes";

import { make, makeAvatar, makeIcon, makeIconButton } from "./elements.js";
import { language, momentInWords, reactionInWords, shortCount, signOf, texts } from "./language.js";

/**
 * @typedef {import("../likes/likes.js").Notice} Notice
 * @typedef {import("./bell.js").Chat} Chat
 */

const CROSS = "M6 6l12 12 M18 6L6 18";
/** As many letters of a message say which one it is. */
const QUOTED_MAX = 80;

/** The list of notices. What stays in it keeps its element, and with it the focus of who works with the keyboard. */
export class NoticeRows {
    #list;
    #chat;
    /** @type {Map<string, NoticeRow>} */
    #rows = new Map();

    /**
     * @param {HTMLElement} list
     * @param {Chat} chat
     */
    constructor(list, chat) {
        this.#list = list;
        this.#chat = chat;
        list.replaceChildren();
    }

    /**
     * False if the focus was on one that is gone, and nothing is there to take it.
     * @param {Notice[]} notices
     */
    show(notices) {
        const focused = document.activeElement;
        const isFocused = this.#list.contains(focused);
        const at = [...this.#list.children].findIndex((row) => row.contains(focused));
        const there = new Set(notices.map(({ message_id }) => message_id));
        for (const [id, row] of this.#rows) {
            if (there.has(id)) continue;
            row.element.remove();
            this.#rows.delete(id);
        }
        notices.forEach((notice, index) => {
            const row = this.#rows.get(notice.message_id) ?? new NoticeRow(notice.message_id);
            this.#rows.set(notice.message_id, row);
            row.show(notice, this.#chat);
            if (this.#list.children[index] !== row.element) this.#list.insertBefore(row.element, this.#list.children[index]);
        });
        if (!isFocused || focused === document.activeElement) return true;
        // It was moved, which takes the focus from it; or it is gone.
        if (this.#list.contains(focused)) {
            /** @type {HTMLElement} */ (focused).focus();
            return true;
        }
        const next = this.#list.children[Math.min(at, this.#list.childElementCount - 1)];
        next?.querySelector("button")?.focus();
        return next !== undefined;
    }
}

class NoticeRow {
    element;
    #open = make("button", "notice-open", { type: "button" });
    /** What it shows, so that nothing is drawn anew that is as it was. */
    #shown = "";

    /** @param {string} messageId */
    constructor(messageId) {
        const dismiss = makeIconButton("dismiss", texts.dismiss, makeIcon("line-icon", CROSS));
        this.element = make("li", "notice", { "data-notice": messageId }, this.#open, dismiss);
    }

    /** @param {Notice} notice @param {Chat} chat */
    show(notice, chat) {
        const text = chat.textOf(notice.message_id) ?? "";
        const emoji = Object.entries(notice.reactions).map(([code, count]) => ({ code, count, sign: chat.emojiOf(code) }));
        const shown = JSON.stringify([notice, text, emoji]);
        if (shown === this.#shown) return;
        this.#shown = shown;
        this.element.classList.toggle("unread", !notice.is_read);
        this.element.querySelector(".dismiss")?.setAttribute("aria-label", `${texts.dismiss}: ${noticeInWords(notice, language)}`);
        const [newest] = notice.newest;
        this.#open.replaceChildren(
            makeAvatar(newest?.user_id ?? "", newest?.name ?? newest?.user_id ?? "•"),
            make(
                "span",
                "notice-text",
                {},
                make("span", "notice-who", {}, ...whoOf(notice)),
                " ",
                make("span", "notice-what", {}, ...emoji.flatMap(signsOf)),
                " ",
                make("bdi", "notice-quote", {}, text.slice(0, QUOTED_MAX)),
                " ",
                make("time", "notice-time", { datetime: notice.raised_at }, momentInWords(new Date(notice.raised_at))),
                ...(notice.is_read ? [] : [make("span", "for-ears", {}, texts.notRead)]),
            ),
        );
    }
}

/** Names may be written in the other direction. @param {Notice} notice */
const whoOf = (notice) =>
    noticeToParts(notice, language).map(({ type, value }) => (type === "name" ? make("bdi", "", {}, value) : value));

/** @param {{code: string, count: number, sign: string}} reaction */
const signsOf = ({ code, count, sign }) => [
    make("span", "emoji", { role: "img", "aria-label": reactionInWords(code, sign) }, signOf(code, sign)),
    ` ${shortCount(count)} `,
];
