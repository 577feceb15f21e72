/**
 * What the user wants and the server has not confirmed yet. Of one subject at most one request is on its way; whatever
 * the user does meanwhile, only the last of it is sent afterwards.
 *
 * @template Subject
 */
export class Intents {
    /** @type {Map<string, {wanted: boolean, dropped: unknown, settled: Promise<unknown>}>} */
    #pending = new Map();
    #send;

    /** @param {(subject: Subject, wanted: boolean) => Promise<void>} send rejects if the server refuses */
    constructor(send) {
        this.#send = send;
    }

    /**
     * Resolves when nothing of this key is on its way any more: to null, or to what the last request failed with. The
     * intent is gone by then.
     * @param {string} key
     * @param {Subject} subject
     * @param {boolean} wanted
     * @returns {Promise<unknown>}
     */
    want(key, subject, wanted) {
        const pending = this.#pending.get(key);
        if (pending !== undefined) {
            pending.wanted = wanted;
            return pending.settled;
        }
        const intent = { wanted, dropped: null, settled: Promise.resolve(/** @type {unknown} */ (null)) };
        this.#pending.set(key, intent);
        intent.settled = this.#settle(key, subject, intent);
        return intent.settled;
    }

    /**
     * Forgets everything that is wanted: nothing more of it is sent, and `reason` is what it resolves to when
     * what is on its way has been answered.
     * @param {unknown} reason not null
     */
    drop(reason) {
        for (const intent of this.#pending.values()) intent.dropped = reason;
        this.#pending.clear();
    }

    /**
     * @param {string} key
     * @returns {boolean | undefined}
     */
    wanted(key) {
        return this.#pending.get(key)?.wanted;
    }

    /**
     * @param {string} key
     * @param {Subject} subject
     * @param {{wanted: boolean, dropped: unknown}} intent
     */
    async #settle(key, subject, intent) {
        while (true) {
            const sent = intent.wanted;
            const failure = await this.#send(subject, sent).then(
                () => null,
                (error) => error,
            );
            if (intent.dropped !== null) return intent.dropped;
            // A later intent is tried whatever became of the one before: that may even have been carried out.
            if (intent.wanted !== sent) continue;
            this.#pending.delete(key);
            return failure;
        }
    }
}
