// likes.js put together, all but the network.
import { LikesOfChat } from "../../nginx/www/likes/create_likes.js";
import { answer, bearerToken, CHAT, FakeBroker, M, REAL_CLOCK, state, until, userOf } from "./support.js";

export const AN_HOUR = 3_600_000;

/** Knows how many listen. */
class CountingTarget extends EventTarget {
    listeners = 0;

    addEventListener(...parameters) {
        ++this.listeners;
        super.addEventListener(...parameters);
    }

    removeEventListener(...parameters) {
        --this.listeners;
        super.removeEventListener(...parameters);
    }
}

/**
 * Likes over a server and a broker that the test plays. `server` has a function per call, by verb and first words; it
 * gets the path, and who asks.
 */
export class Bench {
    calls = [];
    notices = [];
    broker = new FakeBroker();
    window = new CountingTarget();
    lifetime = AN_HOUR;
    /** Whose token the page hands out, and the server takes. */
    signedIn = "alice";
    tokenOf = bearerToken;
    userOf = userOf;
    /** Refuses a token although it is the right one. */
    refuses = () => false;
    server = {
        "GET changes": () => ({ changes: [], next: "now", more: false }),
        "GET likes": () => ({ messages: [state(M, 1)], not_found: [] }),
        "POST token": (_path, user) => ({
            token: `password${this.broker.clients.length + 1}`,
            expires_at: new Date(this.clock.now() + this.lifetime).toISOString(),
            username: user,
            websocket_path: "/mqtt",
            topics: [`chats/${CHAT}/events`],
        }),
        "POST like": () => state(M, 2, { count: 1, isLiked: true, likedBy: ["alice"] }),
        "DELETE like": () => state(M, 3),
    };

    constructor(t, { clock = REAL_CLOCK } = {}) {
        this.clock = clock;
        this.options = { baseUrl: "", chatId: CHAT, getToken: () => this.tokenOf(this.signedIn) };
        this.world = {
            fetch: (url, options) => this.#answer(url, options),
            clock,
            connect: this.broker.connect,
            window: this.window,
            location: "https://chat.example/room",
            random: () => 0,
        };
        this.likes = new LikesOfChat(this.options, this.world);
        this.likes.subscribe((notice) => this.notices.push(notice));
        t.after(() => this.likes.close());
    }

    /** @param {string} url @param {any} options */
    async #answer(url, { method, headers, body }) {
        const path = url.replace(/^.*?\/api\/v1/, "");
        const [verb, user] = [/changes|token|likes?(?=$|\?)|reactions/.exec(path)[0], this.userOf(headers.Authorization)];
        if (user !== this.signedIn || this.refuses()) return answer(401);
        this.calls.push({ name: `${method} ${verb}`, path, body, user });
        try {
            return answer(200, await this.server[`${method} ${verb}`](path, user));
        } catch (error) {
            if (error.status === null) throw new TypeError(error.message);
            const seconds = error.retryAfterSeconds;
            return answer(
                error.status,
                { detail: error.message },
                seconds === null ? {} : { "Retry-After": String(seconds) },
            );
        }
    }

    called(name) {
        return this.calls.filter((call) => call.name === name);
    }

    /** Loads the message and is connected. */
    async live() {
        await this.likes.load([M]);
        await until(() => this.broker.clients.length > 0);
        await this.accept();
    }

    /** The broker lets the last client in. */
    async accept() {
        const client = this.broker.last;
        client.emit("connect");
        await until(() => this.likes.status.state === "live" || client.isEnded);
    }

    get shown() {
        const { likes_count, is_liked } = this.likes.get(M);
        return [likes_count, is_liked];
    }

    states() {
        return this.notices.filter(({ type }) => type === "status").map(({ status }) => status.state);
    }
}
