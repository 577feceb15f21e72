import { make } from "../dom/make.js";
import { Chart } from "./chart.js";
import { Loader } from "./loader.js";
import { NumbersTable } from "./numbers_table.js";
import { Section } from "./section.js";
import { columnsOf, comparable, incompleteUntil, isEmpty, rowsOf, startsOf } from "./series.js";
import { rangeOf } from "./spans.js";

/**
 * @typedef {import("./series.js").Activity} Activity
 * @typedef {import("./view.js").Context} Context
 * @typedef {import("./view.js").Choice} Choice
 */

/** How many buckets may be between two names under the chart. @type {Record<string, number[]>} */
const STEPS = { hour: [1, 2, 3, 6, 12], day: [1, 2, 4, 7, 14], month: [1, 2, 3, 4, 6, 12] };

/** How many reactions were given in each hour, day or month. */
export class ActivityView {
    section;
    #context;
    #loader;
    #chart;
    #figures;
    #chartHost;
    #table;
    #note = make("p", "la-note");
    /** @type {Choice | null} */
    #choice = null;

    /**
     * @param {Context} context
     * @param {(reason: import("../likes/errors.js").LikesError) => void} onFailed
     */
    constructor(context, onFailed) {
        const { words, id, clock } = context;
        const { texts } = words;
        this.#context = context;
        this.section = new Section({
            id: `${id}-activity`,
            kind: "activity",
            title: texts.activity,
            words,
            onRetry: () => this.#choice && this.load(this.#choice),
            onSave: () => void this.#save(),
        });
        this.#figures = {
            given: makeFigure("given", texts.given),
            takenBack: makeFigure("taken-back", texts.takenBack),
            before: makeFigure("before", ""),
        };
        const tableId = `${id}-activity-numbers`;
        this.#chartHost = make("div", "la-chart", { role: "img", "aria-describedby": tableId });
        this.#table = new NumbersTable(tableId, texts.activity, words);
        this.section.actions.prepend(this.#table.toggle);
        const { given, takenBack, before } = this.#figures;
        this.section.content.append(
            make("dl", "la-figures", {}, given.element, takenBack.element, before.element),
            this.#chartHost,
            this.#note,
            this.#table.element,
        );
        this.#chart = new Chart(this.#chartHost, words, {
            given: given.swatch,
            takenBack: takenBack.swatch,
            before: before.swatch,
        });
        this.#loader = new Loader((state) => {
            if (state.kind === "ready") return this.#show(state, state.answer);
            this.section.show(state);
            if (state.kind === "failed") onFailed(state.reason);
        }, clock);
    }

    /** @param {Choice} choice */
    load(choice) {
        this.#choice = choice;
        const { clock } = this.#context;
        this.#loader.load(async () => {
            const range = rangeOf(choice.span, choice.timeZone, clock.now());
            const [activity, before] = await Promise.all([
                this.#read(range),
                range.before && this.#read({ ...range, ...range.before }).catch(nothingIsKept),
            ]);
            return { isReady: true, answer: { activity, before: comparable(activity, before, range), choice } };
        });
    }

    /** Shows nothing more of what it was reading. */
    stop() {
        this.#loader.stop();
    }

    destroy() {
        this.stop();
        this.#chart.destroy();
    }

    /** @param {{from: string, to: string, bucket: string}} range @returns {Promise<Activity>} */
    async #read(range) {
        const reading = await this.#context.source.read("activity", this.#query(range));
        if (!reading.isReady) throw new Error("the activity is never made only now");
        return reading.answer;
    }

    /** @param {{from: string, to: string, bucket: string}} range */
    #query({ from, to, bucket }) {
        const { timeZone } = /** @type {Choice} */ (this.#choice);
        return { from, to, bucket, time_zone: timeZone, reaction: this.#context.reaction };
    }

    async #save() {
        const { span, timeZone } = /** @type {Choice} */ (this.#choice);
        const range = rangeOf(span, timeZone, this.#context.clock.now());
        await this.#context.save(this.section, "activity", this.#query(range), [range.from, range.to]);
    }

    /**
     * @param {import("./loader.js").State} state
     * @param {{activity: Activity, before: Activity | null, choice: Choice}} answer
     */
    #show(state, { activity, before, choice }) {
        const { words } = this.#context;
        const { texts } = words;
        const names = words.bucketNames(activity.bucket, activity.time_zone);
        const rows = rowsOf(activity, before);
        const starts = startsOf(activity, before);
        const { given, taken_back } = activity.totals;
        this.section.describe(Reflect.get(texts.activityBy, activity.bucket));
        this.section.show(state, {
            empty: isEmpty(activity, before) ? texts.empty.activity : "",
            asOf: texts.asOf(words.moment(activity.as_of, activity.time_zone)),
        });
        this.#figures.given.show(words.number(given));
        this.#figures.takenBack.show(words.number(taken_back));
        const earlier = before && activity.previous_totals;
        this.#figures.before.show(earlier && words.number(earlier.given), texts.beforeByNow[choice.span]);
        const since = incompleteUntil(activity);
        this.#note.textContent = [
            since === null ? "" : texts.incomplete(words.date(since, activity.time_zone)),
            texts.kept,
        ].join(" ");
        this.#chartHost.setAttribute("aria-label", this.#summary(rows, activity.totals, names.table));
        this.#showNumbers(activity.bucket, rows, names.table, choice);
        this.#chart.show({
            columns: columnsOf(activity, before),
            axisName: (at) => names.axis(starts[at]),
            steps: STEPS[activity.bucket],
            tip: (at) => {
                const [row, earlier] = [rows[at], before?.points[at]];
                return [
                    names.table(starts[at]) + (row?.isPartial ? `, ${texts.soFar}` : ""),
                    ...(row ? [`${texts.given}: ${words.number(row.given)}`] : []),
                    ...(row?.takenBack ? [`${texts.takenBackShort}: ${words.number(row.takenBack)}`] : []),
                    ...(earlier ? [`${texts.before[choice.span]}: ${words.number(earlier.given)}`] : []),
                ];
            },
        });
    }

    /**
     * The chart in a sentence or two, for the ears.
     * @param {import("./series.js").Row[]} rows
     * @param {Activity["totals"]} totals
     * @param {(start: string) => string} name
     */
    #summary(rows, { given, taken_back }, name) {
        const { words } = this.#context;
        const { texts } = words;
        const most = rows.reduce(
            (/** @type {typeof rows[0] | null} */ best, row) => (best && best.given >= row.given ? best : row),
            null,
        );
        const total = texts.summary(words.reactions(given), words.number(taken_back));
        return most
            ? `${texts.activity}: ${total}. ${texts.most(name(most.start), words.reactions(most.given))}`
            : total;
    }

    /**
     * @param {string} bucket
     * @param {import("./series.js").Row[]} rows
     * @param {(start: string) => string} name
     * @param {Choice} choice
     */
    #showNumbers(bucket, rows, name, { span }) {
        const { words } = this.#context;
        const { texts } = words;
        const hasBefore = rows.some(({ before }) => before !== null);
        this.#table.show(
            [
                Reflect.get(texts.when, bucket),
                texts.given,
                texts.takenBackShort,
                ...(hasBefore ? [texts.before[span]] : []),
            ],
            rows.map(({ start, given, takenBack, before, isPartial }) => ({
                start,
                cells: [
                    name(start) + (isPartial ? `, ${texts.soFar}` : ""),
                    words.number(given),
                    words.number(takenBack),
                    ...(hasBefore ? [before === null ? "–" : words.number(before)] : []),
                ],
            })),
        );
    }
}

/** @param {import("../likes/errors.js").LikesError} error of a period that is older than what the server keeps */
function nothingIsKept(error) {
    if (error.kind === "refused") return null;
    throw error;
}

/** A number, with the mark by which the chart shows the same. @param {string} kind @param {string} label */
function makeFigure(kind, label) {
    const swatch = make("span", `la-swatch la-swatch-${kind}`);
    const name = make("span", "", {}, label);
    const value = make("dd", "");
    const element = make("div", "la-figure", {}, make("dt", "", {}, swatch, name), value);
    return {
        element,
        swatch,
        /** @param {string | null} text null: there is none @param {string} [newLabel] */
        show(text, newLabel = label) {
            element.hidden = text === null;
            value.textContent = text;
            name.textContent = newLabel;
        },
    };
}
