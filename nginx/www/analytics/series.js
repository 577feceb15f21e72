/** @typedef {import("./spans.js").Range} Range */
/**
 * @typedef {{start: string, given: number, taken_back: number, partial: boolean}} Point
 * @typedef {{bucket: string, time_zone: string, from: string, to: string, as_of: string, complete_since: string | null,
 *     points: Point[], totals: {given: number, taken_back: number},
 *     previous_totals: {given: number, taken_back: number} | null}} Activity the API's answer; times are written in its zone
 * @typedef {{start: string, given: number, takenBack: number, before: number | null, isPartial: boolean}} Row
 */

/**
 * The period before, if it can be laid over the activity bucket by bucket: of both, the server still has the beginning.
 * @param {Activity} activity
 * @param {Activity | null} before
 * @param {Range} range what was asked
 */
export function comparable(activity, before, range) {
    const isWhole = (/** @type {Activity} */ { from }, /** @type {string} */ asked) => from.startsWith(asked);
    return before && range.before && isWhole(activity, range.from) && isWhole(before, range.before.from)
        ? before
        : null;
}

/**
 * The buckets that have begun, each with what was given in the one of the same place in the period before; null where
 * there is none, as in the hour that a day has more than the one before it.
 * @param {Activity} activity
 * @param {Activity | null} before
 * @returns {Row[]}
 */
export const rowsOf = (activity, before) =>
    activity.points.map(({ start, given, taken_back, partial }, at) => ({
        start,
        given,
        takenBack: taken_back,
        before: before?.points[at]?.given ?? null,
        isPartial: partial,
    }));

/**
 * When the buckets begin that the chart has room for. A day that is not over is told up to now; the rest is as long as it
 * was the day before, and begins at the same times of the clock.
 * @param {Activity} activity
 * @param {Activity | null} before
 */
export const startsOf = (activity, before) =>
    [...activity.points, ...(before?.points.slice(activity.points.length) ?? [])].map(({ start }) => start);

/**
 * What the chart draws: places, and for each what was given, what of that was taken back, and what was given before. A
 * bucket that has not begun has only the last.
 * @param {Activity} activity
 * @param {Activity | null} before
 * @returns {[number[], (number | null)[], (number | null)[], (number | null)[]]}
 */
export function columnsOf(activity, before) {
    const places = startsOf(activity, before).map((_, at) => at);
    return [
        places,
        places.map((at) => activity.points[at]?.given ?? null),
        places.map((at) => activity.points[at]?.taken_back ?? null),
        places.map((at) => before?.points[at]?.given ?? null),
    ];
}

/** Whether there is anything to draw. @param {Activity} activity @param {Activity | null} before */
export const isEmpty = (activity, before) =>
    [activity, before].every((each) => (each?.points ?? []).every(({ given }) => given === 0));

/** Since when it is known what was taken back, if that is within the activity; null if it is known of all of it. */
export function incompleteUntil(/** @type {Activity} */ { from, complete_since }) {
    return complete_since !== null && Date.parse(complete_since) > Date.parse(from) ? complete_since : null;
}
