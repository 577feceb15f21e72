// What the members of a chat hear from the broker, and what it refuses.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { addMembers, addMessage, CHAT, shortAccess } from "../../e2e/support/stack.js";
import { noticesTopicOf, refusals, servers, topicOf } from "../support/asyncapi.js";
import { accessOf, Client, noticesAccessOf } from "../support/broker.js";
import { expect, operation, there } from "../support/calls.js";
import { cover, refusalBy } from "../support/covered.js";
import { operations } from "../support/openapi.js";

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

    test(`notices by ${server.name}`, () =>
        withClients(server, async (open) => {
            const [author] = addMembers(1);
            const access = await noticesAccessOf(author);
            assert.deepEqual(access.topics, [noticesTopicOf(author)]);
            const client = open(access);
            assert.equal((await client.packet("connack")).reasonCode, 0);
            assert.deepEqual((await client.subscribe(noticesTopicOf(author))).granted, [1]);
            const ids = { ...there, message_id: addMessage(`noticed by ${server.name}`, author) };
            const hears = (type, isIt = () => true) =>
                client.hearsOne((event) => event.type === type && isIt(event.payload));

            await expect(200, operation("likeMessage"), { ids, user: "bob" });
            const raised = await hears("notice_raised", ({ message_id }) => message_id === ids.message_id);
            assert.equal(raised.payload.unread, 1);
            assert.deepEqual(
                raised.payload.newest.map(({ user_id, reaction }) => [user_id, reaction]),
                [["bob", "like"]],
            );
            await expect(200, operation("reactToMessage"), { ids, user: "bob" });
            await hears("notice_changed", ({ reactions }) => reactions.joy === 1);
            const seen = JSON.stringify({ sequence: raised.payload.sequence });
            await expect(200, operationAt("POST", "/notices/seen"), { user: author, body: seen });
            assert.equal((await hears("notices_seen")).payload.unread, 0);
            for (const id of ["unlikeMessage", "unreactToMessage"]) {
                await expect(200, operation(id), { ids, user: "bob" });
            }
            await hears("notice_withdrawn");
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
            const others = [topicOf(randomUUID()), noticesTopicOf("alice"), noticesTopicOf("bob")];
            for (const topic of [...others, "#", topicOf("+"), "users/+/notices", "$SYS/#", `$share/a/${topicOf(CHAT)}`]) {
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

/** The operation of that verb and path. */
const operationAt = (method, path) => operations.find((each) => each.method === method && each.path === path);

async function subscribed(client, topic) {
    await client.packet("connack");
    return client.subscribe(topic);
}
