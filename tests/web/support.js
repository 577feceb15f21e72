// Doubles for what is outside of the library: the server's answers, and mqtt.js.
import { EventEmitter } from "node:events";

export const CHAT = "11111111-1111-4111-8111-111111111111";
export const CHAT_TOPIC = `chats/${CHAT}/events`;

/** The id of the nth message. */
export const messageId = (n) => `22222222-2222-4222-8222-${String(n).padStart(12, "0")}`;
/** The message that most tests are about, and another one. */
export const M = messageId("a");
export const OTHER = messageId("b");

/** A promise with its handles outside. */
export function deferred() {
    let resolve, reject;
    const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
    return { promise, resolve, reject };
}

/** Lets everything that is ready run. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Runs until `condition` holds. A condition that never does is stopped by the runner's time limit. */
export async function until(condition) {
    while (!condition()) await settle();
}

export function answer(status, body = {}, headers = {}) {
    return new Response(JSON.stringify(body), { status, headers });
}

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as whoever signs users in makes it, but for the signature. */
export const bearerToken = (user) => `${base64url({ alg: "HS256" })}.${base64url({ sub: user })}.signature`;

/** @param {string} authorization */
export const userOf = (authorization) =>
    JSON.parse(Buffer.from(authorization.split(".")[1], "base64url").toString()).sub;

export const REAL_CLOCK = { now: Date.now, setTimeout, clearTimeout };

/** A clock that goes when the test says so, and its timers with it. */
export class FakeClock {
    #now = 1_000_000;
    #timers = new Map();
    #last = 0;

    now = () => this.#now;

    setTimeout = (action, milliseconds) => {
        this.#timers.set(++this.#last, { at: this.#now + Math.max(0, milliseconds), action });
        return this.#last;
    };

    clearTimeout = (timer) => this.#timers.delete(timer);

    get timers() {
        return this.#timers.size;
    }

    /** Timers run as they become due. */
    async pass(milliseconds) {
        const end = this.#now + milliseconds;
        await settle();
        for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
            this.#now = Math.max(this.#now, next.at);
            this.#run(next);
            await settle();
        }
        this.#now = end;
    }

    /** Nothing runs while it lasts, and at its end everything that has become due. */
    async freeze(milliseconds) {
        this.#now += milliseconds;
        await this.pass(0);
    }

    #nextUntil(end) {
        return [...this.#timers]
            .map(([timer, facts]) => ({ timer, ...facts }))
            .filter(({ at }) => at <= end)
            .sort((a, b) => a.at - b.at)[0];
    }

    #run({ timer, action }) {
        this.#timers.delete(timer);
        action();
    }
}

/** A broker as mqtt.js shows it. Tests decide what it does. */
export class FakeBroker {
    clients = [];
    /** Whether it answers those who ask whether it is there. */
    isDeaf = false;
    connect = (url, options) => {
        const client = Object.assign(new EventEmitter(), { url, options, isEnded: false });
        client.subscribe = (topics, _options, done) => done(null, topics.map((topic) => ({ topic, qos: 1 })));
        client.sendPing = () => {
            client.emit("packetsend", { cmd: "pingreq" });
            if (!this.isDeaf) client.emit("packetreceive", { cmd: "pingresp" });
        };
        client.end = () => {
            client.isEnded = true;
            client.emit("close");
        };
        this.clients.push(client);
        return client;
    };

    get last() {
        return this.clients.at(-1);
    }

    publish(event, client = this.last, topic = CHAT_TOPIC) {
        client.emit("message", topic, Buffer.from(JSON.stringify(event)));
    }
}

export function event(messageId, version, { count = 1, likedBy = [], truncated = false, changes = [], reaction } = {}) {
    return {
        type: "message_liked",
        chat_id: CHAT,
        payload: {
            message_id: messageId,
            id: messageId,
            likes_count: count,
            liked_by: likedBy,
            liked_at: "2025-10-03T10:00:00Z",
            liked_by_truncated: truncated,
            version,
            changes,
            ...(reaction && { reaction }),
        },
    };
}

export function state(messageId, version, { count = 0, isLiked = false, likedBy = [], reactions = [] } = {}) {
    const own = { likes_count: count, is_liked: isLiked, version };
    return {
        message_id: messageId,
        id: messageId,
        ...own,
        is_liked_by_user: isLiked,
        liked_by: likedBy,
        liked_at: null,
        liked_by_truncated: false,
        reactions: [{ reaction: "like", emoji: "❤️", ...own }, ...reactions],
    };
}
