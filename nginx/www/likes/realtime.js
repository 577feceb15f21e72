import { Backoff } from "./backoff.js";
import { closedError, LikesError, likesErrorOf } from "./errors.js";
import { openSession } from "./session.js";
import { Waking } from "./waking.js";

/** @typedef {import("./likes.js").LikesStatus} LikesStatus */

/** A token is replaced when this much of its life is left, but never later than the margin before its end. */
const REFRESH_AT = 0.2;
const REFRESH_MARGIN_MS = 2000;
/** A connection that lasted this long counts as one that works: after it the back-off starts anew. */
const STABLE_MS = 30_000;
/** The longest that a timer of the browser can be set to. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * Hears the events of one chat: fetches a token, connects, catches up, delivers; and again before the token ends and
 * whenever the connection is lost. The next connection is there before the former is closed, so a new token is no gap.
 * It also catches up whenever the page may have slept. It is live only as long as every catch-up that has ended has
 * succeeded; one that fails is tried again over the same connection.
 */
export class Realtime {
    #options;
    #backoff;
    #closing = new AbortController();
    /** Ends the connection that is being opened. */
    #opening = new AbortController();
    #waking;
    #isRunning = false;
    /** @type {import("./session.js").Session | null} */
    #session = null;
    /** How often something may have been missed. */
    #doubts = 0;
    /** How often that was when the last catch-up that succeeded began. */
    #settled = 0;
    /** Ends the current pause at once. */
    #wake = () => {};
    /** @type {LikesStatus} */
    #status = { state: "connecting", reason: null };

    /**
     * @param {object} options
     * @param {() => Promise<any>} options.getAccess POST /realtime/token
     * @param {(path: string) => string} options.socketUrl where its websocket_path is
     * @param {() => Promise<void>} options.catchUp reads what happened since the last time
     * @param {(event: any) => void} options.onEvent
     * @param {(status: LikesStatus) => void} options.onStatus
     * @param {(url: string, options: object) => any} options.connect mqtt.js
     * @param {import("./waking.js").Window} [options.window]
     * @param {() => number} [options.random]
     * @param {import("./clock.js").Clock} options.clock
     */
    constructor(options) {
        this.#options = options;
        this.#backoff = new Backoff(options.random);
        this.#waking = new Waking({ window: options.window, clock: options.clock, onWake: () => this.#onWake() });
    }

    get status() {
        return this.#status;
    }

