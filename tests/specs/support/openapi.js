// openapi.yaml as what the tests ask it: which operations there are, and whether an answer is one of theirs.
import { openapi, resolve } from "./documents.js";
import { Schemas } from "./schemas.js";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The protocol's own, which an API need not describe. */
const HEADERS_OF_HTTP = new Set([
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "server",
    "transfer-encoding",
    "vary",
]);

export const schemas = new Schemas("openapi", openapi);

const describedMethods = (item) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => method.toUpperCase());

/**
 * Each path with its methods, as `{path, base, methods, others}`; `others` are the responses to any other method. HEAD is
 * wherever a GET is that answers 200, as the specification says once for all of them.
 */
export const paths = Object.entries(openapi.paths).map(([path, item]) => ({
    path,
    base: (item.servers ?? openapi.servers)[0].url.replace(/\/$/, ""),
    methods: [...describedMethods(item), ...(item.get?.responses[200] ? ["HEAD"] : [])],
    others: item["x-other-methods"],
}));

/** Each operation, as `{id, method, path, base, isOpen, responses}`; `isOpen` needs no token. */
export const operations = paths.flatMap(({ path, base }) =>
    describedMethods(openapi.paths[path]).map((method) => {
        const { operationId, security, responses } = openapi.paths[path][method.toLowerCase()];
        return { id: operationId, method, path, base, isOpen: security?.length === 0, responses };
    }),
);

/** What is wrong with an answer that should be one of `responses`, as a list of texts. */
export function mistakes(responses, answer) {
    if (responses[answer.status] === undefined) return [`${answer.status} is not described: ${answer.body}`];
    const response = resolve(openapi, responses[answer.status]);
    return [...headerMistakes(response.headers ?? {}, answer), ...bodyMistakes(response.content ?? {}, answer)];
}

function headerMistakes(described, { headers }) {
    const found = [];
    const names = new Set(Object.keys(described).map((name) => name.toLowerCase()));
    for (const name of Object.keys(headers)) {
        if (!names.has(name) && !HEADERS_OF_HTTP.has(name)) found.push(`the header ${name} is not described`);
    }
    for (const [name, reference] of Object.entries(described)) {
        const { required, schema } = resolve(openapi, reference);
        const text = headers[name.toLowerCase()];
        if (text === undefined && !required) continue;
        const value = schema.type === "integer" && /^[0-9]+$/.test(text) ? Number(text) : text;
        const mistake = text === undefined ? "it is not there" : schemas.mistake(schema, value);
        if (mistake) found.push(`the header ${name}: ${mistake}`);
    }
    return found;
}

function bodyMistakes(content, { status, headers, body }) {
    const types = Object.keys(content);
    if (types.length === 0) return body === "" ? [] : [`there is a body: ${body}`];
    const type = headers["content-type"];
    if (content[type] === undefined) return [`the body is ${type}, and not ${types}`];
    const value = type.endsWith("json") ? JSON.parse(body) : body;
    const mistake = schemas.mistake(content[type].schema, value);
    if (mistake) return [`the body: ${mistake}`];
    if (type !== "application/problem+json") return [];
    const isOfThisAnswer = value.status === status && value.request_id === headers["x-request-id"];
    return isOfThisAnswer ? [] : [`the problem is another answer's: ${body}`];
}
