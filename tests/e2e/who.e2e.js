// Who reacted: what is said beside a reaction, and the list of them all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { addMembers, addMessage, addUsers, call } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const react = (user, id, reaction) => call(user, "PUT", `/messages/${id}/reactions/${reaction}`);

test("who has put a reaction is said where the pointer is, and no longer", () =>
    withPages(browser, async (open) => {
        const id = addMessage("pointed at");
        await react("bob", id, "like");
        await react("bob", id, "joy");
        await react("carol", id, "joy");
        const alice = await open("alice");
        await alice.heart(id).hover();
        await alice.tells("Bob");
        await alice.chip(id, "joy").hover();
        await alice.tells("Bob and Carol");
        // What is said may be pointed at, and put away.
        await alice.whoTip.hover();
        await alice.tells("Bob and Carol");
        await alice.page.keyboard.press("Escape");
        await alice.whoTip.waitFor({ state: "hidden" });
        await alice.heart(id).hover();
        await alice.tells("Bob");
        await alice.row(id).locator(".body").hover();
        await alice.whoTip.waitFor({ state: "hidden" });
    }));

test("who has put a reaction is said of the one with the focus, for screen readers as well", () =>
    withPages(browser, async (open) => {
        const id = addMessage("focused");
        await react("bob", id, "like");
        await react("carol", id, "thumbs_up");
        const alice = await open("alice");
        await alice.heart(id).focus();
        await alice.page.keyboard.press("Tab");
        await alice.tells("Carol");
        assert.equal(await alice.chip(id, "thumbs_up").getAttribute("aria-describedby"), "who-tip");
        assert.equal(await alice.whoTip.getAttribute("role"), "tooltip");
        await alice.page.keyboard.press("Shift+Tab");
        await alice.tells("Bob");
        await alice.page.keyboard.press("Shift+Tab");
        await alice.whoTip.waitFor({ state: "hidden" });
        assert.equal(await alice.heart(id).getAttribute("aria-describedby"), null);
    }));

test("what is said follows one's own doing and others'", () =>
    withPages(browser, async (open) => {
        const id = addMessage("followed");
        await react("bob", id, "joy");
        const alice = await open("alice");
        await alice.chip(id, "joy").hover();
        await alice.tells("Bob");
        await alice.chip(id, "joy").click();
        await alice.tells("You and Bob");
        await react("carol", id, "joy");
        await alice.tells("You, Bob and Carol");
        await call("bob", "DELETE", `/messages/${id}/reactions/joy`);
        await alice.tells("You and Carol");
        await alice.chip(id, "joy").click();
        await call("carol", "DELETE", `/messages/${id}/reactions/joy`);
        await alice.whoTip.waitFor({ state: "hidden" });
    }));

test("of many who reacted some are named, and the rest are counted", () =>
    withPages(browser, async (open) => {
        const id = addMessage("many");
        const crowd = addMembers(12);
        for (const user of crowd) await react(user, id, "joy");
        const alice = await open("alice", { locale: "ru-RU" });
        await alice.chip(id, "joy").hover();
        await alice.tells(`${crowd.slice(0, 8).join(", ")} и ещё 4`);
    }));

test("who reacted is told page by page, with the time of a like", () =>
    withPages(browser, async (open) => {
        const id = addMessage("who liked");
        const crowd = addMembers(45);
        for (const user of crowd) await react(user, id, "like");
        const bob = await open("bob");
        await bob.who(id).click();
        const names = bob.whoList.locator(".person .name");
        const more = bob.whoList.locator(".more");
        for (const shown of [20, 40, 45]) {
            await bob.page.waitForFunction((count) => document.querySelectorAll(".person").length === count, shown);
            assert.equal(await more.isVisible(), shown < 45);
            if (shown < 45) await more.click();
        }
        assert.deepEqual(await names.allTextContents(), crowd.reverse());
        assert.match(await bob.whoList.locator("time").first().textContent(), /\d{1,2} \w+ \d{4}, \d\d:\d\d/);
        await bob.page.keyboard.press("Escape");
        await bob.whoList.waitFor({ state: "hidden" });
    }));

