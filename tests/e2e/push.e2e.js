// Pushes from a like to the device: encrypted, signed, and refused where it has to be; and shown by real browsers.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { firefox } from "playwright-core";

import { launch, withPages } from "./support/browser.js";
import { android, Browser, iphone, PushServices, WEB } from "./support/push_services.js";
import { addMembers, addMessage, ADDRESS, call, CHAT, deleteMessage, rows, service } from "./support/stack.js";

const { key } = await call("alice", "GET", "/push/key");
let services;
before(async () => {
    services = await PushServices.start(join(process.env.LIKES_VAR_DIR, "secrets"), key);
    for (const name of ["notifier", "push_subscriptions"]) service("restart", name, services.settings);
});
after(() => {
    for (const name of ["notifier", "push_subscriptions"]) service("restart", name);
    services.stop();
});

const [liker] = addMembers(1);
const likes = (id) => call(liker, "POST", `/messages/${id}/like`);

/** Somebody new with these devices. Returns who, and the ids of the subscriptions. */
async function somebody(...devices) {
    const [user] = addMembers(1);
    const ids = [];
    for (const device of devices) {
        services.add(device);
        ids.push((await call(user, "POST", "/push/subscriptions", device.registration)).subscription_id);
    }
    return { user, ids };
}

const subscriptionsOf = async (user) => (await call(user, "GET", "/push/subscriptions")).subscriptions;

/** Runs until it holds. */
async function eventually(condition) {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

test("a like becomes a push to each device, which only the browser can read", { timeout: 60_000 }, async () => {
    const [browser, apple, google] = [new Browser(), iphone(), android()];
    const { user } = await somebody(browser, apple, google);
    const id = addMessage("who likes this?", user);
    await likes(id);
    const [{ push, bytes, headers, http }] = await services.comes(browser.endpoint);
    assert.deepEqual(
        { ...push, raised_at: "" },
        { v: 1, tag: `m.${id}`, message_id: id, chat_id: CHAT, actors: 1, reactions: 1, names: [liker], raised_at: "", unread: 1, unread_capped: false },
    );
    assert.equal((bytes - 86 - 16) % 128, 0, "filled up");
    assert.deepEqual([headers.ttl, headers.urgency, http], ["86400", "low", "2.0"]);

    const [toApple] = await services.comes(apple.endpoint);
    assert.deepEqual(toApple.push.aps, { alert: { "loc-key": "LIKES_ONE", "loc-args": [liker] }, badge: 1, "thread-id": CHAT });
    assert.equal(toApple.headers["apns-collapse-id"], `m.${id}`);
    const [toGoogle] = await services.comes(google.endpoint);
    assert.equal(toGoogle.push.android.collapse_key, `m.${id}`);
    assert.deepEqual(toGoogle.push.android.notification.body_loc_args, [liker]);

    await eventually(async () => (await subscriptionsOf(user)).every(({ last_ok_at }) => last_ok_at !== null));
    assert.equal(rows(`SELECT COUNT(*) FROM notice_deliveries WHERE channel IN ('push', 'device') AND recipient_id = '${user}'`)[0][0], "0");
    assert.ok([...services.connected].every((host) => host.endsWith(":443")));
});

test("a device is tried, and says when a push was last taken", { timeout: 60_000 }, async () => {
    const browser = new Browser();
    const { user, ids } = await somebody(browser);
    await call(user, "POST", `/push/subscriptions/${ids[0]}/test`);
    const [{ push }] = await services.comes(browser.endpoint);
    assert.deepEqual([push.tag, push.test], ["test", true]);
    await eventually(async () => (await subscriptionsOf(user))[0].last_ok_at !== null);
});

test("a device that is gone is removed at once; one that is refused for what may be our fault is kept", { timeout: 60_000 }, async () => {
    const devices = [new Browser(), new Browser(), new Browser(), iphone(), android()];
    const { user, ids } = await somebody(...devices);
    const [gone, refused, moved, ofApple, ofGoogle] = devices;
    services.answer(gone.endpoint, [410]);
    services.answer(refused.endpoint, [403]);
    // To the host of the test, which would be called if it were followed.
    services.answer(moved.endpoint, [307, "", { location: `https://${WEB}/push/elsewhere` }]);
    services.answer(ofApple.endpoint, [400, '{"reason":"BadDeviceToken"}']);
    const unregistered = { error: { code: 404, status: "NOT_FOUND", details: [{ errorCode: "UNREGISTERED" }] } };
    services.answer(ofGoogle.endpoint, [404, JSON.stringify(unregistered)]);
    await likes(addMessage("to all", user));
    for (const { endpoint } of devices) await services.comes(endpoint);
    const kept = [ids[1], ids[2]];
    await eventually(async () => (await subscriptionsOf(user)).length === kept.length);
    assert.deepEqual((await subscriptionsOf(user)).map((each) => each.subscription_id).sort(), kept.sort());
    assert.equal(services.got(`https://${WEB}/push/elsewhere`).length, 0);
    // They get the next one all the same.
    await likes(addMessage("again", user));
    assert.equal((await services.comes(refused.endpoint, 2)).length, 2);
});

test("a token of Google's that ended early is asked for again, and the push goes", { timeout: 60_000 }, async () => {
    const device = android();
    const { user } = await somebody(device);
    const before = services.googleTokens;
    services.answer(device.endpoint, [401, '{"error":{"status":"UNAUTHENTICATED"}}']);
    await likes(addMessage("once more", user));
    await services.comes(device.endpoint, 2);
    assert.ok(services.googleTokens > before);
});

test("what is not wanted, or comes in quiet hours, is not sent", { timeout: 60_000 }, async () => {
    const browser = new Browser();
    const { user } = await somebody(browser);
    const clock = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
    const settings = [
        ["/notices/preferences", { push: false }],
        [`/chats/${CHAT}/notices/preferences`, { quiet: { from: clock(-1), to: clock(1), time_zone: "UTC" } }],
    ];
    const due = `SELECT COUNT(*) FROM notice_deliveries WHERE recipient_id = '${user}' AND channel IN ('push', 'device')
                 AND due_at <= UTC_TIMESTAMP(6)`;
    for (const [at, [path, setting]] of settings.entries()) {
        await call(user, "PUT", path, setting);
        await likes(addMessage("hush", user));
        await eventually(async () => (await call(user, "GET", "/notices")).notices.length === at + 1);
        await eventually(() => rows(due)[0][0] === "0");
        await call(user, "PUT", path, {});
    }
    const last = addMessage("after all of that", user);
    await likes(last);
    const all = await services.comes(browser.endpoint);
    assert.deepEqual(all.map(({ push }) => push.message_id), [last]);
});

/** The demo page as alice, in Chromium, with its worker and its registration's id for DevTools. */
async function openWithWorker(browser, use) {
    await withPages(browser, async (open) => {
        let cdp;
        let registrationId;
        const alice = await open("alice", {
            permissions: ["notifications"],
            prepare: async (page) => {
                cdp = await page.context().newCDPSession(page);
                cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
                    for (const each of registrations) if (!each.isDeleted) registrationId = each.registrationId;
                });
                await cdp.send("ServiceWorker.enable");
            },
        });
        await alice.bell.click();
        await alice.notices.locator(".preferences summary").click();
        await alice.page.evaluate(() => navigator.serviceWorker.ready);
        await eventually(() => registrationId !== undefined);
        const deliver = (push) =>
            cdp.send("ServiceWorker.deliverPushMessage", { origin: ADDRESS, registrationId, data: JSON.stringify(push) });
        await use({ alice, deliver });
    });
}

