// Usage: node nginx/www/build.js DIRECTORY
//
// Builds what nginx serves, from an empty DIRECTORY: likes.js, likes-analytics.js, its style sheet and their types for
// pages of others, the demo's pages, and in docs the specifications and the page that shows them. What the demo's pages
// load has its content's hash in its name, so browsers may keep it for good; beside each file lies its compressed form.
// DIRECTORY-packages.json names the npm packages that are in it, for the bill of materials.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import { build } from "esbuild";
import { load } from "js-yaml";

import { apiPage } from "./api/page.js";

const source = fileURLToPath(new URL(".", import.meta.url));
const [target] = process.argv.slice(2);
if (target === undefined) throw new Error("usage: node nginx/www/build.js DIRECTORY");
const assets = join(target, "assets");
const docs = join(target, "docs");

const common = {
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    // Popovers and :has, which the page needs, are younger.
    target: ["chrome114", "firefox125", "safari17"],
    // The licences of what is bundled travel with it: of parts of packages in comments, and see licencesOf.
    legalComments: "eof",
    metafile: true,
    logLevel: "warning",
    write: false,
};
const bundledPackages = new Set();

/** Puts `content` into assets under a name with its hash. Returns the name. */
async function putAsset(name, content) {
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
    const hashed = name.replace(/\.(\w+)$/, `-${hash}.$1`);
    await writeFile(join(assets, hashed), content);
    return hashed;
}

async function bundle(entry, options = {}) {
    const { outputFiles, metafile } = await build({ ...common, entryPoints: [join(source, entry)], ...options });
    const packages = packagesOf(metafile.inputs);
    for (const directory of packages) bundledPackages.add(directory.slice(directory.lastIndexOf("node_modules/") + 13));
    return Buffer.concat([outputFiles[0].contents, ...(await licencesOf(packages))]);
}

/** The directories of the packages that are bundled. */
const packagesOf = (inputs) => [
    ...new Set(Object.keys(inputs).flatMap((path) => path.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? [])),
];

/** Their licences, as comments. */
async function licencesOf(packages) {
    return Promise.all(
        packages.map(async (directory) => {
            const file = (await readdir(directory)).find((name) => /^licen[cs]e/i.test(name));
            const licence = await readFile(join(directory, file), "utf8");
            return Buffer.from(`/*! ${basename(directory)}\n\n${licence.trim()}\n*/\n`);
        }),
    );
}

await rm(target, { recursive: true, force: true });
await mkdir(assets, { recursive: true });

// What these packages read of the browser as soon as they are imported. They would fail where there is no page (server-side
// rendering), or where Intl refuses its language; what we show goes by a language of its own.
const LANGUAGE = { mqtt: "navigator.language", uplot: "nav.language" };
const uplotNeedsNoLanguage = {
    name: "uplot",
    setup: ({ onLoad }) =>
        onLoad({ filter: /uPlot\.esm\.js$/ }, async ({ path }) => {
            const [before, after, ...more] = (await readFile(path, "utf8")).split(LANGUAGE.uplot);
            if (after === undefined || more.length > 0) throw new Error(`${path} does not read the language once`);
            return { contents: `${before}"en"${after}` };
        }),
};

const names = {};
/** A file for pages of others, under its own name, and for the demo's among its assets. */
async function putForAll(name, content) {
    await writeFile(join(target, name), content);
    names[name] = await putAsset(name, content);
}
await putForAll("likes.js", await bundle("likes/index.js", { define: { [LANGUAGE.mqtt]: '"en"' } }));
await putForAll("likes-analytics.js", await bundle("analytics/index.js", { plugins: [uplotNeedsNoLanguage] }));
await putForAll("likes-analytics.css", await bundle("analytics/likes-analytics.css"));
await cp(join(source, "likes/likes.d.ts"), join(target, "likes.d.ts"));
await cp(join(source, "analytics/likes-analytics.d.ts"), join(target, "likes-analytics.d.ts"));

// The demo's pages take the libraries as any other page does: each as one module.
const librariesAreModules = {
    name: "libraries",
    setup: ({ onResolve }) =>
        onResolve({ filter: /^likes(-analytics)?$/ }, ({ path }) => ({
            path: `./${names[`${path}.js`]}`,
            external: true,
        })),
};
const plugins = [librariesAreModules];
names["main.js"] = await putAsset("main.js", await bundle("page/main.js", { plugins }));
names["page.css"] = await putAsset("page.css", await bundle("page/page.css"));
names["heart.svg"] = await putAsset("heart.svg", await readFile(join(source, "page/heart.svg")));
names["analytics.js"] = await putAsset("analytics.js", await bundle("analytics_page/main.js", { plugins }));
names["analytics.css"] = await putAsset("analytics.css", await bundle("analytics_page/analytics.css"));

/** Puts the page, which names its assets as `{{name}}`, under `name`. */
async function putPage(name, entry) {
    const html = await readFile(join(source, entry), "utf8");
    const page = html.replace(/\{\{([^}]+)\}\}/g, (_, asset) => {
        if (names[asset] === undefined) throw new Error(`${entry} asks for ${asset}, which is not built`);
        return `/assets/${names[asset]}`;
    });
    await writeFile(join(target, name), page);
}
await mkdir(join(target, "analytics"));
await putPage("index.html", "page/index.html");
await putPage("analytics/index.html", "analytics_page/index.html");

await mkdir(docs);
const specifications = {};
for (const name of ["openapi.yaml", "asyncapi.yaml"]) {
    specifications[name] = await readFile(join(source, "api", name), "utf8");
    await writeFile(join(docs, name), specifications[name]);
}
await writeFile(join(docs, "api.css"), await bundle("api/api.css"));
await cp(join(source, "page/heart.svg"), join(docs, "heart.svg"));
await writeFile(
    join(docs, "index.html"),
    apiPage(load(specifications["openapi.yaml"]), load(specifications["asyncapi.yaml"])),
);

for (const file of [
    ...(await readdir(assets)).map((name) => join("assets", name)),
    ...(await readdir(docs)).map((name) => join("docs", name)),
    "likes.js",
    "likes.d.ts",
    "likes-analytics.js",
    "likes-analytics.css",
    "likes-analytics.d.ts",
    "index.html",
    "analytics/index.html",
]) {
    const content = await readFile(join(target, file));
    await writeFile(join(target, `${file}.gz`), await promisify(gzip)(content, { level: 9 }));
}
await writeFile(`${target}-packages.json`, JSON.stringify([...bundledPackages].sort()));
