import { LikesError } from "./errors.js";

const CONNECT_TIMEOUT_MS = 10_000;
/** A browser lets the timers of a hidden page run once a minute: two of those still keep the connection alive. */
const KEEPALIVE_SECONDS = 90;
/** A connection that is asked and does not answer within this time is dead. */
const ANSWER_MS = 1500;
/** As many events may arrive while the catch-up is on its way; if more do, it is done again. */
const HELD_MAX = 10_000;

/**
 * One connection to the broker, subscribed to one topic. Events are held back until `release`, so that the catch-up can
 * be read first.
 */
export class Session {
    /** @type {any[]} */
    #held = [];
    #overflowed = false;
    /** @type {((event: any) => void) | null} */
    #deliver = null;
    #client;
    #clock;
    #isOver = false;
    #unanswered = 0;
    /** Runs while an answer is awaited. @type {any} */
    #patience = null;
    #end = () => {};
    /** When its token was asked for, or a catch-up succeeded after one that failed. Infinity if the last one failed. */
    worksSince = 0;
    /** How long its token is good from when it was asked for. */
    goodForMs = 0;
    /** Resolves when the connection is gone, whoever ended it. @type {Promise<void>} */
    ended;

    /**
     * @param {any} client
     * @param {import("./clock.js").Clock} clock
     */
    constructor(client, clock) {
        this.#client = client;
        this.#clock = clock;
        this.ended = new Promise((resolve) => (this.#end = resolve));
        client.on("message", (/** @type {string} */ _topic, /** @type {object} */ bytes) => this.#receive(bytes));
        client.on("packetsend", (/** @type {{cmd: string}} */ { cmd }) => this.#onSent(cmd));
        client.on("packetreceive", (/** @type {{cmd: string}} */ { cmd }) => this.#onReceived(cmd));
        client.on("close", () => this.#finish());
    }

    get isOver() {
        return this.#isOver;
    }

    /** More arrived than could be held, and was dropped. Asking resets it. */
    takeOverflow() {
        const overflowed = this.#overflowed;
        this.#overflowed = false;
        return overflowed;
    }

    /** @param {(event: any) => void} deliver gets what was held back, and from now on everything at once */
    release(deliver) {
        this.#deliver = deliver;
        for (const event of this.#held.splice(0)) deliver(event);
    }

    /**
     * Ends it if the broker does not answer. A connection may be dead without a word, as after a sleep, and would stay
     * open until its keep-alive has failed.
     */
    check() {
        if (this.#isOver || this.#patience !== null) return;
        this.#patience = this.#clock.setTimeout(() => this.close(), ANSWER_MS);
        this.#client.sendPing();
    }

    close() {
        this.#finish();
        this.#deliver = () => {};
        this.#held = [];
        this.#client.end(true);
    }

    #finish() {
        this.#isOver = true;
        this.#stopWaiting();
        this.#end();
    }

    #stopWaiting() {
        this.#clock.clearTimeout(this.#patience);
        this.#patience = null;
    }

    /** @param {string} cmd */
    #onSent(cmd) {
        if (cmd === "pingreq") ++this.#unanswered;
    }

    /**
     * An answer may have lain here since before the sleep: the connection lives when none is missing.
     * @param {string} cmd
     */
    #onReceived(cmd) {
        if (cmd === "pingresp" && --this.#unanswered === 0) this.#stopWaiting();
    }

    /** @param {object} bytes a Buffer of mqtt.js, also where there is no TextDecoder */
    #receive(bytes) {
        let event;
        try {
            event = JSON.parse(bytes.toString());
        } catch {
            return; // Not one of ours.
        }
        if (this.#deliver !== null) {
            this.#deliver(event);
        } else if (this.#held.length < HELD_MAX) {
            this.#held.push(event);
        } else {
            this.#held = [];
            this.#overflowed = true;
        }
    }
}

/**
 * Connects and subscribes. Rejects with LikesError if either does not work.
 * @param {(url: string, options: object) => any} connect mqtt.js
 * @param {string} url
 * @param {{username: string, token: string, topics: string[]}} access the answer to POST /realtime/token
 * @param {import("./clock.js").Clock} clock
 * @param {AbortSignal} signal
 * @returns {Promise<Session>}
 */
export function openSession(connect, url, access, clock, signal) {
    return new Promise((resolve, reject) => {
        const noConnection = (/** @type {unknown} */ cause) =>
            reject(new LikesError("unavailable", "There is no connection for live changes.", { cause }));
        /** @type {any} */
        let client;
        try {
            client = connect(url, {
                protocolVersion: 5,
                clean: true,
                // The broker makes one that nobody can guess: whoever has a client id first keeps everybody else out.
                clientId: "",
                username: access.username,
                password: access.token,
                keepalive: KEEPALIVE_SECONDS,
                connectTimeout: CONNECT_TIMEOUT_MS,
                // By default they are in a worker made of a blob, which no strict Content-Security-Policy lets be.
                timerVariant: "native",
                // Also in Node, where it would take another; and to the address as it is: mqtt.js leaves out the
                // brackets of IPv6.
                forceNativeWebSocket: true,
                createWebsocket: (/** @type {string} */ _url, /** @type {string[]} */ protocols) =>
                    new WebSocket(url, protocols),
                // The next connection may need another token, so trying again is not mqtt.js's to decide.
                reconnectPeriod: 0,
                resubscribe: false,
            });
        } catch (fault) {
            // Node before version 22 has no WebSocket, and a policy of the page may forbid the address.
            return noConnection(fault);
        }
        const session = new Session(client, clock);
        const fail = (/** @type {unknown} */ cause) => {
            signal.removeEventListener("abort", fail);
            session.close();
            noConnection(cause);
        };
        signal.addEventListener("abort", fail);
        // Stays for the life of the client: an "error" that nobody listens to would be thrown.
        client.on("error", fail);
        session.ended.then(() => fail(new Error("the connection was closed")));
        client.once("connect", () =>
            client.subscribe(
                access.topics,
                { qos: 1 },
                (/** @type {unknown} */ error, /** @type {any[]} */ granted) => {
                    if (error || granted.some(({ qos }) => qos >= 128)) return fail(error);
                    signal.removeEventListener("abort", fail);
                    resolve(session);
                },
            ),
        );
    });
}
