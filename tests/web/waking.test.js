import assert from "node:assert/strict";
import test from "node:test";

import { LikesError } from "../../nginx/www/likes/errors.js";
import { AN_HOUR, Bench } from "./bench.js";
import { deferred, event, FakeClock, M, OTHER, settle, state, until } from "./support.js";

/** A bench that is live, whose broker has dropped the event of a change since. */
async function live(t) {
    const bench = new Bench(t, { clock: new FakeClock() });
    bench.window.document = { visibilityState: "visible" };
    await bench.live();
    bench.asked = () => bench.called("GET changes").length - asked;
    bench.server["GET changes"] = () => ({ changes: [state(M, 5, { count: 5 })], next: "later", more: false });
    const asked = bench.called("GET changes").length;
    return bench;
}

const tell = async (bench, type) => {
    bench.window.dispatchEvent(new Event(type));
    await bench.clock.pass(0);
};

test("a page that was frozen asks what it missed, from its cursor, over the connection that it has", async (t) => {
    const bench = await live(t);
    await bench.clock.freeze(3000);
    await until(() => bench.shown[0] === 5);
    assert.equal(bench.asked(), 1);
    assert.match(bench.calls.at(-1).path, /since=now/);
    assert.equal(bench.broker.clients.length, 1);
    assert.deepEqual(bench.states(), ["live"]);
});

test("a page whose timers are in time asks nothing", async (t) => {
    const bench = await live(t);
    await bench.clock.pass(600_000);
    await bench.clock.freeze(900);
    await bench.clock.pass(600_000);
    assert.equal(bench.asked(), 0);
});

for (const type of ["visibilitychange", "pageshow", "resume"]) {
    test(`${type} asks what was missed`, async (t) => {
        const bench = await live(t);
        await tell(bench, type);
        await until(() => bench.shown[0] === 5);
        assert.equal(bench.asked(), 1);
    });
}

test("a hidden page, whose timers the browser slows down, asks when it is shown again", async (t) => {
    const bench = await live(t);
    bench.window.document.visibilityState = "hidden";
    await tell(bench, "visibilitychange");
    for (let minutes = 0; minutes < 5; ++minutes) await bench.clock.freeze(60_000);
    assert.equal(bench.asked(), 0);
    bench.window.document.visibilityState = "visible";
    await tell(bench, "visibilitychange");
    await until(() => bench.shown[0] === 5);
    assert.equal(bench.asked(), 1);
});

test("however often it is shown, it asks at most once a second, and once after the last time", async (t) => {
    const bench = await live(t);
    for (let times = 0; times < 5; ++times) await tell(bench, "visibilitychange");
    await bench.clock.pass(100);
    assert.equal(bench.asked(), 1);
    await bench.clock.pass(2000);
    assert.equal(bench.asked(), 2);
    await bench.clock.pass(60_000);
    assert.equal(bench.asked(), 2);
});

const unavailable = (retryAfterSeconds) => () => {
    throw new LikesError("unavailable", "later", { status: 503, retryAfterSeconds });
};

/** Neither a catch-up nor a new connection works. Returns how many calls there were since. */
function overload(bench, retryAfterSeconds) {
    bench.server["GET changes"] = bench.server["POST token"] = unavailable(retryAfterSeconds);
    const { length } = bench.calls;
    return () => bench.calls.length - length;
}

/** A second of a chat so busy that a full queue may still be what is heard. */
async function busySecond(bench) {
    for (let version = 0; version < 200; ++version) bench.broker.publish(event(OTHER, version));
    await bench.clock.pass(1000);
}

test("what it cannot ask is tried again over the same connection, and it is not live until then", async (t) => {
    const bench = await live(t);
    const answers = bench.server["GET changes"];
    bench.server["GET changes"] = unavailable();
    await bench.clock.freeze(3000);
    await until(() => bench.likes.status.state === "reconnecting");
    assert.equal(bench.likes.status.reason.kind, "unavailable");
    // Meanwhile it hears what the connection still brings.
    bench.broker.publish(event(M, 2, { count: 2 }));
    assert.deepEqual(bench.shown, [2, false]);
    bench.server["GET changes"] = answers;
    assert.equal(bench.likes.status.state, "reconnecting");
    await bench.clock.pass(500);
    await until(() => bench.likes.status.state === "live");
    assert.deepEqual(bench.shown, [5, false]);
    assert.deepEqual(bench.states(), ["live", "reconnecting", "live"]);
    assert.equal(bench.broker.clients.length, 1);
    assert.equal(bench.called("POST token").length, 1);
});

test("a busy chat does not cut short the back-off of a page that has woken, nor does another sleep", async (t) => {
    const bench = await live(t);
    const calls = overload(bench);
    await bench.clock.freeze(3000);
    for (let seconds = 0; seconds < 29; ++seconds) await busySecond(bench);
    // At once, and after 250 ms, 500 ms, 1 s, 2 s, 4 s, 8 s; the next comes 15 s later.
    assert.equal(calls(), 7);
    await tell(bench, "visibilitychange");
    assert.equal(calls(), 7);
});

