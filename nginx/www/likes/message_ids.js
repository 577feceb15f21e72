import { LikesError } from "./errors.js";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id as the server writes it, or null if it is none: any letter case is the same message. What is none is never
 * sent, such as the number of a message that the page has not saved yet.
 * @param {unknown} messageId
 */
export function uuidOf(messageId) {
    const uuid = String(messageId).toLowerCase();
    return UUID.test(uuid) ? uuid : null;
}

/** @returns {LikesError} */
export const noIdError = () => new LikesError("refused", "That is the id of no message: it is no UUID.");

/** How the page spells the ids of messages: what it is told about a message comes under each spelling it has used. */
export class Spellings {
    /** @type {Map<string, Set<string>>} UUID → spellings */
    #spellings = new Map();

    /**
     * @param {string} uuid
     * @param {string} spelling
     */
    add(uuid, spelling) {
        const spellings = this.#spellings.get(uuid);
        if (spellings === undefined) this.#spellings.set(uuid, new Set([spelling]));
        else spellings.add(spelling);
    }

    /** @param {string} uuid */
    of(uuid) {
        return this.#spellings.get(uuid) ?? [uuid];
    }

    /** @param {string} uuid */
    remove(uuid) {
        this.#spellings.delete(uuid);
    }
}
