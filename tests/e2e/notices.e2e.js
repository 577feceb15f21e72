// What people are told of the reactions to their messages: the bell, its badge, and its list.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { checkWithAxe, launch, withPages } from "./support/browser.js";
import { addMembers, addMessage, call, CHAT, forgetNotices, service } from "./support/stack.js";

const { PICTURE_DIR } = process.env;
const RUSSIAN = { locale: "ru-RU" };

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());
beforeEach(() => forgetNotices("alice"));

const likes = (user, id) => call(user, "POST", `/messages/${id}/like`);
const unlikes = (user, id) => call(user, "DELETE", `/messages/${id}/like`);

/** Resolves when everything that was liked so far has been looked at: what is liked later is told after it. */
async function isLookedAt() {
    const id = addMessage("the last one", "carol");
    await likes("bob", id);
    const isTold = async () => (await call("carol", "GET", "/notices")).notices.some(({ message_id }) => message_id === id);
    while (!(await isTold()));
}

async function takePicture(demo, name) {
    if (!PICTURE_DIR) return;
    mkdirSync(PICTURE_DIR, { recursive: true });
    await demo.page.screenshot({ path: join(PICTURE_DIR, `${name}.png`) });
}

test("Bob likes, Alice's badge moves; Bob takes it back, it goes", () =>
    withPages(browser, async (open) => {
        const id = addMessage("who will like this?");
        const [alice, bob] = [await open("alice"), await open("bob")];
        await alice.badgeSays("");
        assert.equal(await alice.bell.getAttribute("aria-label"), "Notices");
        await bob.heart(id).click();
        await alice.badgeSays("1");
        assert.equal(await alice.bell.getAttribute("aria-label"), "Notices: 1 new");
        await alice.lists([id, "Bob", false]);
        await bob.heart(id).click();
        await alice.badgeSays("");
        await alice.lists();
        // What one does oneself is no news.
        await alice.heart(id).click();
        await bob.shows(id, 1, false);
        await bob.heart(id).click();
        await alice.lists([id, "Bob", false]);
        assert.equal(await bob.notice(id).count(), 0);
    }));

test("two tabs and two devices agree on what is seen, read and dismissed", () =>
    withPages(browser, async (open) => {
        const ids = ["first", "second", "third"].map((body) => addMessage(body));
        const phone = await open("alice", { viewport: { width: 375, height: 700 }, hasTouch: true });
        const laptop = await open("alice");
        const tab = await laptop.another();
        const all = [phone, laptop, tab];
        for (const [at, id] of ids.entries()) {
            await likes("bob", id);
            for (const each of all) await each.badgeSays(String(at + 1));
        }
        const [first, second, third] = ids;
        await laptop.bell.click();
        for (const each of all) await each.badgeSays("");
        const list = [third, second, first].map((id) => [id, "Bob", false]);
        for (const each of all) await each.lists(...list);
        await laptop.notice(second).locator(".notice-open").click();
        list[1][2] = true;
        for (const each of all) await each.lists(...list);
        await phone.bell.click();
        await phone.notice(third).locator(".dismiss").click();
        for (const each of all) await each.lists(...list.slice(1));
        // News make it unread again, and bring back what was dismissed.
        await likes("carol", second);
        for (const each of all) await each.lists([second, "Carol and Bob", false], list[2]);
        await phone.page.keyboard.press("Escape");
        await likes("carol", third);
        for (const each of [laptop, tab]) await each.badgeSays("1");
        for (const each of all) await each.lists([third, "Carol and Bob", false], [second, "Carol and Bob", false], list[2]);
    }));

test("a tap on a notice goes to the message, and reads it", () =>
    withPages(browser, async (open) => {
        const id = addMessage("here it is");
        for (let more = 0; more < 12; ++more) addMessage("further down", "carol");
        await likes("bob", id);
        const alice = await open("alice");
        await alice.badgeSays("1");
        await alice.bell.click();
        const notice = alice.notice(id).locator(".notice-open");
        assert.match(await notice.textContent(), /^BBob .*1 {2}here it is .*Not read$/);
        await notice.click();
        await alice.notices.waitFor({ state: "hidden" });
        await alice.hasFocus(alice.heart(id));
        assert.equal(await alice.row(id).evaluate((row) => row.getBoundingClientRect().top >= 0), true);
        await alice.lists([id, "Bob", true]);
    }));

