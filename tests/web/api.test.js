import assert from "node:assert/strict";
import test from "node:test";

import { Account } from "../../nginx/www/likes/account.js";
import { Api } from "../../nginx/www/likes/api.js";
import { answer, bearerToken, deferred, FakeClock, settle, until } from "./support.js";

/** An API over a server that gives these answers in turn; a function is called for its answer. */
function bench(answers, { getToken, onOtherUser } = {}) {
    const calls = [];
    const clock = new FakeClock();
    let tokens = 0;
    const account = new Account(getToken ?? (() => `token${++tokens}`));
    if (onOtherUser) account.onOtherUser(onOtherUser);
    const api = new Api({
        baseUrl: "https://likes.example/",
        account,
        clock,
        fetch: async (url, options) => {
            calls.push({ url, ...options });
            const next = answers.shift();
            return typeof next === "function" ? next(options) : next;
        },
    });
    return { api, calls, clock };
}

const rejectsWith = (promise, expected) =>
    assert.rejects(promise, (error) => {
        assert.equal(error.name, "LikesError");
        for (const [name, value] of Object.entries(expected)) assert.equal(error[name], value, name);
        return true;
    });

test("a call carries the token and the body, and no cookie", async () => {
    const { api, calls } = bench([answer(200, { likes_count: 3 })]);
    assert.deepEqual(await api.call("POST", "/realtime/token", { chat_ids: [] }), { likes_count: 3 });
    const [{ url, headers, body, credentials }] = calls;
    assert.equal(url, "https://likes.example/api/v1/realtime/token");
    assert.deepEqual(headers, { Authorization: "Bearer token1", "Content-Type": "application/json" });
    assert.equal(body, '{"chat_ids":[]}');
    assert.equal(credentials, "omit");
});

test("the token is asked for once, and again when it is refused", async () => {
    const { api, calls } = bench([answer(200), answer(401), answer(200), answer(200)]);
    await api.call("GET", "/a");
    await api.call("GET", "/b");
    await api.call("GET", "/c");
    assert.deepEqual(
        calls.map(({ headers }) => headers.Authorization),
        ["Bearer token1", "Bearer token1", "Bearer token2", "Bearer token2"],
    );
});

test("calls that are refused together ask for one token together", async () => {
    let tokens = 0;
    const { api } = bench([answer(401), answer(401), answer(200), answer(200)], { getToken: () => `token${++tokens}` });
    await Promise.all([api.call("GET", "/a"), api.call("GET", "/b")]);
    assert.equal(tokens, 2);
});

test("a fresh token that is refused as well means signed out", async () => {
    const { api, calls } = bench([answer(401), answer(401)]);
    await rejectsWith(api.call("GET", "/a"), { kind: "signed_out", status: 401 });
    assert.equal(calls.length, 2);
});

test("a getToken that fails is signed out, or offline if it could not reach its server; and is asked again", async () => {
    const failures = [new Error("no session"), new TypeError("Failed to fetch")];
    const getToken = () => {
        if (failures.length > 0) throw failures.shift();
        return "token";
    };
    const { api } = bench([answer(200)], { getToken });
    await rejectsWith(api.call("GET", "/a"), { kind: "signed_out", message: "getToken failed: no session" });
    await rejectsWith(api.call("GET", "/a"), { kind: "offline", message: "getToken failed: Failed to fetch" });
    await api.call("GET", "/a");
});

test("a mistake in getToken is told as such", async () => {
    const { api, calls } = bench([], { getToken: () => undefined.token });
    const message = "getToken failed: Cannot read properties of undefined (reading 'token')";
    await rejectsWith(api.call("GET", "/a"), { kind: "signed_out", message });
    assert.equal(calls.length, 0);
});

test("what is no bearer token is not sent", async () => {
    for (const token of [undefined, null, "", "a b", "a\nb", "жетон", {}]) {
        const { api, calls } = bench([], { getToken: () => token });
        const message = "What getToken brought is no bearer token.";
        await rejectsWith(api.call("GET", "/a"), { kind: "signed_out", message });
        assert.equal(calls.length, 0);
    }
});

test("a getToken that does not answer is unavailable after ten seconds, and asked again by the next call", async () => {
    const tokens = [deferred(), deferred()];
    let asked = 0;
    const { api, calls, clock } = bench([answer(200)], { getToken: () => tokens[asked++].promise });
    let failure = null;
    api.call("GET", "/a").catch((error) => (failure = error));
    await clock.pass(10_000);
    assert.deepEqual([failure?.kind, clock.timers], ["unavailable", 0]);
    const next = api.call("GET", "/b");
    tokens[0].resolve("too-late");
    tokens[1].resolve("in-time");
    await next;
    assert.deepEqual(
        calls.map(({ url, headers }) => [url.at(-1), headers.Authorization]),
        [["b", "Bearer in-time"]],
    );
});

