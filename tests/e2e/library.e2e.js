// likes.js in a page that is not the demo's: what a chat company does with it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch } from "./support/browser.js";
import { goLive, openPage } from "./support/own_page.js";
import { ADDRESS, addMessage, bearerToken, call, CHAT } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const NOT_A_PAGE = fileURLToPath(new URL("support/not_a_page.js", import.meta.url));
const TOKENS = { alice: bearerToken("alice"), mallory: bearerToken("mallory") };

test("who is no member is refused, as a value and not as an unhandled rejection", async () => {
    const id = addMessage("refusal");
    const { page, mistakes, close } = await openPage(browser, "");
    try {
        const told = await page.evaluate(
            async ([chatId, id, token]) => {
                const { createLikes } = await import("/likes.js");
                const likes = createLikes({ chatId, getToken: () => token });
                const notices = [];
                likes.subscribe((notice) => notices.push(notice.type));
                void likes.like(id);
                const { ok, reason } = await likes.like(id);
                const load = await likes.load([id]).catch(({ kind }) => kind);
                return {
                    ok,
                    kind: reason.kind,
                    status: reason.status,
                    named: Boolean(reason.requestId),
                    load,
                    notices,
                };
            },
            [CHAT, id, TOKENS.mallory],
        );
        assert.deepEqual(told, {
            ok: false,
            kind: "forbidden",
            status: 403,
            named: true,
            load: "forbidden",
            notices: ["message", "message", "message", "refused"],
        });
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

test("after close nothing is connected and nothing is asked", async () => {
    const id = addMessage("close");
    const { page, mistakes, close } = await openPage(browser, "");
    try {
        const sockets = [];
        page.on("websocket", (socket) => sockets.push(socket));
        await goLive(page, id, TOKENS.alice);
        const [socket] = sockets;
        let requests = 0;
        page.on("request", () => ++requests);
        const isClosed = socket.isClosed() || socket.waitForEvent("close");
        await page.evaluate(() => window.likes.close());
        await isClosed;
        await page.evaluate(() => {
            dispatchEvent(new Event("offline"));
            dispatchEvent(new Event("online"));
        });
        const state = await page.evaluate(
            async (id) => [window.likes.status.state, (await window.likes.like(id)).ok],
            id,
        );
        assert.deepEqual(state, ["closed", false]);
        assert.deepEqual([sockets.length, requests], [1, 0]);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

/** A page that is live, and a broker whose events can get lost on their way to it while the connection stays. */
async function openLossyPage(id) {
    const losing = { events: false, connections: 0 };
    const lose = (page) =>
        page.routeWebSocket(/\/mqtt$/, (socket) => {
            ++losing.connections;
            const server = socket.connectToServer();
            // PUBLISH is the packet type 3 of MQTT.
            server.onMessage((packet) => {
                if (!losing.events || packet[0] >> 4 !== 3) socket.send(packet);
            });
        });
    const opened = await openPage(browser, "", { prepare: lose });
    await goLive(opened.page, id, TOKENS.alice);
    return { ...opened, losing };
}

for (const [how, sleep] of [
    [
        "was frozen",
        (page) =>
            page.evaluate(() => {
                const end = Date.now() + 3000;
                while (Date.now() < end);
            }),
    ],
    // As the browser does it: of the document, without bubbling.
    ["the browser had suspended", (page) => page.evaluate(() => document.dispatchEvent(new Event("resume")))],
    [
        "is shown again",
        (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))),
    ],
]) {
    test(`a page that ${how} shows what the broker dropped meanwhile, over the same connection`, async () => {
        const id = addMessage("asleep");
        const { page, mistakes, losing, close } = await openLossyPage(id);
        try {
            losing.events = true;
            await call("bob", "POST", `/messages/${id}/like`);
            await sleep(page);
            await page.waitForFunction((id) => window.likes.get(id).likes_count === 1, id);
            assert.equal(losing.connections, 1);
            assert.equal(await page.evaluate(() => window.likes.status.state), "live");
            assert.deepEqual(mistakes, []);
        } finally {
            await close();
        }
    });
}

test("when another user signs in, the page shows what that one likes", async () => {
    const id = addMessage("another user");
    await call("alice", "POST", `/messages/${id}/like`);
    await call("bob", "PUT", `/messages/${id}/reactions/joy`);
    const { page, mistakes, close } = await openPage(browser, "");
    try {
        const own = await page.evaluate(
            async ([chatId, id, first, second]) => {
                const { createLikes } = await import("/likes.js");
                let token = first;
                const likes = createLikes({ chatId, getToken: () => token });
                const isLiveAs = (user) =>
                    new Promise((resolve) =>
                        likes.subscribe(({ status }) => status?.state === "live" && likes.userId === user && resolve()),
                    );
                const own = () =>
                    likes
                        .get(id)
                        .reactions.filter(({ is_liked }) => is_liked)
                        .map(({ reaction }) => reaction);
                let isLive = isLiveAs("alice");
                await likes.load([id]);
                await isLive;
                const alices = own();
                isLive = isLiveAs("bob");
                token = second;
                // Alice's own ends, and with it her tap.
                while (Date.now() < JSON.parse(atob(first.split(".")[1])).exp * 1000)
                    await new Promise(requestAnimationFrame);
                const { ok, reason } = await likes.unlike(id);
                await isLive;
                return { alices, ok, kind: reason.kind, bobs: own(), count: likes.get(id).likes_count };
            },
            [CHAT, id, bearerToken("alice", 10), bearerToken("bob")],
        );
        assert.deepEqual(own, { alices: ["like"], ok: false, kind: "signed_out", bobs: ["joy"], count: 1 });
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

test("pages are read one by one, as they are asked for", async () => {
    const id = addMessage("likers");
    for (const user of ["alice", "bob", "carol"]) await call(user, "POST", `/messages/${id}/like`);
    const { page, close } = await openPage(browser, "");
    try {
        const pages = await page.evaluate(
            async ([chatId, id, token]) => {
                const { createLikes } = await import("/likes.js");
                const likes = createLikes({ chatId, getToken: () => token });
                const pages = [];
                for await (const page of likes.likers(id, { pageSize: 2 }))
                    pages.push(page.map(({ user_id }) => user_id));
                return pages;
            },
            [CHAT, id, TOKENS.alice],
        );
        assert.deepEqual(pages, [["carol", "bob"], ["alice"]]);
    } finally {
        await close();
    }
});

for (const shape of ["Node", "React Native"]) {
    test(`it is live where there is no page: ${shape}`, async (t) => {
        const id = addMessage(shape);
        const directory = mkdtempSync(join(tmpdir(), "likes-js-"));
        t.after(() => rmSync(directory, { recursive: true }));
        const file = join(directory, "likes.mjs");
        writeFileSync(file, await (await fetch(`${ADDRESS}/likes.js`)).text());
        const program = spawn(process.execPath, [NOT_A_PAGE, file, shape], { stdio: ["pipe", "pipe", "inherit"] });
        t.after(() => program.kill());
        const facts = { baseUrl: ADDRESS, chatId: CHAT, messageId: id, token: TOKENS.alice };
        program.stdin.end(JSON.stringify(facts));
        const said = [];
        for await (const line of createInterface({ input: program.stdout })) {
            said.push(line.trim());
            if (line.startsWith("live")) await call("bob", "POST", `/messages/${id}/like`);
        }
        assert.deepEqual(said, ["live", "bob"]);
    });
}
