/**
 * @typedef {import("./likes-analytics.js").Span} Span
 * @typedef {"hour" | "day" | "month"} Bucket
 * @typedef {{from: string, to: string}} Dates days of a time zone, both of them in it
 * @typedef {Dates & {bucket: Bucket, before: Dates | null}} Range `before`: as long, just before it
 */

/** What can be chosen, as the API names it. @type {readonly Span[]} */
export const SPANS = ["1d", "7d", "28d", "all"];

/** The activity of all the time is told of as many months as the server keeps at least, this one included. */
const MONTHS = 13;

/**
 * What the activity is asked of for a span that ends today.
 * @param {Span} span
 * @param {string} timeZone IANA
 * @param {number} now milliseconds since 1970
 * @returns {Range}
 */
export function rangeOf(span, timeZone, now) {
    const to = localDate(timeZone, now);
    if (span === "all") {
        const [year, month] = to.split("-").map(Number);
        // There is nothing to compare it with: nothing older is kept.
        return { from: dateOf(Date.UTC(year, month - MONTHS, 1)), to, bucket: "month", before: null };
    }
    const days = Number.parseInt(span);
    const from = addDays(to, 1 - days);
    const before = { from: addDays(from, -days), to: addDays(from, -1) };
    return { from, to, bucket: days === 1 ? "hour" : "day", before };
}

/**
 * Which day it is there, as 2026-03-29.
 * @param {string} timeZone
 * @param {number} now
 */
export function localDate(timeZone, now) {
    const parts = new Intl.DateTimeFormat("en", {
        timeZone,
        calendar: "iso8601",
        numberingSystem: "latn",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
    }).formatToParts(now);
    const part = (/** @type {string} */ type) => parts.find((each) => each.type === type)?.value;
    return `${part("year")}-${part("month")}-${part("day")}`;
}

/** @param {string} date @param {number} days */
export const addDays = (date, days) => dateOf(Date.parse(date) + days * 86_400_000);

/** @param {number} time */
const dateOf = (time) => new Date(time).toISOString().slice(0, 10);
