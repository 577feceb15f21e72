import { createLikes, createNotices } from "likes";

import { showConnection, showToast, tellReaction } from "./announcements.js";
import { Bell } from "./bell.js";
import { readMessages, signIn } from "./demo_server.js";
import { byId } from "./elements.js";
import { reasonInWords, signOf, texts } from "./language.js";
import { MessageList } from "./message_list.js";
import { namesInWords } from "./names.js";
import { showPicker } from "./picker.js";
import { listenToPresses } from "./presses.js";
import { Who } from "./who.js";
import { showWhoReacted } from "./who_list.js";
import { giveTips, renewTip, showTip } from "./who_tip.js";

/**
 * @typedef {import("../likes/likes.js").Likes} Likes
 * @typedef {import("./message_row.js").MessageRow} MessageRow
 */

/** How often the chat backend is asked what was written and deleted: the demo's does not tell by itself. */
const TRANSCRIPT_MS = 4000;

const list = byId("messages");

/** The chat as one user sees it: its messages, and their likes as they change. */
export class Room {
    #user;
    #token = "";
    /** @type {Likes | null} */
    #likes = null;
    /** @type {import("../likes/likes.js").Notices | null} */
    #notices = null;
    /** @type {Bell | null} */
    #bell = null;
    /** What the server lists. @type {Map<string, string>} reaction → emoji */
    #emoji = new Map();
    #who = new Who(() => this.#token);
    #messages;
    #ending = new AbortController();

    /** @param {string} user */
    constructor(user) {
        this.#user = user;
        this.#messages = new MessageList(list, user);
    }

