import isNetworkError from "is-network-error";

import { LikesError } from "./errors.js";

/**
 * Who is signed in at one server, for all that call it with the tokens of one getToken: the token, whose it is, and how
 * long the server wants to be left alone.
 *
 * The user is whom the token names. Another may have signed in when the next one is asked for.
 */
export class Account {
    #getToken;
    /** @type {Promise<string> | null} */
    #token = null;
    /** As far as a token has told it. @type {string | null} */
    #subject = null;
    /** @type {string | null} */
    #userId = null;
    /** @type {Set<() => void>} */
    #listeners = new Set();
    /** Grows with each user who takes the place of another. */
    turn = 0;
    /** Until then nothing is sent: the server said 429. In milliseconds, as Date.now. */
    heldUntil = 0;
    /** Until then nothing is read: the server said 503. */
    busyUntil = 0;

    /** @param {() => string | Promise<string>} getToken */
    constructor(getToken) {
        this.#getToken = getToken;
    }

    /** What the tokens name as their user; null as long as none has told it. */
    get subject() {
        return this.#subject;
    }

    /** The user's id as the server has told it; null until it does. */
    get userId() {
        return this.#userId;
    }

    /**
     * Where bearer tokens do not tell their user, the server does.
     * @param {string} userId
     */
    learnUserId(userId) {
        if (this.#userId !== null && this.#userId !== userId) this.#changeUser();
        this.#userId = userId;
    }

    /**
     * @param {() => void} listener called before anything is sent with the token of another user
     * @returns {() => void} the function that ends it
     */
    onOtherUser(listener) {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
    }

    /**
     * One call of getToken serves all who ask meanwhile. When one of them has no more patience it is forgotten, and
     * whatever it may still bring: who asks next calls it again.
     * @param {AbortSignal} signal
     */
    async currentToken(signal) {
        while (true) {
            if (signal.aborted) throw new Error("too late for another token");
            const token = (this.#token ??= this.#askForToken());
            const forget = () => this.forget(token);
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

    /**
     * The next who needs a token asks for another.
     * @param {Promise<string> | null} [token] only if it is still this one; whichever it is by default
     */
    forget(token = this.#token) {
        if (this.#token === token) this.#token = null;
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
                if (this.#token === token) this.#learnSubject(bearer);
                return bearer;
            });
        token.catch(() => this.forget(token));
        return token;
    }

    /** @param {string} token */
    #learnSubject(token) {
        const subject = subjectOf(token);
        const former = this.#subject;
        // A token that does not tell is taken for the same user's.
        if (subject === null || subject === former) return;
        this.#subject = subject;
        if (former !== null) this.#changeUser();
    }

    #changeUser() {
        ++this.turn;
        this.#userId = null;
        for (const listener of [...this.#listeners]) listener();
    }
}

/** What a header takes, and no JWT is without. */
const BEARER = /^[\x21-\x7e]+$/;

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
