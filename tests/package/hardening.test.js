// What is shipped is compiled and linked so that a fault in memory is hard to make use of.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { sources } from "../../scripts/lib/translation_unit.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { LIKES_BIN_DIR } = process.env;

const handlers = [...readFileSync(join(ROOT, "handlers/handlers.txt"), "utf8").matchAll(/^([a-z_]+) /gm)];
const executables = [...handlers.map(([, name]) => name), "relay", "analytics", "notifier", "operate"];
// The module of nginx has no function with a buffer, and so no trace of what would guard it.
const withBuffers = [...executables, "chat_likes_plugin.so"];
const shipped = [...withBuffers, "chat_likes_nginx_module.so"];

const readelf = (name, ...options) =>
    execFileSync("readelf", ["--wide", ...options, join(LIKES_BIN_DIR, name)], { encoding: "utf8" });

for (const name of shipped) {
    test(`${name}: no address is fixed, no table of addresses can be written`, () => {
        assert.match(readelf(name, "--file-header"), /Type: +DYN /, "position independent");
        assert.match(readelf(name, "--program-headers"), /GNU_RELRO/, "relocations are read-only");
        assert.match(readelf(name, "--program-headers"), /GNU_STACK.* RW /, "the stack holds no code");
        assert.match(readelf(name, "--dynamic"), /\(FLAGS_1\).*NOW/, "symbols are bound at the start");
    });
}

for (const name of withBuffers) {
    test(`${name}: stack and buffers are guarded`, () => {
        const symbols = readelf(name, "--dyn-syms");
        assert.match(symbols, /__stack_chk_fail/, "a stack that was written over is noticed");
        assert.match(symbols, /__\w+_chk@/, "calls of the C library know how long a buffer is");
    });
}

for (const name of executables) {
    test(`${name} is at another address each time`, () => {
        assert.match(readelf(name, "--dynamic"), /\(FLAGS_1\).*PIE/);
    });
}

// These leave no trace that could be looked for: GCC writes what it was called with nowhere.
test("every source that is shipped is compiled with what guards stack and jumps", () => {
    const commands = JSON.parse(readFileSync(join(LIKES_BIN_DIR, "../compile_commands.json"), "utf8"));
    const ours = commands.filter(({ command }) => / -o (handlers|mqtt)\//.test(command));
    assert.ok(ours.flatMap(({ file }) => sources(file)).length > 100);
    const flags = ["-fstack-protector-strong", "-fstack-clash-protection", "-D_FORTIFY_SOURCE=2"];
    if (process.arch === "x64") flags.push("-fcf-protection");
    for (const { file, command } of ours) {
        for (const flag of flags) assert.ok(command.split(" ").includes(flag), `${file} without ${flag}`);
    }
});
