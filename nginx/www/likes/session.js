/** As many events may arrive while the catch-up is on its way; if more do, it is done again. */
const HELD_MAX = 10_000;

/**
 * What one listener has of a connection that it may share: the events of one topic. They are held back until `release`,
 * so that the catch-up can be read first. The connection ends with the last of its sessions.
 */
export class Session {
    /** @type {any[]} */
    #held = [];
    #overflowed = false;
    /** @type {((event: any) => void) | null} */
    #deliver = null;
    #onTraffic = () => {};
    #onClose;
    #isClosed = false;
    #end = () => {};
    #replace = () => {};
    connection;
    topic;
    /** When it was asked for, or a catch-up succeeded after one that failed. Infinity if the last one failed. */
    worksSince = 0;
    /** Resolves when it has been closed, or the connection is gone, whoever ended it. @type {Promise<void>} */
    ended;
    isReplaced = false;
    /** Resolves when there is a newer connection that brings the same. @type {Promise<void>} */
    replaced;

    /**
     * @param {import("./connection.js").Connection} connection
     * @param {string} topic
     * @param {() => void} onClose
     */
    constructor(connection, topic, onClose) {
        this.connection = connection;
        this.topic = topic;
        this.#onClose = onClose;
        this.ended = new Promise((resolve) => (this.#end = resolve));
        this.replaced = new Promise((resolve) => (this.#replace = resolve));
        connection.ended.then(this.#end);
    }

    get isOver() {
        return this.#isClosed || this.connection.isOver;
    }

    /** More arrived than could be held, and was dropped. Asking resets it. */
    takeOverflow() {
        const overflowed = this.#overflowed;
        this.#overflowed = false;
        return overflowed;
    }

    /**
     * @param {(event: any) => void} deliver gets what was held back, and from now on everything at once
     * @param {() => void} [onTraffic] called for each event that comes over the connection, whoever it is for
     */
    release(deliver, onTraffic = () => {}) {
        this.#deliver = deliver;
        this.#onTraffic = onTraffic;
        for (const event of this.#held.splice(0)) deliver(event);
    }

    /** Ends the connection if the broker does not answer. */
    check() {
        if (!this.isOver) this.connection.check();
    }

    close() {
        if (this.#isClosed) return;
        this.#isClosed = true;
        this.#deliver = () => {};
        this.#onTraffic = () => {};
        this.#held = [];
        this.#end();
        this.#onClose();
    }

    /** A newer connection is there. This one goes on until its listener has moved. */
    replaceSoon() {
        this.isReplaced = true;
        this.#replace();
    }

    /** @param {any} event */
    receive(event) {
        if (this.#deliver !== null) {
            this.#deliver(event);
        } else if (this.#held.length < HELD_MAX) {
            this.#held.push(event);
        } else {
            this.#held = [];
            this.#overflowed = true;
        }
    }

    noteTraffic() {
        this.#onTraffic();
    }
}
