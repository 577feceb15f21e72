const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A busy server is asked again after this time, even if it, or a proxy in its place, says a later one. */
export const RETRY_AFTER_MAX_SECONDS = 60;

/**
 * How long to wait before the next try: longer each time, and never all clients at the same moment. At least half of
 * each step, so that a server that is down is left alone; and all of that after the time that the server asked for.
 */
export class Backoff {
    #failures = 0;
    #random;

    /** @param {() => number} [random] */
    constructor(random = Math.random) {
        this.#random = random;
    }

    /** @param {number | null} [atLeastSeconds] what the server asked for */
    nextMs(atLeastSeconds = null) {
        const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
        this.#failures = Math.min(this.#failures + 1, 16);
        const asked = Math.min(atLeastSeconds ?? 0, RETRY_AFTER_MAX_SECONDS);
        return asked * 1000 + (step * (1 + this.#random())) / 2;
    }

    reset() {
        this.#failures = 0;
    }
}
