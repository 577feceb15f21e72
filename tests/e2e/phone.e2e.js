// What an app on a phone does: native MQTT, by the sample in tests/samples and by mosquitto_sub.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { setTimeout as passed } from "node:timers/promises";

import { ADDRESS, addMessage, bearerToken, call, CHAT, script, service } from "./support/stack.js";

const { LIKES_BIN_DIR, MQTT_PORT } = process.env;

/** Runs a program that prints a line for each thing it hears. */
class Listener {
    #process;
    #lines = [];
    #changed = () => {};

    constructor(t, command, args, env = {}) {
        this.#process = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
        t.after(() => this.#process.kill());
        createInterface({ input: this.#process.stdout }).on("line", (line) => {
            this.#lines.push(line);
            this.#changed();
        });
    }

    /** Stands still for longer than a moment, and keeps its connection. */
    async sleeps() {
        this.#process.kill("SIGSTOP");
        await passed(3500);
        this.#process.kill("SIGCONT");
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

/** The API at another address. While `refusal.status` is set, it is the answer to the next catch-up. */
async function apiThatRefuses(t, refusal) {
    const server = createServer(async (request, response) => {
        const { method, url, headers } = request;
        if (refusal.status !== null && url.includes("since=")) {
            response.writeHead(refusal.status).end();
            refusal.status = null;
            return;
        }
        const body = method === "POST" ? Buffer.concat(await request.toArray()) : undefined;
        const passedOn = { authorization: headers.authorization, "content-type": "application/json" };
        const answer = await fetch(ADDRESS + url, { method, body, headers: passedOn });
        response.writeHead(answer.status).end(await answer.text());
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    return `http://127.0.0.1:${server.address().port}`;
}

test("the sample asks what it missed while it slept; reads anew where its cursor is refused; tries again what failed", async (t) => {
    const refusal = { status: null };
    const phone = new Listener(
        t,
        `${LIKES_BIN_DIR}/phone`,
        [await apiThatRefuses(t, refusal), "127.0.0.1", MQTT_PORT, CHAT],
        { LIKES_TOKEN: bearerToken("carol") },
    );
    await phone.hears(isLive);
    const id = addMessage("asleep");
    await call("alice", "POST", `/messages/${id}/like`);
    await phone.sleeps();
    await phone.hears((line) => line === `{"missed":"${id}"}`);
    await phone.hears(isLive);

    refusal.status = 400;
    await phone.sleeps();
    await phone.hears((line) => line === '{"anew":true}');
    await phone.hears(isLive);

    refusal.status = 503;
    await call("alice", "DELETE", `/messages/${id}/like`);
    await phone.sleeps();
    await phone.hears((line) => line === `{"missed":"${id}"}`);
    await phone.hears(isLive);
    assert.equal(refusal.status, null);
});

test("the sample hears likes, and catches up with what it missed while the broker was away", async (t) => {
    const id = addMessage("phone");
    const phone = new Listener(t, `${LIKES_BIN_DIR}/phone`, [ADDRESS, "127.0.0.1", MQTT_PORT, CHAT], {
        LIKES_TOKEN: bearerToken("carol"),
    });
    await phone.hears(isLive);
    await call("alice", "POST", `/messages/${id}/like`);
    const event = JSON.parse(await phone.hears((line) => line.includes(id)));
    assert.equal(event.type, "message_liked");
    assert.deepEqual(event.payload.changes, [{ user_id: "alice", liked: true }]);

    service("stop", "mosquitto");
    try {
        await call("bob", "POST", `/messages/${id}/like`);
    } finally {
        service("start", "mosquitto");
    }
    await phone.hears((line) => line === `{"missed":"${id}"}`);
    await phone.hears(isLive);
    await call("alice", "DELETE", `/messages/${id}/like`);
    await phone.hears((line) => line.includes("message_unliked"));
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
