import { LIKE } from "./book.js";
import { LikesOfChat } from "./create_likes.js";

/**
 * @typedef {import("./likes.js").LikeEvent} LikeEvent
 * @typedef {Extract<import("./likes.js").LikesNotice, {type: "message"}>} MessageNotice
 */

/** Of so many messages, those that changed last, it is known what was told. */
const MESSAGES_MAX = 1000;

/** @type {typeof import("./likes.js").likesSocket} */
export const likesSocket = (options) => new LikesSocket(options);

/**
 * Tells the events of a chat as a WebSocket brings messages, for pages that have an `onmessage` already. What a
 * WebSocket leaves to the page it does itself: it comes back after a lost connection, tells what was missed, leaves out
 * what is old, and says whether the page's user likes the message.
 */
export class LikesSocket {
    /** @type {((message: {data: string}) => void) | null} */
    onmessage = null;
    /** @type {((status: import("./likes.js").LikesStatus) => void) | null} */
    onstatus = null;
    #chatId;
    #likes;
    /** What was told last of each reaction on a message. @type {Map<string, Map<string, string>>} */
    #told = new Map();

    /**
     * @param {import("./likes.js").LikesOptions} options
     * @param {import("./create_likes.js").World} [world]
     */
    constructor({ baseUrl = "", chatId, getToken }, world) {
        this.#chatId = chatId.toLowerCase();
        this.#likes = new LikesOfChat({ baseUrl, chatId, getToken }, world, { heardMax: MESSAGES_MAX });
        this.#likes.subscribe((notice) => {
            if (notice.type === "status") this.onstatus?.(notice.status);
            if (notice.type === "message") this.#onMessage(notice);
        });
        this.#likes.listen();
    }

    close() {
        this.#likes.close();
    }

    /** @param {MessageNotice} notice */
    #onMessage({ messageId, message, event }) {
        const told = this.#toldOf(messageId);
        if (event) {
            const { reaction = LIKE, version, is_liked_by_user } = event.payload;
            told.set(reaction, `${version} ${is_liked_by_user}`);
            this.#send(event);
        }
        for (const { reaction, likes_count, is_liked, version } of message.reactions) {
            const state = `${version} ${is_liked}`;
            if (version <= 0 || told.get(reaction) === state) continue;
            told.set(reaction, state);
            const { message_id, id, liked_by, liked_at, liked_by_truncated } = message;
            const more = reaction === LIKE ? { liked_by, liked_at, liked_by_truncated } : { reaction };
            this.#send({
                type: `message_${likes_count > 0 ? "" : "un"}${reaction === LIKE ? "liked" : "reacted"}`,
                chat_id: this.#chatId,
                payload: { message_id, id, likes_count, ...more, version, is_liked_by_user: is_liked },
            });
        }
    }

    /** @param {string} messageId */
    #toldOf(messageId) {
        const told = this.#told.get(messageId) ?? new Map();
        // The one that changed last is at the end.
        this.#told.delete(messageId);
        this.#told.set(messageId, told);
        if (this.#told.size > MESSAGES_MAX) this.#told.delete(/** @type {string} */ (this.#told.keys().next().value));
        return told;
    }

    /** @param {object} envelope */
    #send(envelope) {
        this.onmessage?.({ data: JSON.stringify(envelope) });
    }
}
