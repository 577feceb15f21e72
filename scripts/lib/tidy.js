// Usage: node scripts/lib/tidy.js COMPILE_COMMANDS CACHE FILE…
//
// clang-tidy over FILE…, as many at a time as there are processors. What was found right is not checked again until
// something that clang-tidy goes by is another: the file and the headers that it includes, macros and options, the
// checks, clang-tidy itself. CACHE has the hash of all that, in a file for each FILE.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const [database, cache, ...files] = process.argv.slice(2);
const commands = JSON.parse(readFileSync(database, "utf8"));
const version = (await run("clang-tidy", ["--version"])).stdout;

/** How many folders two paths have in common. */
function shared(one, other) {
    const [folders, others] = [dirname(one).split("/"), dirname(other).split("/")];
    const end = folders.findIndex((folder, i) => folder !== others[i]);
    return end < 0 ? folders.length : end;
}

/**
 * The compiler's options for a file, quoted for a shell, without precompiled headers, which only their compiler can read.
 * What this preset does not build has those of a neighbour.
 */
function options(path) {
    const nearest = commands.reduce((best, each) => (shared(path, each.file) > shared(path, best.file) ? each : best));
    const { command } = commands.find((each) => each.file === path) ?? nearest;
    const [, words] = command.match(/^(?:\S*ccache )?\S+ (.*?) -o \S+ -c \S+$/);
    return words.replace(/ -Winvalid-pch| -include \S+cmake_pch\.hxx/g, "");
}

/** A command of the shell, which finds its arguments in $1, $2 and so on. */
const shell = (command, ...words) => run("sh", ["-c", command, "sh", ...words], { maxBuffer: 1 << 28 });

/** The hash of everything that clang-tidy goes by. Of our own files also the comments and the layout. */
async function fingerprint(path, words) {
    const { stdout: text } = await shell(`clang++ -w -E ${words} "$1"`, path);
    const { stdout: checks } = await run("clang-tidy", ["--dump-config", path, "--"]);
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

/** True if nothing is to be said against the file. */
async function isRight(file) {
    const path = resolve(file);
    const words = options(path);
    const known = join(cache, file.replaceAll("/", "+"));
    // A file that does not compile has no fingerprint; clang-tidy says why.
    const found = await fingerprint(path, words).catch(() => "");
    if (found !== "" && content(known) === found) return true;
    console.log(`      ${file}`);
    try {
        await shell(`exec clang-tidy --quiet "$1" -- ${words}`, path);
    } catch ({ stdout, stderr }) {
        console.log(stdout + stderr.replace(/^\d+ warnings?( and \d+ errors?)? generated.*\n/gm, ""));
        return false;
    }
    writeFileSync(known, found);
    return true;
}

mkdirSync(cache, { recursive: true });
const waiting = [...files];
let wrong = 0;
async function work() {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        if (!(await isRight(file))) ++wrong;
    }
}
await Promise.all(Array.from({ length: availableParallelism?.() ?? cpus().length }, work));
if (wrong > 0) console.error(`clang-tidy: ${wrong} of ${files.length} files are not right`);
process.exitCode = wrong > 0 ? 1 : 0;
