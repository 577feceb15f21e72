import assert from "node:assert/strict";
import test from "node:test";

import { LikesError } from "../../nginx/www/likes/errors.js";
import { Bench } from "./bench.js";
import { deferred, event, FakeClock, M, settle, state, until } from "./support.js";

const JOY = { reaction: "joy", emoji: "😂", likes_count: 1, version: 4 };

/** What the server says of m: alice likes it and laughs, bob does neither. */
const asSeenBy = (user) =>
    state(M, 7, {
        count: 300,
        isLiked: user === "alice",
        reactions: [{ ...JOY, is_liked: user === "alice" }],
    });

/** Live as alice. */
async function live(t) {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET likes"] = (path, user) =>
        path.startsWith("/messages")
            ? { likes: [], next_cursor: null }
            : { messages: [asSeenBy(user)], not_found: [] };
    bench.server["POST like"] = (_path, user) => state(M, 8, { count: 301, isLiked: true, likedBy: [user] });
    await bench.live();
    assert.deepEqual(flags(bench), [true, true]);
    return bench;
}

const flags = ({ likes }) => likes.get(M).reactions.map(({ is_liked }) => is_liked);

/** Another user signs in, and the library learns it by its next call. */
async function signIn(bench, user) {
    bench.signedIn = user;
    await bench.likes.likers(M).next();
}

async function reconnect(bench) {
    await bench.clock.pass(1000);
    await until(() => bench.broker.clients.length === 2);
    await bench.accept();
}

test("when another user signs in, own flags are forgotten at once, and read again", async (t) => {
    const bench = await live(t);
    const answer = deferred();
    const read = bench.server["GET likes"];
    bench.server["GET likes"] = (path, user) => (path.startsWith("/messages") ? read(path, user) : answer.promise);
    await signIn(bench, "bob");
    assert.deepEqual(flags(bench), [false, false]);
    assert.deepEqual(bench.notices.findLast(({ type }) => type === "message").message.is_liked, false);
    assert.equal(bench.likes.userId, null);
    assert.notEqual(bench.likes.status.state, "live");
    await bench.clock.pass(1000);
    await until(() => bench.broker.clients.length === 2);
    bench.broker.last.emit("connect");
    await settle();
    assert.notEqual(bench.likes.status.state, "live");
    answer.resolve({ messages: [{ ...asSeenBy("bob"), is_liked: true }], not_found: [] });
    await until(() => bench.likes.status.state === "live");
    assert.deepEqual(flags(bench), [true, false]);
    assert.equal(bench.likes.userId, "bob");
});

test("another user hears nothing over the connection of the one before", async (t) => {
    const bench = await live(t);
    const [first] = bench.broker.clients;
    await signIn(bench, "bob");
    assert.equal(first.isEnded, true);
    bench.broker.publish(event(M, 9, { count: 9 }), first);
    assert.equal(bench.shown[0], 300);
    await reconnect(bench);
    assert.equal(bench.called("POST token").at(-1).user, "bob");
    bench.broker.publish(event(M, 9, { count: 9, likedBy: ["bob"] }));
    assert.deepEqual(bench.shown, [9, true]);
});

test("a connection that was being opened for the user before is not used", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    await bench.likes.load([M]);
    await until(() => bench.broker.clients.length === 1);
    bench.broker.last.emit("connect");
    bench.signedIn = "bob"; // The catch-up is refused, and goes on as bob.
    await until(() => bench.broker.last.isEnded);
    await reconnect(bench);
    assert.equal(bench.broker.last.options.username, "bob");
    assert.equal(bench.likes.status.state, "live");
});

test("an answer for the user before is not shown to the next; it is asked for again", async (t) => {
    const bench = await live(t);
    const late = deferred();
    const read = bench.server["GET likes"];
    bench.server["GET likes"] = (path, user) =>
        user === "alice" ? late.promise : read(path, user);
    const loaded = bench.likes.load([M]);
    await until(() => bench.called("GET likes").length === 2);
    await signIn(bench, "bob");
    late.resolve({ messages: [{ ...asSeenBy("alice"), version: 9 }], not_found: [] });
    assert.equal((await loaded).get(M).is_liked, false);
    assert.deepEqual(flags(bench), [false, false]);
});

