// likes.js as it is served, outside of any page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const BUILD = fileURLToPath(new URL("../../nginx/www/build.js", import.meta.url));

const directory = mkdtempSync(join(tmpdir(), "likes-js-"));
const library = join(directory, "likes.js");
before(() => execFileSync(process.execPath, [BUILD, directory]));
after(() => rmSync(directory, { recursive: true }));

/** Runs it as a module in a Node of its own, after something was done to what is there. Returns what it printed. */
const run = (preparation, script) =>
    execFileSync(
        process.execPath,
        ["--input-type=module", "--eval", `${preparation}; const likes = await import("${library}"); ${script}`],
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

test("the licences of what is bundled travel with it", () => {
    const text = readFileSync(library, "utf8");
    for (const holder of ["MQTT.js contributors", "Sindre Sorhus"]) assert.ok(text.includes(holder), holder);
});
