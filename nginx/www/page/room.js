import { createLikes } from "likes";

import { readMessages, signIn } from "./demo_server.js";
import { byId, make } from "./elements.js";
import { countInWords, dayInWords, reasonInWords, texts } from "./language.js";
import { showLikers } from "./likers.js";
import { MessageRow } from "./message_row.js";
import { showPicker } from "./picker.js";

/** @typedef {import("../likes/likes.js").Likes} Likes */

const TOAST_MS = 6000;

const list = byId("messages");
const connection = byId("connection");
const toast = byId("toast");
const news = byId("news");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;

/** The chat as one user sees it: its messages, and their likes as they change. */
export class Room {
    #user;
    /** @type {Likes | null} */
    #likes = null;
    /** @type {Map<string, MessageRow>} */
    #rows = new Map();
    #ending = new AbortController();

    /** @param {string} user */
    constructor(user) {
        this.#user = user;
    }

    /** Rejects with the reason if the server does not let the user in. */
    async open() {
        showConnection("connecting");
        list.setAttribute("aria-busy", "true");
        let token = await signIn(this.#user);
        const { chat_id, messages } = await readMessages(token);
        if (this.#ending.signal.aborted) return;
        this.#showMessages(messages);

        let isFirst = true;
        const likes = createLikes({
            chatId: chat_id,
            getToken: async () => {
                if (!isFirst) token = await signIn(this.#user);
                isFirst = false;
                return token;
            },
        });
        this.#likes = likes;
        likes.subscribe((notice) => this.#onNotice(notice));
        list.addEventListener("click", (event) => this.#onClick(event), { signal: this.#ending.signal });
        const views = await likes.load(messages.map(({ message_id }) => message_id));
        for (const [id, view] of views) this.#rows.get(id)?.show(view);
        list.removeAttribute("aria-busy");
    }

    close() {
        this.#ending.abort();
        this.#likes?.close();
        list.replaceChildren();
    }

    /** @param {import("./message_row.js").Post[]} messages */
    #showMessages(messages) {
        let day = "";
        for (const post of messages) {
            const date = dayInWords(new Date(post.created_at));
            if (date !== day) list.append(make("li", "day", {}, make("span", "", {}, date)));
            day = date;
            const row = new MessageRow(post, post.sender_id === this.#user);
            this.#rows.set(post.message_id, row);
            list.append(row.element);
        }
        scrollTo(0, document.body.scrollHeight);
    }

    /** One listener for all buttons. @param {Event} event */
    #onClick(event) {
        const likes = this.#likes;
        const button = /** @type {Element} */ (event.target).closest("button");
        const id = button?.closest("[data-message-id]")?.getAttribute("data-message-id");
        if (likes === null || !button || !id) return;
        const message = likes.get(id);
        if (button.classList.contains("who")) {
            void showLikers(likes, id, button);
        } else if (button.classList.contains("pick")) {
            if (message) showPicker(button, message.reactions, (reaction) => this.#toggle(id, reaction));
        } else if (button.dataset.reaction) {
            this.#toggle(id, button.dataset.reaction);
        }
    }

    /** @param {string} messageId @param {string} reaction */
    #toggle(messageId, reaction) {
        const likes = /** @type {Likes} */ (this.#likes);
        void likes.toggle(messageId, reaction);
        if (reaction === "like" && likes.get(messageId)?.is_liked) this.#rows.get(messageId)?.celebrate();
    }

    /** @param {import("../likes/likes.js").LikesNotice} notice */
    #onNotice(notice) {
        if (notice.type === "status") {
            showConnection(notice.status.state);
        } else if (notice.type === "refused") {
            showToast(`${texts.takenBack} ${reasonInWords(notice.reason)}`);
        } else if (notice.type === "removed") {
            this.#rows.get(notice.messageId)?.element.remove();
            this.#rows.delete(notice.messageId);
        } else {
            const row = this.#rows.get(notice.messageId);
            row?.show(notice.message);
            // What others do is for the ears as well; one's own button says it itself.
            if (row && notice.by === "server" && !notice.message.pending && !list.hasAttribute("aria-busy")) {
                news.textContent = `${countInWords(notice.message.likes_count)}: ${row.text.slice(0, 60)}`;
            }
        }
    }
}

/** @param {keyof typeof texts.connection} state */
export function showConnection(state) {
    connection.dataset.state = state;
    const words = /** @type {Element} */ (connection.querySelector(".words"));
    words.textContent = texts.connection[state];
}

/** @param {string} text */
function showToast(text) {
    toast.textContent = text;
    toast.classList.add("shown");
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.classList.remove("shown"), TOAST_MS);
}
