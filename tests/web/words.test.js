import assert from "node:assert/strict";
import test from "node:test";

import { likesInWords } from "../../nginx/www/likes/words.js";

test("Russian has three forms, and the teens are the third", () => {
    const expected = {
        0: "лайков",
        1: "лайк",
        2: "лайка",
        4: "лайка",
        5: "лайков",
        11: "лайков",
        12: "лайков",
        21: "лайк",
        22: "лайка",
        111: "лайков",
    };
    for (const [count, word] of Object.entries(expected))
        assert.equal(likesInWords(Number(count), "ru"), `${count} ${word}`);
});

test("English has two", () => {
    assert.deepEqual(
        [0, 1, 2, 21].map((count) => likesInWords(count, "en-GB")),
        ["0 likes", "1 like", "2 likes", "21 likes"],
    );
});

test("a language that is not known gets English", () => {
    // The last two begin as languages do that are known.
    for (const language of ["tlh", "constructor", "enm", "rue"]) {
        assert.equal(likesInWords(2, language), "2 likes", language);
    }
});

test("a language may be written with an underscore", () => {
    assert.equal(likesInWords(1234, "en_US"), "1,234 likes");
    assert.equal(likesInWords(5, "ru_RU"), "5 лайков");
    assert.equal(likesInWords(5, "RU"), "5 лайков");
});

test("what Intl refuses gets English", () => {
    for (const language of ["en-", "ru-", "-", "_", "en-US@posix", "C", "x", "не язык"]) {
        assert.equal(likesInWords(2, language), "2 likes", language);
    }
});

test("large numbers are grouped as the language does it", () => {
    assert.equal(likesInWords(12345, "en"), "12,345 likes");
    assert.match(likesInWords(12345, "ru"), /^12\s345 лайков$/);
});

test("a language is taken as pages write it", () => {
    for (const language of ["ru_RU", "ru-RU", "RU", "ru-Cyrl_RU"]) assert.equal(likesInWords(2, language), "2 лайка");
    for (const language of ["en_US", "EN_gb"]) assert.equal(likesInWords(2, language), "2 likes");
});

test("what is no language gets English", () => {
    const none = ["en-", "ru_", "_", "", "constructor", "__proto__", "enm", "C", "POSIX", "en_US.UTF-8", null];
    for (const language of none)
        assert.equal(likesInWords(2, language), "2 likes", String(language));
});
