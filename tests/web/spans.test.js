import assert from "node:assert/strict";
import test from "node:test";

import { addDays, localDate, rangeOf, SPANS } from "../../nginx/www/analytics/spans.js";

const at = (time) => Date.parse(time);

test("it is the day of the zone, not that of the browser", () => {
    const late = at("2026-03-29T20:30:00Z");
    assert.equal(localDate("UTC", late), "2026-03-29");
    assert.equal(localDate("Asia/Kathmandu", late), "2026-03-30");
    assert.equal(localDate("Pacific/Chatham", late), "2026-03-30");
    assert.equal(localDate("America/Los_Angeles", late), "2026-03-29");
});

test("days are added over the ends of months and years", () => {
    assert.equal(addDays("2026-12-31", 1), "2027-01-01");
    assert.equal(addDays("2028-03-01", -1), "2028-02-29");
});

test("a day is told by the hour, and beside it the day before", () => {
    assert.deepEqual(rangeOf("1d", "Asia/Kathmandu", at("2026-03-29T20:30:00Z")), {
        from: "2026-03-30",
        to: "2026-03-30",
        bucket: "hour",
        before: { from: "2026-03-29", to: "2026-03-29" },
    });
});

test("a week and four weeks are told by the day, with this day as the last", () => {
    const now = at("2026-03-29T12:00:00Z");
    assert.deepEqual(rangeOf("7d", "UTC", now), {
        from: "2026-03-23",
        to: "2026-03-29",
        bucket: "day",
        before: { from: "2026-03-16", to: "2026-03-22" },
    });
    assert.deepEqual(rangeOf("28d", "UTC", now), {
        from: "2026-03-02",
        to: "2026-03-29",
        bucket: "day",
        before: { from: "2026-02-02", to: "2026-03-01" },
    });
});

test("all the time is thirteen months, which are never more than 400 days", () => {
    assert.deepEqual(rangeOf("all", "UTC", at("2026-03-29T12:00:00Z")), {
        from: "2025-03-01",
        to: "2026-03-29",
        bucket: "month",
        before: null,
    });
    for (let day = at("2027-01-01"); day < at("2029-01-01"); day += 86_400_000) {
        const { from, to } = rangeOf("all", "UTC", day);
        assert.ok(at(to) - at(from) < 400 * 86_400_000, `${from} to ${to}`);
    }
});

test("every span that can be chosen has a range", () => {
    for (const span of SPANS) assert.match(rangeOf(span, "UTC", at("2026-03-29")).from, /^\d{4}-\d\d-\d\d$/, span);
});
