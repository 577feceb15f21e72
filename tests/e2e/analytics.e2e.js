// The page of the analytics: it says what the database says, to everybody, and needs no more than its policy allows.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { rangeOf } from "../../nginx/www/analytics/spans.js";
import { checkWithAxe, launch, withAnalytics, withPages } from "./support/browser.js";
import { openPage } from "./support/own_page.js";
import { ADDRESS, addMessage, bearerToken, call, CHAT, rows } from "./support/stack.js";

const DIRECTORY = process.env.PICTURE_DIR;
const CHAT_BYTES = `UNHEX('${CHAT.replaceAll("-", "")}')`;
const ANALYTICS_CALLS = /\/analytics\/(activity|messages|users)\?/;
/** What a page needs to show them, and nothing else. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

let browser;
before(async () => {
    browser = await launch();
    await allIsCounted();
});
after(() => browser.close());

/** Until all that was liked so far is in the numbers. */
async function allIsCounted() {
    const waiting = `SELECT (SELECT COUNT(*) FROM feed WHERE consumer = 'analytics')
                          + (SELECT COUNT(*) FROM outbox WHERE NOT recorded)`;
    while (Number(rows(waiting)[0][0]) > 0);
}

/** Seconds since 1970, as SQL has them of the quarters. */
const seconds = (time) => Date.parse(time) / 1000;

/** What the rows say of each bucket: how many were given, taken back, and stand. */
function countedBySql({ points, as_of }) {
    const query = points.map(({ start }, at) => {
        const [begin, end] = [seconds(start), Math.ceil(seconds(points[at + 1]?.start ?? as_of))];
        return `SELECT ${at}, COALESCE(SUM(given), 0), COALESCE(SUM(taken_back), 0),
                    (SELECT COUNT(*) FROM reactions JOIN messages ON messages.message_id = reactions.message_id
                     WHERE messages.chat_id = ${CHAT_BYTES}
                       AND reacted_at >= FROM_UNIXTIME(${begin}) AND reacted_at < FROM_UNIXTIME(${end}))
                FROM like_quarters WHERE chat_id = ${CHAT_BYTES} AND reaction = '*'
                  AND quarter * 900 >= ${begin} AND quarter * 900 < ${end}`;
    });
    const sql = `SET time_zone = '+00:00'; ${query.join(" UNION ALL ")} ORDER BY 1;`;
    return rows(sql).map((row) => row.slice(1).map(Number));
}

for (const [label, span, timezoneId, chosen] of [
    ["28 days", "28d", "Asia/Kathmandu", null],
    ["7 days", "7d", "Europe/London", "Asia/Yekaterinburg"],
    ["Today", "1d", "America/New_York", "UTC"],
    ["All time", "all", "Pacific/Chatham", null],
]) {
    test(`the chart's table, the API, the CSV and the rows say the same: ${label}, ${chosen ?? timezoneId}`, () =>
        withAnalytics(browser, async (open) => {
            const page = await open("alice", { timezoneId });
            if (chosen !== null) await page.chooseZone(chosen);
            await page.chooseSpan(label === "7 days" ? "28 days" : "7 days");
            // A browser may have an older name for its zone.
            const timeZone = await page.zone.inputValue();
            const { from, to } = rangeOf(span, timeZone, Date.now());
            const [body] = await Promise.all([page.activity(from, to, timeZone), page.chooseSpan(label)]);
            const inTable = (await page.tableRows()).map((row) => row.slice(0, 3));
            assert.ok(inTable.length > 0);
            assert.deepEqual(
                inTable,
                body.points.map(({ start, given, taken_back }) => [start, given, taken_back]),
            );
            const bySql = countedBySql(body);
            assert.deepEqual(
                bySql.map((row) => row.slice(0, 2)),
                inTable.map((row) => row.slice(1)),
            );
            assert.deepEqual(
                bySql.map(([given, takenBack]) => given - takenBack),
                bySql.map(([, , stands]) => stands),
            );
            const csv = await page.saveCsv("activity");
            assert.equal(csv.name, `likes-activity-${from}-${to}.csv`);
            assert.deepEqual(
                csv.rows.map(({ start, given, taken_back }) => [start, Number(given), Number(taken_back)]),
                inTable,
            );
            assert.equal(await page.figure("Given"), body.totals.given);
            assert.equal(await page.figure("Taken back since"), body.totals.taken_back);
        }));
}

