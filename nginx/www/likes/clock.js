/**
 * The time and the timers. They are handed in, so that no test has to wait.
 * @typedef {object} Clock
 * @property {() => number} now in milliseconds, as Date.now
 * @property {(action: () => void, milliseconds: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 */

/** @type {Clock} */
export const BROWSER_CLOCK = {
    now: () => Date.now(),
    // A browser's own refuse to be called as this object's.
    setTimeout: (action, milliseconds) => setTimeout(action, milliseconds),
    clearTimeout: (timer) => clearTimeout(timer),
};
