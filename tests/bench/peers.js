// Prints how the product compares with other services on the same work, from the figures that `PEERS/ours all` has
// written (scripts/bench peers):
//   node tests/bench/peers.js FILE
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const PRODUCT = "ours";
const GO = "go";
const EMPTY = "noop"; // an empty FastCGI answer, whatever is called

const like = (connections) => ({ op: "like", connections });
const read = (connections) => ({ op: "get", connections });
const delivery = { op: "latency" };

/** What is compared: a figure of the product under a load, and whose figure of which load it is divided by. */
export const RATIOS = [
    { name: "likes/s, 64 connections / Go", load: like(64), figure: "rps", of: GO },
    { name: "likes/s, 64 connections / empty answer", load: like(64), figure: "rps", of: EMPTY },
    { name: "CPU s per 1,000 likes, 64 connections / Go", load: like(64), figure: "cpuTotal", of: GO },
    { name: "likes/s, 1 connection / Go", load: like(1), figure: "rps", of: GO },
    { name: "reads/s, 64 connections / Go", load: read(64), figure: "rps", of: GO },
    { name: "reads/s, 64 connections / empty answer", load: read(64), figure: "rps", of: EMPTY, ofLoad: like(64) },
    { name: "like to WebSocket, p50 / Go", load: delivery, figure: "p50_us", of: GO },
    { name: "like to WebSocket, p99 / Go", load: delivery, figure: "p99_us", of: GO },
    { name: "p99 of a like, 64 connections / Go", load: like(64), figure: "p99_us", of: GO },
];

/** The figures in the text of the file. Throws an Error that says what is wrong with it. */
export function parse(text) {
    let all;
    try {
        all = JSON.parse(text);
    } catch (error) {
        throw new Error(`is not JSON: ${error.message}`);
    }
    if (!Array.isArray(all?.results)) throw new Error("has no list `results`");
    for (const [place, result] of all.results.entries()) {
        const { peer, op, round } = result ?? {};
        if (typeof peer !== "string" || typeof op !== "string" || !Number.isInteger(round)) {
            throw new Error(`results[${place}] does not say peer, op and round`);
        }
    }
    if (!all.results.some(({ peer }) => peer === PRODUCT)) throw new Error(`has no results of "${PRODUCT}"`);
    if (!Array.isArray(all.problems)) throw new Error("has no list `problems`");
    return all;
}

/** That contestant's result in that round, undefined if there is none. */
const find = (results, round, peer, { op, connections }) =>
    results.find((each) => each.round === round && each.peer === peer && each.op === op && each.conns === connections);

function figureOf(result, figure) {
    const value = result[figure];
    if (!(value > 0)) throw new Error(`${result.peer} ${result.op} round ${result.round}: ${figure} is ${value}`);
    return value;
}

export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The ratio in each round that has both results, and whether something else disturbed one of the two. */
function roundsOf(results, { load, figure, of, ofLoad = load }) {
    const rounds = [...new Set(results.map(({ round }) => round))].sort((a, b) => a - b);
    return rounds.flatMap((round) => {
        const [ours, theirs] = [find(results, round, PRODUCT, load), find(results, round, of, ofLoad)];
        if (!ours || !theirs) return [];
        const ratio = figureOf(ours, figure) / figureOf(theirs, figure);
        return [{ round, ratio, isDisturbed: ours.disturbed > 1 || theirs.disturbed > 1 }];
    });
}

/**
 * For each of RATIOS: its median over the rounds and its range, how many of how many rounds these are of, and which were
 * disturbed. Disturbed rounds count only where fewer than two others are there. Without any round, median and range are
 * null.
 */
export function ratios(results) {
    return RATIOS.map((each) => {
        const rounds = roundsOf(results, each);
        const calm = rounds.filter(({ isDisturbed }) => !isDisturbed);
        const counted = (calm.length >= 2 ? calm : rounds).map(({ ratio }) => ratio);
        return {
            name: each.name,
            median: counted.length > 0 ? median(counted) : null,
            range: counted.length > 0 ? [Math.min(...counted), Math.max(...counted)] : null,
            counted: counted.length,
            rounds: rounds.length,
            disturbed: rounds.filter(({ isDisturbed }) => isDisturbed).map(({ round }) => round),
        };
    });
}

function line(name, median, range, rounds, disturbed) {
    return `${name.padEnd(43)} ${median.padStart(6)}  ${range.padEnd(14)}  ${rounds.padEnd(8)}  ${disturbed}`.trimEnd();
}

/** The lines of the table, and what was wrong. */
export function table({ results, problems }) {
    const lines = ratios(results).map(({ name, median, range, counted, rounds, disturbed }) => {
        if (median === null) return line(name, "-", "not measured", "", "");
        const ends = range.map((end) => end.toFixed(2)).join(" to ");
        return line(name, median.toFixed(2), ends, `${counted} of ${rounds}`, disturbed.join(", "));
    });
    const heading = line("product / other", "median", "range", "rounds", "disturbed");
    return [heading, ...lines, ...problems.map((problem) => `PROBLEM: ${problem}`)];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    const [file] = process.argv.slice(2);
    try {
        process.stdout.write(`${table(parse(readFileSync(file, "utf8"))).join("\n")}\n`);
    } catch (error) {
        process.stderr.write(`${file}: ${error.message}\n`);
        process.exitCode = 1;
    }
}
