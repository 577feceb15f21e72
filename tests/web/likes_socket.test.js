import assert from "node:assert/strict";
import test from "node:test";

import { LikesSocket } from "../../nginx/www/likes/likes_socket.js";
import { Bench } from "./bench.js";
import { CHAT, event, FakeClock, M, messageId, OTHER, settle, state, until } from "./support.js";

/** A socket over a bench's server and broker, that is live. */
async function live(t) {
    const bench = new Bench(t, { clock: new FakeClock() });
    const socket = new LikesSocket(bench.options, bench.world);
    t.after(() => socket.close());
    const [heard, states] = [[], []];
    socket.onmessage = ({ data }) => heard.push(JSON.parse(data));
    socket.onstatus = ({ state }) => states.push(state);
    await until(() => bench.broker.clients.length === 1);
    bench.broker.last.emit("connect");
    await until(() => states.includes("live"));
    return { bench, socket, heard, states };
}

const alice = (liked) => [{ user_id: "alice", liked }];

/** Of each envelope what tells whether it is the right one. */
const facts = (heard) =>
    heard.map(({ type, payload: { message_id, likes_count, version, is_liked_by_user } }) => [
        type,
        message_id,
        likes_count,
        version,
        is_liked_by_user,
    ]);

test("an event comes as the broker sent it, and says whether this user likes the message", async (t) => {
    const { bench, heard } = await live(t);
    const others = event(M, 1, { likedBy: ["bob"], changes: [{ user_id: "bob", liked: true }] });
    const own = event(M, 2, { count: 200, truncated: true, changes: alice(true) });
    const later = event(M, 3, { count: 201, truncated: true, changes: [{ user_id: "bob", liked: true }] });
    for (const each of [others, own, later]) bench.broker.publish(each);
    assert.deepEqual(
        heard,
        [
            [others, false],
            [own, true],
            [later, true],
        ].map(([each, is_liked_by_user]) => ({ ...each, payload: { ...each.payload, is_liked_by_user } })),
    );
    assert.equal(bench.called("GET likes").length, 0);
});

test("what is old, or comes twice, is left out", async (t) => {
    const { bench, heard } = await live(t);
    for (const version of [2, 2, 1, 3]) bench.broker.publish(event(M, version, { count: version }));
    assert.deepEqual(
        heard.map(({ payload }) => payload.version),
        [2, 3],
    );
});

test("an event that a later one has overtaken still mends the own flag", async (t) => {
    const { bench, heard } = await live(t);
    bench.broker.publish(event(M, 1, { likedBy: ["bob"] }));
    bench.broker.publish(event(M, 3, { count: 300, truncated: true }));
    bench.broker.publish(event(M, 2, { count: 299, truncated: true, changes: alice(true) }));
    assert.deepEqual(facts(heard), [
        ["message_liked", M, 1, 1, false],
        ["message_liked", M, 300, 3, false],
        ["message_liked", M, 300, 3, true],
    ]);
});

test("where an event cannot tell whether this user likes the message, the server is asked", async (t) => {
    const { bench, heard } = await live(t);
    bench.server["GET likes"] = () => ({ messages: [state(M, 7, { count: 200, isLiked: true })], not_found: [] });
    bench.broker.publish(event(M, 7, { count: 200, truncated: true, changes: [{ user_id: "bob", liked: true }] }));
    assert.deepEqual(heard, []);
    await until(() => heard.length > 0);
    bench.broker.publish(event(M, 8, { count: 201, truncated: true, changes: [{ user_id: "carol", liked: true }] }));
    assert.deepEqual(facts(heard), [
        ["message_liked", M, 200, 7, true],
        ["message_liked", M, 201, 8, true],
    ]);
    assert.equal(bench.called("GET likes").length, 1);
});

test("other reactions have their own envelopes", async (t) => {
    const { bench, heard } = await live(t);
    const joy = event(M, 1, { reaction: "joy", likedBy: ["alice"], changes: alice(true) });
    bench.broker.publish({ ...joy, type: "message_reacted" });
    bench.broker.publish(event(M, 1, { likedBy: ["bob"] }));
    assert.deepEqual(
        heard.map(({ type, payload }) => [type, payload.reaction, payload.is_liked_by_user]),
        [
            ["message_reacted", "joy", true],
            ["message_liked", undefined, false],
        ],
    );
});

test("it comes back by itself, and tells what was missed, also of messages that it had not heard of", async (t) => {
    const { bench, heard, states } = await live(t);
    bench.broker.publish(event(M, 1, { likedBy: ["bob"] }));
    const joy = { reaction: "joy", emoji: "😂", likes_count: 0, is_liked: false, version: 2 };
    const missed = state(M, 3, { count: 2, isLiked: true, likedBy: ["alice", "bob"] });
    bench.server["GET changes"] = () => ({
        changes: [missed, state(OTHER, 2, { reactions: [joy] })],
        next: "later",
        more: false,
    });
    bench.broker.last.emit("close");
    await bench.clock.pass(1000);
    await until(() => bench.broker.clients.length === 2);
    bench.broker.last.emit("connect");
    await until(() => states.at(-1) === "live");
    assert.deepEqual(facts(heard.slice(1)), [
        ["message_liked", M, 2, 3, true],
        ["message_unliked", OTHER, 0, 2, false],
        ["message_unreacted", OTHER, 0, 2, false],
    ]);
    assert.deepEqual(heard[1], {
        type: "message_liked",
        chat_id: CHAT,
        payload: {
            message_id: M,
            id: M,
            likes_count: 2,
            liked_by: ["alice", "bob"],
            liked_at: null,
            liked_by_truncated: false,
            version: 3,
            is_liked_by_user: true,
        },
    });
    // What was told so is not told again by its event.
    bench.broker.publish(event(M, 3, { count: 2, likedBy: ["alice", "bob"] }));
    assert.equal(heard.length, 4);
});

test("of a thousand messages it knows what they were like, and no more", async (t) => {
    const { bench, heard } = await live(t);
    for (let n = 0; n <= 1000; ++n) bench.broker.publish(event(messageId(n), 5, { likedBy: ["bob"] }));
    heard.length = 0;
    bench.broker.publish(event(messageId(1), 4));
    assert.equal(heard.length, 0);
    bench.broker.publish(event(messageId(0), 4, { likedBy: ["bob"] }));
    assert.equal(heard.length, 1);
});

test("an onmessage that throws keeps the next event from nobody", async (t) => {
    const { bench, socket, heard } = await live(t);
    const errors = t.mock.method(console, "error", () => {});
    const { onmessage } = socket;
    socket.onmessage = () => {
        throw new Error("a mistake");
    };
    bench.broker.publish(event(M, 1));
    socket.onmessage = onmessage;
    bench.broker.publish(event(M, 2));
    assert.deepEqual([errors.mock.callCount(), heard.length], [1, 1]);
});

test("after close it tells nothing", async (t) => {
    const { bench, socket, heard } = await live(t);
    socket.close();
    bench.broker.publish(event(M, 1));
    assert.equal(heard.length, 0);
    assert.equal(bench.broker.last.isEnded, true);
    await settle();
    assert.equal(bench.clock.timers, 0);
});
