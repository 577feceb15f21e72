// Usage: node scripts/package/sbom.js PACKAGE VERSION [--sources DIR…] [--binaries FILE…] [--bundled FILE]
//
// Prints the bill of materials of a Debian package of ours, as SPDX 2.3 in JSON: the Debian packages of the libraries that
// its binaries load, those of the headers that its sources include, and the npm packages that FILE names, which are in
// the bundled JavaScript. Debian 12 has no tool for this; what is known here, dpkg knows.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        sources: { type: "string", multiple: true, default: [] },
        binaries: { type: "string", multiple: true, default: [] },
        bundled: { type: "string" },
    },
});
const [name, version] = positionals;
if (version === undefined) throw new Error("usage: node sbom.js PACKAGE VERSION …; see its head");

const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8" });
const unique = (items) => [...new Set(items)].sort();

/** The files that the dynamic linker loads for a binary. */
const libraries = (binary) => [...run("ldd", binary).matchAll(/ => (.+?)(?: \(0x|$)/gm)].map(([, path]) => realpathSync(path));

/** Where g++ looks for <HEADER>, without its own. */
const INCLUDE_DIRECTORIES = ["/usr/include", `/usr/include/${run("gcc", "-print-multiarch").trim()}`];

/** The headers of others that the sources in a directory include. */
function headers(directory) {
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) => /\.[ch]pp$/.test(file.name));
    const text = files.map((file) => readFileSync(join(file.path, file.name), "utf8")).join("\n");
    const names = unique([...text.matchAll(/^#include <([^>]+)>/gm)].map(([, header]) => header));
    return names.flatMap((header) => INCLUDE_DIRECTORIES.map((path) => join(path, header)).filter(existsSync).slice(0, 1));
}

/** The Debian packages that have these files. */
function debianPackages(files) {
    if (files.length === 0) return [];
    // dpkg knows a file by where its package put it: a library in /usr/lib may be one in /lib.
    const places = unique(files).flatMap((path) => [path, path.replace(/^\/usr\/lib/, "/lib")]);
    const owners = new Map();
    const found = spawnSync("dpkg-query", ["--search", ...unique(places)], { encoding: "utf8" }).stdout;
    for (const [, owner, path] of found.matchAll(/^(\S+): (.*)$/gm)) owners.set(path.replace(/^\/lib/, "/usr/lib"), owner);
    for (const path of files) {
        if (!owners.has(path)) throw new Error(`${path} is of no Debian package`);
    }
    const names = unique(owners.values());
    const format = "${Package}\t${Version}\t${Architecture}\t${Homepage}\n";
    const rows = run("dpkg-query", "--show", `--showformat=${format}`, ...names).trimEnd().split("\n");
    return rows.map((row) => row.split("\t")).map(([name, version, architecture, homepage]) => ({
        name,
        version,
        homepage,
        purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`,
    }));
}

/** What package.json says of an npm package, by its directory in node_modules. */
function npmPackage(directory) {
    const { name, version, license, homepage = "", dependencies = {} } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    return { name, version, license, homepage, purl: `pkg:npm/${name.replace("@", "%40")}@${version}`, dependencies };
}

/** These npm packages and all that they depend on, which their own files may have in them already. */
function npmPackages(names) {
    const packages = new Map();
    const look = (name, parents) => {
        const places = [...parents.map((parent) => join(parent, "node_modules", name)), join(ROOT, "node_modules", name)];
        const directory = places.find(existsSync);
        if (directory === undefined) throw new Error(`the npm package ${name} is not there`);
        if (packages.has(directory)) return;
        const found = npmPackage(directory);
        packages.set(directory, found);
        for (const dependency of Object.keys(found.dependencies)) look(dependency, [directory, ...parents]);
    };
    for (const name of names) look(name, []);
    return [...packages.values()];
}

const NOT_SAID = "NOASSERTION";

/** An SPDX identifier of these words. */
const reference = (...words) => `SPDXRef-${words.join("-").replace(/[^A-Za-z0-9.-]+/g, "-")}`;

const describe = (id, { name, version, license, homepage, purl }) => ({
    SPDXID: id,
    name,
    versionInfo: version,
    ...(homepage && { homepage }),
    downloadLocation: NOT_SAID,
    filesAnalyzed: false,
    licenseConcluded: NOT_SAID,
    licenseDeclared: license ?? NOT_SAID,
    copyrightText: NOT_SAID,
    externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }],
});

const own = reference("Package", name);
const packages = [describe(own, { name, version, license: "MIT", purl: `pkg:deb/${name}@${version}` })];
const relationships = [{ spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: own }];

/** Adds what `own` has to do with these packages. */
function add(kind, others, relate) {
    for (const other of others) {
        const id = reference(kind, other.name, other.version);
        packages.push(describe(id, other));
        relationships.push(relate(id));
    }
}

const loaded = debianPackages(values.binaries.flatMap(libraries));
add("Library", loaded, (id) => ({ spdxElementId: own, relationshipType: "DYNAMIC_LINK", relatedSpdxElement: id }));
const included = debianPackages(values.sources.flatMap(headers));
add("Headers", included, (id) => ({ spdxElementId: id, relationshipType: "BUILD_DEPENDENCY_OF", relatedSpdxElement: own }));
const bundled = npmPackages(values.bundled ? JSON.parse(readFileSync(values.bundled, "utf8")) : []);
add("Npm", bundled, (id) => ({ spdxElementId: own, relationshipType: "CONTAINS", relatedSpdxElement: id }));

const digest = createHash("sha256").update(JSON.stringify(packages)).digest("hex");
// The same sources make the same bill (reproducible-builds.org).
const moment = process.env.SOURCE_DATE_EPOCH ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000) : new Date();
const bill = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `${name}-${version}`,
    documentNamespace: `https://chat-likes.invalid/spdx/${name}-${version}-${digest}`,
    creationInfo: { created: moment.toISOString().replace(/\.\d+Z$/, "Z"), creators: ["Organization: the chat-likes maintainers"] },
    packages,
    relationships,
};
console.log(JSON.stringify(bill, null, 2));
