import { LikesError } from "./errors.js";

const CONNECT_TIMEOUT_MS = 10_000;
/** A browser lets the timers of a hidden page run once a minute: two of those still keep the connection alive. */
const KEEPALIVE_SECONDS = 90;
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
    #isOver = false;
    /** When its token was asked for, or a catch-up succeeded after one that failed. Infinity if the last one failed. */
    worksSince = 0;
    /** How long its token is good from when it was asked for. */
    goodForMs = 0;
    /** Resolves when the connection is gone, whoever ended it. @type {Promise<void>} */
    ended;

    /** @param {any} client */
    constructor(client) {
        this.#client = client;
        client.on("message", (/** @type {string} */ _topic, /** @type {Uint8Array} */ bytes) => this.#receive(bytes));
        this.ended = new Promise((resolve) =>
            client.on("close", () => {
                this.#isOver = true;
                resolve();
            }),
        );
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

    close() {
        this.#isOver = true;
        this.#deliver = () => {};
        this.#held = [];
        this.#client.end(true);
    }

    /** @param {Uint8Array} bytes */
    #receive(bytes) {
        let event;
        try {
            event = JSON.parse(new TextDecoder().decode(bytes));
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
 * @param {AbortSignal} signal
 * @returns {Promise<Session>}
 */
export function openSession(connect, url, access, signal) {
    return new Promise((resolve, reject) => {
        const client = connect(url, {
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
            // The next connection may need another token, so trying again is not mqtt.js's to decide.
            reconnectPeriod: 0,
            resubscribe: false,
        });
        const session = new Session(client);
        const fail = (/** @type {unknown} */ cause) => {
            signal.removeEventListener("abort", fail);
            session.close();
            reject(new LikesError("unavailable", "There is no connection for live changes.", { cause }));
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
