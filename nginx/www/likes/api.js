import isNetworkError from "is-network-error";

import { RETRY_AFTER_MAX_SECONDS } from "./backoff.js";
import { BROWSER_CLOCK } from "./clock.js";
import { closedError, errorOf, LikesError, likesErrorOf, otherUserError } from "./errors.js";

const TIMEOUT_MS = 10_000;

/**
 * Calls the REST API with the user's token. Every failure is a LikesError.
 *
 * The user is whom the token names. Another may have signed in when the next one is asked for.
 *
 * After a 429 nothing is sent until its time is over: a page that goes on asking only makes it longer. After a 503
 * nothing is read until then; what the user does is sent all the same, as it is only one request.
 */
export class Api {
    #base;
    #getToken;
    #fetch;
    #clock;
    #onOtherUser;
    #closing = new AbortController();
    /** @type {Promise<string> | null} */
    #token = null;
    /** As far as a token has told it. @type {string | null} */
    #user = null;
    #heldUntil = 0;
    #busyUntil = 0;

    /**
     * @param {object} options
     * @param {string} options.baseUrl
     * @param {() => string | Promise<string>} options.getToken
     * @param {() => void} [options.onOtherUser] called before anything is sent with the token of another user
     * @param {typeof fetch} [options.fetch]
     * @param {import("./clock.js").Clock} [options.clock]
     */
    constructor({
        baseUrl,
        getToken,
        onOtherUser = () => {},
        fetch = globalThis.fetch.bind(globalThis),
        clock = BROWSER_CLOCK,
    }) {
        this.#base = `${baseUrl.replace(/\/+$/, "")}/api/v1`;
        this.#getToken = getToken;
        this.#onOtherUser = onOtherUser;
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

    close() {
        this.#closing.abort();
    }

    /** @param {boolean} isDeed */
    #checkHold(isDeed) {
        if (this.#closing.signal.aborted) throw closedError();
        const held = this.#secondsUntil(this.#heldUntil);
        if (held > 0) {
            throw new LikesError("too_many", "Too many requests; nothing is sent for a while.", {
                status: 429,
                retryAfterSeconds: held,
            });
        }
        const busy = this.#secondsUntil(this.#busyUntil);
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
        const user = this.#user;
        for (let isSecond = false; ; isSecond = true) {
            const { token, bearer } = await this.#currentToken(signal);
            if (isDeed && user !== null && user !== this.#user) throw otherUserError();
            const response = await this.#send(method, path, body, bearer, signal);
            if (response.ok) return read(response);
            if (isSecond || response.status !== 401) throw await errorOf(response);
            // Several calls may be refused with one token; the first of them asks for another.
            if (this.#token === token) this.#token = null;
        }
    }

    /**
     * One call of getToken serves all who ask meanwhile. When one of them has no more patience it is forgotten, and
     * whatever it may still bring: who asks next calls it again.
     * @param {AbortSignal} signal
     */
    async #currentToken(signal) {
        while (true) {
            if (signal.aborted) throw new Error("too late for another token");
            const token = (this.#token ??= this.#askForToken());
            const forget = () => {
                if (this.#token === token) this.#token = null;
            };
            signal.addEventListener("abort", forget);
            let bearer;
            try {
                bearer = await token;
            } finally {
                signal.removeEventListener("abort", forget);
            }
            if (this.#token === token) return { token, bearer };
        }
    }

    /** One that failed is not remembered. @returns {Promise<string>} */
    #askForToken() {
        /** @type {Promise<string>} */
        const token = Promise.resolve()
            .then(() => this.#getToken())
            .catch((fault) => {
                throw faultOfGetToken(fault);
            })
            .then((bearer) => {
                if (typeof bearer !== "string" || !BEARER.test(bearer)) {
                    throw new LikesError("signed_out", "What getToken brought is no bearer token.");
                }
                if (this.#token === token) this.#learnUser(bearer);
                return bearer;
            });
        token.catch(() => {
            if (this.#token === token) this.#token = null;
        });
        return token;
    }

    /** @param {string} token */
    #learnUser(token) {
        const user = subjectOf(token);
        const former = this.#user;
        // A token that does not tell is taken for the same user's.
        if (user === null || user === former) return;
        this.#user = user;
        if (former !== null) this.#onOtherUser();
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
        const now = this.#clock.now();
        if (kind === "too_many") this.#heldUntil = now + (retryAfterSeconds ?? 1) * 1000;
        if (status === 503) this.#busyUntil = now + Math.min(retryAfterSeconds ?? 0, RETRY_AFTER_MAX_SECONDS) * 1000;
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

/** What a header takes, and no JWT is without. */
const BEARER = /^[\x21-\x7e]+$/;

/** @param {AbortSignal} signal @returns {Promise<never>} */
const abortOf = (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("out of patience"))));

/** @param {any} fault what getToken threw @returns {LikesError} */
function faultOfGetToken(fault) {
    if (fault instanceof LikesError) return fault;
    // The page's own server may not be reached either, and that is tried again.
    const kind = isNetworkError(fault) ? "offline" : "signed_out";
    return new LikesError(kind, `getToken failed: ${fault?.message ?? fault}`, { cause: fault });
}

/**
 * The `sub` of a JWT, which the server goes by as well; null if it is no JWT. Nothing is verified: the token is the
 * page's own.
 * @param {string} token
 * @returns {string | null}
 */
function subjectOf(token) {
    try {
        const { sub } = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
        return typeof sub === "string" ? sub : null;
    } catch {
        return null;
    }
}
