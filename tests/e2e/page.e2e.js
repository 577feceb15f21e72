// What the page is: small, still, and safe.
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { ADDRESS, addMessage, call, service } from "./support/stack.js";

const PAGE_BYTES_MAX = 150_000;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Collects from now on what moved, with or without a tap just before. */
const watchShifts = (demo) =>
    demo.page.evaluate(() => {
        window.shifts = [];
        new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({
            type: "layout-shift",
        });
    });

/** What moved, once everything so far has been painted. */
const shifts = (demo) =>
    demo.page.evaluate(async () => {
        for (let frame = 0; frame < 3; ++frame) await new Promise(requestAnimationFrame);
        await new Promise((resolve) => setTimeout(resolve));
        return window.shifts;
    });

/** Where everything is that was there before a like: to the pixel, of which the browser's own measure forgives three. */
const places = (demo) =>
    demo.page.evaluate(() =>
        [...document.querySelectorAll(".message, .body, .heart, .chip[data-reaction=thumbs_down], .pick")].map(
            (element) => {
                const { left, top } = element.getBoundingClientRect();
                return [element.classList[0], left, top + scrollY];
            },
        ),
    );

test("what the page is made of is under 150 kB", () =>
    withPages(browser, async (open) => {
        let bytes = 0;
        const demo = await open("alice", {
            prepare: async (page) => {
                const network = await page.context().newCDPSession(page);
                await network.send("Network.enable");
                // What is written and liked in the chat is not the page's.
                const data = new Set();
                network.on("Network.requestWillBeSent", ({ requestId, request }) => {
                    if (/^\/(api|demo)\//.test(new URL(request.url).pathname)) data.add(requestId);
                });
                network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
                    if (!data.has(requestId)) bytes += encodedDataLength;
                });
            },
        });
        await demo.page.waitForLoadState("networkidle");
        assert.ok(bytes > 50_000 && bytes < PAGE_BYTES_MAX, `${bytes} bytes`);
    }));

test("nothing moves on a like, where it is put and where it is seen", () =>
    withPages(browser, async (open) => {
        const id = addMessage("layout");
        const [alice, bob] = [await open("alice"), await open("bob")];
        await alice.react(id, "thumbs_down");
        await bob.shows(id, 1, false, "thumbs_down");
        const before = [await places(alice), await places(bob)];
        await watchShifts(alice);
        await watchShifts(bob);
        await alice.heart(id).click();
        await bob.shows(id, 1, false);
        await alice.react(id, "grinning");
        await bob.shows(id, 1, false, "grinning");
        await bob.heart(id).click();
        await alice.shows(id, 2, true);
        assert.deepEqual([await places(alice), await places(bob)], before);
        await alice.chip(id, "thumbs_down").click();
        await bob.shows(id, 0, false, "thumbs_down");
        await alice.heart(id).click();
        await bob.shows(id, 1, true);
        assert.deepEqual(await shifts(alice), []);
        assert.deepEqual(await shifts(bob), []);
    }));

test("what would move is noticed", () =>
    withPages(browser, async (open) => {
        const id = addMessage("layout check");
        const demo = await open("alice");
        await watchShifts(demo);
        await demo.row(id).evaluate((row) => (row.style.marginTop = "50px"));
        assert.notDeepEqual(await shifts(demo), []);
    }));

test("the page comes with a strict policy, and what never changes may be kept", async () => {
    const page = await fetch(`${ADDRESS}/`);
    const policy = page.headers.get("content-security-policy");
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) {
        assert.ok(policy.includes(rule), rule);
    }
    assert.doesNotMatch(policy, /unsafe|\*|data:|blob:/);
    assert.equal(page.headers.get("cache-control"), "no-cache");
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    const html = await page.text();
    assert.doesNotMatch(html, /<style|style=|<script(?![^>]*src=)|\son\w+=/);
    const assets = [...html.matchAll(/\/assets\/[^"]+/g)].map(([path]) => path);
    assert.equal(new Set(assets).size, 4);
    for (const path of assets) {
        const asset = await fetch(ADDRESS + path, { headers: { "Accept-Encoding": "gzip" } });
        assert.equal(asset.status, 200, path);
        assert.match(asset.headers.get("cache-control"), /max-age=31536000, immutable/);
        assert.equal(asset.headers.get("content-encoding"), "gzip");
    }
});

test("other pages get the library under its own name, and ask each time whether it is a new one", async () => {
    for (const [path, type] of [
        ["/likes.js", "text/javascript"],
        ["/likes.d.ts", "text/plain"],
    ]) {
        const answer = await fetch(ADDRESS + path);
        assert.equal(answer.headers.get("content-type"), `${type}; charset=utf-8`);
        assert.equal(answer.headers.get("cache-control"), "no-cache");
        const again = await fetch(ADDRESS + path, { headers: { "If-None-Match": answer.headers.get("etag") } });
        assert.equal(again.status, 304);
    }
});

test("there is nothing else", async () => {
    for (const path of [
        "/index.html",
        "/assets/",
        "/assets/likes.js",
        "/likes.js.gz",
        "/demo",
        "/demo/",
        "/demo/x",
        "/%2e%2e/bin/relay",
        "/package.json",
    ]) {
        const answer = await fetch(ADDRESS + path);
        assert.equal(answer.status, 404, path);
        assert.match(answer.headers.get("content-type"), /problem\+json/);
    }
    assert.equal((await fetch(`${ADDRESS}/`, { method: "POST" })).status, 405);
    assert.equal((await fetch(`${ADDRESS}/demo/token`)).headers.get("allow"), "POST");
    assert.equal((await fetch(`${ADDRESS}/demo/messages`, { method: "DELETE" })).headers.get("allow"), "GET, HEAD");
});

test("the demo signs in its four users and nobody else", async () => {
    const signIn = (body) => fetch(`${ADDRESS}/demo/token`, { method: "POST", body });
    for (const user of ["alice", "bob", "carol", "mallory"]) {
        assert.equal((await signIn(JSON.stringify({ user_id: user }))).status, 200);
    }
    for (const user of ["admin", "likes_handlers", "Alice"]) {
        assert.equal((await signIn(JSON.stringify({ user_id: user }))).status, 403);
    }
    assert.equal((await signIn("{}")).status, 400);
});

test("without demo mode there is no page, no sign-in, and the library all the same", async () => {
    service("reload", "nginx", { LIKES_DEMO: "0" });
    try {
        await becomes(404, "GET", "/");
        await becomes(404, "GET", "/analytics/");
        await becomes(404, "POST", "/demo/token");
        await becomes(404, "GET", "/demo/messages");
        await becomes(200, "GET", "/likes.js");
        await becomes(200, "GET", "/likes-analytics.js");
    } finally {
        service("reload", "nginx");
    }
    await becomes(200, "GET", "/");
});

/** Former workers of nginx may still take a call or two. */
async function becomes(status, method, path) {
    while ((await statusOf(method, path)) !== status);
}

/** By a connection of its own: one that was kept may be to a process that is on its way out. */
function statusOf(method, path) {
    return new Promise((resolve, reject) => {
        const asking = request(ADDRESS + path, { method, agent: false }, (answer) => {
            answer.resume();
            resolve(answer.statusCode);
        });
        asking.on("error", reject).end();
    });
}
