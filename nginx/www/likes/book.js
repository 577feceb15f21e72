/**
 * @typedef {import("./likes.js").MessageLikes} MessageLikes
 *
 * What the server has said of one reaction on one message, at one version.
 * @typedef {object} Snapshot
 * @property {number} version
 * @property {number} likes_count
 * @property {string[]} liked_by
 * @property {string | null} liked_at
 * @property {boolean} liked_by_truncated
 * @property {boolean | null} is_liked null as long as nothing has said it
 * @property {number} is_liked_since the version that said it
 */

/** The reaction that is the like. */
export const LIKE = "like";

/** @type {Snapshot} */
const NOTHING = {
    version: -1,
    likes_count: 0,
    liked_by: [],
    liked_at: null,
    liked_by_truncated: false,
    is_liked: null,
    is_liked_since: -1,
};

/**
 * The likes of the messages that the page shows, as the server last told them. It may tell them twice and in any order:
 * of two snapshots the one with the greater version is the newer one.
 */
export class Book {
    /** @type {Map<string, Map<string, Snapshot>>} message → reaction → snapshot */
    #messages = new Map();
    /** @type {Map<string, string>} reaction that can be put → emoji, in the server's order */
    #emoji = new Map([[LIKE, "❤️"]]);

    /**
     * From now on it is kept: also what an event tells of it before its first answer has arrived.
     * @param {string} messageId
     */
    open(messageId) {
        if (!this.#messages.has(messageId)) this.#messages.set(messageId, new Map());
    }

    /** @param {string} messageId */
    has(messageId) {
        return this.#messages.has(messageId);
    }

    ids() {
        return [...this.#messages.keys()];
    }

    /**
     * Whether anything has been said of it.
     * @param {string} messageId
     */
    knows(messageId) {
        return (this.#messages.get(messageId)?.size ?? 0) > 0;
    }

    /** What is said from now on is believed, whatever its version: the server counts anew. */
    forgetVersions() {
        this.#change((snapshot) => ({ ...snapshot, version: -1, is_liked_since: -1 }));
    }

    /** What this user likes is not known any more: it is another user. */
    forgetOwn() {
        this.#change((snapshot) => ({ ...snapshot, is_liked: null, is_liked_since: -1 }));
    }

    /** @param {string} messageId */
    remove(messageId) {
        return this.#messages.delete(messageId);
    }

    /**
     * A message of the batch read or of the catch-up. True if it belongs to one that is kept.
     * @param {any} json
     */
    readMessage(json) {
        const held = this.#messages.get(json.message_id);
        if (held === undefined) return false;
        for (const reaction of json.reactions ?? []) {
            // One that nobody can put any more has no emoji.
            if (reaction.emoji) this.#emoji.set(reaction.reaction, reaction.emoji);
            else this.#emoji.delete(reaction.reaction);
            if (reaction.reaction !== LIKE)
                this.#accept(json.message_id, reaction.reaction, reaction, reaction.is_liked);
        }
        // One that nobody can put any more is told only as long as somebody has it.
        for (const reaction of held.keys()) {
            const isTold = json.reactions?.some((/** @type {any} */ each) => each.reaction === reaction);
            if (!this.#emoji.has(reaction) && !isTold) held.delete(reaction);
        }
        this.#accept(json.message_id, LIKE, json, json.is_liked);
        return true;
    }

    /**
     * The answer to a change of this user's; or of another's, with `null` for the own flag.
     * @param {any} json
     */
    readAnswer(json) {
        if (json.emoji) this.#emoji.set(json.reaction, json.emoji);
        this.#accept(json.message_id, json.reaction ?? LIKE, json, json.is_liked);
    }

    /**
     * The server says that this user's reaction has made room for another. What it looks like in full comes with an
     * event of its own.
     * @param {string} messageId
     * @param {string} reaction
     * @param {string | null} userId
     */
    takeBack(messageId, reaction, userId) {
        const snapshots = this.#messages.get(messageId);
        const held = snapshots?.get(reaction);
        if (held) snapshots?.set(reaction, overlay(held, false, userId));
    }

    /**
     * An event of the chat. Whether this user likes it is told by its changes; or by a list that names everybody; or it
     * is as it was.
     * @param {any} payload
     * @param {string | null} userId
     */
    readEvent(payload, userId) {
        if (!this.has(payload.message_id)) return false;
        const change = payload.changes?.findLast((/** @type {any} */ { user_id }) => user_id === userId);
        let mine = change?.liked ?? null;
        if (mine === null && userId !== null && !payload.liked_by_truncated) mine = payload.liked_by.includes(userId);
        return this.#accept(payload.message_id, payload.reaction ?? LIKE, payload, mine);
    }

    /**
     * Whether this user has put the reaction, as far as the server has said.
     * @param {string} messageId
     * @param {string} reaction
     */
    isLiked(messageId, reaction) {
        return this.#messages.get(messageId)?.get(reaction)?.is_liked ?? false;
    }

    /**
     * Whether the server has said what this user has to do with the reaction.
     * @param {string} messageId
     * @param {string} reaction
     */
    knowsOwn(messageId, reaction) {
        return (this.#messages.get(messageId)?.get(reaction)?.is_liked ?? null) !== null;
    }

    /**
     * The version that is held, or -1.
     * @param {string} messageId
     * @param {string} reaction
     */
    versionOf(messageId, reaction) {
        return (this.#messages.get(messageId)?.get(reaction) ?? NOTHING).version;
    }

    /**
     * The message as it is to be shown: what the server said, and on top what the user wants.
     * @param {string} messageId
     * @param {(reaction: string) => boolean | undefined} wanted what is still on its way
     * @param {string | null} userId
     * @returns {Omit<MessageLikes, "message_id" | "id"> | undefined}
     */
    view(messageId, wanted, userId) {
        const snapshots = this.#messages.get(messageId);
        if (snapshots === undefined) return undefined;
        const shown = (/** @type {string} */ reaction) =>
            overlay(snapshots.get(reaction) ?? NOTHING, wanted(reaction), userId);
        const { likes_count, liked_by, liked_at, liked_by_truncated, version, is_liked } = shown(LIKE);
        const retired = [...snapshots.keys()].filter((reaction) => !this.#emoji.has(reaction));
        const reactions = [...this.#emoji.keys(), ...retired].map((reaction) => {
            const { likes_count, is_liked, version } = shown(reaction);
            return { reaction, emoji: this.#emoji.get(reaction) ?? "", likes_count, is_liked, version };
        });
        return {
            likes_count,
            liked_by,
            liked_at,
            liked_by_truncated,
            version,
            is_liked,
            is_liked_by_user: is_liked,
            reactions,
            pending: reactions.some(({ reaction }) => wanted(reaction) !== undefined),
        };
    }

    /** @param {(snapshot: Snapshot) => Snapshot} change */
    #change(change) {
        for (const snapshots of this.#messages.values()) {
            for (const [reaction, snapshot] of snapshots) snapshots.set(reaction, change(snapshot));
        }
    }

    /**
     * True if it is news.
     * @param {string} messageId
     * @param {string} reaction
     * @param {any} json
     * @param {boolean | null} mine
     */
    #accept(messageId, reaction, json, mine) {
        const snapshots = this.#messages.get(messageId);
        if (snapshots === undefined) return false;
        const held = snapshots.get(reaction) ?? NOTHING;
        // Who likes the message is told by its newest version; whether this user does, by the newest that says so. So
        // an event that a later one has overtaken is not lost on this user's other devices.
        const isNewer = json.version > held.version;
        const saysMine = mine !== null && json.version > held.is_liked_since;
        snapshots.set(reaction, {
            ...(isNewer ? snapshotOf(json) : held),
            is_liked: saysMine ? mine : held.is_liked,
            is_liked_since: saysMine ? json.version : held.is_liked_since,
        });
        return isNewer || (saysMine && mine !== held.is_liked);
    }
}

/**
 * @param {any} json
 */
function snapshotOf(json) {
    return {
        version: json.version,
        likes_count: json.likes_count,
        liked_by: json.liked_by ?? [],
        liked_at: json.liked_at ?? null,
        liked_by_truncated: json.liked_by_truncated ?? false,
    };
}

/**
 * @param {Snapshot} snapshot
 * @param {boolean | undefined} wanted
 * @param {string | null} userId
 */
function overlay(snapshot, wanted, userId) {
    const isLiked = snapshot.is_liked ?? false;
    if (wanted === undefined || wanted === isLiked) return { ...snapshot, is_liked: isLiked };
    const others = snapshot.liked_by.filter((user) => user !== userId);
    return {
        ...snapshot,
        is_liked: wanted,
        likes_count: Math.max(0, snapshot.likes_count + (wanted ? 1 : -1)),
        liked_by: wanted && userId !== null ? [...others, userId] : others,
    };
}
