import assert from "node:assert/strict";
import test from "node:test";

import { Loader } from "../../nginx/www/analytics/loader.js";
import { LikesError } from "../../nginx/www/likes/errors.js";
import { deferred, FakeClock, settle } from "./support.js";

function loading() {
    const clock = new FakeClock();
    const states = [];
    const loader = new Loader((state) => states.push(state), clock);
    return { loader, clock, states, kinds: () => states.map(({ kind }) => kind) };
}

/** Gives these one after the other; an error is thrown. */
const reads =
    (...readings) =>
    async () => {
        const next = readings.shift();
        if (next instanceof Error) throw next;
        return next;
    };

const READY = { isReady: true, answer: 42 };
const failure = (kind, retryAfterSeconds = null) => new LikesError(kind, kind, { retryAfterSeconds });

test("it says that it loads, and then what came", async () => {
    const { loader, states, clock } = loading();
    loader.load(reads(READY));
    await settle();
    assert.deepEqual(states, [{ kind: "loading" }, { kind: "ready", answer: 42 }]);
    assert.equal(clock.timers, 0);
});

test("while a list is made it asks again as often as the server wants, and not before", async () => {
    const { loader, clock, kinds } = loading();
    loader.load(reads({ isReady: false, retryAfterSeconds: 2 }, { isReady: false, retryAfterSeconds: 5 }, READY));
    await settle();
    await clock.pass(1999);
    assert.deepEqual(kinds(), ["loading", "preparing"]);
    await clock.pass(1);
    await clock.pass(4999);
    assert.deepEqual(kinds(), ["loading", "preparing", "preparing"]);
    await clock.pass(1);
    assert.deepEqual(kinds(), ["loading", "preparing", "preparing", "ready"]);
    assert.equal(clock.timers, 0);
});

test("no server makes it wait for more than a minute, or ask more than once a second", async () => {
    const { loader, clock, kinds } = loading();
    loader.load(reads({ isReady: false, retryAfterSeconds: 1e9 }, { isReady: false, retryAfterSeconds: 0 }, READY));
    await settle();
    await clock.pass(60_000);
    await clock.pass(999);
    assert.deepEqual(kinds(), ["loading", "preparing", "preparing"]);
    await clock.pass(1);
    assert.equal(kinds().at(-1), "ready");
});

test("after an error that says when, it tries again by itself; after any other it does not", async () => {
    for (const kind of ["too_many", "unavailable"]) {
        const { loader, clock, states } = loading();
        loader.load(reads(failure(kind, 3), READY));
        await settle();
        assert.equal(states.at(-1).reason.kind, kind);
        await clock.pass(3000);
        assert.equal(states.at(-1).kind, "ready");
    }
    for (const error of [failure("unavailable"), failure("forbidden", 3), failure("not_found"), new Error("no JSON")]) {
        const { loader, clock, states } = loading();
        loader.load(reads(error, READY));
        await settle();
        assert.equal(states.at(-1).kind, "failed");
        assert.equal(clock.timers, 0);
    }
});

test("what comes too late is not told", async () => {
    const { loader, states } = loading();
    const [first, second] = [deferred(), deferred()];
    loader.load(() => first.promise);
    loader.load(() => second.promise);
    second.resolve({ isReady: true, answer: "second" });
    await settle();
    first.resolve({ isReady: true, answer: "first" });
    await settle();
    assert.deepEqual(states.at(-1), { kind: "ready", answer: "second" });
    assert.equal(states.length, 3);
});

test("after stop nothing is told, and nothing is asked", async () => {
    const { loader, clock, kinds } = loading();
    loader.load(reads({ isReady: false, retryAfterSeconds: 2 }, READY));
    await settle();
    loader.stop();
    assert.equal(clock.timers, 0);
    const answer = deferred();
    loader.load(() => answer.promise);
    loader.stop();
    answer.resolve(READY);
    await settle();
    assert.deepEqual(kinds(), ["loading", "preparing", "loading"]);
});