test("who reacted is told of each reaction", () =>
    withPages(browser, async (open) => {
        const id = addMessage("each reaction");
        await react("bob", id, "like");
        await react("bob", id, "joy");
        await react("carol", id, "joy");
        const alice = await open("alice");
        await alice.who(id).click();
        await alice.whoList.getByText("Bob").waitFor();
        await alice.whoList.getByRole("button", { name: "Laughing" }).click();
        await alice.whoList.getByText("Carol").waitFor();
        assert.deepEqual(await alice.whoList.locator(".name").allTextContents(), ["Carol", "Bob"]);
        assert.deepEqual(await alice.whoList.locator(".choice [aria-pressed=true]").allTextContents(), ["😂"]);
    }));

test("when the server does not tell who reacted, the list says so", () =>
    withPages(browser, async (open) => {
        const id = addMessage("not told");
        await react("bob", id, "joy");
        const alice = await open("alice", { expectedErrors: [/503/] });
        await alice.refuse(/\/reactions$/, 503);
        await alice.who(id).click();
        await alice.whoList.getByText("cannot answer right now").waitFor();
        await alice.allow(/\/reactions$/);
        await alice.whoList.getByRole("button", { name: "Laughing" }).click();
        await alice.whoList.getByText("Bob").waitFor();
    }));

test("the right button of the mouse asks who has put a reaction, and changes nothing", () =>
    withPages(browser, async (open) => {
        const id = addMessage("asked");
        await react("bob", id, "like");
        await react("carol", id, "joy");
        const alice = await open("alice");
        await alice.chip(id, "joy").click({ button: "right" });
        await alice.whoList.getByText("Carol").waitFor();
        await alice.page.keyboard.press("Escape");
        await alice.whoList.waitFor({ state: "hidden" });
        await alice.shows(id, 1, false, "joy");
    }));

for (const [width, height] of [
    [1280, 720],
    [375, 700],
    [320, 480],
]) {
    test(`the list of who reacted leaves the message in sight: ${width} × ${height}`, () =>
        withPages(browser, async (open) => {
            const ids = ["first", "middle", "last"].map((body) => addMessage(body));
            const crowd = addMembers(30);
            for (const id of ids) await Promise.all(crowd.map((user) => react(user, id, "like")));
            const alice = await open("alice", { viewport: { width, height } });
            for (const [i, block] of ["start", "center", "end"].entries()) {
                await alice.row(ids[i]).evaluate((row, block) => row.scrollIntoView({ block }), block);
                await alice.who(ids[i]).click();
                await alice.whoList.locator(".more").click();
                await alice.whoList.locator(".person").nth(29).waitFor();
                const list = await alice.whoList.boundingBox();
                const bubble = await alice.row(ids[i]).locator(".bubble").boundingBox();
                assert.ok(list.y >= 0 && list.y + list.height <= height, "inside of the window");
                assert.ok(list.x >= 0 && list.x + list.width <= width, "inside of the window");
                assert.ok(list.y >= bubble.y + bubble.height || list.y + list.height <= bubble.y, `${block}: clear`);
                await alice.page.keyboard.press("Escape");
                await alice.whoList.waitFor({ state: "hidden" });
            }
        }));
}

test("long names are told as a whole", () =>
    withPages(browser, async (open) => {
        const [one, other] = addUsers(["a", "b"].map((middle) => `${"x".repeat(30)}${middle}${"y".repeat(30)}`));
        const id = addMessage("long names", one);
        await react(one, id, "joy");
        await react(other, id, "joy");
        const alice = await open("alice", { viewport: { width: 320, height: 640 } });
        await alice.shows(id, 2, false, "joy");
        const isWhole = (name) =>
            name.evaluate((element) => {
                const text = document.createRange();
                text.selectNodeContents(element);
                const { left, right, top, bottom } = text.getBoundingClientRect();
                const at = (x, y) => element.contains(document.elementFromPoint(x, y));
                return at(left + 2, top + 2) && at(right - 2, top + 2) && at(left + 2, bottom - 2);
            });
        assert.ok(await isWhole(alice.row(id).locator(".sender")));
        await alice.who(id).click();
        for (const name of [one, other]) assert.ok(await isWhole(alice.whoList.getByText(name, { exact: true })));
        await alice.page.keyboard.press("Escape");
        await alice.chip(id, "joy").hover();
        for (const name of [one, other]) assert.ok(await isWhole(alice.whoTip.getByText(name, { exact: true })));
        const { scrollWidth, clientWidth } = await alice.page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return { scrollWidth, clientWidth };
        });
        assert.equal(scrollWidth, clientWidth);
    }));
