const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next try: longer each time, and never all clients at the same moment. At least half of
 * each step, so that a server that is down is left alone.
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
        return Math.max((atLeastSeconds ?? 0) * 1000, (step * (1 + this.#random())) / 2);
    }

    reset() {
        this.#failures = 0;
    }
}
