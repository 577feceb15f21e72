// What is answered when all is well.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { addMembers, addMessage, addNotice, CHAT, deleteMessage } from "../../e2e/support/stack.js";
import { becomes, call, expect, isOfNumbers, operation, operationsWith, there } from "../support/calls.js";
import { operations } from "../support/openapi.js";

const LIKED_BY_MAX = 100;

test("every operation, as it is meant", async () => {
    for (const each of operations) {
        // What is computed in advance is not there at first.
        if (each.responses[200]) await (each.responses[202] ? becomes : expect)(200, each);
    }
    await expect(101, operation("openSocket"));
});

test("a client that has the newest answer already", async () => {
    for (const each of operationsWith(304)) {
        // What was liked a moment ago may still be on its way into a cursor.
        for (let isTheSame = false; !isTheSame; ) {
            const { headers } = await expect(200, each);
            const again = await call(each, { headers: { "If-None-Match": headers.etag } });
            isTheSame = again.headers.etag === headers.etag;
            assert.equal(again.status, isTheSame ? 304 : 200);
        }
    }
});

test("a long answer, compressed", async () => {
    const messages = Array.from({ length: 10 }, (_, i) => addMessage(`compressed ${i}`));
    const query = `message_ids=${messages.join()}`;
    const headers = { "Accept-Encoding": "gzip" };
    const { headers: got } = await expect(200, operation("getChatLikes"), { query, headers });
    assert.equal(got["content-encoding"], "gzip");
    assert.match(got.etag, /^W\//);
    const known = { ...headers, "If-None-Match": got.etag };
    await expect(304, operation("getChatLikes"), { query, headers: known });
});

test("a message that nobody liked, that somebody likes, that nobody likes any more", async () => {
    const ids = { ...there, message_id: addMessage("liked and not") };
    assert.equal((await expect(200, operation("unlikeMessage"), { ids })).json.liked_at, null);
    assert.equal((await expect(200, operation("likeMessage"), { ids })).json.is_liked, true);
    const taken = await expect(200, operation("unlikeMessage"), { ids });
    assert.equal(taken.json.is_liked, false);
    assert.notEqual(taken.json.liked_at, null);
});

test("more likers than a state names, in pages", async () => {
    const ids = { ...there, message_id: addMessage("liked by many") };
    for (const user of addMembers(LIKED_BY_MAX + 1)) await expect(200, operation("likeMessage"), { ids, user });
    const likers = [];
    for (let query = "limit=40"; query !== null; ) {
        const { json } = await expect(200, operation("listLikes"), { ids, query });
        assert.equal(json.liked_by_truncated, true);
        likers.push(...json.likes.map(({ user_id }) => user_id));
        query = json.next_cursor === null ? null : `limit=40&cursor=${json.next_cursor}`;
    }
    assert.equal(new Set(likers).size, LIKED_BY_MAX + 1);
});

test("each reaction, by its code and by its emoji", async () => {
    const { json } = await expect(200, operation("listReactions"));
    for (const { reaction, emoji } of json.reactions) {
        for (const name of [reaction, emoji]) {
            const ids = { ...there, reaction: name };
            assert.equal((await expect(200, operation("reactToMessage"), { ids })).json.reaction, reaction);
            await expect(200, operation("listReactions"), { ids });
            assert.equal((await expect(200, operation("unreactToMessage"), { ids })).json.reaction, reaction);
        }
    }
});

test("an emoji in a skin tone counts as the one without", async () => {
    for (const emoji of ["👍🏽", "👍🏿️"]) {
        const ids = { ...there, reaction: emoji };
        const { json } = await expect(200, operation("reactToMessage"), { ids });
        assert.deepEqual([json.reaction, json.emoji], ["thumbs_up", "👍"]);
        await expect(200, operation("unreactToMessage"), { ids });
    }
});

test("a screen with messages that are there, deleted and unknown, and what is no id", async () => {
    const [gone, unknown] = [addMessage("to be deleted"), randomUUID()];
    deleteMessage(gone);
    const query = `message_ids=temp-123,${there.message_id},${gone}&message_ids=${unknown},%22`;
    const { json } = await expect(200, operation("getChatLikes"), { query });
    assert.deepEqual(json.not_found, [gone, unknown, "temp-123", '"']);
    assert.equal(json.messages.length, 1);
});

test("changes in parts, with a message that was deleted", async () => {
    const changes = (query) => expect(200, operation("listChatChanges"), { query });
    let { next } = (await changes("limit=1")).json;
    const [liked, gone] = [addMessage("changed"), addMessage("changed and deleted")];
    for (const message_id of [liked, gone]) {
        await expect(200, operation("likeMessage"), { ids: { ...there, message_id } });
    }
    deleteMessage(gone);
    const heard = [];
    for (let more = true; more; ) {
        const { json } = await changes(`since=${next}&limit=1`);
        heard.push(...json.changes);
        ({ next, more } = json);
    }
    assert.ok(heard.some(({ message_id, version }) => message_id === liked && version === 1));
    assert.ok(heard.some(({ message_id, deleted }) => message_id === gone && deleted));
});

test("notices in pages, what of them is unread, and what becomes of one that is read, and dismissed", async () => {
    const messages = Array.from({ length: 3 }, (_, i) => addMessage(`noticed ${i}`));
    for (const id of messages) {
        await expect(200, operation("likeMessage"), { ids: { ...there, message_id: id }, user: "bob" });
        addNotice(id);
    }
    const { sequence } = (await expect(200, operation("listNotices"), { query: "limit=1" })).json;
    const listed = [];
    for (let query = "limit=2"; query !== null; ) {
        const { json } = await expect(200, operation("listNotices"), { query });
        listed.push(...json.notices.map(({ message_id }) => message_id));
        query = json.next_cursor === null ? null : `limit=2&cursor=${json.next_cursor}`;
    }
    assert.equal(new Set(listed).size, listed.length);
    assert.ok(messages.every((id) => listed.includes(id)));

    const ids = { ...there, message_id: messages[0] };
    assert.equal((await expect(200, operation("readNotice"), { ids })).json.is_read, true);
    const unread = (await expect(200, operation("listNotices"), { query: "unread=true&limit=100" })).json.notices;
    assert.ok(unread.every(({ message_id, is_read }) => message_id !== messages[0] && !is_read));

    deleteMessage(messages[1]);
    const changes = await expect(200, operation("listNoticeChanges"), { query: `since=0&limit=100` });
    const of = (id) => changes.json.changes.find(({ message_id }) => message_id === id);
    assert.equal(of(messages[0]).is_read, true);
    assert.equal(of(messages[1]).withdrawn, true);

    const seen = await expect(200, operation("seeNotices"), { body: JSON.stringify({ sequence: 2 ** 52 }) });
    assert.deepEqual([seen.json.unread, seen.json.unread_capped], [0, false]);
    assert.ok(seen.json.sequence > sequence);
});

test("settings of notices, everywhere and in a chat", async () => {
    const settings = { likes: "off", muted_until: "2099-01-01T00:00:00Z" };
    for (const id of ["NoticePreferences", "ChatNoticePreferences"]) {
        const body = JSON.stringify(settings);
        assert.deepEqual((await expect(200, operation(`put${id}`), { body, user: "carol" })).json, settings);
        assert.deepEqual((await expect(200, operation(`get${id}`), { user: "carol" })).json, settings);
    }
    const reset = await expect(200, operation("resetChatNoticePreferences"), { user: "carol" });
    assert.deepEqual(reset.json, { likes: null, muted_until: null });
    await expect(200, operation("putNoticePreferences"), { body: "{}", user: "carol" });
});

test("numbers, as a table, for who asks for one by a parameter or by a header", async () => {
    for (const each of operations.filter(isOfNumbers)) {
        for (const wish of [{ query: "format=csv" }, { headers: { Accept: "text/csv" } }]) {
            const { headers, body } = await expect(200, each, wish);
            assert.equal(headers["content-type"], "text/csv; charset=utf-8");
            assert.match(headers["content-disposition"], /^attachment; filename="/);
            assert.match(headers.vary, /\bAccept\b/);
            assert.ok(body.endsWith("\r\n"));
        }
    }
});

test("activity, in each size of bucket and in zones with odd clocks", async () => {
    for (const bucket of ["quarter", "hour", "day", "week", "month"]) {
        for (const zone of ["UTC", "Asia/Kathmandu", "Pacific/Chatham"]) {
            const query = `bucket=${bucket}&time_zone=${zone}&reaction=*`;
            const { json } = await expect(200, operation("getChatActivity"), { query });
            assert.deepEqual([json.bucket, json.time_zone, json.chat_id], [bucket, zone, CHAT]);
            assert.ok(json.points.length > 0);
        }
    }
});

test("ids in capitals are answered in lower case", async () => {
    const ids = { message_id: there.message_id.toUpperCase(), chat_id: CHAT.toUpperCase(), reaction: "joy" };
    for (const each of operationsWith(200)) {
        const { json, status } = await call(each, { ids });
        assert.equal(status, 200, each.id);
        if (json.message_id) assert.equal(json.message_id, there.message_id);
        if (json.chat_id) assert.equal(json.chat_id, CHAT);
    }
});
