import { LikesError } from "./errors.js";
import { Session } from "./session.js";

const CONNECT_TIMEOUT_MS = 10_000;
/** A browser lets the timers of a hidden page run once a minute: two of those still keep the connection alive. */
const KEEPALIVE_SECONDS = 90;
/** A connection that is asked and does not answer within this time is dead. */
const ANSWER_MS = 1500;
/** As many events are kept for the first who listens. What else there was, a catch-up tells. */
const EARLY_MAX = 1000;

/** One connection to the broker, subscribed to the topics of one token. */
export class Connection {
    #client;
    #clock;
    #isOver = false;
    #unanswered = 0;
    /** Runs while an answer is awaited. @type {any} */
    #patience = null;
    #end = () => {};
    /** @type {Set<Session>} */
    #sessions = new Set();
    /** What came before anybody listened. @type {{topic: string, event: any}[]} */
    #early = [];
    topics;
    /** When its token has to be replaced. In milliseconds, as Date.now. */
    goodUntil = Infinity;
    /** Resolves when it is gone, whoever ended it. @type {Promise<void>} */
    ended;

    /**
     * @param {any} client
     * @param {string[]} topics
     * @param {import("./clock.js").Clock} clock
     */
    constructor(client, topics, clock) {
        this.#client = client;
        this.topics = topics;
        this.#clock = clock;
        this.ended = new Promise((resolve) => (this.#end = resolve));
        client.on("message", (/** @type {string} */ topic, /** @type {object} */ bytes) => this.#receive(topic, bytes));
        client.on("packetsend", (/** @type {{cmd: string}} */ { cmd }) => this.#onSent(cmd));
        client.on("packetreceive", (/** @type {{cmd: string}} */ { cmd }) => this.#onReceived(cmd));
        client.on("close", () => this.#finish());
    }

    get isOver() {
        return this.#isOver;
    }

    /** @param {string} topic one of its own */
    listen(topic) {
        const session = new Session(this, topic, () => {
            this.#sessions.delete(session);
            this.closeIfUnused();
        });
        this.#sessions.add(session);
        for (const early of this.#early.splice(0)) if (early.topic === topic) session.receive(early.event);
        return session;
    }

    get sessions() {
        return [...this.#sessions];
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

    closeIfUnused() {
        if (this.#sessions.size === 0 && !this.#isOver) this.close();
    }

    close() {
        this.#finish();
        for (const session of this.sessions) session.close();
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

    /** @param {string} topic @param {object} bytes a Buffer of mqtt.js, also where there is no TextDecoder */
    #receive(topic, bytes) {
        let event;
        try {
            event = JSON.parse(bytes.toString());
        } catch {
            return; // Not one of ours.
        }
        // Who asked for it listens a moment after the broker has let it in.
        if (this.#sessions.size === 0 && this.#early.length < EARLY_MAX) this.#early.push({ topic, event });
        for (const session of this.sessions) {
            if (session.topic === topic) session.receive(event);
            session.noteTraffic();
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
 * @returns {Promise<Connection>}
 */
export function openConnection(connect, url, access, clock, signal) {
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
        const connection = new Connection(client, access.topics, clock);
        const fail = (/** @type {unknown} */ cause) => {
            signal.removeEventListener("abort", fail);
            connection.close();
            noConnection(cause);
        };
        signal.addEventListener("abort", fail);
        // Stays for the life of the client: an "error" that nobody listens to would be thrown.
        client.on("error", fail);
        connection.ended.then(() => fail(new Error("the connection was closed")));
        client.once("connect", () =>
            client.subscribe(
                access.topics,
                { qos: 1 },
                (/** @type {unknown} */ error, /** @type {any[]} */ granted) => {
                    if (error || granted.some(({ qos }) => qos >= 128)) return fail(error);
                    signal.removeEventListener("abort", fail);
                    resolve(connection);
                },
            ),
        );
    });
}
