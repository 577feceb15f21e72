import assert from "node:assert/strict";
import test from "node:test";

import { Words } from "../../nginx/www/analytics/words.js";
import { isZone, ownZone, zoneChoices } from "../../nginx/www/analytics/zones.js";
import { LikesError } from "../../nginx/www/likes/errors.js";

test("the number has the form of the word that the language wants", () => {
    const [english, russian] = [new Words("en"), new Words("ru")];
    assert.deepEqual(
        [0, 1, 2].map((count) => english.reactions(count)),
        ["0 reactions", "1 reaction", "2 reactions"],
    );
    assert.deepEqual(
        [1, 3, 5, 11, 21].map((count) => russian.reactions(count)),
        ["1 реакция", "3 реакции", "5 реакций", "11 реакций", "21 реакция"],
    );
});

test("a language that is not known gets English", () => {
    for (const language of ["tlh", "en-US@posix", "", "constructor"]) assert.equal(new Words(language).locale, "en");
    assert.equal(new Words("ru_RU").locale, "ru-RU");
});

test("both languages say the same things", () => {
    const shape = (value) =>
        typeof value === "object" ? Object.entries(value).map(([key, each]) => [key, shape(each)]) : typeof value;
    const withoutForms = ({ reactions, ...texts }) => texts;
    assert.deepEqual(shape(withoutForms(new Words("ru").texts)), shape(withoutForms(new Words("en").texts)));
});

test("a bucket is named in its zone", () => {
    const words = new Words("en-GB");
    const start = "2026-03-29T18:15:00Z";
    assert.equal(words.bucketNames("hour", "Asia/Kathmandu").table(start), "00:00");
    assert.equal(words.bucketNames("day", "Asia/Kathmandu").axis(start), "30 Mar");
    assert.equal(words.bucketNames("day", "UTC").table(start), "Sun 29 Mar");
    assert.equal(words.bucketNames("month", "UTC").table(start), "March 2026");
});

test("why something did not work says when it is tried again, if it is", () => {
    const words = new Words("en");
    const reason = (kind, retryAfterSeconds = null) => words.refusal(new LikesError(kind, "", { retryAfterSeconds }));
    assert.equal(reason("too_many", 3), "That was too fast. Trying again in 3 seconds.");
    assert.equal(reason("unavailable"), "The server cannot answer right now.");
    assert.equal(reason("forbidden", 3), "These numbers are not for you.");
    assert.equal(reason("closed"), "The server did not accept that.");
});

test("each zone can be chosen once, the viewer's first", () => {
    const texts = { yourTime: "Your time" };
    const chosen = (offered, own) => zoneChoices(offered, own, texts).map(({ label }) => label);
    assert.deepEqual(chosen([{ timeZone: "America/New_York", label: "The office" }], "Asia/Yekaterinburg"), [
        "Your time (Asia/Yekaterinburg)",
        "The office (America/New York)",
        "UTC",
    ]);
    assert.deepEqual(chosen([{ timeZone: "UTC" }], "UTC"), ["Your time (UTC)"]);
});

test("a zone is one that Intl knows", () => {
    assert.equal(isZone("Australia/Lord_Howe"), true);
    assert.equal(isZone("Mars/Olympus_Mons"), false);
    assert.equal(isZone(ownZone()), true);
});
