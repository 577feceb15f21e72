// The tables of CONFIGURATION.md, against what the programs say of themselves.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { read, ROOT, table } from "./support/pages.js";

const { LIKES_BIN_DIR } = process.env;

/** A table's rows: a map from the name to what else is said, with `code` marks taken off. */
function documented(title) {
    const bare = (text) => text.replaceAll("`", "");
    const rows = table("scripts/CONFIGURATION.md", title);
    for (const [name, unit] of rows) assert.notEqual(unit, "", `${name} has no unit`);
    return new Map(rows.map(([name, , value, bounds]) => [bare(name), { default: bare(value), bounds: bare(bounds) }]));
}

const sorted = (options) => Object.fromEntries([...options].sort());

/** What `PROGRAM --help` lists. */
function optionsOf(program) {
    const help = execFileSync(`${LIKES_BIN_DIR}/${program}`, ["--help"], { encoding: "utf8", env: {} });
    const line = /^ {2}--([a-z-]+) [A-Z]+(?::(?:U?INT in \[(\d+) - (\d+)\]|\{([\w,]+)\}))?(?:=(\S+))? \(Env:(\w+)\)/gm;
    return new Map(
        [...help.matchAll(line)].map(([, name, min, max, words, value = "", variable]) => {
            assert.equal(variable, `LIKES_${name.toUpperCase().replaceAll("-", "_")}`);
            const bounds = words ? words.split(",").join(", ") : min ? `${min} to ${max}` : "";
            return [name, { default: value, bounds }];
        }),
    );
}

const programs = [...read("handlers/handlers.txt").matchAll(/^([a-z_]+) /gm)].map(([, name]) => name);

for (const program of [...programs, "relay", "analytics", "notifier", "operate"]) {
    test(`every option of ${program} is documented, with its default and bounds`, () => {
        assert.deepEqual(sorted(optionsOf(program)), sorted(documented("option")));
    });
}

test("every option of the broker's plugin is documented, with its default and bounds", () => {
    const fields = read("mqtt/plugin/options.hpp").matchAll(/ (\w+)(?: = |\{"?)([\w']+)"?\}?;/g);
    const defaults = Object.fromEntries([...fields].map(([, field, value]) => [field, value.replaceAll("'", "")]));
    const source = read("mqtt/plugin/options.cpp");
    const branches = source.matchAll(/name == "(\w+)"\) \{([^}]*)\}/g);
    const found = [...branches].map(([, name, body]) => {
        const [, min, max] = body.match(/, ([\d']+), ([\d']+)\)/) ?? [];
        const field = body.match(/options\.(\w+) =/)[1];
        const bounds = min ? `${min} to ${max}`.replaceAll("'", "") : "";
        return [name, { default: defaults[field] ?? "", bounds }];
    });
    assert.deepEqual(sorted(found), sorted(documented("plugin option")));
});

test("every setting of up is documented, with its default and bounds", () => {
    const help = execFileSync(`${ROOT}scripts/up`, ["--help"], { encoding: "utf8", env: { PATH: process.env.PATH } });
    const line = /^ {2}([A-Z_]+) +(.*) \((.*?)(?:; (.*))?\)$/gm;
    const settings = [...help.matchAll(line)].filter(([, , text]) => !text.startsWith("their option "));
    const own = settings.map(([, name, , value, bounds = ""]) => [
        name,
        { default: value === "unset" ? "" : value.replace(ROOT, ""), bounds },
    ]);
    assert.deepEqual(sorted(own), sorted(documented("setting of `up`")));
});
