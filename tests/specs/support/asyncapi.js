// asyncapi.yaml as what the tests ask it: which servers, events and refusals there are, and whether an event is one.
import { asyncapi, resolve } from "./documents.js";
import { Schemas } from "./schemas.js";

export const schemas = new Schemas("asyncapi", asyncapi);

export const servers = Object.entries(asyncapi.servers).map(([name, server]) => ({ name, ...server }));
export const refusals = Object.entries(asyncapi["x-refusals"]).map(([name, refusal]) => ({ name, ...refusal }));

/** Each message, as `{name, type, headers, payload}`: its name in the specification, and the `type` of its events. */
export const messages = Object.entries(asyncapi.components.messages).map(
    ([name, { name: type, headers, payload }]) => ({ name, type, headers, payload }),
);

/** By the name of an operation: its channel, how it is told, and the `type` of each event that it tells. */
const tellings = Object.fromEntries(
    Object.entries(asyncapi.operations).map(([name, { channel, messages, bindings }]) => [
        name,
        {
            channel: resolve(asyncapi, channel),
            told: messages.map((reference) => resolve(asyncapi, reference).name),
            ...bindings.mqtt,
        },
    ]),
);

/** Where the events of a chat are. */
export const topicOf = (chat) => tellings.tellChange.channel.address.replace("{chat_id}", chat);
/** Where the notices of a user are. */
export const noticesTopicOf = (user) =>
    tellings.tellNotice.channel.address.replace("{user_id}", encodeURIComponent(user));

const NO_HEADERS = { type: "object", maxProperties: 0 };

/**
 * What is wrong with an event that `user` hears, as a list of texts; `packet` is the PUBLISH as mqtt.js gives it.
 * @param {{name: string, headers: object, payload: object}} message which of the messages it should be
 */
export function mistakes(message, packet, user) {
    const event = JSON.parse(packet.payload);
    const telling = Object.values(tellings).find(({ told }) => told.includes(event.type));
    if (telling === undefined) return ["no operation tells it"];
    const { channel, qos, retain } = telling;
    const { contentType } = resolve(asyncapi, channel.messages[message.name]);
    const differences = [
        ["its topic", packet.topic, event.chat_id === undefined ? noticesTopicOf(user) : topicOf(event.chat_id)],
        ["its QoS", packet.qos, qos],
        ["whether it is retained", packet.retain, retain],
        ["its content type", packet.properties?.contentType, contentType],
    ].filter(([, is, shouldBe]) => is !== shouldBe);
    const mistake = schemas.mistake(message.payload, event);
    const inHeaders = schemas.mistake(message.headers ?? NO_HEADERS, { ...packet.properties?.userProperties });
    return [
        ...differences.map(([what, is, shouldBe]) => `${what} is ${is}, and not ${shouldBe}`),
        ...(mistake ? [`the event: ${mistake}`] : []),
        ...(inHeaders ? [`its user properties: ${inHeaders}`] : []),
    ];
}
