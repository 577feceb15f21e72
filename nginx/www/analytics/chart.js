import uPlot from "uplot";

import { make } from "../dom/make.js";

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {object} Picture what a chart shows
 * @property {[number[], (number | null)[], (number | null)[], (number | null)[]]} columns as columnsOf has them
 * @property {(place: number) => string} axisName of a bucket, under the chart
 * @property {number[]} steps how many buckets may be between two names
 * @property {(place: number) => string[]} tip what is said of a bucket when it is pointed at, line by line
 *
 * The colours are those that the style sheet gives these elements, so that it can say them for the dark, for the light,
 * and for the few colours of those who have only these.
 * @typedef {{given: Element, takenBack: Element, before: Element}} Swatches
 */

const HEIGHT = 240;
/** So wide is the name of a bucket, and what is around it. */
const NAME_WIDTH = 58;
const { bars, linear } = /** @type {Required<uPlot.Series.PathBuilderFactories>} */ (uPlot.paths);

/**
 * The activity, drawn: a bar for what was given, in it a thinner one for what of that was taken back, and a line for the
 * period before. It is drawn anew when its width, the scheme of colours or the density of the screen changes.
 */
export class Chart {
    #host;
    #words;
    #swatches;
    #tip = make("div", "la-tip", { "aria-hidden": "true" });
    /** @type {uPlot | null} */
    #plot = null;
    /** @type {Picture | null} */
    #picture = null;
    #watch;
    #ending = new AbortController();

    /**
     * @param {HTMLElement} host
     * @param {Words} words
     * @param {Swatches} swatches
     */
    constructor(host, words, swatches) {
        this.#host = host;
        this.#words = words;
        this.#swatches = swatches;
        this.#tip.hidden = true;
        host.append(this.#tip);
        this.#watch = new ResizeObserver(() => this.#resize());
        this.#watch.observe(host);
        for (const feature of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
            matchMedia(feature).addEventListener("change", () => this.#draw(), { signal: this.#ending.signal });
        }
    }

    /** @param {Picture} picture */
    show(picture) {
        this.#picture = picture;
        this.#draw();
    }

    destroy() {
        this.#ending.abort();
        this.#watch.disconnect();
        this.#plot?.destroy();
    }

    #resize() {
        const width = this.#host.clientWidth;
        if (width === 0 || this.#picture === null) return;
        // It could not be drawn while it could not be seen.
        if (this.#plot === null) this.#draw();
        else if (this.#plot.width !== width) this.#plot.setSize({ width, height: HEIGHT });
    }

    #draw() {
        const width = this.#host.clientWidth;
        this.#plot?.destroy();
        this.#plot = null;
        this.#tip.hidden = true;
        if (width === 0 || this.#picture === null) return;
        this.#plot = new uPlot(this.#options(this.#picture, width), this.#picture.columns, this.#host);
    }

    /** @param {Picture} picture @param {number} width @returns {uPlot.Options} */
    #options({ columns, axisName, steps }, width) {
        const { color: quiet, fontFamily } = getComputedStyle(this.#host);
        const colorOf = (/** @type {Element} */ swatch) => getComputedStyle(swatch).color;
        const font = `12px ${fontFamily}`;
        const line = getComputedStyle(this.#host).outlineColor;
        const last = columns[0].length - 1;
        return {
            width,
            height: HEIGHT,
            legend: { show: false },
            padding: [12, 4, 0, 0],
            cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
            scales: {
                x: { time: false, range: [-0.5, last + 0.5] },
                y: { range: (_, __, max) => [0, Math.max(max * 1.08, 4)] },
            },
            axes: [
                {
                    stroke: quiet,
                    font,
                    grid: { show: false },
                    ticks: { show: false },
                    size: 28,
                    space: NAME_WIDTH,
                    incrs: steps,
                    values: (_, places) =>
                        places.map((at) => (Number.isInteger(at) && columns[0][at] === at ? axisName(at) : "")),
                },
                {
                    stroke: quiet,
                    font,
                    grid: { stroke: line, width: 1 },
                    ticks: { show: false },
                    size: (_, values) => 14 + 7 * Math.max(2, ...(values ?? []).map(({ length }) => length)),
                    incrs: WHOLE_STEPS,
                    values: (_, counts) => counts.map((count) => this.#words.short(count)),
                },
            ],
            series: [
                {},
                {
                    fill: colorOf(this.#swatches.given),
                    paths: bars({ size: [0.72, 56], radius: [0.18, 0] }),
                    points: { show: false },
                },
                {
                    fill: colorOf(this.#swatches.takenBack),
                    paths: bars({ size: [0.26, 20], radius: [0.3, 0] }),
                    points: { show: false },
                },
                {
                    stroke: colorOf(this.#swatches.before),
                    width: 2,
                    dash: [5, 4],
                    paths: linear(),
                    points: { show: false },
                },
            ],
            hooks: { setCursor: [(plot) => this.#pointAt(plot)] },
        };
    }

    /** @param {uPlot} plot */
    #pointAt(plot) {
        const { idx, left = -1 } = plot.cursor;
        const isPointed = left >= 0 && typeof idx === "number" && this.#picture !== null;
        this.#tip.hidden = !isPointed;
        if (!isPointed) return;
        const [name, ...lines] = /** @type {Picture} */ (this.#picture).tip(idx);
        this.#tip.replaceChildren(make("b", "", {}, name), ...lines.map((each) => make("span", "", {}, each)));
        const { left: start } = plot.bbox;
        const at = start / devicePixelRatio + plot.valToPos(idx, "x");
        const room = this.#host.clientWidth - this.#tip.offsetWidth;
        this.#tip.style.translate = `${Math.max(0, Math.min(at - this.#tip.offsetWidth / 2, room))}px 0`;
    }
}

/** There are no half reactions. */
const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
