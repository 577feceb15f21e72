import assert from "node:assert/strict";
import test from "node:test";

import { noticeInWords, noticeToParts } from "../../nginx/www/notices/notice_words.js";

const people = (...names) => names.map((name) => ({ user_id: name.toLowerCase(), name, reaction: "like" }));
const notice = (actors, newest, reactions = { like: actors }) => ({ actors, newest, reactions });
const ANN = notice(1, people("Ann"));

test("people are named, and counted, in the form that the number wants", () => {
    for (const [actors, newest, english, russian] of [
        [1, people("Ann"), "Ann", "Ann"],
        [2, people("Ann", "Bob"), "Ann and Bob", "Ann и Bob"],
        [3, people("Ann", "Bob", "Carol"), "Ann and 2 others", "Ann и ещё 2 человека"],
        [5, people("Ann", "Bob", "Carol"), "Ann and 4 others", "Ann и ещё 4 человека"],
        [6, people("Ann", "Bob", "Carol"), "Ann and 5 others", "Ann и ещё 5 человек"],
        [22, people("Ann", "Bob", "Carol"), "Ann and 21 others", "Ann и ещё 21 человек"],
        [200, people("Ann", "Bob", "Carol"), "Ann and 199 others", "Ann и ещё 199 человек"],
    ]) {
        assert.equal(noticeInWords(notice(actors, newest), "en"), english);
        assert.equal(noticeInWords(notice(actors, newest), "ru"), russian);
    }
});

test("of more than are counted, the reactions are", () => {
    const many = (reactions) => notice(0, people("Ann"), reactions);
    assert.equal(noticeInWords(many({ like: 1200, joy: 34 }), "en"), "1,234 reactions");
    assert.equal(noticeInWords(many({ like: 1200, joy: 34 }), "ru").replace(/\s/g, " "), "1 234 реакции");
    assert.equal(noticeInWords(many({ like: 250 }), "ru"), "250 реакций");
    assert.equal(noticeInWords(many({ like: 201 }), "ru"), "201 реакция");
});

test("whoever has told no name is shown by their id", () => {
    assert.equal(noticeInWords(notice(1, [{ user_id: "u-17", name: null, reaction: "like" }]), "en"), "u-17");
});

test("who is not named is counted all the same", () => {
    assert.equal(noticeInWords(notice(2, people("Ann")), "en"), "Ann and 1 other");
    assert.equal(noticeInWords(notice(1, []), "en"), "1 person");
    assert.equal(noticeInWords(notice(3, []), "ru"), "3 человека");
});

test("names are parts of their own", () => {
    assert.deepEqual(noticeToParts(notice(2, people("Ann", "Bob")), "en"), [
        { type: "name", value: "Ann" },
        { type: "literal", value: " and " },
        { type: "name", value: "Bob" },
    ]);
});

test("what is no language, or is not spoken, gets English", () => {
    for (const language of ["xx", "de-DE", "en_US", "", "not a language"])
        assert.equal(noticeInWords(notice(5, people("Ann")), language), "Ann and 4 others");
    assert.equal(noticeInWords(ANN), "Ann");
});
