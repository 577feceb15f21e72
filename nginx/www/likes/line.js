import { givenUpError, LikesError } from "./errors.js";
import { openConnection } from "./connection.js";

/**
 * @typedef {import("./connection.js").Connection} Connection
 * @typedef {import("./session.js").Session} Session
 *
 * What one listener wants to hear: the events of a chat; null for the user's own notices.
 * @typedef {{chatId: string | null}} Wish
 *
 * The answer to POST /realtime/token.
 * @typedef {{token: string, expires_at: string, username: string, websocket_path: string, topics: string[]}} Access
 */

/** A token is replaced when this much of its life is left, but never later than the margin before its end. */
const REFRESH_AT = 0.2;
const REFRESH_MARGIN_MS = 2000;
/** One token opens the events of no more. */
const CHATS_MAX = 100;
/** What a token for several listeners is refused with if one of them may not hear what it wants. */
const REFUSES_ONE = new Set(["forbidden", "not_found", "refused"]);

/**
 * The way to the broker that all who listen as one user share: one token, and one connection, for what they want to
 * hear. A new connection brings what all of them want, and each moves to it in its own time, so that none misses
 * anything. If one of them may not hear what it wants, each is connected by itself.
 */
export class Line {
    #options;
    /** @type {Set<Wish>} */
    #wishes = new Set();
    /** Those that are there, the newest at the end. @type {Set<Connection>} */
    #connections = new Set();
    /** @type {Set<Opening>} */
    #openings = new Set();

