/**
 * @typedef {import("../likes/likes.js").MessageLikes} MessageLikes
 * @typedef {{reaction: string, liked_by: string[], version: number}} Told
 */

/**
 * Who has put which reaction. likes.js names who likes a message; for the other reactions the server is asked, as soon
 * as somebody wants to know.
 */
export class Who {
    #getToken;
    /** @type {Map<string, Map<string, Told>>} message → reaction → what the server said last */
    #told = new Map();

    /** @param {() => string} getToken */
    constructor(getToken) {
        this.#getToken = getToken;
    }

    /**
     * The users, oldest first; of very many, the newest. Undefined if the server does not tell.
     * @param {MessageLikes} message
     * @param {string} reaction
     */
    async of(message, reaction) {
        return this.#known(message, reaction) ?? (await this.#ask(message), this.#known(message, reaction));
    }

    /** Asks ahead. @param {MessageLikes} message one that somebody takes an interest in */
    prepare(message) {
        const isKnown = message.reactions.every(
            ({ reaction, likes_count }) => likes_count === 0 || this.#known(message, reaction),
        );
        if (!isKnown) void this.#ask(message);
    }

    /**
     * The same, newest first, in parts. Throws the reason if the server does not tell.
     * @param {MessageLikes} message
     * @param {string} reaction
     * @param {number} pageSize
     */
    async *pages(message, reaction, pageSize) {
        const users = (await this.of(message, reaction))?.toReversed();
        if (users === undefined) throw { kind: "unavailable", retryAfterSeconds: null };
        for (let i = 0; i < users.length; i += pageSize) {
            yield users.slice(i, i + pageSize).map((user_id) => ({ user_id }));
        }
    }

    /** @param {MessageLikes} message @param {string} reaction */
    #known(message, reaction) {
        if (reaction === "like") return message.liked_by;
        const shown = message.reactions.find((each) => each.reaction === reaction);
        const told = this.#told.get(message.message_id)?.get(reaction);
        return shown && told && told.version >= shown.version ? told.liked_by : undefined;
    }

    /** @param {MessageLikes} message */
    async #ask({ message_id }) {
        try {
            const response = await fetch(`/api/v1/messages/${message_id}/reactions`, {
                headers: { Authorization: `Bearer ${this.#getToken()}` },
            });
            const reactions = /** @type {Told[]} */ ((await response.json()).reactions);
            this.#told.set(message_id, new Map(reactions.map((told) => [told.reaction, told])));
        } catch {
            // It is not known then. Whoever wants to know later asks again.
        }
    }
}