    /** Rejects with the reason if the server does not let the user in. */
    async open() {
        showConnection("connecting");
        list.setAttribute("aria-busy", "true");
        this.#token = await signIn(this.#user);
        const { chat_id, messages } = await readMessages(this.#token);
        if (this.#ending.signal.aborted) return;
        this.#messages.update(messages);

        let isFirst = true;
        const getToken = async () => {
            if (!isFirst) this.#token = await signIn(this.#user);
            isFirst = false;
            return this.#token;
        };
        // By one getToken both share a token and a connection.
        const likes = (this.#likes = createLikes({ chatId: chat_id, getToken }));
        const notices = (this.#notices = createNotices({ getToken, appBadge: true }));
        likes.subscribe((notice) => this.#onNotice(notice));
        this.#listen();
        this.#hangBell(notices, chat_id);
        const views = await likes.load(messages.map(({ message_id }) => message_id));
        for (const [id, view] of views) this.#show(id, view);
        this.#bell?.renew();
        list.removeAttribute("aria-busy");
    }

    close() {
        this.#ending.abort();
        this.#likes?.close();
        this.#notices?.close();
        list.replaceChildren();
    }

    #listen() {
        const { signal } = this.#ending;
        listenToPresses(
            list,
            {
                onTap: (button, isTouch) => this.#onTap(button, isTouch),
                onHolding: showTip,
                onHold: (button) => this.#showWhoReacted(button),
            },
            signal,
        );
        giveTips(list, (button) => this.#whoPut(button), signal);
        this.#readTranscriptLater();
    }

    /** @param {import("../likes/likes.js").Notices} notices @param {string} chatId */
    #hangBell(notices, chatId) {
        this.#bell = new Bell(
            notices,
            {
                chatId,
                textOf: (id) => this.#messages.row(id)?.text,
                emojiOf: (reaction) => this.#emoji.get(reaction) ?? "",
                goTo: (id) => void this.#goTo(id),
            },
            this.#ending.signal,
        );
        void this.#bell.open();
    }

    /** @param {string} id of the message that a notice is about */
    async #goTo(id) {
        // It may have been written a moment ago.
        if (!this.#messages.row(id) && this.#likes) await this.#readTranscript(this.#likes);
        if (this.#ending.signal.aborted) return;
        const row = this.#messages.row(id);
        if (row) row.find();
        else showToast(texts.notShown);
    }

    /** @param {string} id @param {import("../likes/likes.js").MessageLikes} message */
    #show(id, message) {
        for (const { reaction, emoji } of message.reactions) if (emoji) this.#emoji.set(reaction, emoji);
        this.#messages.row(id)?.show(message);
    }

    #readTranscriptLater() {
        setTimeout(async () => {
            if (!document.hidden && this.#likes?.status.state === "live") await this.#readTranscript(this.#likes);
            if (!this.#ending.signal.aborted) this.#readTranscriptLater();
        }, TRANSCRIPT_MS);
    }

    /** @param {Likes} likes */
    async #readTranscript(likes) {
        try {
            const { messages } = await readMessages(this.#token);
            if (this.#ending.signal.aborted) return;
            const added = this.#messages.update(messages);
            if (added.length === 0) return;
            this.#bell?.renew();
            await likes.load(added.map(({ message_id }) => message_id));
        } catch {
            // The next time will do. likes.js asks for another token as soon as it needs one.
        }
    }

    /** @param {HTMLElement} button @param {boolean} isTouch */
    #onTap(button, isTouch) {
        const row = this.#messages.rowOf(button);
        if (!row) return;
        if (button.dataset.reaction) {
            this.#toggle(row, button.dataset.reaction);
            if (isTouch) showTip(button);
        } else if (button.matches(".who")) {
            this.#showWhoReacted(button);
        } else if (row.likes) {
            showPicker(button, row.likes, (reaction) => this.#toggle(row, reaction));
        }
    }

    /** @param {MessageRow} row @param {string} reaction */
    #toggle(row, reaction) {
        void this.#likes?.toggle(row.id, reaction);
        if (reaction === "like" && row.likes?.is_liked) row.celebrate();
    }

    /** @param {HTMLElement} button */
    #showWhoReacted(button) {
        const row = this.#messages.rowOf(button);
        const message = row?.likes;
        if (!message) return;
        showTip(null);
        const pagesOf = (/** @type {string} */ reaction, /** @type {number} */ pageSize) =>
            reaction === "like"
                ? /** @type {Likes} */ (this.#likes).likers(message.message_id, { pageSize })
                : this.#who.pages(message, reaction, pageSize);
        showWhoReacted(message, button.dataset.reaction, pagesOf, row.bubble);
    }

    /** The names of those who have put the button's reaction. @param {HTMLElement} button */
    async #whoPut(button) {
        const row = this.#messages.rowOf(button);
        if (!row?.likes) return [];
        const users = await this.#who.of(row.likes, button.dataset.reaction ?? "");
        // Whoever comes by one button will come by the next: a screen reader reads at once what is known by then.
        this.#who.prepare(row.likes);
        // Of this user the page knows it, maybe before the server does.
        const shown = row.likes.reactions.find(({ reaction }) => reaction === button.dataset.reaction);
        const others = users?.filter((user) => user !== this.#user) ?? [];
        const named = shown?.is_liked ? [this.#user, ...others] : others;
        return named.length > 0 ? namesInWords(named, shown?.likes_count ?? 0, this.#user) : [];
    }

    /** @param {import("../likes/likes.js").LikesNotice} notice */
    #onNotice(notice) {
        if (notice.type === "status") {
            showConnection(notice.status.state);
        } else if (notice.type === "refused") {
            showToast(`${texts.takenBack} ${reasonInWords(notice.reason)}`);
            if (notice.reason.kind === "not_found") this.#messages.remove(notice.messageId);
        } else if (notice.type === "removed") {
            this.#messages.remove(notice.messageId);
        } else {
            const row = this.#messages.row(notice.messageId);
            if (row === undefined) return;
            this.#show(notice.messageId, notice.message);
            renewTip(row.element);
            if (notice.event && !list.hasAttribute("aria-busy")) this.#tellNews(row, notice.event.payload);
        }
    }

    /**
     * What others have put is for the ears as well; one's own button says it itself.
     * @param {MessageRow} row
     * @param {import("../likes/likes.js").LikeEvent["payload"]} payload
     */
    #tellNews(row, { reaction = "like", changes }) {
        const others = changes.filter(({ user_id, liked }) => liked && user_id !== this.#user);
        if (others.length === 0) return;
        const users = others.map(({ user_id }) => user_id).reverse();
        const emoji = row.likes?.reactions.find((each) => each.reaction === reaction)?.emoji ?? "";
        tellReaction(namesInWords(users, users.length, this.#user), signOf(reaction, emoji), row.text);
    }
}
