// The pages in Markdown, as GitHub reads them.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Those whose links and commands are checked, by their paths in the repository. */
export const PAGES = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "handlers/ARCHITECTURE.md",
    "nginx/www/likes/FIRST_DRAFT.md",
    "schema/INTEGRATION.md",
    "schema/PORTABILITY.md",
    "scripts/CONFIGURATION.md",
    "scripts/OPERATIONS.md",
    "tests/RELIABILITY.md",
];

/** A file of the repository. */
export const read = (path) => readFileSync(join(ROOT, path), "utf8");

const FENCE = /^```(\w*)\n[^]*?^```$/gm;

/** The page without what stands in fences. */
export const prose = (path) => read(path).replace(FENCE, "");

/** The language of each fence, empty if it names none. */
export const languages = (path) => [...read(path).matchAll(FENCE)].map(([, language]) => language);

/** The headings: their level and their text. */
export const headings = (path) =>
    [...prose(path).matchAll(/^(#+) (.+)$/gm)].map(([, marks, text]) => ({ level: marks.length, text }));

/** The anchor that GitHub gives a heading. */
export const anchor = (heading) =>
    heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-");

/** Code in a line. */
export const code = (path) => [...prose(path).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text);

/** Where the links and pictures of the page go. */
export const links = (path) =>
    [...prose(path).replace(/`[^`\n]+`/g, "").matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);

/** What is wrong with a link of a page; null if nothing is. What leads out of the repository is not looked at. */
export function fault(page, target) {
    if (/^[a-z]+:/.test(target)) return null;
    const [file, fragment] = target.split("#");
    const path = file === "" ? page : normalize(join(dirname(page), file));
    if (path.startsWith("..") || !existsSync(join(ROOT, path))) return `there is no ${path}`;
    if (fragment === undefined) return null;
    return headings(path).some(({ text }) => anchor(text) === fragment) ? null : `${path} has no #${fragment}`;
}

/** The rows of the table whose first column has this title, cell by cell. */
export function table(path, title) {
    const lines = read(path).split("\n");
    const first = lines.findIndex((line) => line.startsWith(`| ${title} |`));
    if (first < 0) throw new Error(`${path} has no table of "${title}"`);
    const rows = lines.slice(first + 2);
    const length = rows.findIndex((line) => !line.startsWith("|"));
    return rows.slice(0, length).map((row) =>
        row
            .split("|")
            .slice(1, -1)
            .map((cell) => cell.trim()),
    );
}
