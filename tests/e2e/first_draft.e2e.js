// What pages that were written after the first draft do, and their way to likes.js.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch } from "./support/browser.js";
import { openPage } from "./support/own_page.js";
import { addChat, addMembers, addMessage, bearerToken, call, CHAT } from "./support/stack.js";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

const FIRST_DRAFT = read("fixtures/first_draft.js");
/** The code of the page that leads from there to likes.js, block by block. */
const PAGE = read("../../nginx/www/likes/FIRST_DRAFT.md");
const STEPS = [...PAGE.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);

const markup = (id) => `
    <div class="message" data-message-id="${id}">
        <div class="message-content">Текст сообщения</div>
        <div class="message-likes">
            <button class="like-button">❤️ 0</button>
        </div>
    </div>`;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A user's page with the message, and what a script of the page takes to be there. */
async function openAs(user, ids, options) {
    const opened = await openPage(browser, ids.map(markup).join(""), options);
    const facts = { chatId: CHAT, messageIds: ids, token: bearerToken(user) };
    await opened.page.evaluate((facts) => Object.assign(window, facts), facts);
    return { ...opened, ...looksOf(opened.page) };
}

/** What a user sees and does, where the message is shown once. */
function looksOf(page) {
    const button = (id) => page.locator(`[data-message-id="${id}"] .like-button`);
    return {
        button,
        shows: (id, count, isLiked) =>
            page.waitForFunction(
                ([id, text, isLiked]) => {
                    const button = document.querySelector(`.message[data-message-id="${id}"] .like-button`);
                    return button?.textContent.trim() === text && button.classList.contains("liked") === isLiked;
                },
                [id, `❤️ ${count}`, isLiked],
            ),
    };
}

/** Opens the socket of step 1 under the name that the first draft has for it. */
const openSocket = (page) =>
    page.evaluate(async () => {
        const { likesSocket } = await import("/likes.js");
        window.ws = likesSocket({ chatId: window.chatId, getToken: () => window.token });
        await new Promise((resolve) => (window.ws.onstatus = ({ state }) => state === "live" && resolve()));
    });

test("the functions of the first draft work as they stand, for two users, and the own heart stays in", async () => {
    const id = addMessage("first draft");
    // Its buttons have inline handlers.
    const [alice, bob] = [await openAs("alice", [id], { policy: null }), await openAs("bob", [id], { policy: null })];
    try {
        for (const { page } of [alice, bob]) {
            await openSocket(page);
            await page.addScriptTag({ content: FIRST_DRAFT });
        }

        const liked = await alice.page.evaluate((id) => window.likeMessage(id), id);
        assert.deepEqual([liked.message_id, liked.id, liked.likes_count, liked.is_liked], [id, id, 1, true]);
        await alice.shows(id, 1, true);
        await bob.shows(id, 1, false);
        assert.equal(await bob.page.locator(".likes-count").textContent(), "1 лайков");

        // By the button, whose handler has the id and the flag of what was displayed.
        await bob.button(id).click();
        await bob.shows(id, 2, true);
        await alice.shows(id, 2, true);
        await alice.button(id).click();
        await alice.shows(id, 1, false);
        await bob.shows(id, 1, true);

        assert.equal((await alice.page.evaluate((id) => window.toggleLike(id, false), id)).is_liked, true);
        await bob.shows(id, 2, true);
        assert.equal((await bob.page.evaluate((id) => window.unlikeMessage(id), id)).is_liked, false);
        await alice.shows(id, 1, true);
        await bob.shows(id, 1, false);

        // What the API answers is displayed as it is.
        for (const path of [`/chats/${CHAT}/likes?message_ids=${id}`, `/messages/${id}/likes`]) {
            const answer = await call("alice", "GET", path);
            const message = answer.messages?.[0] ?? answer;
            const html = await alice.page.evaluate((message) => window.displayMessageLikes(message), message);
            assert.ok(html.includes(`onclick="toggleLike('${id}', true)"`), html);
        }
        assert.equal(await alice.page.evaluate(() => window.likeMessage("no such message")), null);
        for (const { mistakes } of [alice, bob]) assert.deepEqual(mistakes, []);
    } finally {
        await alice.close();
        await bob.close();
    }
});

