import assert from "node:assert/strict";
import test from "node:test";

import { Intents } from "../../nginx/www/likes/intents.js";
import { deferred, settle } from "./support.js";

/** Requests that the test answers by hand. */
function bench() {
    const requests = [];
    const intents = new Intents((subject, wanted) => {
        const request = { subject, wanted, ...deferred() };
        requests.push(request);
        return request.promise;
    });
    return { intents, requests, wants: () => requests.map(({ wanted }) => wanted) };
}

test("five rapid taps send the first and nothing else, as they end where they began", async () => {
    const { intents, requests, wants } = bench();
    const taps = [true, false, true, false, true].map((wanted) => intents.want("m", "m", wanted));
    assert.equal(intents.wanted("m"), true);
    requests[0].resolve();
    assert.deepEqual(await Promise.all(taps), [null, null, null, null, null]);
    assert.deepEqual(wants(), [true]);
    assert.equal(intents.wanted("m"), undefined);
});

test("four rapid taps send the first and the last, one after the other", async () => {
    const { intents, requests, wants } = bench();
    const taps = [true, false, true, false].map((wanted) => intents.want("m", "m", wanted));
    await settle();
    assert.deepEqual(wants(), [true]);
    requests[0].resolve();
    await settle();
    assert.deepEqual(wants(), [true, false]);
    requests[1].resolve();
    await Promise.all(taps);
    assert.deepEqual(wants(), [true, false]);
});

test("a refusal ends the intent and is what it resolves to", async () => {
    const { intents, requests } = bench();
    const tap = intents.want("m", "m", true);
    const reason = new Error("no");
    requests[0].reject(reason);
    assert.equal(await tap, reason);
    assert.equal(intents.wanted("m"), undefined);
});

test("the last intent is tried although the one before it failed", async () => {
    const { intents, requests, wants } = bench();
    const tap = intents.want("m", "m", true);
    intents.want("m", "m", false);
    requests[0].reject(new Error("the answer was lost"));
    await settle();
    assert.deepEqual(wants(), [true, false]);
    requests[1].resolve();
    assert.equal(await tap, null);
});

test("subjects do not wait for one another", () => {
    const { intents, wants } = bench();
    intents.want("m like", "m", true);
    intents.want("m joy", "m", true);
    intents.want("n like", "n", false);
    assert.deepEqual(wants(), [true, true, false]);
});
