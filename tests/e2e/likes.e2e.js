// What people see of each other's likes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { addMembers, addMessage, addUsers, call, deleteMessage } from "./support/stack.js";

const LIKE_CALL = /\/like$/;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("two people see each other's likes", () =>
    withPages(browser, async (open) => {
        const id = addMessage("two people");
        const [alice, bob] = [await open("alice"), await open("bob")];
        await alice.heart(id).click();
        await bob.shows(id, 1, false);
        await bob.heart(id).click();
        await bob.shows(id, 2, true);
        await alice.shows(id, 2, true);
        await alice.heart(id).click();
        await alice.shows(id, 1, false);
        await bob.shows(id, 1, true);
    }));

test("a person's second device shows that it was them", () =>
    withPages(browser, async (open) => {
        const id = addMessage("second device");
        // More likers than an event names, so that only its changes can tell.
        const crowd = addMembers(101);
        await Promise.all(crowd.map((user) => call(user, "POST", `/messages/${id}/like`)));
        const [phone, laptop] = [await open("alice"), await open("alice")];
        await phone.shows(id, 101, false);
        await phone.heart(id).click();
        await laptop.shows(id, 102, true);
        await laptop.heart(id).click();
        await phone.shows(id, 101, false);
    }));

test("a like shows before the server has answered, and goes if it refuses, with the reason", () =>
    withPages(browser, async (open) => {
        const id = addMessage("optimistic");
        const alice = await open("alice", { expectedErrors: [/503/] });
        let refuse;
        await alice.page.route(LIKE_CALL, async (route) => {
            await new Promise((resolve) => (refuse = resolve));
            await route.fulfill({ status: 503, headers: { "Retry-After": "7" }, body: "{}" });
        });
        await alice.heart(id).click();
        await alice.shows(id, 1, true);
        refuse();
        await alice.shows(id, 0, false);
        assert.match(await alice.toast.textContent(), /taken back.*cannot answer right now.*in 7 seconds/);
        await alice.allow(LIKE_CALL);
        await alice.heart(id).click();
        await alice.shows(id, 1, true);
    }));

test("after a 429 the page says when to try again, and sends nothing before", () =>
    withPages(browser, async (open) => {
        const id = addMessage("too many");
        const alice = await open("alice", { expectedErrors: [/429/] });
        const calls = alice.counts("POST", LIKE_CALL);
        await alice.refuse(LIKE_CALL, 429, { "Retry-After": "600" });
        await alice.heart(id).click();
        await alice.toast.getByText("too fast").waitFor();
        assert.match(await alice.toast.textContent(), /in 600 seconds/);
        await alice.allow(LIKE_CALL);
        await alice.heart(id).click();
        await alice.shows(id, 0, false);
        assert.equal(calls.count, 1);
    }));

test("five rapid taps end right, with at most two requests", () =>
    withPages(browser, async (open) => {
        const id = addMessage("rapid taps");
        const [alice, bob] = [await open("alice"), await open("bob")];
        const posts = alice.counts("POST", LIKE_CALL);
        const deletes = alice.counts("DELETE", LIKE_CALL);
        await alice.heart(id).evaluate((button) => {
            for (let tap = 0; tap < 5; ++tap) button.click();
        });
        await bob.shows(id, 1, false);
        await alice.shows(id, 1, true);
        assert.ok(posts.count + deletes.count <= 2, `${posts.count} and ${deletes.count} requests`);
        assert.equal((await call("alice", "GET", `/messages/${id}/likes`)).likes_count, 1);
    }));

test("a reaction is picked, seen by others, and taken back by its own button", () =>
    withPages(browser, async (open) => {
        const id = addMessage("reactions");
        const [alice, bob] = [await open("alice"), await open("bob")];
        await alice.react(id, "joy");
        await alice.shows(id, 1, true, "joy");
        await bob.shows(id, 1, false, "joy");
        await bob.chip(id, "joy").click();
        await alice.shows(id, 2, true, "joy");
        await alice.chip(id, "joy").click();
        await bob.shows(id, 1, true, "joy");
        await alice.shows(id, 0, false);
    }));