test("the own heart stays in under a message that more people like than an event names", async () => {
    const id = addMessage("first draft, many likers");
    await call("alice", "POST", `/messages/${id}/like`);
    for (const guest of addMembers(101)) await call(guest, "POST", `/messages/${id}/like`);
    const alice = await openAs("alice", [id], { policy: null });
    try {
        await openSocket(alice.page);
        await alice.page.addScriptTag({ content: FIRST_DRAFT });
        await call("bob", "POST", `/messages/${id}/like`);
        await alice.shows(id, 103, true);
    } finally {
        await alice.close();
    }
});

/** Runs it as the script of a module. */
const runModule = (page, content) => page.addScriptTag({ type: "module", content });

test("step 1 and 2: the first draft with likes.js' socket, and with what is liked already", async () => {
    const [socket, handler, answer] = STEPS;
    const id = addMessage("first draft, step 2");
    await call("alice", "POST", `/messages/${id}/like`);
    const alice = await openAs("alice", [id], { policy: null });
    try {
        const isLive = "await new Promise((resolve) => (ws.onstatus = ({ state }) => state === 'live' && resolve()));";
        await runModule(alice.page, [socket, isLive, FIRST_DRAFT, handler, answer].join("\n"));
        await alice.shows(id, 1, true);
        await call("bob", "POST", `/messages/${id}/like`);
        await alice.shows(id, 2, true);
        await alice.button(id).click();
        await alice.shows(id, 1, false);
        assert.deepEqual(alice.mistakes, []);
    } finally {
        await alice.close();
    }
});

test("step 3 and 4: the functions of likes.js, under a strict policy, and a page's own looks beside them", async () => {
    const [, , , functions, looks] = STEPS;
    const id = addMessage("first draft, step 3");
    await call("bob", "POST", `/messages/${id}/like`);
    const alice = await openAs("alice", [id], {
        prepare: (page) =>
            // As a file of the page's own, as a strict policy wants it.
            page.route("**/chat.js", (route) =>
                route.fulfill({
                    contentType: "text/javascript",
                    body: `${functions}
                        window.seen = [];
                        const show = (message) => window.seen.push(message.likes_count);
                        const explain = (reason) => window.seen.push(reason.kind);
                        ${looks}`,
                }),
            ),
    });
    try {
        await alice.page.evaluate(() => {
            const like = Object.assign(document.createElement("button"), { className: "like", textContent: "👍" });
            document.querySelector(".message").append(like);
        });
        await alice.page.evaluate(() => import("/chat.js"));
        await alice.shows(id, 1, false);
        await alice.button(id).click();
        await alice.shows(id, 2, true);
        await alice.page.locator(".like").click();
        await alice.shows(id, 1, false);
        assert.deepEqual(await alice.page.evaluate(() => [...new Set(window.seen)].sort()), [1, 2]);
        assert.equal(STEPS.length, 5);
        assert.deepEqual(alice.mistakes, []);
    } finally {
        await alice.close();
    }
});

