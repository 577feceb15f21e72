import assert from "node:assert/strict";
import test from "node:test";

import { LikesError } from "../../nginx/www/likes/errors.js";
import { Bench } from "./bench.js";
import { deferred, FakeClock, M, messageId, OTHER, settle, state, until } from "./support.js";

const unavailable = () => {
    throw new LikesError("unavailable", "later", { status: 503 });
};
const refused = () => {
    throw new LikesError("refused", "bad cursor", { status: 400 });
};
const nothing = (next) => ({ changes: [], next, more: false });

/** Answers the reads of many messages, each at this version. */
const all = (version) => (path) => ({
    messages: path
        .split("message_ids=")[1]
        .split(",")
        .map((id) => state(id, version, { count: version })),
    not_found: [],
});

/** A bench that was live, and is away. */
async function away(t) {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET likes"] = all(1);
    await bench.live();
    bench.broker.last.emit("close");
    await until(() => bench.likes.status.state === "reconnecting");
    return bench;
}

/** The next try to connect. True if it ends live. */
async function reconnect(bench) {
    const { length } = bench.broker.clients;
    await bench.clock.pass(30_000);
    await until(() => bench.broker.clients.length > length);
    await bench.accept();
    return bench.likes.status.state === "live";
}

for (const [why, answers] of [
    ["more changed than is told", () => ({ changes: [], next: "on", more: true })],
    ["the cursor is refused", refused],
]) {
    test(`${why}, and the read in its place fails: it is tried until it succeeds, and nothing is live before`, async (t) => {
        const bench = await away(t);
        bench.server["GET changes"] = (path) => {
            const since = new URLSearchParams(path.split("?")[1]).get("since");
            return since === null || since === "anew" ? nothing("anew") : answers();
        };
        bench.server["GET likes"] = unavailable;
        assert.equal(await reconnect(bench), false);
        assert.equal(bench.likes.status.state, "reconnecting");
        assert.equal(bench.likes.status.reason.kind, "unavailable");
        assert.equal(await reconnect(bench), false);
        bench.server["GET likes"] = all(9);
        assert.equal(await reconnect(bench), true);
        assert.deepEqual(bench.shown, [9, false]);
        const reads = bench.called("GET likes").length;
        bench.broker.last.emit("close");
        assert.equal(await reconnect(bench), true);
        assert.equal(bench.called("GET likes").length, reads);
    });
}

test("what a read that fails half-way has not brought is read by the next try, and only that", async (t) => {
    const bench = await away(t);
    await bench.likes.load(Array.from({ length: 250 }, (_, i) => messageId(i)));
    bench.server["GET changes"] = (path) => (path.includes("since=now") ? refused() : nothing("anew"));
    let reads = 0;
    bench.server["GET likes"] = (path) => (++reads === 2 ? unavailable() : all(5)(path));
    assert.equal(await reconnect(bench), false);
    assert.equal(await reconnect(bench), true);
    assert.equal(bench.likes.get(messageId(249)).likes_count, 5);
    assert.equal(reads, 4);
});

test("a cursor that is refused between two pages costs a read of what is shown", async (t) => {
    const bench = await away(t);
    bench.server["GET changes"] = (path) => {
        if (path.includes("since=now")) return { changes: [], next: "second", more: true };
        return path.includes("since=second") ? refused() : nothing("anew");
    };
    bench.server["GET likes"] = all(4);
    assert.equal(await reconnect(bench), true);
    assert.deepEqual(bench.shown, [4, false]);
});

test("a database that was set back refuses the cursor, and is believed although its versions are smaller", async (t) => {
    const bench = await away(t);
    bench.server["GET changes"] = () => ({ changes: [state(M, 8, { count: 8 })], next: "ahead", more: false });
    assert.equal(await reconnect(bench), true);
    assert.deepEqual(bench.shown, [8, false]);
    bench.broker.last.emit("close");
    bench.server["GET changes"] = (path) => (path.includes("since=ahead") ? refused() : nothing("anew"));
    bench.server["GET likes"] = () => ({ messages: [state(M, 3, { count: 3, isLiked: true })], not_found: [] });
    assert.equal(await reconnect(bench), true);
    assert.deepEqual(bench.shown, [3, true]);
});

test("messages whose load failed are read as soon as the server answers, on the same connection", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET likes"] = all(1);
    await bench.live();
    bench.server["GET likes"] = unavailable;
    await assert.rejects(bench.likes.load([OTHER]), { kind: "unavailable" });
    await until(() => bench.likes.status.state === "reconnecting");
    bench.server["GET likes"] = all(6);
    await bench.clock.pass(500);
    await until(() => bench.likes.status.state === "live");
    assert.equal(bench.likes.get(OTHER).likes_count, 6);
    assert.deepEqual(bench.shown, [1, false]);
    assert.equal(bench.broker.clients.length, 1);
});

for (const name of ["GET changes", "GET likes"]) {
    test(`a first load that fails at ${name} is tried again by itself`, async (t) => {
        const bench = new Bench(t, { clock: new FakeClock() });
        const { [name]: answers } = bench.server;
        bench.server[name] = unavailable;
        await assert.rejects(bench.likes.load([M]), { kind: "unavailable" });
        bench.server[name] = answers;
        assert.equal(await reconnect(bench), true);
        assert.deepEqual(bench.shown, [0, false]);
        assert.equal(bench.notices.filter(({ type }) => type === "message").at(-1).messageId, M);
    });
}

