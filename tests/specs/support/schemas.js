// The schemas of a specification, as validators.
import { Ajv2020 } from "ajv/dist/2020.js";

/**
 * Clients are told to ignore members that they do not know. The tests know them all: here an object may have no others
 * than those described. Without this a member that is in no specification would go unnoticed.
 */
function closed(value) {
    if (Array.isArray(value)) return value.map(closed);
    if (value === null || typeof value !== "object") return value;
    const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]));
    const describesMembers = copy.type === "object" && copy.properties !== undefined;
    return describesMembers ? { additionalProperties: false, ...copy } : copy;
}

const isMoment = (text) => !Number.isNaN(Date.parse(text));

export class Schemas {
    #name;
    #ajv = new Ajv2020({
        allErrors: true,
        allowUnionTypes: true,
        // The patterns of the ids say all that `uuid` would; the other says how large a client's integers have to be.
        formats: { uuid: true, int64: true, "date-time": isMoment },
    });
    #validators = new Map();

    /** `document` is a whole specification; schemas find each other in it as `#/components/schemas/…`. */
    constructor(name, document) {
        this.#name = name;
        this.#ajv.addVocabulary(Object.keys(document));
        this.#ajv.addSchema(closed(document), name);
    }

    /** What is wrong with `value`, in words; null if nothing is. The schema is a reference, or refers to no other. */
    mistake(schema, value) {
        const validate = this.#validator(schema);
        if (validate(value)) return null;
        return `${this.#ajv.errorsText(validate.errors, { dataVar: "it" })}: ${JSON.stringify(value)}`;
    }

    #validator(schema) {
        const key = JSON.stringify(schema);
        if (!this.#validators.has(key)) {
            const { $ref } = schema;
            this.#validators.set(key, this.#ajv.compile($ref === undefined ? schema : { $ref: this.#name + $ref }));
        }
        return this.#validators.get(key);
    }
}
