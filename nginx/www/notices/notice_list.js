/**
 * @typedef {import("../likes/likes.js").Notice} Notice
 *
 * What the server says of a notice: how it stands, or that it is gone.
 * @typedef {Notice | {message_id: string, withdrawn: true, sequence: number}} Snapshot
 */

/** The server keeps no more notices of a user. */
const NOTICES_MAX = 1000;
/** Of so many that are gone it is remembered since when. */
const GONE_MAX = 1000;

/**
 * The notices as far as they have been read, the one with the newest news first. The server may tell of one twice and in
 * any order: of two snapshots the one with the greater sequence is the newer one.
 */
export class NoticeList {
    /** @type {Map<string, Notice>} */
    #notices = new Map();
    /** Ids, in the order of the list. @type {string[]} */
    #order = [];
    /** Id → sequence at which it went, the one that went last at the end. @type {Map<string, number>} */
    #gone = new Map();
    /** Where the next page begins: null if all have been read. @type {string | null} */
    nextCursor = null;
    /** All that changed up to this sequence has been read. What is not there, and no newer, is gone or further down. */
    readUpTo = -1;

    /** @param {string} messageId */
    get(messageId) {
        return this.#notices.get(messageId);
    }

    all() {
        return this.#order.map((id) => /** @type {Notice} */ (this.#notices.get(id)));
    }

    clear() {
        this.#notices.clear();
        this.#order = [];
        this.#gone.clear();
        this.nextCursor = null;
        this.readUpTo = -1;
    }

    /**
     * A page of the server's list; those that are there already stay where they are.
     * @param {Notice[]} notices
     * @param {string | null} nextCursor
     */
    append(notices, nextCursor) {
        for (const notice of notices) {
            if (!this.#isNewer(notice, -1)) continue;
            if (!this.#notices.has(notice.message_id)) this.#order.push(notice.message_id);
            this.#notices.set(notice.message_id, notice);
        }
        this.nextCursor = nextCursor;
        this.#trim();
    }

    /**
     * True if it changes what is listed. One that is further down than what has been read comes with its page.
     * @param {Snapshot} snapshot
     * @param {boolean} [isRaised] whether it has just got news
     */
    accept(snapshot, isRaised = false) {
        if (!this.#isNewer(snapshot, this.readUpTo)) return false;
        if ("withdrawn" in snapshot) return this.#remove(snapshot);
        const { message_id: id, raised_at } = snapshot;
        const held = this.#notices.get(id);
        if (held === undefined && this.#isBeyond(raised_at)) return false;
        this.#gone.delete(id);
        this.#notices.set(id, snapshot);
        if (held === undefined || isRaised || held.raised_at !== raised_at) this.#place(id, raised_at);
        this.#trim();
        return true;
    }

    /** @param {Snapshot} snapshot @param {number} otherwise what it is compared with if nothing is known of the notice */
    #isNewer({ message_id, sequence }, otherwise) {
        return sequence > (this.#notices.get(message_id)?.sequence ?? this.#gone.get(message_id) ?? otherwise);
    }

    /** @param {{message_id: string, sequence: number}} snapshot */
    #remove({ message_id, sequence }) {
        this.#gone.delete(message_id);
        this.#gone.set(message_id, sequence);
        if (this.#gone.size > GONE_MAX) this.#gone.delete(/** @type {string} */ (this.#gone.keys().next().value));
        this.#order = this.#order.filter((id) => id !== message_id);
        return this.#notices.delete(message_id);
    }

    /** @param {string} raisedAt */
    #isBeyond(raisedAt) {
        const last = this.#notices.get(this.#order.at(-1) ?? "");
        return this.nextCursor !== null && last !== undefined && raisedAt < last.raised_at;
    }

    /** Times are whole seconds: of equal ones the one that is told last is first. @param {string} id @param {string} raisedAt */
    #place(id, raisedAt) {
        const others = this.#order.filter((other) => other !== id);
        const at = others.findIndex((other) => /** @type {Notice} */ (this.#notices.get(other)).raised_at <= raisedAt);
        others.splice(at < 0 ? others.length : at, 0, id);
        this.#order = others;
    }

    #trim() {
        for (const id of this.#order.splice(NOTICES_MAX)) {
            this.#notices.delete(id);
            this.nextCursor = null;
        }
    }
}
