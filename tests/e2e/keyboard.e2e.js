// The page by keyboard and by ear.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { addMembers, addMessage, call } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("everything can be done with the keyboard alone", () =>
    withPages(browser, async (open) => {
        const id = addMessage("keyboard");
        const alice = await open("alice");
        const { keyboard } = alice.page;
        await alice.heart(id).focus();
        await keyboard.press("Space");
        await alice.shows(id, 1, true);
        assert.notEqual(await alice.heart(id).evaluate((button) => getComputedStyle(button).outlineStyle), "none");
        await keyboard.press("Tab");
        await keyboard.press("Enter");
        await keyboard.press("ArrowRight");
        await keyboard.press("ArrowRight");
        await keyboard.press("Enter");
        await alice.shows(id, 1, true, "joy");
        await alice.hasFocus(alice.pick(id));
        await alice.who(id).focus();
        await keyboard.press("Enter");
        await alice.whoList.getByText("Alice").waitFor();
        assert.equal(await alice.whoList.evaluate((list) => list.contains(document.activeElement)), true);
        await keyboard.press("Escape");
        await alice.whoList.waitFor({ state: "hidden" });
        await alice.hasFocus(alice.who(id));
    }));

test("the picker is one stop of the tab key, and the arrows go round in it", () =>
    withPages(browser, async (open) => {
        const id = addMessage("picker");
        const alice = await open("alice");
        const { keyboard } = alice.page;
        await alice.pick(id).focus();
        await keyboard.press("Enter");
        const buttons = alice.picker.locator("button");
        const last = (await buttons.count()) - 1;
        assert.ok(last > 1);
        await alice.hasFocus(buttons.first());
        assert.equal(await alice.pick(id).getAttribute("aria-expanded"), "true");
        for (const [key, at] of [
            ["ArrowRight", 1],
            ["ArrowLeft", 0],
            ["ArrowLeft", last],
            ["ArrowRight", 0],
            ["ArrowDown", 1],
            ["ArrowUp", 0],
            ["End", last],
            ["Home", 0],
        ]) {
            await keyboard.press(key);
            await alice.hasFocus(buttons.nth(at));
            const stops = await buttons.evaluateAll((all) => all.flatMap(({ tabIndex }, i) => (tabIndex < 0 ? [] : i)));
            assert.deepEqual(stops, [at], key);
        }
        await keyboard.press("Escape");
        await alice.picker.waitFor({ state: "hidden" });
        await alice.hasFocus(alice.pick(id));
        await alice.page.waitForFunction(() => document.querySelectorAll("[aria-expanded=true]").length === 0);
        await keyboard.press("Enter");
        await keyboard.press("Shift+Tab");
        await alice.picker.waitFor({ state: "hidden" });
        await alice.hasFocus(alice.heart(id));
    }));

test("the focus stays near when one's own last reaction goes", () =>
    withPages(browser, async (open) => {
        const id = addMessage("focus");
        await call("bob", "PUT", `/messages/${id}/reactions/thumbs_up`);
        const alice = await open("alice");
        await alice.react(id, "joy");
        await alice.shows(id, 1, true, "joy");
        await alice.chip(id, "joy").focus();
        await alice.page.keyboard.press("Space");
        await alice.shows(id, 0, false, "joy");
        await alice.hasFocus(alice.chip(id, "thumbs_up"));
        await call("bob", "DELETE", `/messages/${id}/reactions/thumbs_up`);
        await alice.shows(id, 0, false, "thumbs_up");
        await alice.hasFocus(alice.pick(id));
    }));

test("the focus stays near when the button that has it goes", () =>
    withPages(browser, async (open) => {
        const id = addMessage("focus of others");
        const crowd = addMembers(21);
        for (const user of crowd) await call(user, "POST", `/messages/${id}/like`);
        const alice = await open("alice");
        const { keyboard } = alice.page;
        await alice.who(id).focus();
        await keyboard.press("Enter");
        await alice.whoList.locator(".more").focus();
        await keyboard.press("Enter");
        await alice.whoList.locator(".person").nth(20).waitFor();
        await alice.hasFocus(alice.whoList);
        await keyboard.press("Escape");
        await alice.hasFocus(alice.who(id));
        for (const user of crowd) await call(user, "DELETE", `/messages/${id}/like`);
        await alice.shows(id, 0, false);
        await alice.hasFocus(alice.heart(id));

        const mallory = await open("mallory", { expectedErrors: [/403/] });
        await mallory.refusal.getByRole("button").focus();
        await mallory.page.keyboard.press("Enter");
        await mallory.hasFocus(mallory.page.locator("#user-mallory"));
    }));

test("a screen reader is told what others put, and nothing of one's own", () =>
    withPages(browser, async (open) => {
        const id = addMessage("for the ears");
        const [alice, laptop] = [await open("alice"), await open("alice")];
        const said = await alice.page.evaluateHandle(() => {
            const said = [];
            const news = document.getElementById("news");
            new MutationObserver(() => said.push(news.textContent)).observe(news, { childList: true });
            return said;
        });
        await alice.heart(id).click();
        await alice.react(id, "thumbs_up");
        await laptop.shows(id, 1, true, "thumbs_up");
        await laptop.heart(id).click();
        await alice.shows(id, 0, false);
        await call("bob", "PUT", `/messages/${id}/reactions/joy`);
        await alice.page.getByRole("status").filter({ hasText: "Bob: 😂" }).waitFor();
        await alice.chip(id, "joy").click();
        await laptop.shows(id, 2, true, "joy");
        await laptop.chip(id, "joy").click();
        await alice.shows(id, 1, false, "joy");
        await call("bob", "DELETE", `/messages/${id}/reactions/joy`);
        await alice.shows(id, 0, false, "joy");
        await call("carol", "POST", `/messages/${id}/like`);
        await alice.page.getByRole("status").filter({ hasText: "Carol: ❤️" }).waitFor();
        assert.deepEqual(await said.jsonValue(), ["Bob: 😂 – for the ears", "Carol: ❤️ – for the ears"]);
    }));

test("the number stands once", () =>
    withPages(browser, async (open) => {
        const id = addMessage("how many");
        for (const user of ["bob", "carol"]) await call(user, "POST", `/messages/${id}/like`);
        const alice = await open("alice");
        await alice.shows(id, 2, false);
        const words = await alice.row(id).locator(".bubble").innerText();
        assert.deepEqual(words.replace(/\d\d:\d\d/, "").match(/\d+/g), ["2"]);
        assert.equal(await alice.heart(id).getAttribute("aria-label"), "Like, 2 likes");
    }));