test("Chromium: whoever looks at the page is told by the page; else a notification is shown, one for each message", { timeout: 60_000 }, async () => {
    const device = new Browser();
    const { user } = await somebody(device);
    await likes(addMessage("for Chromium", user));
    // As the push service has decrypted it.
    const [{ push }] = await services.comes(device.endpoint);
    const chromium = await launch();
    try {
        await openWithWorker(chromium, async ({ alice, deliver }) => {
            await deliver(push);
            await alice.toast.waitFor();
            assert.match(await alice.toast.textContent(), new RegExp(liker));
            const worker = alice.page.context().serviceWorkers()[0];
            const shown = () => worker.evaluate(async () =>
                (await self.registration.getNotifications()).map(({ title, tag }) => ({ title, tag })));
            assert.deepEqual(await shown(), []);
            await alice.page.goto("about:blank");
            await deliver(push);
            await eventually(async () => (await shown()).length === 1);
            assert.deepEqual(await shown(), [{ title: liker, tag: push.tag }]);
            await deliver({ ...push, actors: 3 });
            await eventually(async () => (await shown())[0]?.title === `${liker} and 2 others`);
            assert.equal((await shown()).length, 1);
        });
    } finally {
        await chromium.close();
    }
});

test("Firefox subscribes, gets the push, decrypts and shows it", { timeout: 90_000 }, async () => {
    const browser = await firefox.launch({
        channel: "moz-firefox",
        executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
        firefoxUserPrefs: {
            "dom.push.enabled": true,
            "dom.push.connection.enabled": true,
            "dom.push.serverURL": await services.listenToFirefox(),
            "dom.push.testing.allowInsecureServerURL": true,
            "permissions.default.desktop-notification": 1,
            "alerts.useSystemBackend": false,
        },
    });
    try {
        await withPages(browser, async (open) => {
            const alice = await open("alice");
            await alice.bell.click();
            await alice.notices.locator(".preferences summary").click();
            await alice.notices.locator(".push input:enabled").check();
            await eventually(async () => (await subscriptionsOf("alice")).some(({ kind }) => kind === "web"));
            // An open list is seen at once, and what was seen interrupts nobody.
            await alice.page.keyboard.press("Escape");
            const id = addMessage("for Firefox");
            await likes(id);
            // The page is looked at.
            await alice.toast.waitFor();
            assert.match(await alice.toast.textContent(), new RegExp(liker));
            deleteMessage(id);
            await alice.bell.click();
            await alice.notices.locator(".preferences summary").click();
            await alice.notices.locator(".push input:enabled").uncheck();
            await eventually(async () => (await subscriptionsOf("alice")).length === 0);
        });
    } finally {
        await browser.close();
    }
});
