// Pushes: their words, what the service worker does with them, and how a browser is subscribed.
import assert from "node:assert/strict";
import { test } from "node:test";

import { BrowserPush } from "../../nginx/www/push/browser_push.js";
import { pushInWords } from "../../nginx/www/push/push_words.js";
import { M } from "./support.js";

const push = (members = {}) => ({ v: 1, tag: `m.${M}`, message_id: M, actors: 5, reactions: 6, names: ["Ann"], ...members });

test("a push is said in the words of its reader", () => {
    assert.deepEqual(pushInWords(push(), "en"), { title: "Ann and 4 others", body: "Reactions to your message" });
    assert.deepEqual(pushInWords(push({ chat: "Hike" }), "en").body, "Reactions to your message · Hike");
    assert.equal(pushInWords(push({ actors: 2, names: ["Ann", "Bob"] }), "ru").title, "Ann и Bob");
    assert.equal(pushInWords(push({ names: undefined }), "ru").title, "5 человек");
    assert.equal(pushInWords(push({ actors: 0, reactions: 1234, names: undefined }), "en").title, "1,234 reactions");
    assert.equal(pushInWords({ v: 1, tag: "likes", messages: 12 }, "en").title, "12 messages");
    assert.equal(pushInWords({ v: 1, tag: "likes", messages: 2 }, "ru").title, "2 сообщения");
    assert.equal(pushInWords({ v: 1, tag: "test", test: true }, "en").title, "It works");
    assert.equal(pushInWords(push(), "xx").title, "Ann and 4 others");
});

const buffer = (bytes) => Uint8Array.from(bytes).buffer;
const KEY = "AQID";

/** A browser, and a server that gives ids to endpoints. */
class World {
    permission = "default";
    answers = "granted";
    held = null;
    calls = [];
    refuse = null;
    made = 0;

    get window() {
        const pushManager = {
            getSubscription: async () => this.held,
            subscribe: async ({ applicationServerKey }) => {
                assert.equal(applicationServerKey, KEY);
                return (this.held = this.subscription(`https://push.example/${++this.made}`, [1, 2, 3]));
            },
        };
        return {
            Notification: { permission: this.permission, requestPermission: async () => this.answers },
            navigator: { serviceWorker: { getRegistration: async () => ({ pushManager }) } },
        };
    }

    subscription(endpoint, key) {
        return {
            endpoint,
            options: { applicationServerKey: buffer(key) },
            toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }),
            unsubscribe: async () => ((this.held = null), true),
        };
    }

    async call(method, path, body) {
        this.calls.push([method, path, body]);
        if (this.refuse) throw this.refuse;
        if (path === "/push/key") return { key: KEY, key_id: "k" };
        return { subscription_id: `id of ${body?.endpoint ?? path}` };
    }

    get push() {
        return new BrowserPush(this, this.window);
    }
}

test("a browser is subscribed with the server's key, and the server is told", async () => {
    const world = new World();
    assert.equal(await world.push.state(), "off");
    const outcome = await world.push.enable({ label: "Laptop" });
    assert.deepEqual(outcome, { ok: true, subscriptionId: "id of https://push.example/1" });
    const body = { kind: "web", endpoint: "https://push.example/1", keys: { p256dh: "p", auth: "a" }, key_id: "k", label: "Laptop" };
    assert.deepEqual(world.calls.at(-1), ["POST", "/push/subscriptions", body]);
    assert.equal(await world.push.state(), "on");
    // Again, and it is the same.
    await world.push.enable();
    assert.equal(world.made, 1);
});

test("a subscription with another key of the server's is made anew", async () => {
    const world = new World();
    world.held = world.subscription("https://push.example/old", [9]);
    await world.push.enable();
    assert.equal(world.held.endpoint, "https://push.example/1");
});

test("it is given up on the server as well", async () => {
    const world = new World();
    await world.push.enable();
    assert.deepEqual(await world.push.disable(), { ok: true, subscriptionId: null });
    assert.deepEqual(world.calls.at(-1).slice(0, 2), ["DELETE", "/push/subscriptions/id of https://push.example/1"]);
    assert.equal(world.held, null);
    assert.deepEqual(await world.push.disable(), { ok: true, subscriptionId: null });
});

test("who says no, who cannot, and a server that has none", async () => {
    const world = new World();
    world.answers = "denied";
    assert.deepEqual(await world.push.enable(), { ok: false, why: "denied" });
    world.permission = "denied";
    assert.equal(await world.push.state(), "denied");
    for (const window of [{}, { navigator: {} }]) {
        const none = new BrowserPush(world, window);
        assert.equal(await none.state(), "unsupported");
        assert.deepEqual(await none.enable(), { ok: false, why: "unsupported" });
        assert.deepEqual(await none.disable(), { ok: false, why: "unsupported" });
    }
    const other = new World();
    other.refuse = Object.assign(new Error("no"), { name: "AbortError" });
    assert.deepEqual(await other.push.enable(), { ok: false, why: "unsupported" });
    other.refuse = new Error("no");
    assert.equal((await other.push.enable()).why, "refused");
});

/** A service worker's world, with what was shown. */
async function worker(pages = []) {
    const listeners = {};
    const shown = [];
    const opened = [];
    Object.assign(globalThis, {
        addEventListener: (type, listener) => (listeners[type] = listener),
        registration: {
            scope: "https://chat.example/",
            showNotification: async (title, options) => void shown.push({ title, ...options }),
        },
        clients: { matchAll: async () => pages, openWindow: async (url) => void opened.push(url) },
    });
    await import(`../../nginx/www/push/worker.js?${Math.random()}`);
    const send = async (type, event) => {
        let work;
        listeners[type]({ ...event, waitUntil: (promise) => (work = promise) });
        await work;
    };
    return { send, shown, opened };
}

const page = (visibilityState) => {
    const told = [];
    return { visibilityState, told, postMessage: (message) => told.push(message), focus: async () => void told.push("focus") };
};

test("a push is shown if nobody looks, and handed to the page if somebody does", async () => {
    const hidden = page("hidden");
    const { send, shown } = await worker([hidden]);
    await send("push", { data: { json: () => push() } });
    assert.deepEqual([shown.length, shown[0].tag, shown[0].renotify], [1, `m.${M}`, false]);
    assert.equal(hidden.told[0].type, "likes-push-shown");
    const looking = page("visible");
    const second = await worker([hidden, looking]);
    await second.send("push", { data: { json: () => push() } });
    assert.equal(second.shown.length, 0);
    assert.equal(looking.told[0].type, "likes-push");
});

test("what is no push of ours is left to others", async () => {
    const { send, shown } = await worker();
    for (const json of [() => ({}), () => null, () => ({ v: 2, tag: "x" }), () => JSON.parse("{")]) {
        await send("push", { data: { json } });
    }
    await send("push", { data: null });
    assert.equal(shown.length, 0);
});

test("a tap opens the page at the message, or goes to the one that is open", async () => {
    const notification = { data: { push: push() }, close: () => {} };
    const none = await worker();
    await none.send("notificationclick", { notification });
    assert.deepEqual(none.opened, [`https://chat.example/?message=${M}`]);
    const hidden = page("hidden");
    const one = await worker([hidden]);
    await one.send("notificationclick", { notification });
    assert.deepEqual([hidden.told[0].type, hidden.told[1], one.opened.length], ["likes-push-opened", "focus", 0]);
});
