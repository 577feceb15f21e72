import assert from "node:assert/strict";
import test from "node:test";

import { LikesError } from "../../nginx/www/likes/errors.js";
import { Bench } from "./bench.js";
import { deferred, FakeClock, settle, state, until } from "./support.js";

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
    await bench.likes.load(Array.from({ length: 250 }, (_, i) => `m${i}`));
    bench.server["GET changes"] = (path) => (path.includes("since=now") ? refused() : nothing("anew"));
    let reads = 0;
    bench.server["GET likes"] = (path) => (++reads === 2 ? unavailable() : all(5)(path));
    assert.equal(await reconnect(bench), false);
    assert.equal(await reconnect(bench), true);
    assert.equal(bench.likes.get("m249").likes_count, 5);
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
    bench.server["GET changes"] = () => ({ changes: [state("m", 8, { count: 8 })], next: "ahead", more: false });
    assert.equal(await reconnect(bench), true);
    assert.deepEqual(bench.shown, [8, false]);
    bench.broker.last.emit("close");
    bench.server["GET changes"] = (path) => (path.includes("since=ahead") ? refused() : nothing("anew"));
    bench.server["GET likes"] = () => ({ messages: [state("m", 3, { count: 3, isLiked: true })], not_found: [] });
    assert.equal(await reconnect(bench), true);
    assert.deepEqual(bench.shown, [3, true]);
});

test("messages whose load failed are read as soon as the server answers, on the same connection", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET likes"] = all(1);
    await bench.live();
    bench.server["GET likes"] = unavailable;
    await assert.rejects(bench.likes.load(["n"]), { kind: "unavailable" });
    await until(() => bench.likes.status.state === "reconnecting");
    bench.server["GET likes"] = all(6);
    await bench.clock.pass(500);
    await until(() => bench.likes.status.state === "live");
    assert.equal(bench.likes.get("n").likes_count, 6);
    assert.deepEqual(bench.shown, [1, false]);
    assert.equal(bench.broker.clients.length, 1);
});

for (const name of ["GET changes", "GET likes"]) {
    test(`a first load that fails at ${name} is tried again by itself`, async (t) => {
        const bench = new Bench(t, { clock: new FakeClock() });
        const { [name]: answers } = bench.server;
        bench.server[name] = unavailable;
        await assert.rejects(bench.likes.load(["m"]), { kind: "unavailable" });
        bench.server[name] = answers;
        assert.equal(await reconnect(bench), true);
        assert.deepEqual(bench.shown, [0, false]);
        assert.equal(bench.notices.filter(({ type }) => type === "message").at(-1).messageId, "m");
    });
}

test("a first load that is refused for good is not tried again", async (t) => {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.server["GET changes"] = () => {
        throw new LikesError("forbidden", "no member", { status: 403 });
    };
    await assert.rejects(bench.likes.load(["m"]), { kind: "forbidden" });
    await bench.clock.pass(60_000);
    assert.deepEqual(
        bench.calls.map(({ name }) => name),
        ["GET changes"],
    );
});

test("a message that is gone when it is read is not asked for again", async (t) => {
    const bench = await away(t);
    bench.server["GET changes"] = (path) => (path.includes("since=now") ? refused() : nothing("anew"));
    bench.server["GET likes"] = () => ({ messages: [], not_found: ["m"] });
    assert.equal(await reconnect(bench), true);
    assert.equal(bench.likes.get("m"), undefined);
    const reads = bench.called("GET likes").length;
    bench.broker.last.emit("close");
    assert.equal(await reconnect(bench), true);
    await settle();
    assert.equal(bench.called("GET likes").length, reads);
});

test("an id that is none, in a load or in a tap, keeps nothing else from being read", async (t) => {
    const bench = await away(t);
    const checked = (path) => (path.includes("nonsense") ? refused() : all(6)(path));
    bench.server["GET likes"] = checked;
    bench.server["POST like"] = refused;
    await assert.rejects(bench.likes.load(["nonsense"]), { kind: "refused" });
    assert.equal((await bench.likes.like("nonsense too")).reason.kind, "refused");
    assert.equal(bench.likes.get("nonsense"), undefined);
    bench.server["GET changes"] = (path) => (path.includes("since=now") ? refused() : nothing("anew"));
    assert.equal(await reconnect(bench), true);
    assert.deepEqual(bench.shown, [6, false]);
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