test("popular messages are those that the rows count, with their texts, and the CSV has them too", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("bob");
        await page.chooseSpan("All time");
        const shown = await page.ranking("messages");
        const bySql = rows(`
            SELECT messages.body, SUM(total) AS count FROM reaction_summaries
            JOIN messages ON messages.message_id = reaction_summaries.message_id
            WHERE chat_id = ${CHAT_BYTES} AND deleted_at IS NULL
            GROUP BY messages.message_id, messages.body, created_at HAVING count > 0
            ORDER BY count DESC, created_at DESC, messages.message_id LIMIT 10`);
        assert.deepEqual(
            shown.map(([, , count]) => count),
            bySql.map(([, count]) => Number(count)),
        );
        // The page knows the texts of the newest messages only.
        assert.ok(shown.some(([, text], at) => text === bySql[at][0]));
        const csv = await page.saveCsv("messages");
        assert.equal(csv.name, "likes-messages-all.csv");
        assert.deepEqual(
            csv.rows.slice(0, 10).map(({ count }) => Number(count)),
            shown.map(([, , count]) => count),
        );
    }));

for (const [choice, by] of [
    ["Who reacts most", "given"],
    ["Who gets most", "received"],
]) {
    test(`people are those whom the rows count: ${choice}`, () =>
        withAnalytics(browser, async (open) => {
            const page = await open("carol");
            await page.view("people").getByRole("radio", { name: choice }).check();
            await page.chooseSpan("All time");
            const shown = await page.ranking("people");
            const bySql = rows(`
                SELECT SUM(${by}) AS count FROM user_days JOIN chat_members USING (chat_id, user_id)
                WHERE chat_id = ${CHAT_BYTES} AND left_at IS NULL GROUP BY user_id HAVING count > 0
                ORDER BY count DESC LIMIT 10`);
            assert.deepEqual(
                shown.map(([, , count]) => count),
                bySql.map(([count]) => Number(count)),
            );
            assert.ok(shown.some(([, name]) => ["Alice", "Bob", "Grace", "Victor"].includes(name)));
            const csv = await page.saveCsv("people");
            assert.equal(csv.name, `likes-users-${by}-all.csv`);
            assert.deepEqual(
                csv.rows.slice(0, 10).map(({ count }) => Number(count)),
                shown.map(([, , count]) => count),
            );
            const { me } = await call("carol", "GET", `/chats/${CHAT}/analytics/users?by=${by}&span=all`);
            const own = await page.view("people").locator(".la-own").textContent();
            assert.match(own, new RegExp(`^You: rank ${me.rank}, ${me.count} reactions?$`));
        }));
}

test("a like is in the numbers a moment later, and what is taken back stays in the hour in which it was given", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice");
        const [given, takenBack] = [await page.figure("Given"), await page.figure("Taken back since")];
        const id = addMessage("counted");
        await call("bob", "POST", `/messages/${id}/like`);
        await call("carol", "POST", `/messages/${id}/like`);
        await call("carol", "DELETE", `/messages/${id}/like`);
        await allIsCounted();
        // The first answers may be those of a second ago.
        do {
            await page.chooseSpan("7 days");
            await page.chooseSpan("28 days");
        } while ((await page.figure("Given")) === given);
        assert.deepEqual(
            [await page.figure("Given"), await page.figure("Taken back since")],
            [given + 2, takenBack + 1],
        );
    }));

test("another zone moves the days", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice", { timezoneId: "Asia/Kathmandu" });
        const midnights = async () =>
            new Set((await page.tableRows()).map(([start]) => new Date(start).toISOString().slice(11)));
        assert.deepEqual(await midnights(), new Set(["18:15:00.000Z"]));
        await page.chooseZone("UTC");
        assert.deepEqual(await midnights(), new Set(["00:00:00.000Z"]));
        await page.chooseZone("Asia/Yekaterinburg");
        assert.deepEqual(await midnights(), new Set(["19:00:00.000Z"]));
    }));

