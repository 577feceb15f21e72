// The API's page in a real browser: quiet under its policy, for everybody, on every screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkWithAxe, launch } from "./support/browser.js";
import { ADDRESS } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Runs `test` with the page, opened with these options; what the page did wrong fails the test. */
async function withDocs(options, test) {
    const context = await browser.newContext(options);
    const mistakes = [];
    try {
        const page = await context.newPage();
        page.on("console", (message) => mistakes.push(message.text()));
        page.on("requestfailed", (request) => mistakes.push(request.url()));
        await page.goto(`${ADDRESS}/docs/`, { waitUntil: "networkidle" });
        await test(page);
        assert.deepEqual(mistakes, []);
    } finally {
        await context.close();
    }
}

for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing to complain about: ${colorScheme}`, () =>
        withDocs({ colorScheme }, (page) => checkWithAxe(page, "the API's page")));
}

test("a link of the contents leads to its call", () =>
    withDocs({}, async (page) => {
        await page.getByRole("navigation").getByRole("link", { name: "Like a message" }).click();
        await page.locator("section:target").getByText("/api/v1/messages/{message_id}/like").waitFor();
    }));

test("on a phone nothing is wider than the screen", () =>
    withDocs({ viewport: { width: 360, height: 640 } }, async (page) => {
        for (const details of await page.locator("details").all()) await details.evaluate((each) => (each.open = true));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    }));
