import assert from "node:assert/strict";
import test from "node:test";

import { Book } from "../../nginx/www/likes/book.js";
import { event, state } from "./support.js";

const ME = "alice";
const JOY = { reaction: "joy", emoji: "😂", likes_count: 2, is_liked: true, version: 4 };

function bookWith(...states) {
    const book = new Book();
    book.open("m");
    for (const each of states) book.readMessage(each);
    return book;
}

const view = (book, wanted = () => undefined) => book.view("m", wanted, ME);
const payload = (...parameters) => event("m", ...parameters).payload;

test("of two snapshots the one with the greater version stays, in whichever order they come", () => {
    const newer = payload(8, { count: 3, likedBy: ["bob", "carol", "dan"] });
    const older = payload(7, { count: 2, likedBy: ["bob", "carol"] });
    for (const order of [
        [older, newer],
        [newer, older],
        [newer, older, newer],
    ]) {
        const book = bookWith(state("m", 1));
        for (const each of order) book.readEvent(each, ME);
        assert.equal(view(book).likes_count, 3);
        assert.equal(view(book).version, 8);
    }
});

test("an event that is no news says so", () => {
    const book = bookWith(state("m", 5));
    assert.equal(book.readEvent(payload(5), ME), false);
    assert.equal(book.readEvent(payload(6), ME), true);
    assert.equal(book.readEvent(payload(6), ME), false);
});

test("the own flag comes from the changes, although the list does not name everybody", () => {
    const book = bookWith(state("m", 5, { count: 200 }));
    book.readEvent(payload(6, { count: 201, truncated: true, changes: [{ user_id: ME, liked: true }] }), ME);
    assert.equal(view(book).is_liked, true);
    book.readEvent(payload(8, { count: 201, truncated: true, changes: [{ user_id: "bob", liked: true }] }), ME);
    assert.equal(view(book).is_liked, true);
    const taps = [
        { user_id: ME, liked: true },
        { user_id: ME, liked: false },
    ];
    book.readEvent(payload(9, { count: 200, truncated: true, changes: taps }), ME);
    assert.equal(view(book).is_liked, false);
});

test("an event that a later one has overtaken still tells the own flag, and nothing else", () => {
    const book = bookWith(state("m", 5, { count: 200 }));
    book.readEvent(payload(8, { count: 202, truncated: true, changes: [{ user_id: "bob", liked: true }] }), ME);
    const overtaken = payload(7, { count: 201, truncated: true, changes: [{ user_id: ME, liked: true }] });
    assert.equal(book.readEvent(overtaken, ME), true);
    assert.equal(book.readEvent(overtaken, ME), false);
    assert.equal(view(book).is_liked, true);
    assert.equal(view(book).likes_count, 202);
    book.readEvent(payload(6, { count: 200, truncated: true, changes: [{ user_id: ME, liked: false }] }), ME);
    assert.equal(view(book).is_liked, true);
});

test("a list that names everybody mends a flag whose event was lost", () => {
    const book = bookWith(state("m", 5, { isLiked: true, count: 1, likedBy: [ME] }));
    book.readEvent(payload(9, { count: 1, likedBy: ["bob"], changes: [{ user_id: "bob", liked: true }] }), ME);
    assert.equal(view(book).is_liked, false);
});

test("an event that overtakes the first answer is kept, and the answer tells the own flag", () => {
    const book = new Book();
    book.open("m");
    book.readEvent(payload(200, { count: 150, truncated: true }), ME);
    book.readMessage(state("m", 199, { count: 149, isLiked: true }));
    assert.equal(view(book).likes_count, 150);
    assert.equal(view(book).is_liked, true);
});

test("the answer to one's own change is right about the own flag at the version of its event", () => {
    const book = bookWith(state("m", 5, { count: 200 }));
    book.readEvent(payload(6, { count: 201, truncated: true }), ME);
    book.readAnswer({ ...state("m", 6, { count: 201, isLiked: true }) });
    assert.equal(view(book).is_liked, true);
});

test("each reaction has versions of its own", () => {
    const book = bookWith(state("m", 9, { count: 1, reactions: [JOY] }));
    book.readEvent(payload(5, { reaction: "joy", count: 3, truncated: true }), ME);
    const { reactions, likes_count } = view(book);
    assert.deepEqual(
        reactions.map(({ reaction, likes_count }) => [reaction, likes_count]),
        [
            ["like", 1],
            ["joy", 3],
        ],
    );
    assert.equal(likes_count, 1);
});