test("a first load that is refused for good is not tried again", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET changes"] = () => {
        throw new LikesError("forbidden", "no member", { status: 403 });
    };
    await assert.rejects(bench.likes.load([M]), { kind: "forbidden" });
    await bench.clock.pass(60_000);
    assert.deepEqual(
        bench.calls.map(({ name }) => name),
        ["GET changes"],
    );
});

test("a message that is gone when it is read is not asked for again", async (t) => {
    const bench = await away(t);
    bench.server["GET changes"] = (path) => (path.includes("since=now") ? refused() : nothing("anew"));
    bench.server["GET likes"] = () => ({ messages: [], not_found: [M] });
    assert.equal(await reconnect(bench), true);
    assert.equal(bench.likes.get(M), undefined);
    const reads = bench.called("GET likes").length;
    bench.broker.last.emit("close");
    assert.equal(await reconnect(bench), true);
    await settle();
    assert.equal(bench.called("GET likes").length, reads);
});

test("what is no id is neither sent nor kept, and keeps nothing else from being read", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET likes"] = all(6);
    const none = ["temp-1", "", `${M} `, `{${M}}`, undefined, 7];
    const loaded = await bench.likes.load([...none, M]);
    assert.deepEqual([...loaded.keys()], [M]);
    await bench.likes.load(none);
    for (const id of none) {
        assert.equal((await bench.likes.like(id)).reason.kind, "refused");
        assert.equal((await bench.likes.toggle(id, "joy")).reason.kind, "refused");
        await assert.rejects(bench.likes.likers(id).next(), { kind: "refused" });
        assert.equal(bench.likes.get(id), undefined);
    }
    await until(() => bench.broker.clients.length === 1);
    bench.server["GET changes"] = (path) => (path.includes("since=now") ? refused() : nothing("anew"));
    await bench.accept();
    assert.deepEqual(bench.shown, [6, false]);
    assert.deepEqual(
        bench.called("GET likes").map(({ path }) => path.split("message_ids=")[1]),
        [M, M],
    );
    assert.equal(bench.notices.filter(({ type }) => type === "refused").length, 2 * none.length);
    assert.deepEqual(bench.states(), ["live"]);
});

test("a part that cannot be read keeps no other from being read", async (t) => {
    const bench = await away(t);
    const ids = Array.from({ length: 250 }, (_, i) => messageId(i));
    const broken = (path) => {
        if (path.includes(ids[0])) throw new LikesError("unavailable", "a mistake", { status: 500 });
        return all(6)(path);
    };
    bench.server["GET likes"] = broken;
    await assert.rejects(bench.likes.load(ids), { kind: "unavailable", status: 500 });
    assert.deepEqual(
        [0, 99, 100, 249].map((i) => bench.likes.get(ids[i]).version),
        [-1, -1, 6, 6],
    );
    bench.server["GET likes"] = all(6);
    assert.equal(await reconnect(bench), true);
    assert.equal(bench.likes.get(ids[0]).version, 6);
});

test("a part that the server refuses is not asked for again, and the rest is live", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    const ids = Array.from({ length: 150 }, (_, i) => messageId(i));
    bench.server["GET likes"] = (path) => (path.includes(ids[0]) ? refused() : all(6)(path));
    await assert.rejects(bench.likes.load(ids), { kind: "refused" });
    assert.equal(await reconnect(bench), true);
    assert.deepEqual([bench.likes.get(ids[0]), bench.likes.get(ids[149]).version], [undefined, 6]);
    assert.equal(bench.called("GET likes").length, 2);
});

test("a chat that the server refuses is not tried again", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET changes"] = refused;
    await assert.rejects(bench.likes.load([M]), { kind: "refused" });
    await bench.clock.pass(60_000);
    assert.equal(bench.calls.length, 1);
});

test("an answer that is not understood is a LikesError, wherever it comes", async (t) => {
    for (const nonsense of [null, {}, [], "no"]) {
        const bench = new Bench(t, { clock: new FakeClock() });
        bench.server["GET likes"] = bench.server["POST like"] = () => nonsense;
        await assert.rejects(bench.likes.load([M]), { name: "LikesError", kind: "unavailable" });
        const { ok, reason } = await bench.likes.like(M);
        if (!ok) assert.deepEqual([reason.name, reason.kind], ["LikesError", "unavailable"]);
        bench.server["GET changes"] = () => nonsense;
        await until(() => bench.broker.clients.length === 1);
        await bench.accept();
        await until(() => bench.likes.status.state === "reconnecting");
        assert.equal(bench.likes.status.reason.name, "LikesError");
    }
});

test("a read that is refused to the user is not asked for part by part", async (t) => {
    const bench = await away(t);
    bench.server["GET likes"] = () => {
        throw new LikesError("forbidden", "no member", { status: 403 });
    };
    await assert.rejects(bench.likes.load(Array.from({ length: 250 }, (_, i) => messageId(i))), { kind: "forbidden" });
    assert.equal(bench.called("GET likes").length, 2);
});

test("a connection that is lost during the catch-up is not live", async (t) => {
    const bench = await away(t);
    const page = deferred();
    bench.server["GET changes"] = () => page.promise;
    await bench.clock.pass(500);
    await until(() => bench.broker.clients.length === 2);
    bench.broker.last.emit("connect");
    await until(() => bench.called("GET changes").length === 3);
    bench.broker.last.emit("close");
    page.resolve(nothing("later"));
    await settle();
    await settle();
    assert.equal(bench.likes.status.state, "reconnecting");
});