    /**
     * @param {object} options
     * @param {(body: object) => Promise<Access>} options.getAccess POST /realtime/token
     * @param {(path: string) => string} options.socketUrl where its websocket_path is
     * @param {import("./account.js").Account} options.account
     * @param {(url: string, options: object) => any} options.connect mqtt.js
     * @param {import("./clock.js").Clock} options.clock
     */
    constructor(options) {
        this.#options = options;
        // It is made before its listeners are, and hears of it first: nothing of the user before is left for them.
        options.account.onOtherUser(() => this.#closeAll());
    }

    /** From now on each new connection brings it. @param {Wish} wish the same object each time */
    join(wish) {
        this.#wishes.add(wish);
    }

    /** @param {Wish} wish */
    leave(wish) {
        this.#wishes.delete(wish);
    }

    /**
     * A session over the newest connection that brings what is wished for, or over a new one. Rejects with LikesError.
     * @param {Wish} wish one that has joined
     * @param {Session | null} former which the session is to take the place of: it is over another connection
     * @param {AbortSignal} signal
     * @returns {Promise<Session>}
     */
    async open(wish, former, signal) {
        const there = [...this.#connections].reverse().find(({ topics }) => topicOf(wish, topics) !== undefined);
        if (there !== undefined && there !== former?.connection) return listenOver(there, wish);
        const opening = this.#openingFor(wish);
        try {
            return await opening.session(wish, signal);
        } catch (error) {
            const { kind } = /** @type {LikesError} */ (error);
            if (opening.wishes.length === 1 || !REFUSES_ONE.has(kind)) throw error;
        }
        return this.#start([wish]).session(wish, signal);
    }

    /** @param {Wish} wish */
    #openingFor(wish) {
        const onItsWay = [...this.#openings].find(({ wishes }) => wishes.some((other) => isSame(wish, other)));
        if (onItsWay !== undefined) return onItsWay;
        const others = [...this.#wishes].filter((other) => !isSame(wish, other));
        const ofEach = others.filter((other, at) => others.findIndex((each) => isSame(each, other)) === at);
        return this.#start([wish, ...ofEach.slice(0, CHATS_MAX - 1)]);
    }

    /** @param {Wish[]} wishes */
    #start(wishes) {
        const opening = new Opening(wishes, (signal) => this.#connect(wishes, signal));
        this.#openings.add(opening);
        void opening.over.then(() => this.#openings.delete(opening));
        return opening;
    }

    /**
     * @param {Wish[]} wishes
     * @param {AbortSignal} signal
     */
    async #connect(wishes, signal) {
        const { getAccess, socketUrl, account, connect, clock } = this.#options;
        const chats = wishes.flatMap(({ chatId }) => chatId ?? []);
        const access = await getAccess({ chat_ids: chats, ...(chats.length < wishes.length && { notices: true }) });
        // If it is another user's, that ends this opening as well.
        account.learnUserId(access.username);
        if (signal.aborted) throw givenUpError();
        const goodUntil = goodUntilOf(access, clock.now());
        const connection = await openConnection(connect, socketUrl(access.websocket_path), access, clock, signal);
        connection.goodUntil = goodUntil;
        for (const older of this.#connections) {
            for (const session of older.sessions) {
                if (access.topics.includes(session.topic)) session.replaceSoon();
            }
        }
        this.#connections.add(connection);
        void connection.ended.then(() => this.#connections.delete(connection));
        return connection;
    }

    #closeAll() {
        for (const opening of [...this.#openings]) opening.abort();
        this.#openings.clear();
        for (const connection of [...this.#connections]) connection.close();
        this.#connections.clear();
    }
}

/** A connection on its way, and those who wait for it. When none does any more it is given up. */
class Opening {
    #abort = new AbortController();
    #connection;
    #waiting = 0;
    wishes;
    /** Resolves when it has come, or will not. @type {Promise<unknown>} */
    over;

    /**
     * @param {Wish[]} wishes what it will bring
     * @param {(signal: AbortSignal) => Promise<Connection>} connect
     */
    constructor(wishes, connect) {
        this.wishes = wishes;
        this.#connection = connect(this.#abort.signal);
        this.over = this.#connection.then(
            (connection) => connection,
            () => null,
        );
    }

    /**
     * @param {Wish} wish
     * @param {AbortSignal} signal
     */
    async session(wish, signal) {
        ++this.#waiting;
        try {
            return listenOver(await Promise.race([this.#connection, givingUp(signal)]), wish);
        } finally {
            if (--this.#waiting === 0) {
                this.abort();
                // It may have come in the moment in which the last one gave up.
                void this.#connection.then(
                    (connection) => connection.closeIfUnused(),
                    () => {},
                );
            }
        }
    }

    abort() {
        this.#abort.abort();
    }
}

/** @param {Connection} connection @param {Wish} wish */
function listenOver(connection, wish) {
    const topic = topicOf(wish, connection.topics);
    if (topic === undefined) throw new LikesError("unavailable", "The token does not open what it was asked for.");
    return connection.listen(topic);
}

/**
 * Of the topics of a token the one of a wish. User ids are escaped in a topic, chats are in lower case.
 * @param {Wish} wish
 * @param {string[]} topics
 */
const topicOf = ({ chatId }, topics) =>
    topics.find((topic) => (chatId === null ? topic.startsWith("users/") : topic === `chats/${lower(chatId)}/events`));

/** @param {Wish} one @param {Wish} other */
const isSame = (one, other) => one === other || (one.chatId !== null && lower(one.chatId) === lower(other.chatId));

/** @param {string | null} id */
const lower = (id) => String(id).toLowerCase();

/**
 * A token that is over before it came says that this clock is wrong. Then the broker ends the session, and the next one
 * catches up.
 * @param {Access} access
 * @param {number} now
 */
function goodUntilOf({ expires_at }, now) {
    const lifetime = Date.parse(expires_at) - now;
    if (lifetime <= 0) return Infinity;
    return now + Math.max(0, lifetime - Math.max(lifetime * REFRESH_AT, REFRESH_MARGIN_MS));
}

/** @param {AbortSignal} signal @returns {Promise<never>} */
const givingUp = (signal) =>
    new Promise((_, reject) => {
        if (signal.aborted) reject(givenUpError());
        signal.addEventListener("abort", () => reject(givenUpError()));
    });
