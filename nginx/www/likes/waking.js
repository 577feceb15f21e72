/** How often the clock is looked at, and how much later than that a timer of an awake page may come. */
const LOOK_MS = 1000;
const LATE_MS = 1000;
/** For so long after a sleep each of so many events asks again: see `heard`. */
const DRAIN_MS = 30_000;
const DRAIN_EVENTS = 100;

/**
 * The browser's, or whatever stands in its place.
 * @typedef {Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">> &
 *     {navigator?: {onLine?: boolean}, document?: {visibilityState?: string}}} Window
 */

/**
 * Notices that the page may have slept: a timer comes late, or the page is shown again. The connection may have
 * outlived that, but the broker has dropped what its queue for this client could not hold, and told nobody.
 *
 * Timers of a hidden page are late by design; it is woken by being shown.
 */
export class Waking {
    #window;
    #clock;
    #onWake;
    /** @type {any} */
    #timer;
    #lookedAt = 0;
    #isDue = false;
    #toldAt = -Infinity;
    #drainsUntil = -Infinity;
    #heard = 0;

    /**
     * @param {object} options
     * @param {Window | undefined} options.window
     * @param {import("./clock.js").Clock} options.clock
     * @param {() => void} options.onWake called at most once a second, and once after the last time it was due
     */
    constructor({ window, clock, onWake }) {
        this.#window = window;
        this.#clock = clock;
        this.#onWake = onWake;
    }

    start() {
        this.#lookedAt = this.#clock.now();
        this.#timer = this.#clock.setTimeout(this.#look, LOOK_MS);
        // While they are captured: two of them are the document's, and one does not bubble.
        this.#window?.addEventListener?.("visibilitychange", this.#onShown, true);
        this.#window?.addEventListener?.("pageshow", this.#onShown, true);
        this.#window?.addEventListener?.("resume", this.#onResumed, true);
    }

    stop() {
        this.#clock.clearTimeout(this.#timer);
        this.#window?.removeEventListener?.("visibilitychange", this.#onShown, true);
        this.#window?.removeEventListener?.("pageshow", this.#onShown, true);
        this.#window?.removeEventListener?.("resume", this.#onResumed, true);
    }

    /**
     * An event has come. The queue that filled up during a sleep stays full, and goes on dropping, until it has been
     * heard. Whoever has heard little since it last asked has not emptied a full queue since.
     */
    heard() {
        if (this.#clock.now() >= this.#drainsUntil || ++this.#heard < DRAIN_EVENTS) return;
        this.#isDue = true;
        this.#tell();
    }

    #look = () => {
        const late = this.#clock.now() - this.#lookedAt - LOOK_MS;
        this.#lookedAt = this.#clock.now();
        this.#timer = this.#clock.setTimeout(this.#look, LOOK_MS);
        if (late > LATE_MS && !this.#isHidden) this.#onResumed();
        else this.#tell();
    };

    #onShown = () => {
        if (!this.#isHidden) this.#onResumed();
    };

    #onResumed = () => {
        // The timer, which may be late as well, does not ask for the same sleep.
        this.#lookedAt = this.#clock.now();
        this.#drainsUntil = this.#lookedAt + DRAIN_MS;
        this.#isDue = true;
        this.#tell();
    };

    get #isHidden() {
        return this.#window?.document?.visibilityState === "hidden";
    }

    #tell() {
        const now = this.#clock.now();
        // A clock that is set back must not keep it quiet.
        if (!this.#isDue || Math.abs(now - this.#toldAt) < LOOK_MS) return;
        this.#isDue = false;
        this.#toldAt = now;
        this.#heard = 0;
        this.#onWake();
    }
}