test("the chart is drawn in the colours of its marks, in the dark as well", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice");
        for (const colorScheme of ["light", "dark", "light"]) {
            await page.page.emulateMedia({ colorScheme });
            for (const kind of ["given", "taken-back", "before"]) {
                await page.isPainted(kind);
            }
        }
    }));

test("what is pointed at is said in numbers", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice");
        assert.equal(await page.tip.isVisible(), false);
        const over = page.chart.locator(".u-over");
        const { width, height } = await over.boundingBox();
        const table = await page.tableRows();
        for (const at of [0, 14, 27]) {
            await over.hover({ position: { x: ((at + 0.5) * width) / 28, y: height / 2 } });
            const said = await page.tip.innerText();
            assert.match(said, new RegExp(`Given: ${table[at][1]}$`, "m"));
        }
        await page.page.mouse.move(0, 0);
        await page.tip.waitFor({ state: "hidden" });
    }));

test("everything can be done with the keyboard alone, and nobody is shut out", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice");
        const { keyboard } = page.page;
        await page.span("28 days").focus();
        await keyboard.press("ArrowLeft");
        await page.isSettled();
        assert.equal(await page.span("7 days").isChecked(), true);
        assert.equal((await page.tableRows()).length, 7);
        await keyboard.press("Tab");
        const zone = await page.zone.inputValue();
        await keyboard.press("ArrowDown");
        await page.isSettled();
        assert.notEqual(await page.zone.inputValue(), zone);
        await keyboard.press("Tab");
        await keyboard.press("Enter");
        await page.numbers.waitFor();
        assert.equal(await page.button("activity", "Hide numbers").getAttribute("aria-expanded"), "true");
        await checkWithAxe(page.page, "with numbers");
        await page.page.emulateMedia({ colorScheme: "dark" });
        await checkWithAxe(page.page, "in the dark");
        await keyboard.press("Enter");
        await page.numbers.waitFor({ state: "hidden" });
    }));

test("the chart says to the ears what it shows, and names the table of its numbers", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice");
        const given = await page.figure("Given");
        const label = await page.chart.getAttribute("aria-label");
        assert.match(
            label,
            new RegExp(`^Activity: ${given} reactions, \\d+ taken back since\\. Most: .+, \\d+ reactions?\\.$`),
        );
        assert.equal(await page.chart.getAttribute("role"), "img");
        assert.equal(await page.chart.getAttribute("aria-describedby"), await page.numbers.getAttribute("id"));
    }));

for (const locale of ["en-GB", "ru-RU"]) {
    for (const colorScheme of ["light", "dark"]) {
        test(`nothing is wider than a phone, and a picture: ${locale}, ${colorScheme}`, () =>
            withAnalytics(browser, async (open) => {
                const options = { locale, colorScheme, reducedMotion: "reduce", timezoneId: "Asia/Yekaterinburg" };
                const page = await open("alice", { ...options, viewport: { width: 320, height: 640 } });
                await page.button("activity", /numbers|числа/).click();
                const width = await page.page.evaluate(() => document.documentElement.scrollWidth);
                assert.equal(width, 320);
                assert.equal(await page.page.locator("html").getAttribute("lang"), locale);
                if (!DIRECTORY) return;
                mkdirSync(DIRECTORY, { recursive: true });
                const name = (size) => join(DIRECTORY, `analytics-${locale.slice(0, 2)}-${colorScheme}${size}.png`);
                await page.page.evaluate(() => scrollTo(0, 0));
                await page.page.screenshot({ path: name("-phone"), fullPage: true });
                const wide = await open("alice", { ...options, viewport: { width: 1000, height: 800 } });
                await wide.page.screenshot({ path: name(""), fullPage: true });
            }));
    }
}

