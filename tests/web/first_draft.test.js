import assert from "node:assert/strict";
import test from "node:test";

import {
    displayMessageLikes,
    likeMessage,
    toggleLike,
    unlikeMessage,
    useLikes,
} from "../../nginx/www/likes/first_draft.js";

/** Stands in for a Likes: remembers what it was told to do. */
function fakeLikes(outcome = { ok: true, message: { likes_count: 5 } }) {
    const deeds = [];
    const deed = (name) => (id) => (deeds.push([name, id]), Promise.resolve(outcome));
    return {
        deeds,
        userId: "alice",
        get: () => undefined,
        like: deed("like"),
        unlike: deed("unlike"),
        subscribe: () => () => {},
    };
}

test("what is displayed has no handler, no style and no markup of others in it", () => {
    const html = displayMessageLikes({ message_id: `"><img src=x onerror=alert(1)>`, likes_count: "<b>7</b>" });
    assert.doesNotMatch(html, /<img|<b>|onclick|style=/);
    assert.match(html, /data-message-id="&#34;&#62;&#60;img/);
});

test("a message is taken by either of its names, and so is the own flag", () => {
    for (const message of [
        { id: "m", is_liked: true },
        { message_id: "m", is_liked_by_user: true },
    ]) {
        const html = displayMessageLikes({ ...message, likes_count: 2 });
        assert.match(html, /data-message-id="m"/);
        assert.match(html, /class="like-button liked" aria-pressed="true"/);
    }
    assert.match(displayMessageLikes({ id: "m" }), /class="like-button" aria-pressed="false"/);
});

test("no likes are no words", () => {
    assert.match(displayMessageLikes({ id: "m", likes_count: 0 }), /<span class="likes-count"><\/span>/);
});

test("likeMessage, unlikeMessage and toggleLike do what they say and bring the like state", async (t) => {
    const likes = fakeLikes();
    t.after(useLikes(likes, new EventTarget()));
    assert.deepEqual(await likeMessage("a"), { likes_count: 5 });
    await unlikeMessage("b");
    await toggleLike("c", true);
    await toggleLike("d", false);
    assert.deepEqual(likes.deeds, [
        ["like", "a"],
        ["unlike", "b"],
        ["unlike", "c"],
        ["like", "d"],
    ]);
});

test("what did not work is null, and the console knows why", async (t) => {
    const errors = t.mock.method(console, "error", () => {});
    t.after(useLikes(fakeLikes({ ok: false, reason: new Error("no") }), new EventTarget()));
    assert.equal(await likeMessage("a"), null);
    assert.equal(errors.mock.callCount(), 1);
});

test("without useLikes they say what is missing", async () => {
    await assert.rejects(likeMessage("a"), /useLikes/);
});
