// What is answered to those who ask for what they may not, or ask wrongly.
import { test } from "node:test";

import { addMessage, deleteMessage } from "../../e2e/support/stack.js";
import {
    expect,
    HANDSHAKE,
    isOfNumbers,
    nowhere,
    operation,
    operationsWith,
    there,
    tryOtherMethods,
} from "../support/calls.js";
import { paths } from "../support/openapi.js";

const LONG = "x".repeat(25 * 1024);

/** Operations whose wrong call is another one than with a wrong id, or of a stranger. */
const withIds = (status) => operationsWith(status).filter(({ path }) => path.includes("{"));

test("400: ids that are none", async () => {
    for (const each of withIds(400)) {
        await expect(400, each, { ids: { message_id: "1", chat_id: "1", reaction: "joy" } });
    }
});

test("400: parameters that are none", async () => {
    for (const [id, queries] of Object.entries({
        listLikes: ["limit=0", "limit=101", "cursor=1", "page=2"],
        listReactions: ["limit=5"],
        getChatLikes: ["", "message_ids=", `message_ids=${"a,".repeat(100)}`, "message_ids=a&".repeat(101)],
        getChatActivity: ["bucket=year", "time_zone=Mars", "from=today", "to=1", "from=2999-01-01", "from=2001-01-01"],
        listPopularMessages: ["span=2d", "limit=0", "limit=101", "format=xml", "page=2"],
        listActiveUsers: ["by=likes", "span=2d", "limit=0"],
        getActivity: ["bucket=year", "from=2025-02-29", "format=xml"],
        getSummary: ["span=all", "bucket=day"],
        listAllPopularMessages: ["span=2d", "limit=0"],
        listAllActiveUsers: ["by=likes", "limit=101"],
        listActiveChats: ["span=2d", "reaction=like"],
        listNotices: ["limit=0", "limit=101", "cursor=1", "unread=1", "page=2"],
        listNoticeChanges: ["limit=0", "limit=101", "since=now", "since=9007199254740991", "page=2"],
        countUnreadNotices: ["limit=5"],
        getNoticePreferences: ["likes=all"],
        getChatNoticePreferences: ["likes=all"],
        listChatChanges: ["limit=0", "limit=101", "since=1", `since=${"_".repeat(32)}`, "page=2"],
    })) {
        for (const query of queries) await expect(400, operation(id), { query });
    }
});

test("400: bodies that are none", async () => {
    for (const body of ["{", "[]", "{}", '{"chat_ids":[]}', '{"chat_ids":["1"]}', '{"chat_ids":[],"more":1}']) {
        await expect(400, operation("createRealtimeToken"), { body });
    }
});

test("400: what was seen, or is wanted, that cannot be", async () => {
    for (const [id, bodies] of Object.entries({
        seeNotices: ["", "{}", '{"sequence":-1}', '{"sequence":"1"}', '{"sequence":1,"more":1}'],
        putNoticePreferences: ["", "[]", '{"likes":null}', '{"likes":"some"}', '{"muted_until":"soon"}', '{"push":"all"}'],
        putChatNoticePreferences: ["", '{"likes":"some"}', '{"muted_until":1}', '{"more":1}'],
    })) {
        for (const body of bodies) await expect(400, operation(id), { body });
    }
});

test("400: a handshake that is none", async () => {
    for (const headers of [{ "Sec-WebSocket-Key": "short" }, { "Sec-WebSocket-Protocol": "chat" }]) {
        await expect(400, operation("openSocket"), { headers: { ...HANDSHAKE, ...headers } });
    }
});

test("401: nobody", async () => {
    for (const each of operationsWith(401)) {
        await expect(401, each, { user: null });
        await expect(401, each, { user: null, headers: { Authorization: "Bearer none" } });
    }
});

test("403: somebody who is not in the chat", async () => {
    for (const each of operationsWith(403)) {
        if (!each.isOpen) await expect(403, each, { user: "mallory", scope: "" });
    }
    await expect(403, operation("createRealtimeToken"), { ids: nowhere() });
});

test("403: a page of another origin", () =>
    expect(403, operation("openSocket"), { headers: { ...HANDSHAKE, Origin: "https://elsewhere.example" } }));

test("404: nothing is there, or not any more", async () => {
    const gone = { ...there, message_id: addMessage("to be deleted") };
    deleteMessage(gone.message_id);
    for (const each of withIds(404)) {
        await expect(404, each, { ids: nowhere() });
        if (each.path.includes("{message_id}")) await expect(404, each, { ids: gone });
    }
});

test("405: methods that a path does not know", async () => {
    for (const path of paths) await tryOtherMethods(path);
});

test("413: a body over 8 KiB", async () => {
    for (const each of operationsWith(413)) await expect(413, each, { body: LONG });
});

test("414: a request line over 24 KiB", async () => {
    for (const each of operationsWith(414)) await expect(414, each, { query: LONG });
});

test("422: a reaction that may not be used here", async () => {
    for (const each of operationsWith(422)) {
        for (const reaction of ["unknown", "🎉"]) {
            const query = isOfNumbers(each) ? `reaction=${encodeURIComponent(reaction)}` : undefined;
            await expect(422, each, { ids: { ...there, reaction }, query });
        }
    }
});

test("426: no WebSocket, or one of another version", async () => {
    for (const headers of [{ Upgrade: "h2c" }, { "Sec-WebSocket-Version": "8" }]) {
        await expect(426, operation("openSocket"), { headers: { ...HANDSHAKE, ...headers } });
    }
});

test("431: a header field over 24 KiB", async () => {
    for (const each of operationsWith(431)) await expect(431, each, { headers: { "X-Long": LONG } });
});