test("a list that is made only now comes by itself", () =>
    withAnalytics(browser, async (open) => {
        let asked = 0;
        const page = await open("alice", {
            prepare: (page) =>
                page.route(/analytics\/messages\?/, (route) =>
                    ++asked > 1
                        ? route.continue()
                        : route.fulfill({
                              status: 202,
                              headers: { "Retry-After": "1" },
                              json: { as_of: null, messages: [] },
                          }),
                ),
        });
        await page.isSettled();
        assert.ok((await page.ranking("messages")).length > 0);
        assert.equal(asked, 2);
    }));

test("a view that the server cannot answer says so, the others are there, and it comes back by itself", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice", { expectedErrors: [/503/] });
        await page.page.route(/analytics\/users\?/, (route) =>
            route.fulfill({ status: 503, headers: { "Retry-After": "1" }, json: {} }),
        );
        await page.view("people").getByRole("radio", { name: "Who gets most" }).check();
        await page.view("people").getByText("cannot answer right now. Trying again in 1 second.").waitFor();
        assert.ok((await page.ranking("messages")).length > 0);
        await page.page.unroute(/analytics\/users\?/);
        await page.view("people").locator(".la-ranking").waitFor();
    }));

for (const [status, words] of [
    [403, "These numbers are not for you."],
    [404, "There are no numbers: the server does not count, or there is no such chat."],
]) {
    test(`what is refused as a whole is said once: ${status}`, () =>
        withAnalytics(browser, async (open) => {
            const page = await open("alice", {
                expectedErrors: [new RegExp(status)],
                prepare: (page) => page.route(ANALYTICS_CALLS, (route) => route.fulfill({ status, json: {} })),
            });
            assert.equal(await page.refusal.getByRole("alert").textContent(), words);
            assert.equal(await page.view("messages").isVisible(), false);
            await page.page.unroute(ANALYTICS_CALLS);
            await page.refusal.getByRole("button").focus();
            await page.page.keyboard.press("Enter");
            await page.chart.locator("canvas").waitFor();
            assert.equal(
                await page.span("Today").evaluate((input) => input.closest("div").contains(document.activeElement)),
                true,
            );
        }));
}

test("where the server has no lists of users there is no view of them", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice", {
            expectedErrors: [/404/],
            prepare: (page) => page.route(/analytics\/users\?/, (route) => route.fulfill({ status: 404, json: {} })),
        });
        assert.equal(await page.view("people").isVisible(), false);
        assert.ok((await page.ranking("messages")).length > 0);
    }));

test("where nothing happened there is nothing to draw, and it says so", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("alice", {
            prepare: (page) =>
                page.route(ANALYTICS_CALLS, async (route) => {
                    const response = await route.fetch();
                    const body = await response.json();
                    const points = body.points?.map((point) => ({ ...point, given: 0, taken_back: 0 }));
                    await route.fulfill({ response, json: { ...body, points, messages: [], users: [] } });
                }),
        });
        for (const words of [
            "Nobody has reacted in this time.",
            "No message of this time has reactions.",
            "Nobody to name in this time.",
        ]) {
            await page.page.getByText(words).waitFor();
        }
        await checkWithAxe(page.page, "empty");
    }));

test("who is no member sees why there is nothing", () =>
    withAnalytics(browser, async (open) => {
        const page = await open("mallory", { expectedErrors: [/403/] });
        assert.match(await page.refusal.textContent(), /Only members/);
        await checkWithAxe(page.page, "refused");
        await page.page.locator("label[for=user-bob]").click();
        await page.chart.locator("canvas").waitFor();
    }));

test("the demo's pages lead to each other, and the user stays", () =>
    withPages(browser, async (open) => {
        const demo = await open("bob");
        await demo.page.getByRole("link", { name: "Analytics" }).click();
        await demo.page.locator(".la-chart canvas").waitFor();
        assert.equal(await demo.page.locator("#user-bob").isChecked(), true);
        await demo.page.getByRole("link", { name: "Chat" }).click();
        await demo.isSettled();
        assert.equal(await demo.page.locator("#user-bob").isChecked(), true);
    }));

