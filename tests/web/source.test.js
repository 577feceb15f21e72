import assert from "node:assert/strict";
import test from "node:test";

import { csvName, Source } from "../../nginx/www/analytics/source.js";
import { Account } from "../../nginx/www/likes/account.js";
import { Api } from "../../nginx/www/likes/api.js";
import { answer, bearerToken, CHAT } from "./support.js";

/** A source whose server gives these answers one after the other, and the calls that it got. */
function sourceWith(answers, chatId = CHAT) {
    const calls = [];
    const fetch = async (url, { headers }) => {
        calls.push({ url, authorization: headers.Authorization });
        return answers.shift();
    };
    const api = new Api({ baseUrl: "https://likes.example", account: new Account(() => bearerToken("alice")), fetch });
    return { source: new Source(api, chatId), calls };
}

test("a chat's numbers are asked for under the chat, the deployment's beside it", async () => {
    for (const [chat, path] of [
        [CHAT, `/chats/${CHAT}/analytics/users?by=given&span=7d`],
        [null, "/analytics/users?by=given&span=7d"],
    ]) {
        const { source, calls } = sourceWith([answer(200, { users: [] })], chat);
        const reading = await source.read("users", { by: "given", span: "7d" });
        assert.deepEqual(reading, { isReady: true, answer: { users: [] } });
        assert.equal(calls[0].url, `https://likes.example/api/v1${path}`);
    }
});

test("what a query holds is encoded", async () => {
    const { source, calls } = sourceWith([answer(200)], "a/b");
    await source.read("activity", { time_zone: "Etc/GMT+3", reaction: "*" });
    assert.match(calls[0].url, /\/chats\/a%2Fb\/analytics\/activity\?time_zone=Etc%2FGMT%2B3&reaction=\*$/);
});

test("a list that is made only now says when to ask again", async () => {
    const { source } = sourceWith([answer(202, { as_of: null }, { "Retry-After": "7" }), answer(202)]);
    assert.deepEqual(await source.read("messages", {}), { isReady: false, retryAfterSeconds: 7 });
    assert.deepEqual(await source.read("messages", {}), { isReady: false, retryAfterSeconds: 2 });
});

test("a table is asked for with the token, and is what the server sent", async () => {
    const { source, calls } = sourceWith([new Response("rank,count\r\n1,40\r\n"), answer(202)]);
    const table = await source.readCsv("messages", { span: "7d" });
    assert.equal(await table.text(), "rank,count\r\n1,40\r\n");
    assert.match(calls[0].url, /messages\?span=7d&format=csv$/);
    assert.match(calls[0].authorization, /^Bearer /);
    assert.equal(await source.readCsv("messages", { span: "7d" }), null);
});

test("a refusal is a LikesError with its kind", async () => {
    const { source } = sourceWith([answer(403), answer(404), answer(503, {}, { "Retry-After": "3" })]);
    await assert.rejects(source.read("activity", {}), { name: "LikesError", kind: "forbidden" });
    await assert.rejects(source.readCsv("activity", {}), { name: "LikesError", kind: "not_found" });
    await assert.rejects(source.read("users", {}), { kind: "unavailable", retryAfterSeconds: 3 });
});

test("a table's name says what it is about, and has nothing that a file's name cannot have", () => {
    assert.equal(csvName(["activity", "2026-03-02", "2026-03-30"]), "likes-activity-2026-03-02-2026-03-30.csv");
    assert.equal(csvName(["users", "given", "all"]), "likes-users-given-all.csv");
    assert.equal(csvName(["a/../b", 'c"d']), "likes-ab-cd.csv");
});
