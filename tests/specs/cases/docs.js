// The specifications and their page, as nginx serves them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "../support/documents.js";
import { send } from "../support/http.js";

const get = (target, headers) => send({ method: "GET", target, headers });

test("the page, under a policy that lets nothing else in", async () => {
    const { status, headers, body } = await get("/docs/");
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.equal(headers["cache-control"], "no-cache");
    const policy = headers["content-security-policy"];
    for (const rule of ["default-src 'none'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'none'"]) {
        assert.ok(policy.includes(rule), rule);
    }
    assert.doesNotMatch(policy, /unsafe|\*|data:|blob:|https?:/);
    for (const [, file] of body.matchAll(/ href="([^#"]+)"/g)) {
        assert.equal((await get(`/docs/${file}`)).status, 200, file);
    }
});

test("the specifications, as they are in the sources", async () => {
    for (const name of ["openapi.yaml", "asyncapi.yaml"]) {
        const { status, headers, body } = await get(`/docs/${name}`);
        assert.equal(status, 200);
        assert.equal(headers["content-type"], "application/yaml");
        assert.ok(body === read(`nginx/www/api/${name}`), `${name} is another; build first`);
        const again = await get(`/docs/${name}`, { "If-None-Match": headers.etag });
        assert.equal(again.status, 304);
    }
});

test("there is nothing else", async () => {
    for (const target of ["/docs", "/docs/index.html", "/docs/page.js", "/docs/api.css.gz", "/docs/../bin/relay"]) {
        const { status, headers } = await get(target);
        assert.equal(status, 404, target);
        assert.equal(headers["content-type"], "application/problem+json", target);
    }
});