test("it says who, up to two by name, and of very many how many reactions", () =>
    withPages(browser, async (open) => {
        const id = addMessage("more and more");
        const [alice, russian] = [await open("alice"), await open("alice", RUSSIAN)];
        const isSaid = async (english, inRussian) => {
            await alice.lists([id, english, false]);
            await russian.lists([id, inRussian, false]);
        };
        await likes("bob", id);
        await isSaid("Bob", "Bob");
        await likes("carol", id);
        await isSaid("Carol and Bob", "Carol и Bob");
        await likes("grace", id);
        await isSaid("Grace and 2 others", "Grace и ещё 2 человека");
        const crowd = addMembers(200);
        await likes(crowd[0], id);
        await likes(crowd[1], id);
        await isSaid(`${crowd[1]} and 4 others`, `${crowd[1]} и ещё 4 человека`);
        await likes(crowd[2], id);
        await isSaid(`${crowd[2]} and 5 others`, `${crowd[2]} и ещё 5 человек`);
        for (let at = 3; at < crowd.length; at += 20) {
            await Promise.all(crowd.slice(at, at + 20).map((user) => likes(user, id)));
        }
        await isSaid("203 reactions", "203 реакции");
        assert.equal(await russian.bell.getAttribute("aria-label"), "Уведомления: 1 новое");
        const other = addMessage("another one");
        await likes("bob", other);
        await russian.badgeSays("2");
        assert.equal(await russian.bell.getAttribute("aria-label"), "Уведомления: 2 новых");
    }));

test("who wants to be told nothing is told nothing, in all chats or in this one", () =>
    withPages(browser, async (open) => {
        const ids = Array.from({ length: 4 }, (_, n) => addMessage(`preferences ${n}`));
        const alice = await open("alice");
        const [all, chat] = ["all", "chat"].map((name) => alice.notices.locator(`[data-of="${name}"]`));
        const choose = async (select, value) => {
            const isPut = alice.page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
            await select.selectOption(value);
            await isPut;
        };
        await alice.bell.click();
        await alice.notices.locator("summary").click();
        await alice.page.waitForFunction(() => !document.querySelector('[data-of="chat"]').disabled);
        assert.deepEqual([await all.inputValue(), await chat.inputValue()], ["all", "inherit"]);
        await choose(all, "off");
        await likes("bob", ids[0]);
        await isLookedAt();
        await choose(chat, "all"); // What is said of the chat counts there.
        await likes("bob", ids[1]);
        await alice.lists([ids[1], "Bob", false]);
        await choose(all, "all");
        await choose(chat, "off");
        await likes("bob", ids[2]);
        await isLookedAt();
        await choose(chat, "inherit");
        await likes("bob", ids[3]);
        await alice.lists([ids[3], "Bob", false], [ids[1], "Bob", false]);
        const settings = await call("alice", "GET", `/chats/${CHAT}/notices/preferences`);
        assert.deepEqual(settings, { likes: null, muted_until: null });
    }));

test("what was missed while there was no connection is told when there is one again", () =>
    withPages(browser, async (open) => {
        const [gone, stays] = [addMessage("gone meanwhile"), addMessage("liked meanwhile")];
        const alice = await open("alice", { expectedErrors: [/WebSocket|establish/] });
        await likes("bob", gone);
        await alice.badgeSays("1");
        service("stop", "mosquitto");
        try {
            await alice.isState("reconnecting");
            await unlikes("bob", gone);
            await likes("carol", stays);
        } finally {
            service("start", "mosquitto");
        }
        await alice.lists([stays, "Carol", false]);
        await alice.badgeSays("1");
    }));

test("a refusal is shown, and what was shown before it comes back", () =>
    withPages(browser, async (open) => {
        const id = addMessage("refused");
        await likes("bob", id);
        const alice = await open("alice", { expectedErrors: [/503/] });
        await alice.badgeSays("1");
        await alice.refuse(/\/notices\/[^/]+$/, 503, { "Retry-After": "7" });
        await alice.bell.click();
        await alice.notices.getByText("The server cannot answer right now. Try again in 7 seconds.").waitFor();
        await alice.badgeSays("1");
        await alice.notice(id).locator(".dismiss").click();
        await alice.lists([id, "Bob", false]);
        await alice.allow(/\/notices\/[^/]+$/);
        await alice.notice(id).locator(".dismiss").click();
        await alice.lists();
        await alice.badgeSays("");
    }));

test("likes and notices of a page are one connection", () =>
    withPages(browser, async (open) => {
        const alice = await open("alice", {
            prepare: (page) =>
                page.addInitScript(() => {
                    window.sockets = [];
                    window.WebSocket = class extends WebSocket {
                        constructor(...parameters) {
                            super(...parameters);
                            window.sockets.push(this);
                        }
                    };
                }),
        });
        const id = addMessage("one connection");
        await likes("bob", id);
        await alice.badgeSays("1");
        await alice.shows(id, 1, false);
        assert.deepEqual(await alice.page.evaluate(() => window.sockets.map(({ readyState }) => readyState)), [1]);
    }));