test("a page that has woken asks a server that said when to come back not before", async (t) => {
    const bench = await live(t);
    const calls = overload(bench, 20);
    await bench.clock.freeze(3000);
    for (let seconds = 0; seconds < 20; ++seconds) await busySecond(bench);
    assert.equal(calls(), 1);
    await bench.clock.pass(1000);
    assert.equal(calls(), 2);
});

test("a page that cannot ask when its token ends asks over a connection with another", async (t) => {
    const bench = await live(t);
    const answers = bench.server["GET changes"];
    bench.server["GET changes"] = unavailable();
    await bench.clock.freeze(3000);
    await bench.clock.pass(AN_HOUR);
    assert.ok(bench.broker.clients.length > 1);
    bench.server["GET changes"] = answers;
    for (let tries = 0; tries < 3 && bench.likes.status.state !== "live"; ++tries) {
        bench.broker.last.emit("connect");
        await bench.clock.pass(30_000);
    }
    assert.equal(bench.likes.status.state, "live");
    assert.deepEqual(bench.shown, [5, false]);
});

test("a page that wakes and is no member any more is refused", async (t) => {
    const bench = await live(t);
    bench.server["GET changes"] = () => {
        throw new LikesError("forbidden", "no member", { status: 403 });
    };
    await bench.clock.freeze(3000);
    await until(() => bench.likes.status.state === "refused");
    assert.equal(bench.broker.last.isEnded, true);
});

test("a cursor that is refused on waking costs a read of what is shown", async (t) => {
    const bench = await live(t);
    bench.server["GET changes"] = (path) => {
        if (path.includes("since=")) throw new LikesError("refused", "bad cursor", { status: 400 });
        return { changes: [], next: "anew", more: false };
    };
    bench.server["GET likes"] = () => ({ messages: [state(M, 7, { count: 7 })], not_found: [] });
    await bench.clock.freeze(3000);
    await until(() => bench.shown[0] === 7);
    assert.deepEqual(bench.states(), ["live"]);
});

test("as long as the broker's full queue may be what is heard, it asks again", async (t) => {
    const bench = await live(t);
    await bench.clock.freeze(3000);
    await until(() => bench.asked() === 1);
    for (let version = 0; version < 400; ++version) bench.broker.publish(event(OTHER, version));
    await bench.clock.pass(1000);
    assert.equal(bench.asked(), 2);
    for (let version = 0; version < 50; ++version) bench.broker.publish(event(OTHER, version));
    await bench.clock.pass(60_000);
    assert.equal(bench.asked(), 2);
    // Nor when as many come in their time.
    for (let version = 0; version < 400; ++version) bench.broker.publish(event(OTHER, version));
    await bench.clock.pass(600_000);
    assert.equal(bench.asked(), 2);
});

test("a connection that died silently is replaced within three seconds of waking", async (t) => {
    const bench = await live(t);
    bench.broker.isDeaf = true;
    await bench.clock.freeze(600_000);
    await bench.clock.pass(3000);
    assert.equal(bench.broker.clients.length, 2);
    assert.equal(bench.broker.clients[0].isEnded, true);
    bench.broker.isDeaf = false;
    await bench.accept();
    assert.deepEqual(bench.states(), ["live", "reconnecting", "live"]);
});

test("so it is when what the page asks over HTTP is not answered either", async (t) => {
    const bench = await live(t);
    bench.broker.isDeaf = true;
    bench.server["GET changes"] = () => new Promise(() => {});
    await tell(bench, "resume");
    await bench.clock.pass(3000);
    assert.equal(bench.broker.clients.length, 2);
    bench.server["GET changes"] = () => ({ changes: [state(M, 6, { count: 6 })], next: "x", more: false });
    await bench.accept();
    assert.deepEqual(bench.shown, [6, false]);
});

test("a freeze during the catch-up asks for another", async (t) => {
    const bench = await live(t);
    const page = deferred();
    bench.server["GET changes"] = () => page.promise;
    bench.broker.last.emit("close");
    await bench.clock.pass(500);
    await until(() => bench.broker.clients.length === 2);
    bench.broker.last.emit("connect");
    await until(() => bench.asked() === 1);
    await bench.clock.freeze(3000);
    bench.server["GET changes"] = () => ({ changes: [state(M, 6, { count: 6 })], next: "x", more: false });
    page.resolve({ changes: [], next: "later", more: false });
    await until(() => bench.asked() === 2);
    await until(() => bench.shown[0] === 6);
});

test("a page that wakes without a connection waits for the end of the back-off", async (t) => {
    const bench = await live(t);
    bench.broker.last.emit("close");
    await settle();
    await tell(bench, "visibilitychange");
    assert.equal(bench.called("POST token").length, 1);
    await bench.clock.pass(250);
    await until(() => bench.broker.clients.length === 2);
});

test("after close no timer is left", async (t) => {
    const bench = await live(t);
    assert.ok(bench.clock.timers > 0);
    bench.likes.close();
    await settle();
    assert.equal(bench.clock.timers, 0);
    assert.equal(bench.window.listeners, 0);
});
