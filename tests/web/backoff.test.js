import assert from "node:assert/strict";
import test from "node:test";

import { Backoff } from "../../nginx/www/likes/backoff.js";

test("each wait is twice as long, up to half a minute", () => {
    const backoff = new Backoff(() => 1);
    const waits = Array.from({ length: 9 }, () => backoff.nextMs());
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
});

test("chance spreads clients over the second half of each step", () => {
    assert.equal(new Backoff(() => 0).nextMs(), 250);
    assert.equal(new Backoff(() => 0.5).nextMs(), 375);
});

test("what the server asks for is the least, and not all come back when it is over", () => {
    const backoff = new Backoff(() => 0);
    assert.equal(backoff.nextMs(7), 7250);
    assert.equal(backoff.nextMs(), 500);
    assert.equal(new Backoff(() => 1).nextMs(7), 7500);
});

test("a server that asks for an hour is tried again after a minute", () => {
    assert.equal(new Backoff(() => 0).nextMs(3600), 60_250);
});

test("after success it starts anew", () => {
    const backoff = new Backoff(() => 1);
    backoff.nextMs();
    backoff.nextMs();
    backoff.reset();
    assert.equal(backoff.nextMs(), 500);
});
