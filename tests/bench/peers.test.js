// The ratios that scripts/bench peers prints, from figures as the other services' own benchmark writes them.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { median, parse, ratios, RATIOS, table } from "./peers.js";

const { PATH } = process.env;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FIGURES = readFileSync(new URL("peers.sample.json", import.meta.url), "utf8");

const find = (name, results = parse(FIGURES).results) => ratios(results).find((each) => each.name === name);
const GO_64 = "likes/s, 64 connections / Go";

test("a ratio is that of the same round, and its median and range are over the rounds", () => {
    const { median, range, counted, rounds, disturbed } = find(GO_64);
    assert.deepEqual({ median, range, counted, rounds, disturbed },
        { median: 3, range: [2, 4], counted: 3, rounds: 3, disturbed: [] });
});

test("every ratio divides the product's figure by the other's of the same load", () => {
    const medians = Object.fromEntries(ratios(parse(FIGURES).results).map(({ name, median }) => [name, median]));
    assert.deepEqual(medians, {
        [GO_64]: 3,
        "likes/s, 64 connections / empty answer": 0.3,
        "CPU s per 1,000 likes, 64 connections / Go": 0.25,
        "likes/s, 1 connection / Go": 1.5,
        "reads/s, 64 connections / Go": 5,
        "reads/s, 64 connections / empty answer": 0.5,
        "like to WebSocket, p50 / Go": 0.8,
        "like to WebSocket, p99 / Go": 0.4,
        "p99 of a like, 64 connections / Go": 0.7,
    });
});

test("a disturbed round is named, and counts only where fewer than two others are there", () => {
    const disturb = (...rounds) => {
        const { results } = parse(FIGURES);
        for (const each of results) {
            if (each.peer === "go" && each.conns === 64 && rounds.includes(each.round)) each.disturbed = 1.5;
        }
        const { median, counted, disturbed } = find(GO_64, results);
        return { median, counted, disturbed };
    };
    assert.deepEqual(disturb(3), { median: 2.5, counted: 2, disturbed: [3] });
    assert.deepEqual(disturb(2, 3), { median: 3, counted: 3, disturbed: [2, 3] });
});

test("a round that one of the two lacks is left out, and a ratio without rounds is not measured", () => {
    const { results } = parse(FIGURES);
    const isOfGo = ({ peer, op, conns }) => peer === "go" && op === "like" && conns === 64;
    const without = results.filter((each) => !(isOfGo(each) && each.round === 2));
    assert.deepEqual(find(GO_64, without).range, [3, 4]);
    assert.equal(find(GO_64, results.filter((each) => !isOfGo(each))).median, null);
    assert.match(table({ results: results.filter((each) => !isOfGo(each)), problems: [] })[1], /- +not measured$/);
});

test("the table has a line per ratio, and what was wrong", () => {
    const lines = table({ ...parse(FIGURES), problems: ["go: died"] });
    assert.equal(lines.length, 1 + RATIOS.length + 1);
    assert.match(lines[1], /^likes\/s, 64 connections \/ Go +3\.00 {2}2\.00 to 4\.00 +3 of 3$/);
    assert.equal(lines.at(-1), "PROBLEM: go: died");
});

test("a file that is no such figures is refused with what is wrong", () => {
    const { results } = parse(FIGURES);
    assert.throws(() => parse("{"), /is not JSON: /);
    assert.throws(() => parse("null"), /no list `results`/);
    assert.throws(() => parse('{"results": [null]}'), /results\[0\] does not say peer, op and round/);
    assert.throws(() => parse('{"results": [], "problems": []}'), /no results of "ours"/);
    assert.throws(() => parse(JSON.stringify({ results })), /no list `problems`/);
    const broken = results.map((each) => ({ ...each, rps: undefined }));
    assert.throws(() => ratios(broken), /ours like round 1: rps is undefined/);
});

test("the program prints the table, and says which file is wrong and why", () => {
    const program = fileURLToPath(new URL("peers.js", import.meta.url));
    const sample = fileURLToPath(new URL("peers.sample.json", import.meta.url));
    assert.match(execFileSync("node", [program, sample], { encoding: "utf8" }), /^product \/ other +median/);
    const folder = mkdtempSync(join(tmpdir(), "peers-"));
    try {
        const file = join(folder, "bad.json");
        writeFileSync(file, "[");
        const { status, stderr } = spawnSync("node", [program, file], { encoding: "utf8" });
        assert.equal(status, 1);
        assert.ok(stderr.startsWith(`${file}: is not JSON: `), stderr);
    } finally {
        rmSync(folder, { recursive: true });
    }
});

/** Runs scripts/bench peers. */
const bench = (environment, ...options) =>
    spawnSync(`${ROOT}scripts/bench`, ["peers", ...options], { encoding: "utf8", env: { PATH, ...environment } });

test("scripts/bench peers says what PEERS is when it is not set, and when it is something else", () => {
    assert.match(bench({}).stderr, /peers needs PEERS=DIR, the directory of the services to compare with/);
    assert.match(bench({ PEERS: "/nowhere" }).stderr, /there is no \/nowhere\/ours/);
    assert.match(bench({ PEERS: "/nowhere" }, "like").stderr, /peers is measured by itself/);
    assert.notEqual(bench({}).status, 0);
});

test("scripts/bench peers says how to install the packages that are missing", () => {
    const folder = mkdtempSync(join(tmpdir(), "peers-"));
    try {
        // A system without any package.
        for (const name of ["ours", "dpkg-query"]) writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
        const { status, stderr } = bench({ PEERS: folder, PATH: `${folder}:${PATH}` });
        assert.equal(status, 1);
        assert.match(stderr, /packages of the other services are missing \(.*golang-go.*\); run .*\/install/);
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test("the median of an even number of values is between the two in the middle", () => {
    assert.equal(median([4, 1, 3, 2]), 2.5);
});
