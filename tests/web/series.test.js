import assert from "node:assert/strict";
import test from "node:test";

import { columnsOf, comparable, incompleteUntil, isEmpty, rowsOf, startsOf } from "../../nginx/www/analytics/series.js";

const hour = (n) => `2026-03-29T${String(n).padStart(2, "0")}:00:00Z`;

/** An answer about as many hours as there are counts, the last of which is not over. */
function activity(counts, others = {}) {
    return {
        bucket: "hour",
        time_zone: "UTC",
        from: hour(0),
        to: hour(counts.length),
        as_of: hour(counts.length - 1).replace(":00:00Z", ":20:00Z"),
        complete_since: null,
        points: counts.map(([given, taken_back], n) => ({
            start: hour(n),
            given,
            taken_back,
            partial: n === counts.length - 1,
        })),
        totals: { given: 0, taken_back: 0 },
        previous_totals: { given: 0, taken_back: 0 },
        ...others,
    };
}

const BEFORE = activity([
    [7, 0],
    [0, 0],
    [9, 2],
]);

test("a row has what was given, what of that was taken back, and what was given in the period before", () => {
    assert.deepEqual(
        rowsOf(
            activity([
                [4, 1],
                [0, 0],
            ]),
            BEFORE,
        ),
        [
            { start: hour(0), given: 4, takenBack: 1, before: 7, isPartial: false },
            { start: hour(1), given: 0, takenBack: 0, before: 0, isPartial: true },
        ],
    );
});

test("the chart has room for the hours that have not begun, and draws in them only what was before", () => {
    const today = activity([
        [4, 1],
        [2, 0],
    ]);
    assert.equal(rowsOf(today, BEFORE).length, 2);
    assert.deepEqual(startsOf(today, BEFORE), [hour(0), hour(1), hour(2)]);
    assert.deepEqual(columnsOf(today, BEFORE), [
        [0, 1, 2],
        [4, 2, null],
        [1, 0, null],
        [7, 0, 9],
    ]);
});

test("the hour that a day has more than the one before it has nothing to be compared with", () => {
    const rows = rowsOf(
        activity([
            [1, 0],
            [1, 0],
            [1, 0],
            [1, 0],
        ]),
        BEFORE,
    );
    assert.deepEqual(
        rows.map(({ before }) => before),
        [7, 0, 9, null],
    );
});

test("without a period before there is none in any row", () => {
    assert.deepEqual(rowsOf(activity([[1, 0]]), null)[0].before, null);
    assert.deepEqual(columnsOf(activity([[1, 0]]), null)[3], [null]);
});

test("it is empty only if the period before is as well", () => {
    assert.equal(isEmpty(activity([[0, 0]]), activity([[0, 0]])), true);
    assert.equal(isEmpty(activity([[0, 0]]), null), true);
    assert.equal(isEmpty(activity([[0, 0]]), BEFORE), false);
    assert.equal(isEmpty(activity([[1, 1]]), null), false);
});

test("it is said since when it is known what was taken back, if that is not all of the time", () => {
    const counts = [
        [1, 0],
        [1, 0],
    ];
    assert.equal(incompleteUntil(activity(counts, { complete_since: hour(1) })), hour(1));
    assert.equal(incompleteUntil(activity(counts, { complete_since: hour(0) })), null);
    assert.equal(incompleteUntil(activity(counts)), null);
});

test("periods of which the server no longer has the beginning are not laid over each other", () => {
    const [from, to, earlier] = ["2026-03-23", "2026-03-29", { from: "2026-03-16", to: "2026-03-22" }];
    const range = { from, to, bucket: "day", before: earlier };
    const since = (day) => activity([[1, 0]], { from: `2026-03-${day}T00:00:00+05:45` });
    const [week, before] = [since(23), since(16)];
    assert.equal(comparable(week, before, range), before);
    assert.equal(comparable(week, since(19), range), null);
    assert.equal(comparable(since(26), before, range), null);
    assert.equal(comparable(week, null, range), null);
});