test("the heart of the picker is the like", () =>
    withPages(browser, async (open) => {
        const id = addMessage("heart of the picker");
        const alice = await open("alice");
        await alice.react(id, "like");
        await alice.shows(id, 1, true);
    }));

test("mallory, who is no member, is refused, and told so", () =>
    withPages(browser, async (open) => {
        const mallory = await open("mallory", { expectedErrors: [/403/] });
        await mallory.refusal.getByText("Only members of the chat").waitFor();
        assert.match(await mallory.refusal.textContent(), /403/);
        assert.equal(await mallory.page.locator(".message").count(), 0);
        await assert.rejects(
            call("mallory", "GET", "/chats/11111111-1111-4111-8111-111111111111/likes/changes"),
            /403/,
        );
    }));

test("who leaves mallory's name behind is let in", () =>
    withPages(browser, async (open) => {
        const page = await open("mallory", { expectedErrors: [/403/] });
        await page.page.locator("label[for=user-bob]").click();
        await page.isState("live");
        assert.ok((await page.page.locator(".message").count()) >= 20);
        assert.equal(await page.refusal.isVisible(), false);
    }));

test("a message that is markup stays text", () =>
    withPages(browser, async (open) => {
        const evil = `<img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script>`;
        const id = addMessage(evil);
        const bob = await open("bob");
        assert.equal(await bob.row(id).locator(".body").textContent(), evil);
        assert.equal(await bob.row(id).locator(".body *").count(), 0);
        assert.doesNotMatch(await bob.page.title(), /pwned/);
    }));

test("a like of a message that was deleted meanwhile is taken back, with the reason, and the message goes", () =>
    withPages(browser, async (open) => {
        const id = addMessage("deleted");
        const alice = await open("alice", { expectedErrors: [/404/] });
        // The like is to find out, not the page's next look at the chat.
        await alice.page.route(/\/demo\/messages$/, () => {});
        deleteMessage(id);
        await alice.heart(id).click();
        await alice.toast.getByText("not there any more").waitFor();
        await alice.row(id).waitFor({ state: "detached" });
    }));

test("a message that is deleted goes from open pages, with what is open of it, and the focus stays near", () =>
    withPages(browser, async (open) => {
        const [before, id, after] = ["before", "deleted", "after"].map((body) => addMessage(body));
        await call("bob", "POST", `/messages/${id}/like`);
        const alice = await open("alice");
        await alice.who(id).click();
        await alice.whoList.getByText("Bob").waitFor();
        deleteMessage(id);
        await alice.row(id).waitFor({ state: "detached" });
        await alice.whoList.waitFor({ state: "hidden" });
        await alice.hasFocus(alice.heart(after));
        assert.equal(await alice.row(before).count(), 1);
    }));

test("a message that is written comes to open pages, with its likes", () =>
    withPages(browser, async (open) => {
        const alice = await open("alice");
        const id = addMessage("written meanwhile");
        await call("bob", "POST", `/messages/${id}/like`);
        await alice.shows(id, 1, false);
        await call("carol", "POST", `/messages/${id}/like`);
        await alice.shows(id, 2, false);
    }));

test("a user may be named as what every object has", () =>
    withPages(browser, async (open) => {
        const users = addUsers(["constructor", "toString", "__proto__", "hasOwnProperty"]);
        const id = addMessage("any valid name", "__proto__");
        for (const user of users) await call(user, "POST", `/messages/${id}/like`);
        const alice = await open("alice");
        await alice.shows(id, 4, false);
        assert.equal(await alice.row(id).locator(".sender").textContent(), "__proto__");
        await alice.who(id).click();
        await alice.whoList.locator(".person").nth(3).waitFor();
        assert.deepEqual(await alice.whoList.locator(".name").allTextContents(), users.reverse());
    }));
