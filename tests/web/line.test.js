// One connection for all that listen as one user.
import assert from "node:assert/strict";
import test from "node:test";

import { LikesOfChat } from "../../nginx/www/likes/create_likes.js";
import { NoticesOfUser } from "../../nginx/www/notices/create_notices.js";
import { Bench } from "./bench.js";
import { answer, CHAT, CHAT_TOPIC, event, FakeClock, M, messageId, settle, until } from "./support.js";
import { NoticeServer, topicOf } from "./notices_bench.js";

const OTHER_CHAT = "11111111-1111-4111-8111-222222222222";

/** A page with the likes of a chat, and notices, made with one getToken. */
class Page {
    server = new NoticeServer();
    /** Chats that the user is in. */
    chats = new Set([CHAT, OTHER_CHAT]);

    constructor(t) {
        this.t = t;
        this.bench = new Bench(t, { clock: new FakeClock() });
        const { fetch } = this.bench.world;
        this.world = {
            ...this.bench.world,
            fetch: (url, options) => {
                const query = Object.fromEntries(new URL(url, "https://chat.example").searchParams);
                if (url.includes("/notices/changes")) return answer(200, this.server.changes(query));
                if (url.includes("/notices")) return answer(200, this.server.page(query));
                return url.endsWith("/realtime/token") ? this.#access(options) : fetch(url, options);
            },
        };
        // Not the one of the bench's own likes, over whose server this one is.
        this.options = { ...this.bench.options, getToken: () => this.bench.options.getToken() };
        this.notices = new NoticesOfUser(this.options, this.world);
        t.after(() => this.notices.close());
        this.likes = this.likesOf(CHAT);
        this.tokens = [];
    }

    likesOf(chatId) {
        const likes = new LikesOfChat({ ...this.options, chatId }, this.world);
        this.t.after(() => likes.close());
        return likes;
    }

    /** The broker lets in whoever has not been let in, until all of these are live. */
    async areLive(...listeners) {
        while (!listeners.every(({ status }) => status.state === "live")) {
            for (const client of this.open.filter(({ isLetIn }) => !isLetIn)) {
                client.isLetIn = true;
                client.emit("connect");
            }
            await settle();
        }
        await settle();
    }

    get clients() {
        return this.bench.broker.clients;
    }

    get open() {
        return this.clients.filter(({ isEnded }) => !isEnded);
    }

    publish(event, topic = CHAT_TOPIC) {
        for (const client of this.open) this.bench.broker.publish(event, client, topic);
    }

    #access({ body }) {
        const { chat_ids, notices = false } = JSON.parse(body);
        this.tokens.push([...chat_ids, ...(notices ? ["notices"] : [])]);
        if (chat_ids.some((id) => !this.chats.has(id))) return answer(403);
        return answer(200, {
            token: `password${this.clients.length + 1}`,
            expires_at: new Date(this.bench.clock.now() + this.bench.lifetime).toISOString(),
            username: this.bench.signedIn,
            websocket_path: "/mqtt",
            topics: [...chat_ids.map((id) => `chats/${id}/events`), ...(notices ? [topicOf(this.bench.signedIn)] : [])],
        });
    }
}

test("likes and notices that begin together have one token and one connection", async (t) => {
    const page = new Page(t);
    await Promise.all([page.likes.load([M]), page.notices.load()]);
    await page.areLive(page.likes, page.notices);
    assert.deepEqual(page.tokens.map((wishes) => wishes.toSorted()), [[CHAT, "notices"]]);
    assert.equal(page.clients.length, 1);
    page.publish(event(M, 9, { count: 3 }));
    page.publish(page.server.raise(M), topicOf("alice"));
    assert.deepEqual([page.likes.get(M).likes_count, page.notices.unread], [3, 1]);
});

test("who comes later brings a connection for all, and the first moves to it without a gap", async (t) => {
    const page = new Page(t);
    await page.likes.load([M]);
    await page.areLive(page.likes);
    const [first] = page.clients;
    const states = [];
    page.likes.subscribe(({ status }) => status && states.push(status.state));
    await page.notices.load();
    assert.equal(first.isEnded, false);
    await page.areLive(page.notices);
    await until(() => first.isEnded);
    assert.deepEqual([page.open.length, page.clients.length], [1, 2]);
    assert.deepEqual(page.tokens[1].toSorted(), [CHAT, "notices"]);
    assert.ok(states.every((state) => state === "live"), `${states}`);
    page.publish(event(M, 9, { count: 3 }));
    assert.equal(page.likes.get(M).likes_count, 3);
});

test("when a token is to be replaced there is one new one for all", async (t) => {
    const page = new Page(t);
    page.bench.lifetime = 600_000;
    await Promise.all([page.likes.load([M]), page.notices.load()]);
    await page.areLive(page.likes, page.notices);
    await page.bench.clock.pass(481_000);
    await until(() => page.clients.length === 2);
    page.clients[1].emit("connect");
    await until(() => page.clients[0].isEnded);
    assert.deepEqual([page.tokens.length, page.clients.length], [2, 2]);
});