test("a token that comes too late does not sign its user in", async () => {
    const tokens = [deferred(), deferred()];
    let [asked, others] = [0, 0];
    const { api, clock } = bench([answer(200)], {
        getToken: () => tokens[asked++].promise,
        onOtherUser: () => ++others,
    });
    const first = api.call("GET", "/a").catch(() => {});
    await clock.pass(10_000);
    await first;
    const next = api.call("GET", "/b");
    tokens[1].resolve(bearerToken("bob"));
    await next;
    tokens[0].resolve(bearerToken("alice"));
    await settle();
    assert.equal(others, 0);
});

test("close ends a call whose token never comes", { timeout: 5000 }, async () => {
    const { api } = bench([], { getToken: () => new Promise(() => {}) });
    const calls = [api.call("GET", "/a"), api.call("POST", "/b", undefined, { isDeed: true })];
    await settle();
    api.close();
    for (const call of calls) await rejectsWith(call, { kind: "closed" });
});

test("close ends a call whose answer never ends, although fetch does not care", { timeout: 5000 }, async () => {
    const { api } = bench([{ ok: true, json: () => new Promise(() => {}) }]);
    const call = api.call("GET", "/a");
    await settle();
    api.close();
    await rejectsWith(call, { kind: "closed" });
});

test("each refusal has its kind, its reason and the request's id", async () => {
    const kinds = {
        400: "refused",
        403: "forbidden",
        404: "not_found",
        422: "refused",
        500: "unavailable",
        503: "unavailable",
    };
    for (const [status, kind] of Object.entries(kinds)) {
        const { api } = bench([answer(Number(status), { detail: "because", request_id: "4f2a" })]);
        await rejectsWith(api.call("GET", "/a"), {
            kind,
            status: Number(status),
            message: "because",
            requestId: "4f2a",
        });
    }
});

test("an answer that is no problem document is an error all the same", async () => {
    const { api } = bench([new Response("<html>", { status: 502 })]);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable", message: "The server answered 502." });
});

test("a 200 that is no JSON is unavailable", async () => {
    const { api } = bench([new Response("<html>")]);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable" });
});

test("after a 429 nothing is sent until its time is over", async () => {
    const { api, calls, clock } = bench([answer(429, {}, { "Retry-After": "3" }), answer(200)]);
    await rejectsWith(api.call("GET", "/a"), { kind: "too_many", retryAfterSeconds: 3 });
    await clock.pass(1500);
    await rejectsWith(api.call("GET", "/a"), { kind: "too_many", retryAfterSeconds: 2 });
    assert.equal(calls.length, 1);
    await clock.pass(1500);
    await api.call("GET", "/a");
});

test("after a 503 nothing is read until its time is over; what the user does is sent", async () => {
    const { api, calls, clock } = bench([answer(503, {}, { "Retry-After": "3" }), answer(200), answer(200)]);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable", retryAfterSeconds: 3 });
    await clock.pass(1500);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable", status: 503, retryAfterSeconds: 2 });
    assert.equal(calls.length, 1);
    await api.call("POST", "/a", undefined, { isDeed: true });
    await clock.pass(1500);
    await api.call("GET", "/a");
});

test("a 503 that says an hour holds for a minute, and one that says nothing not at all", async () => {
    const { api, clock } = bench([answer(503, {}, { "Retry-After": "3600" }), answer(503), answer(200)]);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable", retryAfterSeconds: 3600 });
    await clock.pass(59_000);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable", retryAfterSeconds: 1 });
    await clock.pass(1000);
    await rejectsWith(api.call("GET", "/a"), { kind: "unavailable", retryAfterSeconds: null });
    await api.call("GET", "/a");
});

test("a server that does not answer in ten seconds is unavailable, and no timer is left", async () => {
    const hangs = ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { api, calls, clock } = bench([hangs]);
    let failure = null;
    api.call("GET", "/a").catch((error) => (failure = error));
    await clock.pass(9999);
    assert.deepEqual([calls.length, failure], [1, null]);
    await clock.pass(1);
    await until(() => failure !== null);
    assert.deepEqual([failure.kind, clock.timers], ["unavailable", 0]);
});

test("a server that cannot be reached is offline", async () => {
    const { api } = bench([() => Promise.reject(new TypeError("Failed to fetch"))]);
    await rejectsWith(api.call("GET", "/a"), { kind: "offline", status: null });
});

test("close ends what is on its way at once, and everything later", { timeout: 5000 }, async () => {
    const hangs = ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const { api } = bench([hangs]);
    const call = api.call("GET", "/a");
    await Promise.resolve();
    api.close();
    await rejectsWith(call, { kind: "closed" });
    await rejectsWith(api.call("GET", "/a"), { kind: "closed" });
});
