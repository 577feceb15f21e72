// The specifications by themselves: with each other, with nginx's routes, with their own examples.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as events from "./support/asyncapi.js";
import { asyncapi, openapi, read, resolve } from "./support/documents.js";
import { operations, paths, schemas } from "./support/openapi.js";

const { version } = JSON.parse(read("package.json"));

const nginx = read("nginx/nginx.conf.in");

/** The lines of one of nginx's maps as pairs: the one that sets this variable. */
function map(variable) {
    const [, lines] = nginx.match(new RegExp(`\\bmap [^{]*\\$${variable} \\{([^}]*)`));
    return [...lines.matchAll(/^ *("[^"]+"|\w+) ("[^"]+"|\w+);$/gm)].map(([, from, to]) =>
        [from, to].map((word) => word.replaceAll('"', "")),
    );
}

/** nginx's routes: a map from a path of the API, with `{}` for each parameter, to its methods. */
function routes() {
    const verbs = new Map(map("verbs"));
    const found = map("resource").map(([pattern, resource]) => [
        pattern.replace(/^~\^|\\z$/g, "").replaceAll("[^/]+", "{}"),
        verbs.get(resource).split(", ").sort(),
    ]);
    const [, socket] = read("nginx/snippets/mqtt.conf").match(/set \$allow "([A-Z, ]+)";/);
    return [...found.filter(([path]) => path.startsWith("/api/")), ["/mqtt", [socket]]];
}

test("nginx routes what is described, and nothing else", () => {
    const described = paths.map(({ base, path, methods }) => [
        (base + path).replace(/\{\w+\}/g, "{}"),
        [...methods].sort(),
    ]);
    assert.deepEqual(Object.fromEntries(routes()), Object.fromEntries(described));
});

test("a verb that nginx allows has a handler, and one that has a handler is allowed", () => {
    const allowed = map("verbs").flatMap(([resource, verbs]) => verbs.split(", ").map((verb) => `${verb} ${resource}`));
    const handled = map("handler");
    // Which verb is handled as which other one.
    const alias = new Map(map("verb"));
    assert.deepEqual([...alias].filter(([from]) => from !== "default"), [["HEAD", "GET"]]);
    const routes = allowed.map((route) => route.replace(/^\w+/, (verb) => alias.get(verb) ?? verb));
    assert.deepEqual(handled.map(([route]) => route).sort(), [...new Set(routes)].sort());
    const handlers = [...read("handlers/handlers.txt").matchAll(/^([a-z_]+) /gm)].map(([, name]) => name);
    assert.deepEqual([...new Set(handled.map(([, handler]) => handler)), "monitor"].sort(), handlers.sort());
});

test("both describe the version that this is", () => {
    assert.equal(openapi.info.version, version);
    assert.equal(asyncapi.info.version, version);
});

test("a schema that is in both is the same in both", () => {
    const ours = asyncapi.components.schemas;
    const shared = Object.keys(ours).filter((name) => openapi.components.schemas[name]);
    assert.ok(shared.length > 5);
    for (const name of shared) assert.deepEqual(ours[name], openapi.components.schemas[name], name);
});

test("every component is used", () => {
    for (const document of [openapi, asyncapi]) {
        const used = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, $ref]) => $ref));
        for (const [kind, components] of Object.entries(document.components)) {
            if (kind === "securitySchemes") continue;
            for (const name of Object.keys(components)) assert.ok(used.has(`#/components/${kind}/${name}`), name);
        }
    }
});

test("the example of an answer is such an answer", () => {
    for (const [name, { content = {} }] of Object.entries(openapi.components.responses)) {
        for (const { schema, example, examples = {} } of Object.values(content)) {
            const values = [...(example ? [example] : []), ...Object.values(examples).map(({ value }) => value)];
            assert.ok(values.length > 0, `${name} has no example`);
            for (const value of values) assert.equal(schemas.mistake(schema, value), null, name);
        }
    }
});

test("the example of a body that is sent is such a body", () => {
    for (const { path, method, id } of operations) {
        const content = openapi.paths[path][method.toLowerCase()].requestBody?.content ?? {};
        for (const { schema, example } of Object.values(content)) {
            assert.equal(schemas.mistake(schema, example), null, id);
        }
    }
});

test("the example of a header is such a header", () => {
    for (const [name, { schema, example }] of Object.entries(openapi.components.headers)) {
        assert.equal(schemas.mistake(schema, example), null, name);
    }
});

test("the example of an event is such an event", () => {
    for (const { name, headers, payload } of events.messages) {
        const { examples } = resolve(asyncapi, { $ref: `#/components/messages/${name}` });
        for (const example of examples) {
            if (headers) assert.equal(events.schemas.mistake(headers, example.headers ?? {}), null, name);
            assert.equal(events.schemas.mistake(payload, example.payload), null, name);
        }
    }
});

test("a member that is not described is noticed", () => {
    const problem = { $ref: "#/components/schemas/Problem" };
    const { example } = openapi.components.responses.NotFound.content["application/problem+json"];
    assert.equal(schemas.mistake(problem, example), null);
    assert.notEqual(schemas.mistake(problem, { ...example, stack: "" }), null);
    assert.notEqual(schemas.mistake(problem, { ...example, detail: undefined }), null);
});
