// What the members of a chat hear from the broker, and what it refuses.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { addMessage, CHAT, shortAccess } from "../../e2e/support/stack.js";
import { refusals, servers, topicOf } from "../support/asyncapi.js";
import { accessOf, Client } from "../support/broker.js";
import { expect, operation, there } from "../support/calls.js";
import { cover, refusalBy } from "../support/covered.js";

const refusal = (name) => refusals.find((each) => each.name === name);

/** Runs `test` with clients of that server, and closes them. */
async function withClients(server, test) {
    const clients = [];
    try {
        await test((...access) => {
            clients.push(new Client(server, ...access));
            return clients.at(-1);
        });
    } finally {
        for (const client of clients) client.close();
    }
}

for (const server of servers) {
    test(`events by ${server.name}`, () =>
        withClients(server, async (open) => {
            const access = await accessOf("alice");
            assert.deepEqual(access.topics, [topicOf(CHAT)]);
            const client = open(access);
            assert.equal((await client.packet("connack")).reasonCode, 0);
            assert.deepEqual((await client.subscribe()).granted, [1]);
            const ids = { ...there, message_id: addMessage(`told by ${server.name}`) };
            for (const [id, type, version] of [
                ["likeMessage", "message_liked", 1],
                ["unlikeMessage", "message_unliked", 2],
                ["reactToMessage", "message_reacted", 1],
                ["unreactToMessage", "message_unreacted", 2],
            ]) {
                await expect(200, operation(id), { ids, user: "bob" });
                await client.hears(ids.message_id, type, version);
            }
        }));

    test(`nobody is admitted with a token that is none, by ${server.name}`, () =>
        withClients(server, async (open) => {
            const { reasonCode, returnCode } = refusal("notAdmitted");
            const nobody = { username: "alice", token: "none" };
            assert.equal((await open(nobody).packet("connack")).reasonCode, reasonCode);
            assert.equal((await open(nobody, 4).packet("connack")).returnCode, returnCode);
            const another = { ...(await accessOf("alice")), username: "bob" };
            assert.equal((await open(another).packet("connack")).reasonCode, reasonCode);
            cover(refusalBy(server, refusal("notAdmitted")));
        }));

    test(`a token opens its own topics only, by ${server.name}`, () =>
        withClients(server, async (open) => {
            const { reasonCode, returnCode } = refusal("notSubscribed");
            const access = await accessOf("alice");
            for (const topic of [topicOf(randomUUID()), "#", topicOf("+"), "$SYS/#", `$share/a/${topicOf(CHAT)}`]) {
                assert.deepEqual((await subscribed(open(access), topic)).granted, [reasonCode], topic);
                assert.deepEqual((await subscribed(open(access, 4), topic)).granted, [returnCode], topic);
            }
            cover(refusalBy(server, refusal("notSubscribed")));
        }));

    test(`clients publish nothing, by ${server.name}`, () =>
        withClients(server, async (open) => {
            const client = open(await accessOf("alice"));
            await client.packet("connack");
            const { reasonCode } = await client.publish(topicOf(CHAT), "{}");
            assert.equal(reasonCode, refusal("notPublished").reasonCode);
            cover(refusalBy(server, refusal("notPublished")));
        }));

    test(`a session ends with its token, by ${server.name}`, () =>
        withClients(server, async (open) => {
            const client = open(shortAccess(await accessOf("alice"), 5));
            assert.equal((await client.packet("connack")).reasonCode, 0);
            assert.equal((await client.packet("disconnect")).reasonCode, refusal("sessionEnded").reasonCode);
            cover(refusalBy(server, refusal("sessionEnded")));
        }));
}

async function subscribed(client, topic) {
    await client.packet("connack");
    return client.subscribe(topic);
}
