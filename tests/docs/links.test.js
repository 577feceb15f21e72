// The pages by themselves: where their links go, and what their commands are called.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { anchor, code, fault, languages, links, PAGES, read, ROOT } from "./support/pages.js";

test("every link leads to a file, and every anchor to a heading", () => {
    const broken = PAGES.flatMap((page) =>
        links(page)
            .map((target) => [page, target, fault(page, target)])
            .filter(([, , why]) => why !== null),
    );
    assert.deepEqual(broken, []);
});

test("a broken link is noticed", () => {
    assert.equal(fault("README.md", "scripts/OPERATIONS.md#alerts"), null);
    assert.match(fault("README.md", "scripts/KITCHEN.md"), /there is no/);
    assert.match(fault("scripts/OPERATIONS.md", "#kitchen"), /has no #kitchen/);
    assert.match(fault("README.md", "../elsewhere"), /there is no/);
    assert.equal(anchor("TLS, and who can reach it"), "tls-and-who-can-reach-it");
});

test("a function that a link names is in the file that it leads to", () => {
    const named = PAGES.flatMap((page) =>
        [...read(page).matchAll(/\[`([\w:$]+)`\]\(([^)#]+\.\w+)\)/g)].map(([, name, target]) => [page, name, target]),
    );
    assert.ok(named.length > 15);
    for (const [page, name, target] of named) {
        const file = join(dirname(page), target);
        assert.ok(read(file).includes(name.split("::").at(-1)), `${page}: there is no ${name} in ${file}`);
    }
});

test("every page is linked from the README", () => {
    const linked = links("README.md");
    for (const page of PAGES.filter((page) => !["README.md", "CHANGELOG.md"].includes(page))) {
        assert.ok(linked.includes(page), page);
    }
});

test("commands stand in blocks of sh, which are run, and nowhere else", () => {
    for (const page of PAGES) {
        for (const language of languages(page)) {
            assert.ok(["sh", "js", "json", "text"].includes(language), `${page}: a block of "${language}"`);
        }
    }
});

test("a script that a page names is there, and knows the options that are named with it", () => {
    const helps = new Map();
    const help = (script) => {
        if (!helps.has(script)) helps.set(script, execFileSync(`${ROOT}${script}`, ["--help"], { encoding: "utf8" }));
        return helps.get(script);
    };
    const named = PAGES.flatMap((page) => code(page)).filter((text) => /^(\.\/)?scripts\/[a-z-]+( |$)/.test(text));
    assert.ok(named.length > 20);
    for (const text of named.filter((text) => text !== "scripts/monitoring")) {
        const [script, ...words] = text.replace(/^\.\//, "").split(" ");
        const usage = help(script);
        for (const word of words.filter((word) => word.startsWith("--"))) {
            assert.ok(usage.includes(word), `${text}: ${script} knows no ${word}`);
        }
    }
});