test("of a connection that is lost there is one successor", async (t) => {
    const page = new Page(t);
    await Promise.all([page.likes.load([M]), page.notices.load()]);
    await page.areLive(page.likes, page.notices);
    page.clients[0].end();
    await settle();
    for (const each of [page.likes, page.notices]) assert.equal(each.status.state, "reconnecting");
    page.server.raise(M);
    await page.bench.clock.pass(1000);
    await until(() => page.clients.length === 2);
    await page.areLive(page.likes, page.notices);
    assert.deepEqual([page.clients.length, page.tokens.length, page.notices.unread], [2, 2, 1]);
});

test("who closes leaves the others their connection; the last takes it along", async (t) => {
    const page = new Page(t);
    await Promise.all([page.likes.load([M]), page.notices.load()]);
    await page.areLive(page.likes, page.notices);
    page.likes.close();
    await settle();
    assert.equal(page.open.length, 1);
    page.publish(page.server.raise(M), topicOf("alice"));
    assert.equal(page.notices.unread, 1);
    page.clients[0].end();
    await page.bench.clock.pass(1000);
    await page.areLive(page.notices);
    assert.deepEqual(page.tokens.at(-1), ["notices"]);
    page.notices.close();
    assert.equal(page.open.length, 0);
});

test("who closes in the moment in which the broker lets it in leaves nothing open", async (t) => {
    const page = new Page(t);
    await page.notices.load();
    await until(() => page.clients.length === 1);
    page.clients[0].emit("connect");
    page.notices.close();
    await settle();
    assert.equal(page.open.length, 0);
});

test("a chat that the user may not hear keeps nobody else from being live", async (t) => {
    const page = new Page(t);
    const other = page.likesOf(OTHER_CHAT);
    await Promise.all([page.likes.load([M]), other.load([messageId(1)]), page.notices.load()]);
    await page.areLive(page.likes, other, page.notices);
    assert.equal(page.open.length, 1);
    // The user leaves it: the broker ends the session.
    page.chats.delete(OTHER_CHAT);
    page.clients[0].end();
    await page.bench.clock.pass(1000);
    await page.areLive(page.likes, page.notices);
    await until(() => other.status.state === "refused");
    page.publish(event(M, 9, { count: 3 }));
    page.publish(page.server.raise(M), topicOf("alice"));
    assert.deepEqual([page.likes.get(M).likes_count, page.notices.unread], [3, 1]);
    // The next one is for both again.
    for (const client of page.open) client.end();
    await page.bench.clock.pass(2000);
    await page.areLive(page.likes, page.notices);
    assert.deepEqual([page.tokens.at(-1).toSorted(), page.open.length], [[CHAT, "notices"], 1]);
});

test("a load that fails for good is not asked for by others", async (t) => {
    const page = new Page(t);
    page.bench.server["GET changes"] = () => {
        throw Object.assign(new Error("no member"), { status: 403, retryAfterSeconds: null });
    };
    await assert.rejects(page.likes.load([M]), { kind: "forbidden" });
    await page.notices.load();
    await page.areLive(page.notices);
    assert.deepEqual(page.tokens, [["notices"]]);
});

test("when one learns that another user has signed in, all do", async (t) => {
    const page = new Page(t);
    page.server.raise(M);
    await Promise.all([page.likes.load([M]), page.notices.load()]);
    await page.areLive(page.likes, page.notices);
    page.bench.signedIn = "bob";
    page.server = new NoticeServer();
    await page.likes.likers(M).next().catch(() => {});
    assert.deepEqual([page.notices.list, page.notices.unread, page.open.length], [[], 0, 0]);
    await page.bench.clock.pass(1000);
    await page.areLive(page.likes, page.notices);
    assert.deepEqual([page.likes.userId, page.notices.userId, page.open.length], ["bob", "bob", 1]);
});

test("whoever is made later is signed in by what getToken says then", async (t) => {
    const page = new Page(t);
    await page.notices.load();
    await page.areLive(page.notices);
    page.bench.signedIn = "bob";
    page.server.raise(M);
    const likes = page.likesOf(CHAT);
    await likes.load([M]);
    await page.bench.clock.pass(1000);
    await page.areLive(likes, page.notices);
    assert.deepEqual([likes.userId, page.notices.userId], ["bob", "bob"]);
});

test("what another getToken signs in has a connection of its own", async (t) => {
    const page = new Page(t);
    const { getToken, ...options } = page.options;
    const other = new NoticesOfUser({ ...options, getToken: () => getToken() }, page.world);
    t.after(() => other.close());
    await Promise.all([page.notices.load(), other.load()]);
    await page.areLive(page.notices, other);
    assert.equal(page.open.length, 2);
});
