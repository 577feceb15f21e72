// A browser, and the demo page in it as a person sees it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { chromium, firefox } from "playwright-core";

import { AnalyticsPage } from "./analytics_page.js";
import { ADDRESS } from "./stack.js";

const AXE = readFileSync(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** How long a condition may take to come true. */
const PATIENCE_MS = 30_000;

/** Debian's Firefox instead of Chromium. */
const IS_FIREFOX = process.env.BROWSER === "firefox";

/** With an empty profile, in which the browser asks nobody on the internet for anything. */
export const launch = () =>
    IS_FIREFOX
        ? firefox.launch({ channel: "moz-firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" })
        : chromium.launch({
              executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
              args: [
                  ...(process.getuid() === 0 ? ["--no-sandbox"] : []),
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
              ],
          });

/** Runs `test` with a function that opens the demo page; what the page did wrong fails the test. */
export const withPages = (browser, test) => withOpener(browser, "/", (page) => new DemoPage(page), test);

/** The same with the page of the demo's analytics. */
export const withAnalytics = (browser, test) =>
    withOpener(browser, "/analytics/", (page) => new AnalyticsPage(page), test);

async function withOpener(browser, path, seen, test) {
    const contexts = [];
    const mistakes = [];
    try {
        await test(async (user, options = {}) => {
            const { prepare, expectedErrors = [], ...contextOptions } = options;
            const context = await browser.newContext({ locale: "en-GB", ...contextOptions });
            context.setDefaultTimeout(PATIENCE_MS);
            contexts.push(context);
            const page = await context.newPage();
            const note = (text) => {
                if (!expectedErrors.some((pattern) => pattern.test(text))) mistakes.push(`${user}: ${text}`);
            };
            // Firefox tells here what Chromium tells in the console.
            page.on("pageerror", (error) => note(error.message));
            page.on("console", (message) => message.type() === "error" && note(message.text()));
            await prepare?.(page);
            await page.goto(`${ADDRESS}${path}#${user}`);
            const opened = seen(page);
            await opened.isSettled();
            return opened;
        });
        if (mistakes.length > 0) throw new Error(`the page's console:\n${mistakes.join("\n")}`);
    } finally {
        for (const context of contexts) await context.close();
    }
}

/** Fails if the page shuts anybody out; `what` says in which state it is. */
export async function checkWithAxe(page, what) {
    // As a script of the test's, not of the page's, whose policy would not let it in.
    await page.evaluate(AXE);
    // Colours on their way are nobody's.
    await page.evaluate(() =>
        Promise.allSettled(
            document.getAnimations().flatMap((each) => (each instanceof CSSTransition ? [each.finished] : [])),
        ),
    );
    // Of the chat's messages, which are alike, the newest are enough.
    const { violations, passes } = await page.evaluate(() =>
        window.axe.run({ exclude: [".messages > :nth-last-child(n + 20)"] }),
    );
    assert.ok(passes.length > 10, what);
    assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
        [],
        what,
    );
}

class DemoPage {
    constructor(page) {
        this.page = page;
        this.connection = page.locator("#connection");
        this.toast = page.locator("#toast.shown");
        this.refusal = page.locator("#refusal");
        this.whoList = page.locator("#who-list");
        this.whoTip = page.locator("#who-tip");
        this.picker = page.locator("#picker");
        this.bell = page.locator("#bell");
        this.notices = page.locator("#notices");
    }

    notice(id) {
        return this.notices.locator(`[data-notice="${id}"]`);
    }

    /** Resolves when the badge says so; nothing, if it is empty. */
    async badgeSays(text) {
        await this.page.waitForFunction((text) => document.querySelector("#bell .badge").textContent === text, text);
    }

    /** Resolves when these are the notices, in this order: each with who reacted, and whether it has been read. */
    async lists(...notices) {
        await this.page.waitForFunction(
            (wanted) => {
                const rows = [...document.querySelectorAll("#notices .notice")].map((row) => [
                    row.dataset.notice,
                    row.querySelector(".notice-who").textContent,
                    !row.classList.contains("unread"),
                ]);
                return JSON.stringify(rows) === JSON.stringify(wanted);
            },
            notices,
        );
    }

    row(id) {
        return this.page.locator(`[data-message-id="${id}"]`);
    }

    heart(id) {
        return this.row(id).locator(".heart");
    }

    chip(id, reaction) {
        return this.row(id).locator(`.chip[data-reaction="${reaction}"]`);
    }

    /** The button that opens the list of who reacted. */
    who(id) {
        return this.row(id).locator(".who");
    }

    pick(id) {
        return this.row(id).locator(".pick");
    }

    /** The same page in another tab of the same browser. */
    async another() {
        const page = await this.page.context().newPage();
        await page.goto(this.page.url());
        const opened = new DemoPage(page);
        await opened.isSettled();
        return opened;
    }

    /** Resolves when the element has the focus. */
    async hasFocus(locator) {
        const element = await locator.elementHandle();
        await this.page.waitForFunction((wanted) => wanted === document.activeElement, element);
    }

    /** Resolves when it says beside the reaction's button who has put it. */
    async tells(text) {
        await this.whoTip.getByText(text, { exact: true }).waitFor();
    }

    /** Resolves when the connection says one of these. */
    async isState(...states) {
        await this.page.waitForFunction(
            (wanted) => wanted.includes(document.getElementById("connection").dataset.state),
            states,
        );
    }

    isSettled() {
        return this.isState("live", "refused");
    }

    /** Resolves when the message's like button, or that of another reaction, says so. */
    async shows(id, count, pressed, reaction = "like") {
        await this.page.waitForFunction(
            ([id, count, pressed, reaction]) => {
                const button = document.querySelector(`[data-message-id="${id}"] .bar [data-reaction="${reaction}"]`);
                const shown = Number(button?.querySelector(".count").textContent || 0);
                return shown === count && (button?.getAttribute("aria-pressed") ?? "false") === String(pressed);
            },
            [id, count, pressed, reaction],
        );
    }

    async react(id, reaction) {
        await this.pick(id).click();
        await this.picker.locator(`[data-reaction="${reaction}"]`).click();
    }

    /** How often the page called the server so, from now on. */
    counts(method, pattern) {
        const calls = { count: 0 };
        this.page.on("request", (request) => {
            if (request.method() === method && pattern.test(request.url())) ++calls.count;
        });
        return calls;
    }

    /** Answers calls in the server's place: only for refusals, which the real server gives nobody on demand. */
    async refuse(pattern, status, headers = {}) {
        await this.page.route(pattern, (route) =>
            route.fulfill({ status, headers, contentType: "application/problem+json", body: '{"title":"no"}' }),
        );
    }

    allow(pattern) {
        return this.page.unroute(pattern);
    }
}
