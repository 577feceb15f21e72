// The SQL of the handlers and the relay, and what of it not every database of MySQL's family has.
import { read } from "./pages.js";

const FILES = [
    "handlers/core/store/sql.hpp",
    "handlers/core/store/analytics/activity_sql.hpp",
    "handlers/core/store/analytics/audit_sql.hpp",
    "handlers/core/store/analytics/counting_sql.hpp",
    "handlers/core/store/analytics/ranking_sql.hpp",
    "handlers/core/store/feed_sql.hpp",
    "handlers/core/store/notices/reading_sql.hpp",
    "handlers/core/store/notices/sending_sql.hpp",
    "handlers/core/store/notices/settling_sql.hpp",
    "handlers/core/store/notices/upkeep_sql.hpp",
    "handlers/core/store/upkeep/export_sql.hpp",
    "handlers/core/store/upkeep/sql.hpp",
];

/** By the heading of PORTABILITY.md that speaks of it: how it is recognized in a statement. */
export const CONSTRUCTS = {
    "`JSON_TABLE` with a parameter": /\bJSON_TABLE\(\?/,
    "`STRAIGHT_JOIN`": /\bSTRAIGHT_JOIN\b/,
    "`FORCE INDEX`": /\bFORCE INDEX\b/,
    "`FOR UPDATE`": /\bFOR UPDATE\b/,
    "A derived table": /\b(FROM|JOIN) \(\s*SELECT\b/,
    "`DELETE` in the form for several tables": /^\s*DELETE (?!FROM\b)/,
    "Rows in `IN`": /, (\w\.)?\w+\) IN \(/,
    "`ON DUPLICATE KEY UPDATE`": /\bON DUPLICATE KEY UPDATE\b/,
    "`VALUES(column)`": /\bON DUPLICATE KEY UPDATE\b[^]*\bVALUES\(/,
    "`INTERVAL()` as a function": /\bINTERVAL\(/,
    "Times in microseconds": /\b(TIMESTAMP|TIMESTAMPDIFF|UTC_TIMESTAMP|INTERVAL|MICROSECOND)\b/,
};

const LITERAL = /R"sql\(([^]*?)\)sql"|"((?:[^"\\]|\\.)*)"/g;

/** The constants of a header that hold SQL: {name: text}. Where a statement is around rows, one stands there. */
export function statementsIn(text) {
    const constants = text.matchAll(
        /^inline constexpr (?:std::string_view|database::\w+) (k\w+)(?: =)?\s*((?:R"sql\([^]*?\)sql"|[^;"]|"(?:[^"\\]|\\.)*")*);/gm,
    );
    const values = Object.fromEntries([...constants].map(([, name, value]) => [name, value]));
    const literals = (value) => [...value.matchAll(LITERAL)].map(([, raw, plain]) => raw ?? plain);
    // A statement may begin as another one does.
    const before = (value) => [...value.matchAll(/(k\w+)\.before/g)].map(([, name]) => literals(values[name])[0]);
    return Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, [...before(value), ...literals(value)].join("(?, ?)")]),
    );
}

/** All of them, by their names. */
export const statements = () => Object.assign({}, ...FILES.map((file) => statementsIn(read(file))));

/** The names of the constants that stand in these files, whatever they hold. */
export const constantNames = () =>
    FILES.flatMap((file) => [...read(file).matchAll(/^inline constexpr \S+ (k\w+)/gm)].map(([, name]) => name));

/** The names of the statements that have none of CONSTRUCTS, and of those that have each: {heading: [name…]}. */
export function users(all) {
    const of = (pattern) => Object.keys(all).filter((name) => pattern.test(all[name])).sort();
    const each = Object.entries(CONSTRUCTS).map(([heading, pattern]) => [heading, of(pattern)]);
    const used = new Set(each.flatMap(([, names]) => names));
    const plain = Object.keys(all).filter((name) => !used.has(name)).sort();
    return { ...Object.fromEntries(each), "None of these": plain };
}