test("the functions of likes.js do as those of the first draft do, without handlers in the markup", async () => {
    const id = addMessage("functions");
    const { page, mistakes, button, shows, close } = await openAs("alice", [id]);
    try {
        await page.evaluate(async () => {
            const { chatId, messageIds, token } = window;
            const likes = (window.likes = await import("/likes.js"));
            const [id] = messageIds;
            document.querySelector(".message-likes").outerHTML = likes.displayMessageLikes({ id, likes_count: 0 });
            const ofChat = likes.createLikes({ chatId, getToken: () => token });
            likes.useLikes(ofChat);
            await ofChat.load(messageIds);
        });
        const words = page.locator(".likes-count");
        const liked = await page.evaluate((id) => window.likes.likeMessage(id), id);
        assert.deepEqual([liked.id, liked.likes_count, liked.is_liked, liked.liked_by], [id, 1, true, ["alice"]]);
        await shows(id, 1, true);
        assert.equal(await words.textContent(), "1 лайк");
        await call("bob", "POST", `/messages/${id}/like`);
        await shows(id, 2, true);
        assert.equal(await words.textContent(), "2 лайка");
        await button(id).click();
        await shows(id, 1, false);
        assert.equal(await button(id).getAttribute("aria-pressed"), "false");
        await page.evaluate((id) => window.likes.toggleLike(id, false), id);
        await shows(id, 2, true);
        assert.equal((await page.evaluate((id) => window.likes.unlikeMessage(id), id)).is_liked, false);

        // The payload of an event as the first draft has it, which does not say whether this user likes it.
        await page.evaluate((id) => window.likes.updateMessageLikes({ message_id: id, likes_count: 5 }), id);
        assert.equal(await words.textContent(), "5 лайков");
        assert.equal(await page.locator(".message-likes .message-likes").count(), 0);
        assert.equal(await page.evaluate(() => window.likes.likeMessage("no such message")), null);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

/** Where on the page it is shown so: the ids of the elements around. */
const placesThatShow = (page, count, isLiked) =>
    page.evaluate(
        ([text, isLiked]) =>
            [...document.querySelectorAll(".like-button")]
                .filter((button) => button.textContent.trim() === text)
                .filter((button) => button.classList.contains("liked") === isLiked)
                .map((button) => button.closest("[id]").id),
        [`❤️ ${count}`, isLiked],
    );

test("a message that is on the page several times changes everywhere, however its id is spelled", async () => {
    const [id, other] = [addMessage("several times"), addMessage("quotes it")];
    const likes = '<div class="message-likes"><button class="like-button">❤️ 0</button></div>';
    const { page, mistakes, close } = await openPage(
        browser,
        `<div id="list"><div data-message-id="${id}">${likes}</div></div>
         <div id="thread"><div data-message-id="${id.toUpperCase()}">${likes}</div></div>
         <div data-message-id="${other}">
             <div id="quote"><blockquote data-message-id="${id}">${likes}</blockquote></div>
             <div id="other">${likes}</div>
         </div>`,
    );
    try {
        await page.evaluate(
            async ([chatId, ids, token]) => {
                const { createLikes, useLikes } = await import("/likes.js");
                const ofChat = createLikes({ chatId, getToken: () => token });
                useLikes(ofChat);
                await ofChat.load(ids);
            },
            [CHAT, [id, other], bearerToken("alice")],
        );
        const everywhere = (count) =>
            page.waitForFunction(
                (text) => {
                    const buttons = [...document.querySelectorAll(".like-button")];
                    return buttons.filter(({ textContent }) => textContent === text).length === 3;
                },
                `❤️ ${count}`,
            );
        await page.locator("#thread .like-button").click();
        await everywhere(1);
        assert.deepEqual(await placesThatShow(page, 1, true), ["list", "thread", "quote"]);
        await call("bob", "POST", `/messages/${id}/like`);
        await everywhere(2);
        assert.deepEqual(await placesThatShow(page, 2, true), ["list", "thread", "quote"]);
        assert.deepEqual(await placesThatShow(page, 0, false), ["other"]);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

test("two chats on a page each have their own likes, and a root may be the message itself", async () => {
    const here = addMessage("in this chat");
    const [there, chat] = addChat("bob");
    const { page, mistakes, close } = await openAs("bob", [here, there]);
    try {
        await page.evaluate(async (chats) => {
            window.likes = await import("/likes.js");
            window.ends = [];
            for (const [chatId, id] of chats) {
                const ofChat = window.likes.createLikes({ chatId, getToken: () => window.token });
                // Twice: the roots overlap.
                for (const root of [document, document.querySelector(`[data-message-id="${id}"]`)])
                    window.ends.push(window.likes.useLikes(ofChat, root));
                await ofChat.load([id]);
            }
        }, [
            [CHAT, here],
            [chat, there],
        ]);
        const { button, shows } = looksOf(page);
        const requests = [];
        page.on("request", (request) => {
            if (/\/like$/.test(request.url())) requests.push(request.url().split("/messages/")[1]);
        });
        for (const id of [here, there]) {
            await button(id).click();
            await shows(id, 1, true);
        }
        assert.deepEqual(
            requests,
            [here, there].map((id) => `${id}/like`),
        );
        // Each function works with the chat whose message it is, and goes on doing so when the other is gone.
        assert.equal((await page.evaluate((id) => window.likes.unlikeMessage(id), here)).is_liked, false);
        await shows(here, 0, false);
        await page.evaluate(() => window.ends.splice(2).forEach((end) => end()));
        await button(here).click();
        await shows(here, 1, true);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});
