// Whoever is woken up by an alert finds what to do.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "js-yaml";

import { anchor, fault, headings, read } from "./support/pages.js";

const PAGE = "scripts/OPERATIONS.md";
const alerts = load(read("scripts/monitoring/alerts.yml"))
    .groups.flatMap(({ rules }) => rules)
    .filter((rule) => rule.alert !== undefined);

test("every alert has a section, and every section an alert", () => {
    const all = headings(PAGE);
    const first = all.findIndex(({ text }) => text === "Alerts") + 1;
    const sections = all.slice(first).map(({ text }) => text);
    assert.deepEqual(sections, alerts.map(({ alert }) => alert));
});

test("every alert names its section, at the address that the configuration gives", () => {
    const { runbooks } = load(read("scripts/monitoring/prometheus.yml")).global.external_labels;
    assert.ok(new URL(runbooks).pathname.endsWith("/OPERATIONS.md"));
    for (const { alert, annotations } of alerts) {
        assert.equal(annotations.runbook_url, `{{ $externalLabels.runbooks }}#${anchor(alert)}`);
        assert.equal(fault("README.md", `${PAGE}#${anchor(alert)}`), null);
    }
});
