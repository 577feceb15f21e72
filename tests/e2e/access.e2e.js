// What the page looks like to everybody: in light and dark, in colours of one's own, with less motion, on any screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { checkWithAxe, launch, withPages } from "./support/browser.js";
import { addMessage, call } from "./support/stack.js";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const LOOKS = {
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    "forced colours": { forcedColors: "active" },
};
const LOCALES = ["en-GB", "ru-RU"];

for (const [look, options] of Object.entries(LOOKS)) {
    for (const locale of LOCALES) {
        test(`axe finds nothing to complain about: ${look}, ${locale}`, () =>
            withPages(browser, async (open) => {
                const id = addMessage("accessible");
                await call("bob", "POST", `/messages/${id}/like`);
                const demo = await open("alice", { ...options, locale, reducedMotion: "reduce" });
                await demo.react(id, "joy");
                await demo.heart(id).click();
                await demo.shows(id, 2, true);
                await checkWithAxe(demo.page, "the chat");
                await demo.chip(id, "joy").hover();
                await demo.whoTip.waitFor();
                await checkWithAxe(demo.page, "who has put a reaction");
                await demo.pick(id).click();
                await checkWithAxe(demo.page, "the picker");
                await demo.page.keyboard.press("Escape");
                await demo.who(id).click();
                await demo.whoList.locator(".person").first().waitFor();
                await checkWithAxe(demo.page, "who reacted");
                const mallory = await open("mallory", { ...options, locale, expectedErrors: [/403/] });
                await checkWithAxe(mallory.page, "the refusal");
            }));
    }
}

test("in forced colours own reactions are told from others', and a set heart from an empty one", () =>
    withPages(browser, async (open) => {
        const [own, others] = [addMessage("own"), addMessage("others'")];
        const alice = await open("alice", { forcedColors: "active", reducedMotion: "reduce" });
        await alice.react(own, "joy");
        await alice.heart(own).click();
        for (const reaction of ["like", "joy"]) await call("bob", "PUT", `/messages/${others}/reactions/${reaction}`);
        await alice.shows(own, 1, true, "joy");
        await alice.shows(others, 1, false, "joy");
        const looks = (element) =>
            element.evaluate((element) => {
                const { backgroundColor, color } = getComputedStyle(element);
                const icon = element.querySelector(".heart-icon");
                return { backgroundColor, color, fill: icon && getComputedStyle(icon).fill };
            });
        const chosen = await looks(alice.page.locator(".user:has(:checked)"));
        for (const buttonOf of [(id) => alice.heart(id), (id) => alice.chip(id, "joy")]) {
            const [mine, theirs] = [await looks(buttonOf(own)), await looks(buttonOf(others))];
            assert.deepEqual({ ...mine, fill: null }, chosen);
            assert.notEqual(theirs.backgroundColor, chosen.backgroundColor);
            if (mine.fill !== null) assert.equal(mine.fill, mine.color);
        }
    }));

test("a like moves the heart, unless less motion is wanted", () =>
    withPages(browser, async (open) => {
        const id = addMessage("motion");
        const moves = async (reducedMotion) => {
            const demo = await open("alice", { reducedMotion });
            if ((await demo.heart(id).getAttribute("aria-pressed")) === "true") await demo.heart(id).click();
            await demo.heart(id).click();
            return demo.heart(id).evaluate((heart) => heart.getAnimations({ subtree: true }).length > 0);
        };
        assert.equal(await moves("no-preference"), true);
        assert.equal(await moves("reduce"), false);
    }));

for (const width of [280, 320, 360]) {
    for (const locale of LOCALES) {
        test(`on a narrow screen nothing is wider than it, or cut: ${width}, ${locale}`, () =>
            withPages(browser, async (open) => {
                const id = addMessage("x".repeat(300));
                for (const reaction of ["like", "grinning", "joy", "thumbs_up", "thumbs_down"]) {
                    await call("bob", "PUT", `/messages/${id}/reactions/${reaction}`);
                }
                const alice = await open("alice", { locale, viewport: { width, height: 640 } });
                await alice.shows(id, 1, false, "thumbs_down");
                await alice.pick(id).click();
                const fits = () =>
                    alice.page.evaluate((id) => {
                        const row = document.querySelector(`[data-message-id="${id}"]`);
                        const parts = [
                            ...row.querySelectorAll("button"),
                            ...document.querySelectorAll(".user, #picker"),
                        ];
                        const isCut = (element) => element.scrollWidth > element.clientWidth + 1;
                        const { scrollWidth, clientWidth } = document.documentElement;
                        return {
                            page: scrollWidth - clientWidth,
                            outside: parts
                                .filter((part) => part.getBoundingClientRect().right > clientWidth || isCut(part))
                                .map(({ outerHTML }) => outerHTML),
                        };
                    }, id);
                assert.deepEqual(await fits(), { page: 0, outside: [] });
                // The names of the users stand beside each other, whole.
                const names = await alice.page
                    .locator(".user .name")
                    .evaluateAll((all) =>
                        all.map((name) => name.getClientRects().length === 1 && name.offsetWidth > 0),
                    );
                assert.deepEqual(names, [true, true, true, true]);
            }));
    }
}
