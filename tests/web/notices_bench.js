// createNotices put together, all but the network: a server of notices that the test plays, and its broker.
import { NoticesOfUser } from "../../nginx/www/notices/create_notices.js";
import { answer, bearerToken, CHAT, FakeBroker, FakeClock, until, userOf } from "./support.js";

const UNREAD_MAX = 100;

export const topicOf = (user) => `users/${encodeURIComponent(user)}/notices`;

/** The notices of one user as the server keeps them. What it does returns the event that tells of it. */
export class NoticeServer {
    sequence = 0;
    seen = 0;
    notices = new Map();
    /** Seconds. */
    now = 0;

    /** What the badge has to show. */
    get unread() {
        const count = [...this.notices.values()].filter(
            ({ stands, notice, raised }) => stands && !notice.is_read && raised > this.seen,
        ).length;
        return { unread: Math.min(count, UNREAD_MAX), unread_capped: count > UNREAD_MAX };
    }

    /** What the list has to show. */
    get list() {
        return [...this.notices.values()]
            .filter(({ stands }) => stands)
            .sort((a, b) => b.raised - a.raised)
            .map(({ notice }) => notice);
    }

    raise(id, { actors = 1, name = "Bob" } = {}) {
        const sequence = ++this.sequence;
        const notice = {
            message_id: id,
            chat_id: CHAT,
            actors,
            newest: [{ user_id: "bob", name, reaction: "like" }],
            reactions: { like: actors },
            new: 1,
            is_read: false,
            raised_at: new Date(++this.now * 1000).toISOString().replace(".000", ""),
            sequence,
        };
        this.notices.set(id, { stands: true, raised: sequence, notice });
        return this.event("notice_raised", id);
    }

    change(id, facts) {
        const held = this.notices.get(id);
        if (!held?.stands) return null;
        held.notice = { ...held.notice, ...facts, sequence: ++this.sequence };
        return this.event("notice_changed", id);
    }

    withdraw(id) {
        const held = this.notices.get(id);
        if (!held?.stands) return null;
        held.stands = false;
        held.notice = { ...held.notice, sequence: ++this.sequence };
        return this.event("notice_withdrawn", id);
    }

    see(sequence) {
        const upTo = Math.min(sequence, this.sequence);
        if (upTo <= this.seen) return null;
        this.seen = upTo;
        return { type: "notices_seen", payload: { sequence: ++this.sequence, ...this.unread } };
    }

    event(type, id) {
        const { notice } = this.notices.get(id);
        const { message_id, chat_id, sequence } = notice;
        const payload = type === "notice_withdrawn" ? { message_id, chat_id, sequence } : notice;
        return { type, payload: { ...payload, ...this.unread } };
    }

    page({ limit = 20, cursor = null }) {
        const after = this.list.filter(({ message_id }) => cursor === null || this.notices.get(message_id).raised < cursor);
        const notices = after.slice(0, Number(limit));
        const next = after.length > notices.length ? String(this.notices.get(notices.at(-1).message_id).raised) : null;
        return { notices, next_cursor: next, ...this.unread, sequence: this.sequence };
    }

    changes({ since, limit = 50 }) {
        const all = [...this.notices.values()]
            .filter(({ notice }) => notice.sequence > Number(since))
            .sort((a, b) => a.notice.sequence - b.notice.sequence);
        const changes = all.slice(0, Number(limit));
        const more = all.length > changes.length;
        return {
            changes: changes.map(({ stands, notice }) =>
                stands ? notice : { message_id: notice.message_id, withdrawn: true, sequence: notice.sequence },
            ),
            next: more ? changes.at(-1).notice.sequence : this.sequence,
            more,
            ...this.unread,
        };
    }
}

/** A status in place of an answer. */
export class Refusal {
    constructor(status, headers = {}) {
        this.status = status;
        this.headers = headers;
    }
}

/**
 * Devices of the user who is signed in. `calls` has what they asked; `server` a function per call, which gets the
 * query, the id and the body.
 */
