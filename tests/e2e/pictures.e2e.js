// What the page looks like, as pictures in PICTURE_DIR for people to see. The one in the README is made here as well.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, withPages } from "./support/browser.js";
import { call, deleteAddedMessages } from "./support/stack.js";

const DIRECTORY = process.env.PICTURE_DIR;
const demoMessage = (n) => `22222222-2222-4222-8222-${String(n).padStart(12, "0")}`;

const PICTURES = {
    "demo-page": { user: "alice", viewport: { width: 900, height: 640 } },
    dark: { user: "bob", viewport: { width: 900, height: 640 }, colorScheme: "dark" },
    phone: { user: "carol", viewport: { width: 375, height: 760 }, deviceScaleFactor: 2, locale: "ru-RU" },
};

let browser;
before(async () => {
    if (!DIRECTORY) throw new Error("PICTURE_DIR is not set; run the end-to-end tests with scripts/test e2e");
    mkdirSync(DIRECTORY, { recursive: true });
    deleteAddedMessages();
    browser = await launch();
});
after(() => browser.close());

for (const [name, { user, ...options }] of Object.entries(PICTURES)) {
    test(`a picture: ${name}`, () =>
        withPages(browser, async (open) => {
            const [start, last, packed] = [demoMessage(17), demoMessage(18), demoMessage(19)];
            for (const liker of ["alice", "bob"]) await call(liker, "POST", `/messages/${last}/like`);
            for (const [liker, message, reaction] of [
                ["carol", start, "thumbs_up"],
                ["bob", start, "thumbs_up"],
                ["alice", packed, "joy"],
                ["carol", packed, "joy"],
            ]) {
                await call(liker, "PUT", `/messages/${message}/reactions/${reaction}`);
            }
            const demo = await open(user, { reducedMotion: "reduce", ...options });
            await demo.row(last).evaluate((row) => row.scrollIntoView({ block: "center" }));
            if (name === "demo-page") await demo.pick(last).click();
            if (name === "phone") {
                await demo.who(last).click();
                await demo.whoList.locator(".person").first().waitFor();
            }
            await demo.page.screenshot({ path: join(DIRECTORY, `${name}.png`) });
        }));
}
