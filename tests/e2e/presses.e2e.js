// How reactions are pressed on a phone, and by the menu key: what of it only Chromium's protocol can do.
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { addMessage, call } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("a tap puts a reaction and says who else has; a long press asks, and puts none", () =>
    withPages(browser, async (open) => {
        const id = addMessage("a finger");
        await call("bob", "PUT", `/messages/${id}/reactions/joy`);
        const alice = await open("alice", { hasTouch: true, viewport: { width: 375, height: 700 } });
        await alice.chip(id, "joy").tap();
        await alice.shows(id, 2, true, "joy");
        await alice.tells("You and Bob");
        await alice.row(id).locator(".sender").tap();
        await alice.whoTip.waitFor({ state: "hidden" });

        await alice.chip(id, "joy").scrollIntoViewIfNeeded();
        const finger = await alice.page.context().newCDPSession(alice.page);
        const { x, y, width, height } = await alice.chip(id, "joy").boundingBox();
        const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
        await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
        await alice.tells("You and Bob");
        await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
        await alice.whoList.getByText("Bob").waitFor();
        await alice.whoTip.waitFor({ state: "hidden" });
        await alice.shows(id, 2, true, "joy");
    }));

test("the menu key asks who has put a reaction, and the focus comes back", () =>
    withPages(browser, async (open) => {
        const id = addMessage("the menu key");
        await call("bob", "POST", `/messages/${id}/like`);
        await call("carol", "PUT", `/messages/${id}/reactions/joy`);
        const alice = await open("alice");
        await alice.chip(id, "joy").focus();
        await alice.page.keyboard.press("ContextMenu");
        await alice.whoList.getByText("Carol").waitFor();
        await alice.page.keyboard.press("Escape");
        await alice.hasFocus(alice.chip(id, "joy"));
        await alice.page.keyboard.press("Enter");
        await alice.shows(id, 2, true, "joy");
    }));
