import { Backoff } from "./backoff.js";
import { closedError, givenUpError, likesErrorOf } from "./errors.js";
import { Waking } from "./waking.js";

/**
 * @typedef {import("./likes.js").LikesError} LikesError
 * @typedef {import("./likes.js").LikesStatus} LikesStatus
 */

/** A connection that lasted this long counts as one that works: after it the back-off starts anew. */
const STABLE_MS = 30_000;
/** The longest that a timer of the browser can be set to. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * Hears the events of one topic: connects, catches up, delivers; and again before the token ends and whenever the
 * connection is lost. The next connection is there before the former is closed, so a new token is no gap.
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
     * @param {import("./line.js").Line} options.line what connects it, and others with it
     * @param {import("./line.js").Wish} options.wish
     * @param {() => Promise<void>} options.catchUp reads what happened since the last time
     * @param {(event: any) => void} options.onEvent
     * @param {(status: LikesStatus) => void} options.onStatus
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

    /** It may start soon. A connection that others open meanwhile serves it as well. */
    expect() {
        if (!this.#closing.signal.aborted) this.#options.line.join(this.#options.wish);
    }

    /** It does not start, unless it runs already. */
    expectNoMore() {
        if (!this.#isRunning) this.#options.line.leave(this.#options.wish);
    }

    /** Starts, unless it runs. After a refusal this is how to try again. */
    start() {
        if (this.#isRunning || this.#closing.signal.aborted) return;
        this.#isRunning = true;
        this.expect();
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
        this.#options.line.leave(this.#options.wish);
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
                // One that was replaced has its successor already.
                if (session.isOver || !(wasStable || session.isReplaced)) await this.#pause(this.#backoff.nextMs());
            } catch (error) {
                if (this.#closing.signal.aborted) return;
                const reason = likesErrorOf(error);
                if (isFinal(reason)) return this.#refuse(reason);
                this.#explain(reason);
                await this.#pause(this.#backoff.nextMs(reason.retryAfterSeconds));
            }
        }
    }

    /** Replaces the session by a new one, over another connection. */
    async #connect() {
        const { line, wish, onEvent } = this.#options;
        const { signal } = (this.#opening = new AbortController());
        const since = this.#now();
        const session = await line.open(wish, this.#session, signal);
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
        session.release(onEvent, () => this.#waking.heard());
        session.worksSince = since;
        return session;
    }

    /** Until its token is to be replaced, or it is, or it is over. @param {import("./session.js").Session} session */
    async #stay(session) {
        const end = session.connection.goodUntil;
        const left = Promise.race([session.ended, session.replaced]);
        void session.ended.then(() => {
            if (session === this.#session && this.#status.state === "live") this.#tell("reconnecting");
        });
        while (!session.isOver) {
            if (this.#isBehind) {
                await this.#tryToCatchUp(session, end);
            } else {
                await this.#pause(end - this.#now(), left);
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
        this.#options.line.leave(this.#options.wish);
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

/** Trying again would not help. @param {LikesError} reason */
const isFinal = ({ kind }) => kind === "forbidden" || kind === "not_found";
