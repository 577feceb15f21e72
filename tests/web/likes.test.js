import assert from "node:assert/strict";
import test from "node:test";

import { LikesError } from "../../nginx/www/likes/errors.js";
import { AN_HOUR, Bench } from "./bench.js";
import { CHAT, deferred, event, M, messageId, settle, state, until } from "./support.js";

test("a like is shown before the server has answered, and stays", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    const answer = deferred();
    bench.server["POST like"] = () => answer.promise;
    const like = bench.likes.like(M);
    assert.deepEqual(bench.shown, [1, true]);
    answer.resolve(state(M, 2, { count: 1, isLiked: true }));
    assert.equal((await like).ok, true);
    assert.deepEqual(bench.shown, [1, true]);
    assert.equal(bench.likes.get(M).pending, false);
});

test("a like that is refused is taken back, and the page is told why, once", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    bench.server["POST like"] = () =>
        Promise.reject(new LikesError("unavailable", "later", { status: 503, retryAfterSeconds: 1 }));
    const outcomes = await Promise.all([bench.likes.like(M), bench.likes.like(M)]);
    assert.deepEqual(
        outcomes.map(({ ok }) => ok),
        [false, false],
    );
    assert.deepEqual(bench.shown, [0, false]);
    const refusals = bench.notices.filter(({ type }) => type === "refused");
    assert.deepEqual(
        refusals.map(({ reaction, reason }) => [reaction, reason.kind]),
        [["like", "unavailable"]],
    );
});

test("toggle goes by what is shown, not by what is confirmed", async (t) => {
    for (const [taps, shown, requests] of [
        [4, [0, false], 2],
        [5, [1, true], 1],
    ]) {
        const bench = new Bench(t);
        await bench.live();
        await Promise.all(Array.from({ length: taps }, () => bench.likes.toggle(M)));
        assert.deepEqual(bench.shown, shown);
        assert.equal(bench.called("POST like").length + bench.called("DELETE like").length, requests);
    }
});

test("a reaction is put and taken back at its own address", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    const reaction = { reaction: "thumbs_up", emoji: "👍", message_id: M };
    bench.server["PUT reactions"] = () => ({ ...reaction, likes_count: 1, is_liked: true, version: 1 });
    bench.server["DELETE reactions"] = () => ({ ...reaction, likes_count: 0, is_liked: false, version: 2 });
    await bench.likes.react(M, "thumbs_up");
    assert.equal(bench.called("PUT reactions")[0].path, `/messages/${M}/reactions/thumbs_up`);
    assert.equal(bench.likes.get(M).reactions.find(({ reaction }) => reaction === "thumbs_up").is_liked, true);
    await bench.likes.toggle(M, "thumbs_up");
    assert.equal(bench.called("DELETE reactions").length, 1);
});

test("more messages than one call takes are read in several", async (t) => {
    const bench = new Bench(t);
    bench.server["GET likes"] = (path) => {
        const ids = path.split("message_ids=")[1].split(",");
        return { messages: ids.map((id) => state(id, 1)), not_found: [] };
    };
    const ids = Array.from({ length: 250 }, (_, i) => messageId(i));
    const views = await bench.likes.load(ids);
    assert.equal(views.size, 250);
    assert.deepEqual(
        bench.called("GET likes").map(({ path }) => path.split(",").length),
        [100, 100, 50],
    );
});

test("a message that is not there is not in what load brings", async (t) => {
    const bench = new Bench(t);
    bench.server["GET likes"] = () => ({ messages: [], not_found: [M] });
    assert.equal((await bench.likes.load([M])).size, 0);
    assert.equal(bench.notices[0].type, "removed");
});

test("the cursor is asked for before the likes are read, so that nothing falls in between", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    assert.deepEqual(
        bench.calls.slice(0, 4).map(({ name }) => name),
        ["GET changes", "GET likes", "POST token", "GET changes"],
    );
    assert.match(bench.calls[3].path, /since=now/);
    const { url, options } = bench.broker.last;
    assert.deepEqual([url, options.username, options.password], ["wss://chat.example/mqtt", "alice", "password1"]);
});

