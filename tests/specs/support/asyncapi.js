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

const operation = asyncapi.operations.tellChange;
const channel = resolve(asyncapi, operation.channel);
const told = operation.messages.map((reference) => resolve(asyncapi, reference).name);

/** Where the events of a chat are. */
export const topicOf = (chat) => channel.address.replace("{chat_id}", chat);

/**
 * What is wrong with an event, as a list of texts; `packet` is the PUBLISH as mqtt.js gives it.
 * @param {{name: string, headers: object, payload: object}} message which of the messages it should be
 */
export function mistakes(message, packet) {
    const event = JSON.parse(packet.payload);
    const { qos, retain } = operation.bindings.mqtt;
    const { contentType } = resolve(asyncapi, channel.messages[message.name]);
    const differences = [
        ["its topic", packet.topic, topicOf(event.chat_id)],
        ["its QoS", packet.qos, qos],
        ["whether it is retained", packet.retain, retain],
        ["its content type", packet.properties?.contentType, contentType],
        ["that the operation tells it", told.includes(event.type), true],
    ].filter(([, is, shouldBe]) => is !== shouldBe);
    const mistake = schemas.mistake(message.payload, event);
    const inHeaders = schemas.mistake(message.headers, { ...packet.properties?.userProperties });
    return [
        ...differences.map(([what, is, shouldBe]) => `${what} is ${is}, and not ${shouldBe}`),
        ...(mistake ? [`the event: ${mistake}`] : []),
        ...(inHeaders ? [`its user properties: ${inHeaders}`] : []),
    ];
}