test("the page comes with the policy of the demo page, and what never changes may be kept", async () => {
    const [chat, page] = [await fetch(`${ADDRESS}/`), await fetch(`${ADDRESS}/analytics/`)];
    assert.equal(page.headers.get("content-security-policy"), chat.headers.get("content-security-policy"));
    assert.equal(page.headers.get("cache-control"), "no-cache");
    const html = await page.text();
    assert.doesNotMatch(html, /<style|style=|<script(?![^>]*src=)|\son\w+=/);
    for (const [path] of html.matchAll(/\/assets\/[^"]+/g)) {
        const asset = await fetch(ADDRESS + path, { headers: { "Accept-Encoding": "gzip" } });
        assert.equal(asset.status, 200, path);
        assert.match(asset.headers.get("cache-control"), /max-age=31536000, immutable/);
        assert.equal(asset.headers.get("content-encoding"), "gzip");
    }
});

test("other pages get the module, its types and its style sheet under their own names", async () => {
    for (const [path, type] of [
        ["/likes-analytics.js", "text/javascript"],
        ["/likes-analytics.d.ts", "text/plain"],
        ["/likes-analytics.css", "text/css"],
    ]) {
        const answer = await fetch(ADDRESS + path, { headers: { "Accept-Encoding": "gzip" } });
        assert.equal(answer.headers.get("content-type"), `${type}; charset=utf-8`);
        assert.equal(answer.headers.get("cache-control"), "no-cache");
        assert.equal(answer.headers.get("content-encoding"), "gzip");
    }
    for (const path of ["/likes.css", "/likes-analytics.js.gz", "/analytics", "/analytics/index.html"]) {
        assert.equal((await fetch(ADDRESS + path)).status, 404, path);
    }
});

test("it works in a page of others under a strict policy, and leaves nothing behind", async () => {
    const { page, mistakes, close } = await openPage(browser, '<div id="here"><p>before</p></div>', { policy: POLICY });
    try {
        const violations = await page.evaluateHandle(() => {
            const violations = [];
            document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
            return violations;
        });
        await page.evaluate(
            async ([chatId, token]) => {
                const sheet = document.createElement("link");
                Object.assign(sheet, { rel: "stylesheet", href: "/likes-analytics.css" });
                const isThere = new Promise((resolve) => sheet.addEventListener("load", resolve));
                document.head.append(sheet);
                await isThere;
                const { createAnalytics } = await import("/likes-analytics.js");
                const element = document.getElementById("here");
                window.analytics = createAnalytics({ element, chatId, token, locale: "ru" });
            },
            [CHAT, bearerToken("alice")],
        );
        await page.getByRole("heading", { name: "Популярные сообщения" }).waitFor();
        await page.locator(".la-chart canvas").waitFor();
        const over = await page.locator(".la-chart .u-over").boundingBox();
        assert.ok(over.width > 200 && over.height > 100, "uPlot has put its layers in their places");
        assert.deepEqual(await violations.jsonValue(), []);
        let requests = 0;
        page.on("request", () => ++requests);
        await page.evaluate(() => window.analytics.destroy());
        assert.equal(await page.locator("#here").innerHTML(), "<p>before</p>");
        await page.evaluate(() => dispatchEvent(new Event("resize")));
        assert.equal(requests, 0);
        assert.deepEqual(mistakes, []);
    } finally {
        await close();
    }
});

test("what it cannot show is said at once", async () => {
    const { page, close } = await openPage(browser, '<div id="here"></div>', { policy: POLICY });
    try {
        const names = await page.evaluate(async (chatId) => {
            const { createAnalytics } = await import("/likes-analytics.js");
            const element = document.getElementById("here");
            const tries = [{}, { chatId, deployment: true }, { chatId, timeZone: "Mars/Olympus_Mons" }];
            return tries.map((options) => {
                try {
                    createAnalytics({ element, token: "t", ...options });
                } catch (error) {
                    return error.name;
                }
            });
        }, CHAT);
        assert.deepEqual(names, ["TypeError", "TypeError", "RangeError"]);
        assert.equal(await page.locator("#here").innerHTML(), "");
    } finally {
        await close();
    }
});