test("events wait until the catch-up has been read", async (t) => {
    const bench = new Bench(t);
    await bench.likes.load([M]);
    const page = deferred();
    bench.server["GET changes"] = () => page.promise;
    await until(() => bench.broker.clients.length > 0);
    bench.broker.last.emit("connect");
    // Its list is too long to name alice, and its changes do not tell what she did before: the catch-up does.
    bench.broker.publish(event(M, 302, { count: 300, truncated: true }));
    await until(() => bench.called("GET changes").length === 2);
    assert.deepEqual(bench.shown, [0, false]);
    page.resolve({ changes: [state(M, 301, { count: 299, isLiked: true })], next: "later", more: false });
    await until(() => bench.likes.status.state === "live");
    assert.deepEqual(bench.shown, [300, true]);
});

test("what was missed while away is read page by page, from where the last one ended", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    const pages = {
        now: { changes: [state(M, 5, { count: 5 })], next: "second", more: true },
        second: { changes: [state(M, 6, { count: 6 })], next: "third", more: false },
    };
    bench.server["GET changes"] = (path) => pages[/since=(\w+)/.exec(path)[1]];
    bench.broker.last.emit("close");
    await until(() => bench.likes.status.state === "reconnecting");
    bench.window.dispatchEvent(new Event("online"));
    await until(() => bench.broker.clients.length === 2);
    await bench.accept();
    assert.deepEqual(bench.shown, [6, false]);
    assert.deepEqual(bench.states(), ["live", "reconnecting", "live"]);
});

test("a cursor that the server does not know any more costs a read of what is shown", async (t) => {
    const bench = new Bench(t);
    await bench.likes.load([M]);
    bench.server["GET changes"] = (path) => {
        if (path.includes("since=")) throw new LikesError("refused", "bad cursor", { status: 400 });
        return { changes: [], next: "anew", more: false };
    };
    bench.server["GET likes"] = () => ({ messages: [state(M, 7, { count: 7 })], not_found: [] });
    await until(() => bench.broker.clients.length > 0);
    await bench.accept();
    assert.deepEqual(bench.shown, [7, false]);
});

test("who was away for very long reads what is shown instead of everything that happened", async (t) => {
    const bench = new Bench(t);
    await bench.likes.load([M]);
    bench.server["GET changes"] = () => ({ changes: [], next: "and so on", more: true });
    await until(() => bench.broker.clients.length > 0);
    await bench.accept();
    assert.equal(bench.called("GET likes").length, 2);
});

test("a deleted message goes", async (t) => {
    const bench = new Bench(t);
    await bench.likes.load([M]);
    bench.server["GET changes"] = () => ({ changes: [{ message_id: M, deleted: true }], next: "x", more: false });
    await until(() => bench.broker.clients.length > 0);
    await bench.accept();
    assert.equal(bench.likes.get(M), undefined);
    assert.deepEqual(
        bench.notices.filter(({ type }) => type === "removed").map(({ messageId }) => messageId),
        [M],
    );
});

test("before a token ends there is a connection with the next one, and no gap", async (t) => {
    const bench = new Bench(t);
    bench.lifetime = 2010; // Good for ten milliseconds, less the margin.
    await bench.likes.load([M]);
    await until(() => bench.broker.clients.length > 0);
    bench.lifetime = AN_HOUR;
    await bench.accept();
    const [first] = bench.broker.clients;
    const end = Date.now() + 2000;
    await until(() => bench.broker.clients.length === 2);
    assert.ok(Date.now() < end);
    assert.equal(first.isEnded, false);
    bench.broker.publish(event(M, 2, { count: 4, truncated: true }), first);
    assert.deepEqual(bench.shown, [4, false]);
    bench.broker.last.emit("connect");
    await until(() => first.isEnded);
    assert.equal(bench.broker.last.options.password, "password2");
    assert.deepEqual(bench.states(), ["live", "live"]);
});

