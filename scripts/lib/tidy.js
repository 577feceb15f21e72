// Usage: node scripts/lib/tidy.js COMPILE_COMMANDS CACHE FILE…
//
// clang-tidy over FILE…, and over what is compiled together with them, as many at a time as there are processors. What
// was found right is not checked again until something that clang-tidy goes by is another: the files and the headers that
// they include, macros and options, the checks, clang-tidy itself. CACHE has the hash of all that, in a file for each
// translation unit.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";

import { sources } from "./translation_unit.js";

const run = promisify(execFile);
const [database, cache, ...files] = process.argv.slice(2);
const commands = JSON.parse(readFileSync(database, "utf8"));
const version = (await run("clang-tidy", ["--version"])).stdout;

/** The compiler's options, quoted for a shell, without precompiled headers, which only their compiler can read. */
function options(command) {
    const [, words] = command.match(/^(?:\S*ccache )?\S+ (.*?) -o \S+ -c \S+$/);
    return words.replace(/ -Winvalid-pch| -include \S+cmake_pch\.hxx/g, "");
}

/** How many folders two paths have in common. */
function shared(one, other) {
    const [folders, others] = [dirname(one).split("/"), dirname(other).split("/")];
    const end = folders.findIndex((folder, i) => folder !== others[i]);
    return end < 0 ? folders.length : end;
}

const units = commands.map(({ file, command }) => ({ file, sources: sources(file), options: options(command) }));

/** What is compiled with the file in it. What this preset does not build has the options of a neighbour. */
function unitOf(path) {
    const nearness = (unit) => shared(path, unit.sources[0]);
    const nearest = () => units.reduce((best, unit) => (nearness(unit) > nearness(best) ? unit : best));
    return (
        units.find((unit) => unit.sources.includes(path)) ?? { file: path, sources: [path], options: nearest().options }
    );
}

/** A command of the shell, which finds its arguments in $1, $2 and so on. */
const shell = (command, ...words) => run("sh", ["-c", command, "sh", ...words], { maxBuffer: 1 << 28 });

/** The hash of everything that clang-tidy goes by. Of our own files also the comments and the layout. */
async function fingerprint({ file, sources: [first], options: words }) {
    const { stdout: text } = await shell(`clang++ -w -E ${words} "$1"`, file);
    const { stdout: checks } = await run("clang-tidy", ["--dump-config", first, "--"]);
    const included = new Set([...text.matchAll(/^# \d+ "([^"<]+)"/gm)].map(([, name]) => resolve(name)));
    const own = [...included].filter((name) => name.startsWith(`${process.cwd()}/`));
    const hash = createHash("sha256");
    for (const part of [version, checks, words, text, ...own.map((name) => readFileSync(name, "utf8"))]) {
        hash.update(`${part.length} `).update(part);
    }
    return hash.digest("hex");
}

/** What is in a file; empty if there is none. */
function content(path) {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return "";
    }
}

/** The configuration of clang-tidy that is nearest to the file. */
function configuration(path) {
    const nearest = join(dirname(path), ".clang-tidy");
    return existsSync(nearest) ? nearest : configuration(dirname(path));
}

/** True if nothing is to be said against what is compiled together. */
async function isRight(unit) {
    const name = relative(".", unit.sources[0]);
    const known = join(cache, name.replaceAll("/", "+"));
    // What does not compile has no fingerprint; clang-tidy says why.
    const found = await fingerprint(unit).catch(() => "");
    if (found !== "" && content(known) === found) return true;
    console.log(`      ${name}${unit.sources.length > 1 ? ` and ${unit.sources.length - 1} more` : ""}`);
    try {
        await shell(
            `exec clang-tidy --quiet --config-file="$1" "$2" -- ${unit.options}`,
            configuration(unit.sources[0]),
            unit.file,
        );
    } catch ({ stdout, stderr }) {
        console.log(stdout + stderr.replace(/^\d+ warnings?( and \d+ errors?)? generated.*\n/gm, ""));
        return false;
    }
    writeFileSync(known, found);
    return true;
}

mkdirSync(cache, { recursive: true });
const chosen = [...new Map(files.map((file) => unitOf(resolve(file))).map((unit) => [unit.file, unit])).values()];
// The largest first, so that none of them is left for one processor at the end.
const waiting = chosen.sort((one, other) => other.sources.length - one.sources.length);
let wrong = 0;
async function work() {
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
        if (!(await isRight(unit))) ++wrong;
    }
}
const count = chosen.length;
await Promise.all(Array.from({ length: availableParallelism?.() ?? cpus().length }, work));
if (wrong > 0) console.error(`clang-tidy: ${wrong} of ${count} translation units are not right`);
process.exitCode = wrong > 0 ? 1 : 0;