test("what is on its way is shown on top, and only until the server says the same", () => {
    const book = bookWith(state("m", 5, { count: 2, likedBy: ["bob", "carol"] }));
    const liking = (reaction) => (reaction === "like" ? true : undefined);
    assert.deepEqual(view(book, liking).liked_by, ["bob", "carol", ME]);
    assert.equal(view(book, liking).likes_count, 3);
    assert.equal(view(book, liking).pending, true);
    book.readEvent(payload(6, { count: 3, likedBy: ["bob", "carol", ME] }), ME);
    assert.equal(view(book, liking).likes_count, 3);
    assert.equal(view(book).pending, false);
});

test("a reaction that made room for another is gone at once, and its event says the rest", () => {
    const book = bookWith(state("m", 5, { reactions: [JOY] }));
    const joy = () => view(book).reactions.find(({ reaction }) => reaction === "joy");
    book.takeBack("m", "joy", ME);
    assert.deepEqual([joy().likes_count, joy().is_liked], [1, false]);
    // Told twice, or of what was not there.
    for (const reaction of ["joy", "like", "unheard_of"]) book.takeBack("m", reaction, ME);
    assert.deepEqual([joy().likes_count, view(book).likes_count], [1, 0]);
    const changes = [{ user_id: ME, liked: false }];
    book.readEvent(payload(6, { reaction: "joy", count: 7, truncated: true, changes }), ME);
    assert.deepEqual([joy().likes_count, joy().is_liked], [7, false]);
});

test("any name that a user may have is a name like others", () => {
    for (const user of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
        const book = bookWith(state("m", 1));
        const changes = [{ user_id: user, liked: true }];
        book.readEvent(payload(2, { count: 200, truncated: true, changes }), user);
        assert.equal(view(book).is_liked, true);
        book.readEvent(payload(3, { count: 1, likedBy: [user] }), "bob");
        assert.deepEqual([view(book).liked_by, view(book).is_liked], [[user], false]);
    }
});

test("a count never goes below nothing", () => {
    const book = bookWith(state("m", 5, { count: 0, isLiked: true }));
    assert.equal(view(book, () => false).likes_count, 0);
});

test("messages that the page does not show cost nothing", () => {
    const book = new Book();
    assert.equal(book.readEvent(payload(6), ME), false);
    assert.equal(book.readMessage(state("m", 6)), false);
    assert.equal(view(book), undefined);
});

// A crash of the database may undo what only a read had shown.
test("a version that comes again with other content is repaired by the next one", () => {
    const book = bookWith(state("m", 6, { count: 3, likedBy: ["bob", "carol", "dave"] }));
    assert.equal(book.readEvent(payload(6, { count: 2, likedBy: ["bob", "erin"] }), ME), false);
    book.readMessage(state("m", 6, { count: 2, likedBy: ["bob", "erin"] }));
    assert.equal(view(book).likes_count, 3);
    book.readEvent(payload(7, { count: 3, likedBy: ["bob", "erin", "frank"] }), ME);
    assert.deepEqual(view(book).liked_by, ["bob", "erin", "frank"]);
});

test("a like that was made twice because its answer was lost is shown once", () => {
    const book = bookWith(state("m", 3, { count: 0 }));
    book.readEvent(payload(4, { count: 1, likedBy: [ME], changes: [{ user_id: ME, liked: true }] }), ME);
    book.readEvent(payload(5, { count: 0, changes: [{ user_id: ME, liked: false }] }), ME);
    book.readAnswer(state("m", 6, { count: 1, likedBy: [ME], isLiked: true }));
    book.readEvent(payload(6, { count: 1, likedBy: [ME], changes: [{ user_id: ME, liked: true }] }), ME);
    assert.equal(view(book).likes_count, 1);
    assert.equal(view(book).is_liked, true);
});

test("a reaction that nobody can put any more is shown by its code where somebody has it, and nowhere else", () => {
    const joyOf = (emoji, count) => ({ ...JOY, emoji, likes_count: count, is_liked: count > 0, version: 4 + count });
    const book = bookWith({ ...state("m", 1), reactions: [joyOf("😂", 2)] });
    book.open("other");
    book.readMessage({ ...state("m", 2), reactions: [joyOf("", 3)] });
    book.readMessage({ ...state("other", 1), reactions: [] });
    const found = (message) =>
        book.view(message, () => undefined, ME).reactions.find(({ reaction }) => reaction === "joy");
    assert.deepEqual(found("m"), { reaction: "joy", emoji: "", likes_count: 3, is_liked: true, version: 7 });
    assert.equal(found("other"), undefined);

    const takenBack = book.view("m", (reaction) => (reaction === "joy" ? false : undefined), ME);
    assert.equal(takenBack.pending, true);
    assert.equal(takenBack.reactions.find(({ reaction }) => reaction === "joy").likes_count, 2);

    book.readMessage({ ...state("m", 3), reactions: [] });
    assert.equal(found("m"), undefined);
});
