// A client of the broker, which checks every event that it hears against asyncapi.yaml.
import assert from "node:assert/strict";

import mqtt from "mqtt";

import { CHAT } from "../../e2e/support/stack.js";
import { messages, mistakes, topicOf } from "./asyncapi.js";
import { expect, operation } from "./calls.js";
import { cover, eventBy } from "./covered.js";

/** The ports of the instance, by the scheme of a server. */
const PORTS = { mqtt: process.env.MQTT_PORT, ws: process.env.HTTP_PORT };

/** What POST /realtime/token answers to a member of the demo chat; with `body` to who asks for something else. */
export async function accessOf(user, body) {
    return (await expect(200, operation("createRealtimeToken"), { user, body })).json;
}

/** The same for the user's own notices. */
export const noticesAccessOf = (user) => accessOf(user, JSON.stringify({ chat_ids: [], notices: true }));

const isOf = ({ payload }, messageId) => payload.message_id === messageId;

export class Client {
    #client;
    #server;
    #user;
    #packets = [];
    #mistakes = [];

    /** Opens a connection to one of asyncapi.yaml's servers; `protocolVersion` is 5 or 4 (MQTT 3.1.1). */
    constructor(server, { username, token }, protocolVersion = 5) {
        this.#server = server;
        this.#user = username;
        const url = `${server.protocol}://127.0.0.1:${PORTS[server.protocol]}${server.pathname ?? ""}`;
        const options = { username, password: token, protocolVersion, reconnectPeriod: 0, clean: true };
        this.#client = mqtt.connect(url, options);
        this.#client.on("packetreceive", (packet) => this.#take(packet));
        // A refusal is an error to mqtt.js. The packets say the same.
        this.#client.on("error", () => {});
    }

    /** The first packet of this kind, waiting for it if need be. */
    async packet(kind) {
        for (;;) {
            const found = this.#packets.find(({ cmd }) => cmd === kind);
            if (found) return found;
            await this.#next();
        }
    }

    /** Subscribes, and returns the broker's answer. */
    subscribe(topic = topicOf(CHAT)) {
        this.#client.subscribe(topic, { qos: 1 }, () => {});
        return this.packet("suback");
    }

    /** Publishes, and returns the broker's answer. */
    publish(topic, payload) {
        this.#client.publish(topic, payload, { qos: 1 }, () => {});
        return this.packet("puback");
    }

    /** Waits until there was an event of this message, type and version. */
    async hears(messageId, type, version) {
        await this.hearsOne((event) => event.type === type && event.payload.version === version && isOf(event, messageId));
    }

    /** Waits until there was an event for which `isIt` is true, and returns the first of them. */
    async hearsOne(isIt) {
        while (!this.events().some(isIt)) await this.#next();
        assert.deepEqual(this.#mistakes, []);
        return this.events().find(isIt);
    }

    events() {
        return this.#packets.filter(({ cmd }) => cmd === "publish").map(({ payload }) => JSON.parse(payload));
    }

    close() {
        this.#client.end(true);
    }

    /** The next packet of any kind. One that never comes is waited for until the runner's time limit. */
    #next() {
        return new Promise((resolve) => this.#client.once("packetreceive", resolve));
    }

    #take(packet) {
        this.#packets.push(packet);
        if (packet.cmd !== "publish") return;
        const { type } = JSON.parse(packet.payload);
        const message = messages.find((each) => each.type === type);
        if (!message) return this.#mistakes.push(`no message is called ${type}`);
        const found = mistakes(message, packet, this.#user);
        this.#mistakes.push(...found);
        if (found.length === 0) cover(eventBy(this.#server, message));
    }
}