test("the icon of an installed page shows what the badge does", () =>
    withPages(browser, async (open) => {
        const id = addMessage("icon");
        const alice = await open("alice", {
            prepare: (page) =>
                page.addInitScript(() => {
                    window.icon = [];
                    navigator.setAppBadge = async (count) => void window.icon.push(count);
                    navigator.clearAppBadge = async () => void window.icon.push(0);
                }),
        });
        await likes("bob", id);
        await alice.badgeSays("1");
        await alice.bell.click();
        await alice.badgeSays("");
        assert.deepEqual(await alice.page.evaluate(() => window.icon), [1, 0]);
    }));

test("everything about notices can be done with the keyboard alone", () =>
    withPages(browser, async (open) => {
        const ids = ["by keyboard", "and another"].map((body) => addMessage(body));
        const alice = await open("alice");
        const { keyboard } = alice.page;
        for (const [at, id] of ids.entries()) {
            await likes("bob", id);
            await alice.badgeSays(String(at + 1));
        }
        await alice.bell.focus();
        await keyboard.press("Enter");
        await alice.hasFocus(alice.notices);
        assert.equal(await alice.bell.evaluate((bell) => bell.popoverTargetElement.matches(":popover-open")), true);
        await keyboard.press("Tab");
        await alice.hasFocus(alice.notice(ids[1]).locator(".notice-open"));
        // It stays where it is when the list changes.
        await likes("carol", ids[0]);
        await alice.lists([ids[0], "Carol and Bob", false], [ids[1], "Bob", false]);
        await alice.hasFocus(alice.notice(ids[1]).locator(".notice-open"));
        await keyboard.press("Tab");
        await keyboard.press("Enter");
        await alice.lists([ids[0], "Carol and Bob", false]);
        await alice.hasFocus(alice.notice(ids[0]).locator(".notice-open"));
        await keyboard.press("Tab");
        await keyboard.press("Space");
        await alice.lists();
        await alice.hasFocus(alice.notices);
        await keyboard.press("Escape");
        await alice.notices.waitFor({ state: "hidden" });
        await alice.hasFocus(alice.bell);
    }));

test("nothing moves when the badge comes and goes", () =>
    withPages(browser, async (open) => {
        const id = addMessage("still");
        const alice = await open("alice");
        const places = () =>
            alice.page.evaluate(() =>
                [...document.querySelectorAll("h1, .subtitle, #bell, #connection, .user, .message")].map((element) => {
                    const { left, top, width, height } = element.getBoundingClientRect();
                    return [left, top, width, height];
                }),
            );
        const before = await places();
        await likes("bob", id);
        await alice.badgeSays("1");
        assert.deepEqual(await places(), before);
    }));

for (const [name, options] of Object.entries({
    notices: { viewport: { width: 900, height: 700 } },
    "notices-dark": { viewport: { width: 900, height: 700 }, colorScheme: "dark" },
    "notices-phone": { viewport: { width: 360, height: 680 }, deviceScaleFactor: 2, ...RUSSIAN },
    "notices-phone-dark": { viewport: { width: 320, height: 600 }, deviceScaleFactor: 2, colorScheme: "dark" },
})) {
    test(`nobody is shut out, and nothing is cut off: ${name}`, () =>
        withPages(browser, async (open) => {
            const alice = await open("alice", { reducedMotion: "reduce", ...options });
            await alice.bell.click();
            await checkWithAxe(alice.page, "an empty list");
            await alice.page.keyboard.press("Escape");
            const ids = ["Встречаемся у главного входа, под часами, и не забудьте термос с чаем", "مرحبا يا Bob!", "ok"].map((body) => addMessage(body));
            for (const user of ["bob", "carol", "grace", "ivan"]) await likes(user, ids[0]);
            await call("carol", "PUT", `/messages/${ids[0]}/reactions/joy`);
            await likes("bob", ids[1]);
            await likes("olivia", ids[2]);
            await alice.badgeSays("3");
            await takePicture(alice, `${name}-badge`);
            await checkWithAxe(alice.page, "a badge");
            await alice.bell.click();
            // It was written a moment ago: the page asks for it.
            await alice.notice(ids[2]).locator(".notice-open").click();
            await alice.hasFocus(alice.heart(ids[2]));
            await alice.bell.click();
            await alice.notices.locator("summary").click();
            await alice.page.waitForFunction(() => !document.querySelector('[data-of="chat"]').disabled);
            await takePicture(alice, name);
            await checkWithAxe(alice.page, "a list");
            const overflow = await alice.notices.evaluate((panel) => {
                const { left, right, top, bottom } = panel.getBoundingClientRect();
                return [panel.scrollWidth > panel.clientWidth, left < 0, right > innerWidth, top < 0, bottom > innerHeight];
            });
            assert.deepEqual(overflow, [false, false, false, false, false]);
            assert.equal(await alice.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
        }));
}
