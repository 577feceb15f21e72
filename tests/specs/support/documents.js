// The specifications as they are in the sources.
import { readFileSync } from "node:fs";

import { load } from "js-yaml";

export const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

export const openapi = load(read("nginx/www/api/openapi.yaml"));
export const asyncapi = load(read("nginx/www/api/asyncapi.yaml"));

/** What a value of `document` is, should it be a reference: `{"$ref": "#/components/…"}`. */
export function resolve(document, value) {
    if (value?.$ref === undefined) return value;
    const names = value.$ref.slice("#/".length).split("/");
    const found = names.reduce((inner, name) => inner?.[name], document);
    if (found === undefined) throw new Error(`there is no ${value.$ref}`);
    return resolve(document, found);
}
