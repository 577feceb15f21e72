// openapi.yaml for people: the calls, and what each may answer.
import { code, html, inlineMarkdown, json, join, markdown, text } from "./html.js";
import { anchorOf, definitions, typeOf } from "./schema.js";

const METHODS = ["get", "put", "post", "delete"];

const nameOf = ({ $ref }) => $ref.split("/").at(-1);

/** A reference's component, `kind` being `parameters`, `headers` and so on; or the value itself. */
const resolve = (document, kind, value) => (value.$ref ? document.components[kind][nameOf(value)] : value);

/** All operations in the order of the document. */
export function operationsOf(document) {
    return Object.entries(document.paths).flatMap(([path, item]) =>
        METHODS.filter((method) => item[method]).map((method) => ({
            ...item[method],
            method: method.toUpperCase(),
            path: (item.servers ?? document.servers)[0].url.replace(/\/$/, "") + path,
            parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])],
        })),
    );
}

const examplesOf = ({ example, examples = {} }) =>
    example === undefined ? Object.values(examples) : [{ value: example }];

const exampleOf = ({ summary, value }) =>
    html`${summary === undefined ? "" : html`<p class="caption">${summary}:</p>`}${typeof value === "string" ? text(value) : json(value)}`;

/** The bodies that something may have: what they are, and examples. */
const bodies = (content = {}) =>
    Object.entries(content).map(
        ([type, media]) => html`
<p>${code(type)}: ${typeOf(media.schema)}</p>
${examplesOf(media).map(exampleOf)}`,
    );

function parameterList(document, parameters) {
    if (parameters.length === 0) return "";
    const entries = parameters
        .map((parameter) => resolve(document, "parameters", parameter))
        .map(({ name, in: place, required, schema, description }) => ({
            name,
            type: html`${place}, ${typeOf(schema)}`,
            isOptional: !required,
            description,
        }));
    return html`<h4>Parameters</h4>${definitions(entries)}`;
}

/** One line for each answer; what it looks like is told once for all operations. */
function answerList(document, responses) {
    const lines = Object.entries(responses).map(
        ([status, reference]) => html`
<li><a class="status" href="#${anchorOf("answer", nameOf(reference))}">${status}</a>
${inlineMarkdown(resolve(document, "responses", reference).description)}</li>`,
    );
    return html`<h4>Answers</h4><ul class="answers">${lines}</ul>`;
}

export function operationSection(document, operation) {
    const { method, path, operationId, summary, description, parameters, requestBody, responses, security } = operation;
    return html`
<section id="${anchorOf("call", operationId)}">
<h3>${summary}</h3>
<p class="call"><b class="method ${method.toLowerCase()}">${method}</b> ${code(path)}</p>
${markdown(description)}
${security?.length === 0 ? html`<p>Needs no token.</p>` : ""}
${parameterList(document, parameters)}
${requestBody ? html`<h4>Body</h4>${bodies(requestBody.content)}` : ""}
${answerList(document, responses)}
</section>`;
}

/** What an answer looks like: its headers, its body. */
export function answerSection(document, name) {
    const { description, headers = {}, content } = document.components.responses[name];
    const statuses = new Set(
        Object.values(document.paths).flatMap((item) =>
            [...METHODS.map((method) => item[method]?.responses), item["x-other-methods"]].flatMap((responses = {}) =>
                Object.keys(responses).filter((status) => nameOf(responses[status]) === name),
            ),
        ),
    );
    const entries = Object.entries(headers).map(([header, reference]) => {
        const { schema, required, description } = resolve(document, "headers", reference);
        return { name: header, type: typeOf(schema), isOptional: !required, description };
    });
    return html`
<section id="${anchorOf("answer", name)}">
<h3>${join([...statuses], ", ")} ${name}</h3>
${markdown(description)}
${bodies(content)}
<details><summary>Headers</summary>${definitions(entries)}</details>
</section>`;
}