test("what the server refuses to the user before is not refused to the next", async (t) => {
    const bench = await live(t);
    const late = deferred();
    bench.server["GET changes"] = (_path, user) =>
        user === "alice" ? late.promise : { changes: [], next: "later", more: false };
    await bench.clock.freeze(3000); // It wakes, and asks as alice.
    await until(() => bench.called("GET changes").at(-1).path.includes("since=now"));
    await signIn(bench, "bob");
    late.reject(new LikesError("forbidden", "removed", { status: 403 }));
    await reconnect(bench);
    assert.equal(bench.likes.status.state, "live");
    assert.equal(bench.likes.userId, "bob");
    assert.ok(!bench.states().includes("refused"));
});

test("the answer to a tap of the user before tells the count, and not the next one's flag", async (t) => {
    const bench = await live(t);
    const answer = deferred();
    bench.server["DELETE like"] = () => answer.promise;
    bench.server["PUT reactions"] = () => answer.promise;
    const tap = bench.likes.unlike(M);
    await until(() => bench.called("DELETE like").length === 1);
    bench.server["GET likes"] = (path) =>
        path.startsWith("/messages") ? { likes: [] } : { messages: [{ ...asSeenBy("bob"), is_liked: true }], not_found: [] };
    await signIn(bench, "bob");
    assert.equal(bench.likes.get(M).pending, false);
    await reconnect(bench);
    assert.deepEqual(bench.shown, [300, true]);
    answer.resolve(state(M, 8, { count: 299, isLiked: false }));
    const { ok, reason } = await tap;
    assert.deepEqual([ok, reason.kind], [false, "signed_out"]);
    assert.deepEqual(bench.shown, [299, true]);
});

test("a tap that waits for the one before it is not sent as another user", async (t) => {
    const bench = await live(t);
    const answer = deferred();
    bench.server["DELETE like"] = () => answer.promise;
    const taps = [bench.likes.unlike(M), bench.likes.like(M)];
    await until(() => bench.called("DELETE like").length === 1);
    await signIn(bench, "bob");
    answer.resolve(state(M, 8, { count: 299 }));
    for (const { ok, reason } of await Promise.all(taps)) assert.deepEqual([ok, reason.kind], [false, "signed_out"]);
    assert.equal(bench.called("POST like").length, 0);
    assert.equal(bench.notices.filter(({ type }) => type === "refused").length, 1);
    // Bob's own is.
    assert.equal((await bench.likes.like(M)).ok, true);
    assert.deepEqual(
        bench.called("POST like").map(({ user }) => user),
        ["bob"],
    );
});

test("a tap whose token is refused is not sent with that of another user", async (t) => {
    const bench = await live(t);
    bench.signedIn = "bob";
    const { ok, reason } = await bench.likes.react(M, "joy");
    assert.deepEqual([ok, reason.kind], [false, "signed_out"]);
    assert.equal(bench.called("PUT reactions").length, 0);
    await reconnect(bench);
    assert.deepEqual(flags(bench), [false, false]);
});

test("a token of the same user changes nothing", async (t) => {
    const bench = await live(t);
    bench.server["GET likes"] = () => ({ likes: [], next_cursor: null });
    let refusals = 0;
    bench.refuses = () => ++refusals === 1;
    assert.equal((await bench.likes.like(M)).ok, true);
    assert.equal(refusals, 2);
    assert.deepEqual(flags(bench), [true, true]);
    assert.equal(bench.broker.clients.length, 1);
    assert.deepEqual(bench.states(), ["live"]);
});

test("where tokens do not tell their user, the realtime token does", async (t) => {
    const bench = await live(t);
    bench.tokenOf = (user) => `opaque.${user}.token`;
    bench.userOf = (authorization) => authorization.split(".")[1];
    bench.signedIn = "bob";
    bench.broker.last.emit("close");
    await reconnect(bench);
    assert.equal(bench.likes.userId, "bob");
    assert.deepEqual(flags(bench), [false, false]);
});

test("another user who is not in the chat is refused, and hears nothing", async (t) => {
    const bench = await live(t);
    bench.server["POST token"] = () => {
        throw new LikesError("forbidden", "no member", { status: 403 });
    };
    await signIn(bench, "mallory");
    await bench.clock.pass(1000);
    await until(() => bench.likes.status.state === "refused");
    assert.equal(bench.broker.last.isEnded, true);
    assert.deepEqual(flags(bench), [false, false]);
});
