// What the page says in which language, and in which direction.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { addMessage, call } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("the page speaks the browser's language, with the right form of the word", () =>
    withPages(browser, async (open) => {
        const id = addMessage("plural");
        const alice = await open("alice", { locale: "ru-RU" });
        const expected = { alice: "Нравится, 1 лайк", bob: "Нравится, 2 лайка", carol: "Нравится, 3 лайка" };
        for (const [user, text] of Object.entries(expected)) {
            const { likes_count } = await call(user, "POST", `/messages/${id}/like`);
            await alice.shows(id, likes_count, true);
            assert.equal(await alice.heart(id).getAttribute("aria-label"), text);
        }
        assert.equal(await alice.page.locator("html").getAttribute("lang"), "ru-RU");
        assert.equal(await alice.connection.textContent(), "На связи");
    }));

test("a language that the browser tells in a way of its own is passed over", () =>
    withPages(browser, async (open) => {
        const alice = await open("alice", {
            prepare: (page) =>
                page.addInitScript(() =>
                    Object.defineProperty(navigator, "languages", { value: ["en-US@posix", "C", "enm", "ru"] }),
                ),
        });
        assert.equal(await alice.page.locator("html").getAttribute("lang"), "ru");
    }));

test("texts and names have their own direction", () =>
    withPages(browser, async (open) => {
        const id = addMessage("مرحبا يا Bob!");
        const alice = await open("alice");
        const body = alice.row(id).locator(".body");
        const line = await body.evaluate((element) => {
            const text = document.createRange();
            text.selectNodeContents(element);
            return { left: text.getBoundingClientRect().left - element.getBoundingClientRect().left };
        });
        assert.equal(await body.evaluate((element) => element.matches(":dir(rtl)")), true);
        assert.ok(line.left > 100, "it begins at the right");
        for (const name of await alice.row(id).locator(".sender").all()) {
            assert.equal(await name.evaluate((element) => getComputedStyle(element).unicodeBidi), "isolate");
        }
    }));
