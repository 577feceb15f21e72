// What an app on a phone does: native MQTT, by the sample in tests/samples and by mosquitto_sub.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as passed } from "node:timers/promises";

import {
    ADDRESS,
    addMembers,
    addMessage,
    call,
    CHAT,
    removeMember,
    script,
    SCRIPTS,
    service,
    shortAccess,
} from "./support/stack.js";

const { LIKES_BIN_DIR, MQTT_PORT } = process.env;
/** The command that prints a bearer token, as the shell reads it. */
const TOKEN = `'${SCRIPTS}token'`;

/** Runs a program that prints a line for each thing it hears. */
class Listener {
    #process;
    #all = [];
    #lines = [];
    #changed = () => {};

    constructor(t, command, args, env = {}) {
        this.#process = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
        t.after(() => this.#process.kill());
        createInterface({ input: this.#process.stdout }).on("line", (line) => {
            this.#all.push(line);
            this.#lines.push(line);
            this.#changed();
        });
    }

    /** Its exit status, when it has one. */
    async ends() {
        if (this.#process.exitCode === null) await once(this.#process, "exit");
        return this.#process.exitCode;
    }

    /** Stands still for longer than a moment, and keeps its connection. */
    async sleeps() {
        this.#process.kill("SIGSTOP");
        await passed(3500);
        this.#process.kill("SIGCONT");
    }

    /** Every line so far. */
    get lines() {
        return [...this.#all];
    }

    /** The first line for which `matches` is true; it and all before it are done with. */
    async hears(matches) {
        while (true) {
            const found = this.#lines.findIndex((line) => matches(line));
            if (found >= 0) return this.#lines.splice(0, found + 1).at(-1);
            await new Promise((resolve) => (this.#changed = resolve));
        }
    }
}

const isLive = (line) => line === '{"live":true}';
const isOf = (id) => (line) => line.includes(`"message_id":"${id}"`);

/** The sample, as carol. The API is at `address`, and gives out bearer tokens for so many seconds. */
const startPhone = (t, address, seconds = 600) =>
    new Listener(t, `${LIKES_BIN_DIR}/phone`, [address, "127.0.0.1", MQTT_PORT, CHAT, `${TOKEN} carol --ttl ${seconds}`]);

/**
 * The API at another address. While `api.refusal` is set, it is the answer to the next catch-up. Realtime tokens are good
 * for `api.seconds`. In `api.bearers` are the tokens that it was called with.
 */
async function apiBetween(t, api) {
    const server = createServer(async (request, response) => {
        const { method, url, headers } = request;
        api.bearers?.add(headers.authorization);
        if (api.refusal && url.includes("since=")) {
            response.writeHead(api.refusal).end();
            api.refusal = null;
            return;
        }
        const body = method === "POST" ? Buffer.concat(await request.toArray()) : undefined;
        const passedOn = { authorization: headers.authorization, "content-type": "application/json" };
        const answer = await fetch(ADDRESS + url, { method, body, headers: passedOn });
        const text = await answer.text();
        const isShort = api.seconds !== undefined && url.endsWith("/realtime/token") && answer.ok;
        response.writeHead(answer.status).end(isShort ? JSON.stringify(shortAccess(JSON.parse(text), api.seconds)) : text);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    return `http://127.0.0.1:${server.address().port}`;
}

test("the sample asks what it missed while it slept; reads anew where its cursor is refused; tries again what failed", async (t) => {
    const api = { refusal: null };
    const phone = startPhone(t, await apiBetween(t, api));
    await phone.hears(isLive);
    const id = addMessage("asleep");
    await call("alice", "POST", `/messages/${id}/like`);
    await phone.sleeps();
    await phone.hears(isOf(id));
    await phone.hears(isLive);

    api.refusal = 400;
    await phone.sleeps();
    await phone.hears((line) => line === '{"anew":true}');
    await phone.hears(isLive);

    api.refusal = 503;
    await call("alice", "DELETE", `/messages/${id}/like`);
    await phone.sleeps();
    await phone.hears(isOf(id));
    await phone.hears(isLive);
    assert.equal(api.refusal, null);
});

test("the sample lives on when its tokens end and the broker restarts, misses nothing and goes back to nothing", async (t) => {
    const api = { seconds: 4, bearers: new Set() };
    const phone = startPhone(t, await apiBetween(t, api), 3);
    await phone.hears(isLive);

    // Somebody likes all the while, so that each gap has something in it.
    const liked = new Map();
    let goesOn = true;
    const likes = (async () => {
        while (goesOn) {
            const id = addMessage("while tokens end");
            liked.set(id, (await call("alice", "POST", `/messages/${id}/like`)).version);
        }
    })();
    try {
        for (let expiries = 0; expiries < 2; ++expiries) await phone.hears(isLive);
        service("restart", "mosquitto");
        await phone.hears(isLive);
    } finally {
        goesOn = false;
        await likes;
    }
    for (const id of liked.keys()) {
        if (!phone.lines.some(isOf(id))) await phone.hears(isOf(id));
    }
    const held = new Map();
    for (const line of phone.lines.filter((line) => line.includes('"version"'))) {
        const { message_id, version } = JSON.parse(line);
        assert.ok(version > (held.get(message_id) ?? 0), line);
        held.set(message_id, version);
    }
    for (const [id, version] of liked) assert.equal(held.get(id), version, id);
    assert.ok(api.bearers.size > 1, "the bearer token was renewed");
});

test("the sample ends when the user is no member of the chat any more", async (t) => {
    const [user] = addMembers(1);
    const phone = new Listener(t, `${LIKES_BIN_DIR}/phone`, [ADDRESS, "127.0.0.1", MQTT_PORT, CHAT, `${TOKEN} ${user}`]);
    await phone.hears(isLive);
    removeMember(user);
    assert.equal(await phone.ends(), 1);
});

test("the sample hears likes, and catches up with what it missed while the broker was away", async (t) => {
    const id = addMessage("phone");
    const phone = startPhone(t, ADDRESS);
    await phone.hears(isLive);
    const { version } = await call("alice", "POST", `/messages/${id}/like`);
    const state = { message_id: id, reaction: "like", likes_count: 1, version };
    assert.deepEqual(JSON.parse(await phone.hears(isOf(id))), state);

    service("stop", "mosquitto");
    try {
        await call("bob", "POST", `/messages/${id}/like`);
    } finally {
        service("start", "mosquitto");
    }
    assert.deepEqual(JSON.parse(await phone.hears(isOf(id))), { ...state, likes_count: 2, version: version + 1 });
    await phone.hears(isLive);
    await call("alice", "DELETE", `/messages/${id}/like`);
    assert.deepEqual(JSON.parse(await phone.hears(isOf(id))), { ...state, likes_count: 1, version: version + 2 });
});

test("mosquitto_sub hears likes", async (t) => {
    const id = addMessage("mosquitto_sub");
    const password = script("realtime-token", ["carol"]).trim();
    const options = ["-p", MQTT_PORT, "-V", "mqttv5", "-q", "1", "-u", "carol", "-P", password, "-d"];
    const phone = new Listener(t, "stdbuf", ["-oL", "mosquitto_sub", ...options, "-t", `chats/${CHAT}/events`]);
    await phone.hears((line) => line.startsWith("Subscribed"));
    await call("alice", "POST", `/messages/${id}/like`);
    assert.match(await phone.hears((line) => line.includes(id)), /"message_liked"/);
});
