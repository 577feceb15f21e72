import { RETRY_AFTER_MAX_SECONDS } from "./backoff.js";
import { BROWSER_CLOCK } from "./clock.js";
import { closedError, errorOf, LikesError, likesErrorOf, otherUserError } from "./errors.js";

const TIMEOUT_MS = 10_000;

/**
 * Calls the REST API with the user's token. Every failure is a LikesError.
 *
 * After a 429 nothing is sent until its time is over: a page that goes on asking only makes it longer. After a 503
 * nothing is read until then; what the user does is sent all the same, as it is only one request.
 */
export class Api {
    #base;
    #account;
    #fetch;
    #clock;
    #closing = new AbortController();

    /**
     * @param {object} options
     * @param {string} options.baseUrl
     * @param {import("./account.js").Account} options.account
     * @param {typeof fetch} [options.fetch]
     * @param {import("./clock.js").Clock} [options.clock]
     */
    constructor({ baseUrl, account, fetch = globalThis.fetch.bind(globalThis), clock = BROWSER_CLOCK }) {
        this.#base = `${baseUrl.replace(/\/+$/, "")}/api/v1`;
        this.#account = account;
        this.#fetch = fetch;
        this.#clock = clock;
    }

    /**
     * The JSON of a 2xx answer. A token that is refused is asked for again, once.
     * @param {string} method
     * @param {string} path
     * @param {unknown} [body]
     * @param {object} [options]
     * @param {boolean} [options.isDeed] a deed is the user's who asks, and is not done as another
     * @param {(response: Response) => Promise<any>} [options.read] what is taken of the answer in place of its JSON
     * @returns {Promise<any>}
     */
    async call(method, path, body, { isDeed = false, read = jsonOf } = {}) {
        this.#checkHold(isDeed);
        const patience = new AbortController();
        const end = () => patience.abort();
        const timer = this.#clock.setTimeout(end, TIMEOUT_MS);
        this.#closing.signal.addEventListener("abort", end);
        try {
            const exchange = this.#exchange(method, path, body, { isDeed, read }, patience.signal);
            // Neither getToken nor what stands in for fetch need care for the signal.
            return await Promise.race([exchange, abortOf(patience.signal)]);
        } catch (error) {
            throw this.#explain(error, patience.signal);
        } finally {
            this.#clock.clearTimeout(timer);
            this.#closing.signal.removeEventListener("abort", end);
        }
    }

    /**
     * What `take` makes of the answer. If another user has taken the place of the one who asked meanwhile, neither the
     * answer nor an error is theirs, and it is asked for again.
     * @template Result
     * @param {string} method
     * @param {string} path
     * @param {(answer: any) => Result} take called in the same moment in which the user is found to be the same
     * @returns {Promise<Result>}
     */
    async ask(method, path, take) {
        while (true) {
            const { turn } = this.#account;
            let answer;
            try {
                answer = await this.call(method, path);
            } catch (error) {
                if (turn === this.#account.turn) throw error;
                continue;
            }
            if (turn !== this.#account.turn) continue;
            try {
                return take(answer);
            } catch (mistake) {
                throw likesErrorOf(mistake);
            }
        }
    }

    close() {
        this.#closing.abort();
    }

    /** @param {boolean} isDeed */
    #checkHold(isDeed) {
        if (this.#closing.signal.aborted) throw closedError();
        const held = this.#secondsUntil(this.#account.heldUntil);
        if (held > 0) {
            throw new LikesError("too_many", "Too many requests; nothing is sent for a while.", {
                status: 429,
                retryAfterSeconds: held,
            });
        }
        const busy = this.#secondsUntil(this.#account.busyUntil);
        if (busy > 0 && !isDeed) {
            throw new LikesError("unavailable", "The server is busy; nothing is read for a while.", {
                status: 503,
                retryAfterSeconds: busy,
            });
        }
    }

    /** @param {number} time */
    #secondsUntil(time) {
        return Math.ceil((time - this.#clock.now()) / 1000);
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {unknown} body
     * @param {{isDeed: boolean, read: (response: Response) => Promise<any>}} options as of call
     * @param {AbortSignal} signal
     */
    async #exchange(method, path, body, { isDeed, read }, signal) {
        const account = this.#account;
        const { subject } = account;
        for (let isSecond = false; ; isSecond = true) {
            const { token, bearer } = await account.currentToken(signal);
            if (isDeed && subject !== null && subject !== account.subject) throw otherUserError();
            const response = await this.#send(method, path, body, bearer, signal);
            if (response.ok) return read(response);
            if (isSecond || response.status !== 401) throw await errorOf(response);
            // Several calls may be refused with one token; the first of them asks for another.
            account.forget(token);
        }
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {unknown} body
     * @param {string} token
     * @param {AbortSignal} signal
     */
    async #send(method, path, body, token, signal) {
        /** @type {Record<string, string>} */
        const headers = { Authorization: `Bearer ${token}` };
        if (body !== undefined) headers["Content-Type"] = "application/json";
        return this.#fetch(this.#base + path, {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
            signal,
            // What one user sees is never another's, and a login of the page itself is not ours to send.
            credentials: "omit",
            cache: "no-store",
        });
    }

    /** @param {LikesError} error */
    #hold({ kind, status, retryAfterSeconds }) {
        const account = this.#account;
        const now = this.#clock.now();
        if (kind === "too_many") account.heldUntil = now + (retryAfterSeconds ?? 1) * 1000;
        if (status === 503) account.busyUntil = now + Math.min(retryAfterSeconds ?? 0, RETRY_AFTER_MAX_SECONDS) * 1000;
    }

    /**
     * @param {any} error
     * @param {AbortSignal} timeout
     * @returns {LikesError}
     */
    #explain(error, timeout) {
        if (this.#closing.signal.aborted) return closedError();
        if (error instanceof LikesError) {
            this.#hold(error);
            return error;
        }
        if (timeout.aborted) {
            return new LikesError("unavailable", "There was no answer in time.", { cause: error });
        }
        // That is what fetch throws.
        if (error instanceof TypeError) {
            return new LikesError("offline", "The server cannot be reached.", { cause: error });
        }
        return likesErrorOf(error);
    }
}

/** @param {Response} response @returns {Promise<any>} */
const jsonOf = (response) => response.json();

/** @param {AbortSignal} signal @returns {Promise<never>} */
const abortOf = (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("out of patience"))));