test("where the clock is wrong, a new token looks old, and is not replaced all the time", async (t) => {
    const bench = new Bench(t);
    bench.lifetime = -AN_HOUR;
    await bench.live();
    await settle();
    assert.equal(bench.broker.clients.length, 1);
    // The broker knows the time.
    bench.broker.last.emit("close");
    await until(() => bench.broker.clients.length === 2);
});

test("a failed refresh is no trouble while the former connection is there", async (t) => {
    const bench = new Bench(t);
    bench.lifetime = 2010;
    await bench.likes.load([M]);
    await until(() => bench.broker.clients.length > 0);
    const refresh = bench.server["POST token"];
    let failures = 0;
    bench.server["POST token"] = () => {
        ++failures;
        throw new LikesError("unavailable", "later", { status: 503 });
    };
    await bench.accept();
    await until(() => failures > 0);
    await settle();
    assert.equal(bench.likes.status.state, "live");
    bench.lifetime = AN_HOUR;
    bench.server["POST token"] = refresh;
    bench.window.dispatchEvent(new Event("online"));
    await until(() => bench.broker.clients.length === 2);
});

test("who may not hear the chat is told so, and nothing is tried again", async (t) => {
    const bench = new Bench(t);
    bench.server["POST token"] = () => {
        throw new LikesError("forbidden", "no member", { status: 403 });
    };
    await bench.likes.load([M]);
    await until(() => bench.likes.status.state === "refused");
    assert.equal(bench.likes.status.reason.kind, "forbidden");
    bench.window.dispatchEvent(new Event("online"));
    await settle();
    assert.equal(bench.called("POST token").length, 1);
});

test("a broker that refuses is tried again", async (t) => {
    const bench = new Bench(t);
    await bench.likes.load([M]);
    await until(() => bench.broker.clients.length > 0);
    bench.broker.last.emit("error", new Error("Not authorized"));
    await until(() => bench.likes.status.state === "reconnecting");
    bench.window.dispatchEvent(new Event("online"));
    await until(() => bench.broker.clients.length === 2);
});

test("without a network it says so at once, and comes back with it", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    bench.window.dispatchEvent(new Event("offline"));
    assert.equal(bench.likes.status.state, "offline");
    assert.equal(bench.broker.last.isEnded, true);
    await settle();
    bench.window.dispatchEvent(new Event("online"));
    await until(() => bench.broker.clients.length === 2);
    await bench.accept();
    assert.deepEqual(bench.states(), ["live", "offline", "live"]);
});

test("likers come page by page", async (t) => {
    const bench = new Bench(t);
    const pages = { null: { likes: ["a", "b"], next_cursor: "c1" }, c1: { likes: ["c"], next_cursor: null } };
    bench.server["GET likes"] = (path) => pages[new URLSearchParams(path.split("?")[1]).get("cursor")];
    const seen = [];
    for await (const page of bench.likes.likers(M, { pageSize: 2 })) seen.push(page);
    assert.deepEqual(seen, [["a", "b"], ["c"]]);
    assert.equal(bench.calls[0].path, `/messages/${M}/likes?limit=2`);
});

test("a listener that throws keeps nobody else from hearing", async (t) => {
    const bench = new Bench(t);
    const errors = t.mock.method(console, "error", () => {});
    bench.likes.subscribe(() => {
        throw new Error("a mistake");
    });
    let heard = 0;
    bench.likes.subscribe(() => ++heard);
    await bench.live();
    assert.ok(heard > 0);
    assert.ok(errors.mock.callCount() > 0);
});

