import { BROWSER_CLOCK } from "../likes/clock.js";
import { LikesError, likesErrorOf } from "../likes/errors.js";

/**
 * @typedef {{kind: "loading"} | {kind: "preparing"} | {kind: "ready", answer: any}
 *     | {kind: "failed", reason: LikesError}} State
 * @typedef {import("./source.js").Reading} Reading
 */

/** However long a server says that it takes. */
const RETRY_AFTER_MAX_SECONDS = 60;
/** After these the server says when to ask again. */
const TEMPORARY = new Set(["too_many", "unavailable"]);

/**
 * Reads what a view shows, and tells how that goes. It asks again by itself while the server makes a list, and after an
 * error that says when.
 */
export class Loader {
    #show;
    #clock;
    #run = 0;
    /** @type {any} */
    #timer = null;

    /**
     * @param {(state: State) => void} show
     * @param {import("../likes/clock.js").Clock} [clock]
     */
    constructor(show, clock = BROWSER_CLOCK) {
        this.#show = show;
        this.#clock = clock;
    }

    /** In place of what it was reading, of which nothing is told any more. @param {() => Promise<Reading>} read */
    load(read) {
        this.stop();
        this.#show({ kind: "loading" });
        void this.#read(read, this.#run);
    }

    /** Nothing is told afterwards. */
    stop() {
        ++this.#run;
        this.#clock.clearTimeout(this.#timer);
    }

    /** @param {() => Promise<Reading>} read @param {number} run */
    async #read(read, run) {
        /** @type {State} */
        let state;
        let retryAfterSeconds = null;
        try {
            const reading = await read();
            state = reading.isReady ? { kind: "ready", answer: reading.answer } : { kind: "preparing" };
            if (!reading.isReady) ({ retryAfterSeconds } = reading);
        } catch (error) {
            const reason = likesErrorOf(error);
            state = { kind: "failed", reason };
            if (TEMPORARY.has(reason.kind)) ({ retryAfterSeconds } = reason);
        }
        if (run !== this.#run) return;
        this.#show(state);
        if (retryAfterSeconds === null) return;
        const seconds = Math.min(Math.max(retryAfterSeconds, 1), RETRY_AFTER_MAX_SECONDS);
        this.#timer = this.#clock.setTimeout(() => void this.#read(read, run), seconds * 1000);
    }
}
