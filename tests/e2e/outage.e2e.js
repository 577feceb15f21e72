// What people see when something is not there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { ADDRESS, addMessage, bearerToken, call, service, shortAccess } from "./support/stack.js";

/** What Chromium itself writes to the console when a connection fails. */
const CONNECTION_ERRORS = [/WebSocket connection/, /Failed to load resource/];

/** The first moment at which the token is no good any more. */
const endOf = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url")).exp * 1000;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("a broker that was away: the page says so, comes back, and shows what it missed", () =>
    withPages(browser, async (open) => {
        const id = addMessage("broker outage");
        const alice = await open("alice", { expectedErrors: CONNECTION_ERRORS });
        service("stop", "mosquitto");
        try {
            await alice.isState("reconnecting");
            await call("bob", "POST", `/messages/${id}/like`);
            // Without the broker the page still works, only alone.
            await alice.heart(id).click();
            await alice.shows(id, 2, true);
            await call("carol", "POST", `/messages/${id}/like`);
        } finally {
            service("start", "mosquitto");
        }
        await alice.isState("live");
        await alice.shows(id, 3, true);
        await call("bob", "DELETE", `/messages/${id}/like`);
        await alice.shows(id, 2, true);
    }));

test("a realtime token that ends while the page is open is replaced before, and nothing is missed", () =>
    withPages(browser, async (open) => {
        const id = addMessage("realtime token");
        const accesses = [];
        const alice = await open("alice", {
            prepare: (page) =>
                page.route(/\/realtime\/token$/, async (route) => {
                    const answer = await (await route.fetch()).json();
                    // The broker keeps to the first one's end, which is soon.
                    const access = accesses.length === 0 ? shortAccess(answer, 5) : answer;
                    accesses.push(access);
                    await route.fulfill({ json: access });
                }),
        });
        const states = await alice.page.evaluateHandle(() => {
            const seen = [];
            const connection = document.getElementById("connection");
            new MutationObserver(() => seen.push(connection.dataset.state)).observe(connection, { attributes: true });
            return seen;
        });
        await alice.page.waitForFunction((end) => Date.now() > end, endOf(accesses[0].token));
        assert.equal(accesses.length, 2);
        await call("bob", "POST", `/messages/${id}/like`);
        await alice.shows(id, 1, false);
        assert.deepEqual(
            [...new Set(await states.jsonValue())].filter((state) => state !== "live"),
            [],
        );
    }));

test("a bearer token that ends while the page is open is asked for again, and nobody notices", () =>
    withPages(browser, async (open) => {
        const id = addMessage("bearer token");
        const tokens = [];
        const alice = await open("alice", {
            expectedErrors: [/401/],
            // Like the demo's own, but the first ends soon.
            prepare: (page) =>
                page.route(/\/demo\/token$/, (route) => {
                    tokens.push(bearerToken("alice", tokens.length === 0 ? 10 : 600));
                    return route.fulfill({ json: { token: tokens.at(-1) } });
                }),
        });
        const bob = await open("bob");
        await alice.page.waitForFunction((end) => Date.now() > end, endOf(tokens[0]));
        const headers = { Authorization: `Bearer ${tokens[0]}` };
        assert.equal((await fetch(`${ADDRESS}/api/v1/messages/${id}/likes`, { headers })).status, 401);
        assert.equal(tokens.length, 1);
        await alice.heart(id).click();
        await alice.shows(id, 1, true);
        await bob.shows(id, 1, false);
        assert.equal(await alice.toast.isVisible(), false);
        assert.equal(tokens.length, 2);
    }));

test("without a network the page says so, takes a like back, and catches up when it is there again", () =>
    withPages(browser, async (open) => {
        const id = addMessage("no network");
        const alice = await open("alice", { expectedErrors: CONNECTION_ERRORS });
        const context = alice.page.context();
        await context.setOffline(true);
        await alice.isState("offline");
        await alice.heart(id).click();
        await alice.toast.getByText("cannot be reached").waitFor();
        await alice.shows(id, 0, false);
        await call("bob", "POST", `/messages/${id}/like`);
        await context.setOffline(false);
        await alice.isState("live");
        await alice.shows(id, 1, false);
    }));

test("handlers that are away: the like is taken back, the rest of the page goes on", () =>
    withPages(browser, async (open) => {
        const id = addMessage("handler outage");
        const alice = await open("alice", { expectedErrors: CONNECTION_ERRORS });
        service("stop", "like_message");
        try {
            await alice.heart(id).click();
            await alice.toast.getByText("cannot answer right now").waitFor();
            await alice.shows(id, 0, false);
            await alice.react(id, "thumbs_up");
            await alice.shows(id, 1, true, "thumbs_up");
        } finally {
            service("start", "like_message");
        }
        await alice.heart(id).click();
        await alice.shows(id, 1, true);
    }));
