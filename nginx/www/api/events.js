// asyncapi.yaml for people: where the events are, what they say, and what the broker refuses.
import { code, html, inlineMarkdown, json, markdown } from "./html.js";
import { anchorOf, definitions, typeOf } from "./schema.js";

export const messagesOf = (document) => Object.values(document.components.messages);

export const messageSection = ({ name, title, headers, payload, examples }) => html`
<section id="${anchorOf("event", name)}">
<h3>${title}</h3>
<p class="call">${code(name)}: ${typeOf(payload)}${headers === undefined ? "" : html`, with ${typeOf(headers)}`}</p>
${examples.map(({ summary, payload: value }) => html`<p class="caption">${summary}:</p>${json(value)}`)}
</section>`;

/** The channels, each as `{address, description, qos}`. */
const channelsOf = (document) =>
    Object.values(document.operations).map(({ channel, bindings }) => {
        const { address, description } = document.channels[channel.$ref.split("/").at(-1)];
        return { address, description, qos: bindings.mqtt.qos };
    });

export function channelSection(document) {
    const servers = Object.values(document.servers).map(({ protocol, host, pathname, description }) => ({
        name: `${protocol}://${host}${pathname ?? ""}`,
        type: "unless configured otherwise",
        description,
    }));
    return html`
<section id="channel">
<h3>Where they are</h3>
${channelsOf(document).map(
    ({ address, description, qos }) => html`
<p class="call"><b class="method">QoS ${qos}</b> ${code(address)}</p>
${markdown(description)}`,
)}
${definitions(servers)}
</section>`;
}

export const refusalSection = (document) => html`
<section id="refusals">
<h3>What the broker refuses</h3>
<ul class="answers">${Object.values(document["x-refusals"]).map(
    ({ packet, reasonCode, returnCode, description }) => html`
<li><b class="status">${packet.toUpperCase()} ${reasonCode}</b>
${returnCode === undefined ? "" : html`(MQTT 3.1.1: ${returnCode}) `}${inlineMarkdown(description)}</li>`,
)}</ul>
</section>`;
