// Usage: node tests/specs/lint.js
//
// Lints openapi.yaml with Redocly's CLI, and asyncapi.yaml with @asyncapi/parser. That is what `asyncapi validate` of
// AsyncAPI's CLI runs; the CLI itself brings its studio, generators and templates, which nobody here uses.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { Parser } from "@asyncapi/parser";

import { read } from "./support/documents.js";

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

/** How grave a diagnosis is, from 0; the others are hints. */
const WORDS = ["error", "warning"];

function lintOpenapi() {
    const redocly = pathOf("../../node_modules/.bin/redocly");
    const args = ["lint", "--config", pathOf("redocly.yaml"), pathOf("../../nginx/www/api/openapi.yaml")];
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    return spawnSync(redocly, args, { stdio: "inherit", env }).status === 0;
}

async function lintAsyncapi() {
    const diagnoses = await new Parser().validate(read("nginx/www/api/asyncapi.yaml"));
    const graves = diagnoses.filter(({ severity }) => severity < WORDS.length);
    for (const { severity, path, range, message } of graves) {
        console.error(`asyncapi.yaml:${range.start.line + 1}: ${WORDS[severity]}: ${path.join(".")}: ${message}`);
    }
    return graves.length === 0;
}

const isGood = [lintOpenapi(), await lintAsyncapi()];
process.exitCode = isGood.every(Boolean) ? 0 : 1;
