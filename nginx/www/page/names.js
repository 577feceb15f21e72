import { make } from "./elements.js";
import { listInWords, nameOf, shortCount, texts } from "./language.js";

/** As many as can be taken in at a glance. */
const NAMED_MAX = 8;

/**
 * "You, Bob and 3 more". Each name is an element: it may be written in the other direction than what stands around it.
 * @param {string[]} users those that are named first
 * @param {number} count how many they are in all
 * @param {string} self the user who is "you"
 */
export function namesInWords(users, count, self) {
    const named = users.slice(0, NAMED_MAX).map((user) => (user === self ? texts.you : nameOf(user)));
    const more = count - named.length;
    const parts = listInWords(more > 0 ? [...named, texts.others(shortCount(more))] : named);
    return parts.map(({ type, value }) => (type === "element" ? make("bdi", "", {}, value) : new Text(value)));
}