export class NoticesBench {
    calls = [];
    broker = new FakeBroker();
    clock = new FakeClock();
    signedIn = "alice";
    lifetime = 3_600_000;
    /** @type {Map<string, NoticeServer>} */
    users = new Map();
    /** What is published as soon as it has happened; a test may keep it back. */
    publishes = true;
    badges = [];
    window = Object.assign(new EventTarget(), {
        document: { visibilityState: "visible" },
        navigator: {
            setAppBadge: async (count) => void this.badges.push(count),
            clearAppBadge: async () => void this.badges.push(0),
        },
    });
    server = {
        "GET notices": ({ query }) => this.of.page(query),
        "GET changes": ({ query }) => this.of.changes(query),
        "GET unread": () => this.of.unread,
        "POST seen": ({ body }) => this.#tell(this.of.see(body.sequence), { sequence: this.of.sequence, ...this.of.unread }),
        "PUT read": ({ id }) => {
            const held = this.of.notices.get(id);
            if (!held?.stands) return new Refusal(404);
            const event = held.notice.is_read ? null : this.of.change(id, { is_read: true, new: 0 });
            return this.#tell(event, { ...this.of.notices.get(id).notice, ...this.of.unread });
        },
        "DELETE notice": ({ id }) => {
            if (!this.of.notices.has(id)) return new Refusal(404);
            const event = this.of.withdraw(id);
            const { sequence } = this.of.notices.get(id).notice;
            return this.#tell(event, { message_id: id, withdrawn: true, sequence, ...this.of.unread });
        },
        "POST token": ({ body }) => ({
            token: `password${this.broker.clients.length + 1}`,
            expires_at: new Date(this.clock.now() + this.lifetime).toISOString(),
            username: this.signedIn,
            websocket_path: "/mqtt",
            topics: [...body.chat_ids.map((id) => `chats/${id}/events`), ...(body.notices ? [topicOf(this.signedIn)] : [])],
        }),
    };

    constructor(t) {
        this.t = t;
        this.options = { baseUrl: "", getToken: () => bearerToken(this.signedIn), appBadge: true };
        this.world = {
            fetch: (url, options) => this.#answer(url, options),
            clock: this.clock,
            connect: this.broker.connect,
            window: this.window,
            location: "https://chat.example/room",
            random: () => 0,
        };
    }

    /** The notices of whoever is signed in. */
    get of() {
        if (!this.users.has(this.signedIn)) this.users.set(this.signedIn, new NoticeServer());
        return this.users.get(this.signedIn);
    }

    /** Another device, or another tab: it has a token of its own. */
    device() {
        const notices = new NoticesOfUser({ ...this.options, getToken: () => this.options.getToken() }, this.world);
        this.t.after(() => notices.close());
        notices.heard = [];
        notices.subscribe((change) => notices.heard.push(change));
        return notices;
    }

    /** One that is live. */
    async live(options) {
        const notices = this.device();
        const clients = this.broker.clients.length;
        await notices.load(options);
        await until(() => this.broker.clients.length > clients);
        await this.accept(notices);
        return notices;
    }

    /** The broker lets the last client in. */
    async accept(notices) {
        const client = this.broker.last;
        client.emit("connect");
        await until(() => notices.status.state === "live" || client.isEnded);
    }

    /** Tells all who are connected. */
    publish(event) {
        for (const client of this.broker.clients) {
            if (!client.isEnded) this.broker.publish(event, client, topicOf(this.signedIn));
        }
    }

    called(name) {
        return this.calls.filter((call) => call.name === name);
    }

    #tell(event, response) {
        if (event !== null && this.publishes) this.publish(event);
        return response;
    }

    async #answer(url, { method, headers, body }) {
        const { pathname, searchParams } = new URL(url, "https://chat.example");
        const path = pathname.replace("/api/v1", "");
        const id = /^\/notices\/([0-9a-f-]{36})/.exec(path)?.[1];
        const what = /changes|unread|seen|read|preferences|token$/.exec(path)?.[0] ?? (id ? "notice" : "notices");
        const user = userOf(headers.Authorization);
        if (user !== this.signedIn) return answer(401);
        const call = { name: `${method} ${what}`, path, query: Object.fromEntries(searchParams), id, user };
        this.calls.push(Object.assign(call, { body: body && JSON.parse(body) }));
        const said = await this.server[call.name](call);
        if (said instanceof TypeError) throw said;
        return said instanceof Refusal ? answer(said.status, { detail: "no" }, said.headers) : answer(200, said);
    }
}
