// The libraries as they are served, outside of any page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const BUILD = fileURLToPath(new URL("../../nginx/www/build.js", import.meta.url));

const parent = mkdtempSync(join(tmpdir(), "likes-js-"));
const directory = join(parent, "www");
const library = join(directory, "likes.js");
const analytics = join(directory, "likes-analytics.js");
before(() => execFileSync(process.execPath, [BUILD, directory]));
after(() => rmSync(parent, { recursive: true }));

/** Runs it as a module in a Node of its own, after something was done to what is there. Returns what it printed. */
const run = (preparation, script, module = library) =>
    execFileSync(
        process.execPath,
        ["--input-type=module", "--eval", `${preparation}; const likes = await import("${module}"); ${script}`],
        { encoding: "utf8" },
    );

test("it can be imported where there is no page, as on a server that renders one, and displays likes there", () => {
    const script = `
        console.log(likes.likesInWords(2), likes.displayMessageLikes({ id: "m", likes_count: 2 }).includes("❤️ 2"));
        try { likes.createLikes({ chatId: "c", getToken: () => "t" }); } catch (error) { console.log(error.kind); }`;
    assert.equal(run("", script), "2 likes true\nrefused\n");
});

test("it can be imported where even less is there", () => {
    for (const name of ["navigator", "process", "Buffer", "fetch", "URL", "WebSocket"])
        run(`delete globalThis.${name}`, "likes.createLikes.call");
});

test("the analytics can be imported where there is no page, and in a browser whose language Intl refuses", () => {
    run("delete globalThis.navigator", "likes.createAnalytics.call", analytics);
    const browser = `
        globalThis.window = globalThis;
        globalThis.document = {};
        Object.assign(globalThis, { devicePixelRatio: 1, addEventListener() {}, dispatchEvent() {} });
        globalThis.matchMedia = () => new EventTarget();
        Object.defineProperty(globalThis, "navigator", { value: { language: "en-US@posix" } });`;
    run(browser, "likes.createAnalytics.call", analytics);
});

test("the licences of what is bundled travel with it", () => {
    for (const [file, ...holders] of [
        ["likes.js", "MQTT.js contributors", "Sindre Sorhus"],
        ["likes-analytics.js", "Leon Sorokin", "Sindre Sorhus"],
        ["likes-analytics.css", "Leon Sorokin"],
    ]) {
        const text = readFileSync(join(directory, file), "utf8");
        for (const holder of holders) assert.ok(text.includes(holder), `${file}: ${holder}`);
    }
    const packages = JSON.parse(readFileSync(`${directory}-packages.json`, "utf8"));
    for (const name of ["mqtt", "uplot"]) assert.ok(packages.includes(name), name);
});

test("the analytics are at most 60 kB on their way, style sheet and all", () => {
    const bytes = ["js", "css"].map((type) => statSync(join(directory, `likes-analytics.${type}.gz`)).size);
    assert.ok(bytes[0] > 20_000 && bytes[0] + bytes[1] <= 60_000, `${bytes}`);
});
