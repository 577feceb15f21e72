// The API's page, as nginx/www/build.js makes it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { apiPage } from "../../nginx/www/api/page.js";
import { messages, refusals } from "./support/asyncapi.js";
import { asyncapi, openapi } from "./support/documents.js";
import { operations } from "./support/openapi.js";

const page = apiPage(openapi, asyncapi);
const all = (pattern) => [...page.matchAll(pattern)].map(([, found]) => found);
const anchors = all(/ id="([^"]+)"/g);

test("everything that is described is on the page, once", () => {
    assert.equal(new Set(anchors).size, anchors.length);
    const expected = [
        ...operations.map(({ id }) => `call-${id}`),
        ...messages.map(({ type }) => `event-${type}`),
        ...Object.keys(openapi.components.responses).map((name) => `answer-${name}`),
        ...Object.keys(openapi.components.schemas).map((name) => `schema-${name}`),
        ...Object.keys(asyncapi.components.schemas).map((name) => `schema-${name}`),
    ];
    for (const anchor of expected) assert.ok(anchors.includes(anchor), anchor);
    for (const { packet, reasonCode } of refusals) assert.ok(page.includes(`${packet.toUpperCase()} ${reasonCode}`));
});

test("an operation is told with its parameters, those of its path as well", () => {
    for (const { id, path } of operations) {
        const [section] = page.slice(page.indexOf(`id="call-${id}"`)).split("</section>");
        for (const [, name] of path.matchAll(/\{(\w+)\}/g)) assert.ok(section.includes(`<code>${name}</code>`), id);
    }
});

test("every link leads somewhere", () => {
    const links = all(/ href="([^"]+)"/g);
    const files = ["heart.svg", "api.css", "openapi.yaml", "asyncapi.yaml"];
    for (const link of links) {
        assert.ok(link.startsWith("#") ? anchors.includes(link.slice(1)) : files.includes(link), link);
    }
});

test("a strict policy lets all of it pass", () => {
    assert.doesNotMatch(page, /<script|<style|\sstyle=|\son\w+=|https?:\/\/(?!localhost)/);
});

test("a description cannot become markup by accident", () => {
    const odd = structuredClone(openapi);
    odd.info.title = "<b>&\"'";
    odd.components.responses.LikeState.content["application/json"].examples.liked.value.liked_by = ["<img>"];
    const escaped = apiPage(odd, asyncapi);
    assert.ok(escaped.includes("&lt;b&gt;&amp;&quot;&#39;"));
    assert.ok(escaped.includes("&quot;&lt;img&gt;&quot;"));
    assert.doesNotMatch(escaped, /<img>/);
});
