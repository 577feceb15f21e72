// Calls by operation. Whatever is answered must be as openapi.yaml describes it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import { addMembers, addMessage, addNotice, bearerToken, CHAT, call as callAs } from "../../e2e/support/stack.js";
import { answerOf, cover, otherMethodsOf } from "./covered.js";
import { send } from "./http.js";
import { mistakes, operations } from "./openapi.js";

export const HANDSHAKE = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "mqtt",
};

/** What an operation needs beside its path, as a function of the ids. */
const NEEDED = {
    getChatLikes: ({ message_id }) => ({ query: `message_ids=${message_id}` }),
    createRealtimeToken: ({ chat_id }) => ({ body: JSON.stringify({ chat_ids: [chat_id] }) }),
    openSocket: () => ({ headers: HANDSHAKE }),
    seeNotices: () => ({ body: '{"sequence":0}' }),
    putNoticePreferences: () => ({ body: '{"likes":"all"}' }),
    putChatNoticePreferences: () => ({ body: '{"likes":null}' }),
};

/** What undoes an operation for those that come after it, as a function of the ids. */
const UNDONE = {
    dismissNotice: ({ message_id }) => addNotice(message_id.toLowerCase()),
};

/** Whether it asks for numbers: nobody may do so more than five times a second, and of all chats only with the scope. */
export const isOfNumbers = ({ path }) => path.includes("/analytics/");
export const isOfAllChats = ({ path }) => path.startsWith("/analytics/");

/** Members of the chat who ask for numbers in turn, so that none of them asks too often. */
const guests = addMembers(400);
let turn = 0;
const nextGuest = () => guests[turn++ % guests.length];

const message = addMessage("as the specification says");
// alice is told of it: the message is hers, and bob likes it.
await callAs("bob", "POST", `/messages/${message}/like`);
addNotice(message);
/** Ids of things that are there; alice, bob and carol are members of the chat, mallory is not. */
export const there = { message_id: message, chat_id: CHAT, reaction: "joy" };
export const nowhere = () => ({ message_id: randomUUID(), chat_id: randomUUID(), reaction: "joy" });

export const operation = (id) => operations.find((each) => each.id === id);
/** Those that describe this answer. */
export const operationsWith = (status) => operations.filter(({ responses }) => responses[status] !== undefined);

const fill = (path, ids) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(ids[name]));

const isJson = ({ headers, body }) => body !== "" && /json$/.test(headers["content-type"]);

/**
 * Calls an operation as `user` (null: nobody) with that scope, and checks the answer. `ids` are those of the path; `query`
 * and `body` replace what the operation needs, `headers` join it. Returns the answer, with the JSON of its body as `json`.
 */
export async function call(operation, { user, scope, ids = there, query, headers, body } = {}) {
    const needed = NEEDED[operation.id]?.(ids) ?? {};
    const parameters = query ?? needed.query;
    const caller = user === undefined ? (isOfNumbers(operation) ? nextGuest() : "alice") : user;
    const opened = scope ?? (isOfAllChats(operation) ? "likes:analytics" : undefined);
    const isNobody = operation.isOpen || caller === null;
    const token = isNobody ? {} : { Authorization: `Bearer ${bearerToken(caller, 600, opened)}` };
    const answer = await send({
        method: operation.method,
        target: operation.base + fill(operation.path, ids) + (parameters === undefined ? "" : `?${parameters}`),
        headers: { ...token, ...needed.headers, ...headers },
        body: body ?? needed.body,
    });
    assert.deepEqual(mistakes(operation.responses, answer), [], `${answer.status} of ${operation.id}`);
    cover(answerOf(operation, answer.status));
    if (answer.status === 200) UNDONE[operation.id]?.(ids);
    return { ...answer, json: isJson(answer) ? JSON.parse(answer.body) : null };
}

/** Calls it, and fails unless the answer has that status. */
export async function expect(status, operation, options) {
    const answer = await call(operation, options);
    answer.socket?.destroy();
    assert.equal(answer.status, status, `${operation.id}: ${answer.body}`);
    return answer;
}

/** Calls it until the answer has that status. One that never has is stopped by the runner's time limit. */
export async function becomes(status, operation, options) {
    for (;;) {
        const answer = await call(operation, options);
        answer.socket?.destroy();
        if (answer.status === status) return answer;
    }
}

/** Tries every method that the path does not know. */
export async function tryOtherMethods(path) {
    for (const method of ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]) {
        if (path.methods.includes(method)) continue;
        const answer = await send({ method, target: path.base + fill(path.path, there) });
        assert.deepEqual(mistakes(path.others, answer), [], `${method} ${path.path}`);
        assert.deepEqual(answer.headers.allow.split(", ").sort(), [...path.methods].sort(), path.path);
    }
    cover(otherMethodsOf(path));
}

