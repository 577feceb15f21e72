// schema/PORTABILITY.md names every statement under everything that it uses.
import assert from "node:assert/strict";
import { test } from "node:test";

import { prose } from "./support/pages.js";
import { constantNames, CONSTRUCTS, statements, statementsIn, users } from "./support/statements.js";

const PAGE = "schema/PORTABILITY.md";

/** What each section says it is used by: {heading: [name…]}. */
function documented() {
    const sections = prose(PAGE).split(/^### /m).slice(1);
    return Object.fromEntries(
        sections.map((section) => {
            const [heading] = section.split("\n", 1);
            const [, list = ""] = section.match(/^Used by:([^]*?)(?:\n\n|$(?![^]))/m) ?? [];
            return [heading, [...list.matchAll(/`(k\w+)`/g)].map(([, name]) => name).sort()];
        }),
    );
}

test("a construct that a statement uses names the statement, and nobody else", () => {
    assert.deepEqual(documented(), users(statements()));
});

test("every source that is named has an address, and every address is named", () => {
    const page = prose(PAGE);
    const named = new Set([...page.matchAll(/\]\[([\w.-]+)\]/g)].map(([, name]) => name));
    const defined = [...page.matchAll(/^\[([\w.-]+)\]: https:\S+$/gm)].map(([, name]) => name);
    assert.deepEqual(defined.sort(), [...named].sort());
});

test("every constant of the files is read as a statement", () => {
    assert.deepEqual(Object.keys(statements()).sort(), constantNames().sort());
    assert.ok(constantNames().length > 30);
});

test("a statement is found by what it uses", () => {
    const text = `
inline constexpr std::string_view kOne = R"sql(
    DELETE r
    FROM JSON_TABLE(?, '$[*]' COLUMNS (x INT PATH '$')) q STRAIGHT_JOIN reactions r ON r.x = q.x)sql";
inline constexpr std::string_view kTwo = "DELETE FROM leases WHERE name = ?";
inline constexpr database::RowsStatement kThree{
    "DELETE r FROM reactions r WHERE (r.message_id, r.user_id) IN (", ")"};
inline constexpr database::RowsStatement kFour{kThree.before, ") AND TRUE"};`;
    const { "None of these": plain, ...found } = users(statementsIn(text));
    assert.deepEqual(plain, ["kTwo"]);
    const used = Object.keys(CONSTRUCTS).filter((heading) => found[heading].includes("kOne"));
    assert.deepEqual(used, ["`JSON_TABLE` with a parameter", "`STRAIGHT_JOIN`", "`DELETE` in the form for several tables"]);
    assert.deepEqual(found["Rows in `IN`"], ["kFour", "kThree"]);
});
