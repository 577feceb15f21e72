// JSON Schema for people: what a value is, in a few words, and what an object has.
import { code, html, inlineMarkdown, join } from "./html.js";

const nameOf = (reference) => reference.split("/").at(-1);

export const anchorOf = (kind, name) => `${kind}-${name}`;

export const linkTo = (kind, name) => html`<a href="#${anchorOf(kind, name)}">${name}</a>`;

/** What bounds a value: how many, how long, how it looks. */
function bounds(schema) {
    const range = (least, most, unit) => {
        if (least === undefined && most === undefined) return [];
        if (most === undefined) return [html`at least ${least}${unit}`];
        return [least === undefined ? html`at most ${most}${unit}` : html`${least} to ${most}${unit}`];
    };
    return [
        ...(schema.format === undefined ? [] : [html`${schema.format}`]),
        ...range(schema.minimum, schema.maximum, ""),
        ...range(schema.minLength, schema.maxLength, " characters"),
        ...range(schema.minItems, schema.maxItems, " entries"),
        ...(schema.pattern === undefined ? [] : [code(schema.pattern)]),
        ...(schema.default === undefined ? [] : [html`${code(schema.default)} unless said otherwise`]),
    ];
}

function nameOfType({ type, items, additionalProperties, enum: values }) {
    if (values !== undefined) return html`one of ${join(values.map((value) => code(value)), ", ")}`;
    if (type === "array") return html`array of ${typeOf(items)}`;
    if (typeof additionalProperties === "object") return html`object of ${typeOf(additionalProperties)} by name`;
    return [type].flat().join(" or ");
}

/** What a value is: `LikedBy`, `string or null, date-time`, `array of UserId`. */
export function typeOf(schema) {
    if (schema.$ref !== undefined) return linkTo("schema", nameOf(schema.$ref));
    if (schema.oneOf !== undefined) return html`${join(schema.oneOf.map(typeOf), " or ")}`;
    if (schema.const !== undefined) return html`always ${code(schema.const)}`;
    return html`${join([nameOfType(schema), ...bounds(schema)], ", ")}`;
}

/** A list of named things: `entries` are `{name, type, isOptional, description}`. */
export const definitions = (entries) => html`<dl>${entries.map(
    ({ name, type, isOptional, description }) => html`
<dt>${code(name)} <span class="type">${type}${isOptional ? ", may be missing" : ""}</span></dt>
<dd>${inlineMarkdown(description)}</dd>`,
)}
</dl>`;

/** What a member says about itself, or else what its type says. */
const descriptionOf = (schema, schemas) => schema.description ?? schemas[nameOf(schema.$ref ?? "")]?.description;

/** A section about a schema. `schemas` are all of the document, by their names. */
export function schemaSection(name, schemas) {
    const schema = schemas[name];
    const members = Object.entries(schema.properties ?? {}).map(([member, inner]) => ({
        name: member,
        type: typeOf(inner),
        isOptional: !schema.required?.includes(member),
        description: descriptionOf(inner, schemas),
    }));
    return html`
<section id="${anchorOf("schema", name)}">
<h3>${name}</h3>
${schema.description === undefined ? "" : html`<p>${inlineMarkdown(schema.description)}</p>`}
${members.length > 0 ? definitions(members) : html`<p class="type">${typeOf(schema)}</p>`}
</section>`;
}