    /** Starts, unless it runs. After a refusal this is how to try again. */
    start() {
        if (this.#isRunning || this.#closing.signal.aborted) return;
        this.#isRunning = true;
        const { window } = this.#options;
        // What React Native calls a window hears nothing.
        window?.addEventListener?.("online", this.#onOnline);
        window?.addEventListener?.("offline", this.#onOffline);
        this.#waking.start();
        this.#run().finally(() => {
            this.#isRunning = false;
            this.#waking.stop();
            window?.removeEventListener?.("online", this.#onOnline);
            window?.removeEventListener?.("offline", this.#onOffline);
        });
    }

    /**
     * Something may have been missed, or could not be read: there is a catch-up, at once if it is live. If it is not,
     * one will be tried anyway, and the back-off before that is not cut short.
     */
    doubt() {
        ++this.#doubts;
        if (this.#status.state === "live") this.#wake();
    }

    /** Another user has signed in: what is open for the one before is closed, and opened anew. */
    restart() {
        this.#opening.abort();
        this.#session?.close();
        if (this.#status.state === "live") this.#tell("reconnecting");
        this.#wake();
    }

    close() {
        this.#closing.abort();
        this.#opening.abort();
        this.#session?.close();
        this.#wake();
        this.#status = { state: "closed", reason: closedError() };
    }

    /** While the page slept the connection may have dropped events, or have died. */
    #onWake() {
        this.doubt();
        this.#session?.check();
    }

    #onOnline = () => this.#wake();

    /** A dead connection would be noticed only by its keep-alive. */
    #onOffline = () => {
        this.#session?.close();
        this.#tell("offline");
        this.#wake();
    };

    async #run() {
        while (!this.#closing.signal.aborted) {
            try {
                const session = await this.#connect();
                this.#tell("live");
                await this.#stay(session);
                const wasStable = this.#resetIfStable(session);
                // When a broker restarts, all of its clients come back: not in the same moment. And where the clock is
                // wrong, a new token may look old: it is not replaced all the time.
                if (session.isOver || !wasStable) await this.#pause(this.#backoff.nextMs());
            } catch (error) {
                if (this.#closing.signal.aborted) return;
                const reason = likesErrorOf(error);
                if (isFinal(reason)) return this.#refuse(reason);
                this.#explain(reason);
                await this.#pause(this.#backoff.nextMs(reason.retryAfterSeconds));
            }
        }
    }

    /** Replaces the session by a new one, with a new token. */
    async #connect() {
        const { getAccess, socketUrl, onEvent, connect, clock } = this.#options;
        const { signal } = (this.#opening = new AbortController());
        const access = await getAccess();
        if (signal.aborted) throw givenUpError();
        const since = this.#now();
        const lifetime = Date.parse(access.expires_at) - since;
        const session = await openSession(connect, socketUrl(access.websocket_path), access, clock, signal);
        try {
            do await this.#catchUp(session);
            while (session.takeOverflow());
            if (signal.aborted) throw givenUpError();
        } catch (error) {
            session.close();
            throw error;
        }
        this.#session?.close();
        this.#session = session;
        session.release((event) => {
            onEvent(event);
            this.#waking.heard();
        });
        session.worksSince = since;
        session.goodForMs = refreshAfterMs(lifetime);
        return session;
    }

    /** Until its token is to be replaced, or it is over. @param {import("./session.js").Session} session */
    async #stay(session) {
        const end = this.#now() + session.goodForMs;
        void session.ended.then(() => {
            if (session === this.#session && this.#status.state === "live") this.#tell("reconnecting");
        });
        while (!session.isOver) {
            if (this.#isBehind) {
                await this.#tryToCatchUp(session, end);
            } else {
                await this.#pause(end - this.#now(), session.ended);
                if (!this.#isBehind) return;
            }
        }
    }

    /**
     * If it fails it may be tried again after a pause. A new connection would not help, and only be more work for a
     * server that may have too much of it; unless the token is to be replaced anyway.
     * @param {import("./session.js").Session} session
     * @param {number} end when that is
     */
    async #tryToCatchUp(session, end) {
        try {
            await this.#catchUp(session);
        } catch (error) {
            const reason = likesErrorOf(error);
            if (session.isOver) return;
            if (isFinal(reason) || this.#now() >= end) throw reason;
            this.#resetIfStable(session);
            session.worksSince = Infinity;
            this.#explain(reason);
            await this.#pause(this.#backoff.nextMs(reason.retryAfterSeconds), session.ended);
            return;
        }
        if (session.worksSince < Infinity || session.isOver) return;
        session.worksSince = this.#now();
        this.#tell("live");
    }

    /** @param {import("./session.js").Session} session */
    #resetIfStable(session) {
        const isStable = this.#now() - session.worksSince >= STABLE_MS;
        if (isStable) this.#backoff.reset();
        return isStable;
    }

    /**
     * Not waited for if the session ends: the next one has a catch-up of its own.
     * @param {import("./session.js").Session} session
     */
    async #catchUp(session) {
        // A doubt that arises while it is on its way is not settled by it.
        const doubts = ++this.#doubts;
        const isDone = this.#options.catchUp().then(() => true);
        if (!(await Promise.race([isDone, session.ended]))) throw givenUpError();
        this.#settled = doubts;
    }

    /** Something may have been missed, and has not been read yet. */
    get #isBehind() {
        return this.#settled < this.#doubts;
    }

    #now() {
        return this.#options.clock.now();
    }

    /** @param {LikesError} reason */
    #refuse(reason) {
        this.#session?.close();
        this.#tell("refused", reason);
    }

    /**
     * What a failed try means for the page: nothing, as long as the former connection is there and nothing was missed.
     * @param {LikesError} reason
     */
    #explain(reason) {
        if (this.#session !== null && !this.#session.isOver && !this.#isBehind) return;
        if (this.#options.window?.navigator?.onLine === false) return this.#tell("offline", reason);
        this.#tell(reason.kind === "signed_out" ? "refused" : "reconnecting", reason);
    }

    /**
     * Until the time is over, `ended` resolves, or something wakes us.
     * @param {number} milliseconds
     * @param {Promise<void>} [ended]
     */
    async #pause(milliseconds, ended) {
        if (this.#closing.signal.aborted) return;
        const { clock } = this.#options;
        let timer;
        await new Promise((/** @type {(value: void) => void} */ resolve) => {
            timer = clock.setTimeout(resolve, Math.min(milliseconds, TIMER_MAX_MS));
            this.#wake = resolve;
            ended?.then(resolve);
        });
        clock.clearTimeout(timer);
    }

    /**
     * @param {LikesStatus["state"]} state
     * @param {LikesError | null} [reason]
     */
    #tell(state, reason = null) {
        if (this.#closing.signal.aborted) return;
        this.#status = { state, reason };
        this.#options.onStatus(this.#status);
    }
}

/** @returns {LikesError} */
const givenUpError = () => new LikesError("unavailable", "The connection for live changes was given up.");

/** Trying again would not help. @param {LikesError} reason */
const isFinal = ({ kind }) => kind === "forbidden" || kind === "not_found";

/**
 * A token that is over before it came says that this clock is wrong. Then the broker ends the session, and the next one
 * catches up.
 * @param {number} lifetimeMs
 */
function refreshAfterMs(lifetimeMs) {
    if (lifetimeMs <= 0) return TIMER_MAX_MS;
    return Math.max(0, lifetimeMs - Math.max(lifetimeMs * REFRESH_AT, REFRESH_MARGIN_MS));
}
