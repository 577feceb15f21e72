import { make } from "./elements.js";
import { dayInWords } from "./language.js";
import { MessageRow } from "./message_row.js";

/** @typedef {import("./message_row.js").Post} Post */

/** The messages of the chat, oldest first, under the days on which they were written. */
export class MessageList {
    #list;
    #user;
    /** @type {Map<string, MessageRow>} */
    #rows = new Map();
    #day = "";

    /**
     * @param {HTMLElement} list
     * @param {string} user whose page it is
     */
    constructor(list, user) {
        this.#list = list;
        this.#user = user;
    }

    /** @param {string} id */
    row(id) {
        return this.#rows.get(id);
    }

    /** @param {Element | null} element anything in it */
    rowOf(element) {
        const id = element?.closest("[data-message-id]")?.getAttribute("data-message-id");
        return id ? this.#rows.get(id) : undefined;
    }

    /**
     * Brings it to what the chat has now.
     * @param {Post[]} posts the newest, at most so many as the chat backend tells at once
     * @returns {Post[]} those that were not there before
     */
    update(posts) {
        const there = new Set(posts.map(({ message_id }) => message_id));
        // Where one was deleted, an older one is told that was not before. It is not new.
        const newest = posts.findLastIndex(({ message_id }) => this.#rows.has(message_id));
        const added = posts.slice(newest + 1);
        // As many of the oldest may be left out only because there are so many newer ones.
        const told = [...this.#rows.keys()].slice(added.length);
        for (const id of told) if (!there.has(id)) this.remove(id);
        this.#add(added);
        return added;
    }

    /** @param {Post[]} posts */
    #add(posts) {
        const isAtEnd = this.#rows.size === 0 || innerHeight + scrollY >= document.body.scrollHeight - 1;
        for (const post of posts) {
            const day = dayInWords(new Date(post.created_at));
            if (day !== this.#day) this.#list.append(make("li", "day", {}, make("span", "", {}, day)));
            this.#day = day;
            const row = new MessageRow(post, post.sender_id === this.#user);
            this.#rows.set(post.message_id, row);
            this.#list.append(row.element);
        }
        if (isAtEnd && posts.length > 0) scrollTo(0, document.body.scrollHeight);
    }

    /** With what is open of it; the focus, if it is there, goes to the message beside it. @param {string} id */
    remove(id) {
        const row = this.#rows.get(id);
        if (row === undefined) return;
        this.#rows.delete(id);
        for (const popover of document.querySelectorAll(`[data-of="${id}"]:popover-open`)) {
            /** @type {HTMLElement} */ (popover).hidePopover();
        }
        const { element } = row;
        const hadFocus = element.contains(document.activeElement);
        const { previousElementSibling: previous, nextElementSibling: next } = element;
        element.remove();
        if (previous?.matches(".day") && !next?.matches(".message")) {
            previous.remove();
            if (next === null) this.#day = "";
        }
        if (hadFocus) (this.rowOf(next) ?? [...this.#rows.values()].at(-1))?.focus();
    }
}
