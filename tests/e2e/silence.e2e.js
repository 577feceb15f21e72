// A connection that dies without a word, as behind a router that forgets it; and an address of IPv6.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "./support/browser.js";
import { goLive, openPage } from "./support/own_page.js";
import { addMessage, bearerToken, call } from "./support/stack.js";
import { openWire } from "./support/wire.js";

/** From the moment of waking until there is another connection. */
const REPLACED_WITHIN_MS = 3000;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A page of alice's over the wire, that is live and shows the message. */
async function openLive(wire, id) {
    const opened = await openPage(browser, "", { address: wire.address });
    await goLive(opened.page, id, bearerToken("alice"));
    return opened;
}

const shows = (page, id, count) =>
    page.waitForFunction(([id, count]) => window.likes.get(id).likes_count === count, [id, count]);

test("a connection that died silently is replaced within three seconds of waking", async (t) => {
    const id = addMessage("silence");
    const wire = await openWire();
    t.after(() => wire.close());
    const { page, mistakes, close } = await openLive(wire, id);
    try {
        wire.fallSilent();
        await call("bob", "POST", `/messages/${id}/like`);
        const took = await page.evaluate(async () => {
            const isLiveAgain = new Promise((resolve) => {
                const states = [];
                window.likes.subscribe(({ status }) => {
                    if (status) states.push(status.state);
                    if (states.at(-1) === "live" && states.includes("reconnecting")) resolve();
                });
            });
            const woke = performance.now();
            document.dispatchEvent(new Event("resume"));
            await isLiveAgain;
            return performance.now() - woke;
        });
        assert.ok(took < REPLACED_WITHIN_MS, `${took} ms`);
        await shows(page, id, 1);
        await call("carol", "POST", `/messages/${id}/like`);
        await shows(page, id, 2);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

test("a page at an address of IPv6 is live", async (t) => {
    const id = addMessage("IPv6");
    const wire = await openWire("::1");
    t.after(() => wire.close());
    const { page, mistakes, close } = await openLive(wire, id);
    try {
        await call("bob", "POST", `/messages/${id}/like`);
        await shows(page, id, 1);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});