test("after close there is no connection, no timer, no listener, and changes say that it is closed", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    const answer = deferred();
    bench.server["POST like"] = () => answer.promise;
    const like = bench.likes.like(M);
    await until(() => bench.called("POST like").length === 1);
    const told = bench.notices.length;
    bench.likes.close();
    answer.reject(new LikesError("closed", "closed"));
    assert.equal((await like).reason.kind, "closed");
    assert.equal((await bench.likes.unlike(M)).reason.kind, "closed");
    assert.equal(bench.likes.status.state, "closed");
    assert.equal(bench.broker.last.isEnded, true);
    await settle();
    bench.window.dispatchEvent(new Event("online"));
    await settle();
    assert.equal(bench.notices.length, told);
    assert.equal(bench.broker.clients.length, 1);
    assert.equal(bench.window.listeners, 0);
});

test("any letter case is the same message, which is told under the spelling that the page uses", async (t) => {
    const bench = new Bench(t);
    const upper = M.toUpperCase();
    bench.server["GET likes"] = () => ({ messages: [state(M, 1, { count: 1 })], not_found: [] });
    const loaded = await bench.likes.load([upper]);
    assert.equal(loaded.get(upper).likes_count, 1);
    assert.deepEqual([loaded.get(upper).message_id, loaded.get(upper).id], [upper, upper]);
    assert.equal((await bench.likes.like(upper)).message.is_liked, true);
    assert.deepEqual(
        bench.calls.map(({ path }) => path).filter((path) => path.includes("22222222")),
        [`/chats/${CHAT}/likes?message_ids=${M}`, `/messages/${M}/like`],
    );
    // As another part of the page spells it.
    assert.equal(bench.likes.get(M).is_liked, true);
    await until(() => bench.broker.clients.length > 0);
    await bench.accept();
    await bench.likes.load([M]);
    bench.notices.length = 0;
    bench.broker.publish(event(M, 4, { count: 1, likedBy: ["alice"] }));
    const told = bench.notices.map(({ messageId, message }) => [messageId, message.message_id, message.version]);
    assert.deepEqual(told, [
        [upper, upper, 4],
        [M, M, 4],
    ]);
});

test("the event that told a change is in its notice, with this user's flag", async (t) => {
    const bench = new Bench(t);
    await bench.live();
    const changes = [{ user_id: "alice", liked: true }];
    bench.broker.publish(event(M, 2, { count: 200, truncated: true, changes }));
    const sent = event(M, 2, { count: 200, truncated: true, changes });
    const { event: told } = bench.notices.at(-1);
    assert.deepEqual(told, { ...sent, payload: { ...sent.payload, is_liked_by_user: true } });
    await bench.likes.unlike(M);
    assert.equal("event" in bench.notices.at(-1), false);
});

test("a reaction that takes the place of another is shown alone, before any event", async (t) => {
    const bench = new Bench(t);
    const joy = { reaction: "joy", emoji: "😂", likes_count: 3, is_liked: true, version: 4 };
    const before = state(M, 1, { count: 1, isLiked: true, reactions: [joy] });
    bench.server["GET likes"] = () => ({ messages: [before], not_found: [] });
    bench.server["PUT reactions"] = () => ({
        ...state(M, 1, { count: 1, isLiked: true }),
        reaction: "thumbs_up",
        emoji: "👍",
        replaced: ["joy", "like"],
    });
    await bench.live();
    const { message } = await bench.likes.react(M, "thumbs_up");
    assert.deepEqual(
        message.reactions.map(({ reaction, likes_count, is_liked }) => [reaction, likes_count, is_liked]),
        [
            ["like", 0, false],
            ["joy", 2, false],
            ["thumbs_up", 1, true],
        ],
    );
    assert.deepEqual(bench.notices.at(-1).message.reactions, message.reactions);
});

test("close settles with `closed` what waits for a token that never comes", { timeout: 5000 }, async (t) => {
    const bench = new Bench(t);
    bench.tokenOf = () => new Promise(() => {});
    const load = bench.likes.load([M]);
    const like = bench.likes.like(M);
    const likers = bench.likes.likers(M).next();
    await settle();
    bench.likes.close();
    await assert.rejects(load, { kind: "closed" });
    assert.equal((await like).reason.kind, "closed");
    await assert.rejects(likers, { kind: "closed" });
});
