import { defaultLanguage, localeAmong, wordFor } from "../likes/words.js";

/**
 * @typedef {import("../likes/likes.js").Notice} Notice
 * @typedef {import("../likes/likes.js").NoticePart} NoticePart
 * @typedef {import("../likes/words.js").Forms} Forms
 */

/**
 * @typedef {object} Texts
 * @property {string} and
 * @property {string} andMore
 * @property {Forms} others
 * @property {Forms} people
 * @property {Forms} reactions
 */

/** @type {Texts} */
const ENGLISH = {
    and: " and ",
    andMore: " and ",
    others: { one: "other", other: "others" },
    people: { one: "person", other: "people" },
    reactions: { one: "reaction", other: "reactions" },
};
/** @type {Map<string, Texts>} */
const TEXTS = new Map([
    ["en", ENGLISH],
    [
        "ru",
        {
            and: " и ",
            andMore: " и ещё ",
            others: { one: "человек", few: "человека", many: "человек", other: "человека" },
            people: { one: "человек", few: "человека", many: "человек", other: "человека" },
            reactions: { one: "реакция", few: "реакции", many: "реакций", other: "реакции" },
        },
    ],
]);

/** @type {typeof import("../likes/likes.js").noticeToParts} */
export function noticeToParts({ actors, newest, reactions }, language = defaultLanguage()) {
    const locale = localeAmong(TEXTS, language);
    const texts = TEXTS.get(locale.split("-")[0]) ?? ENGLISH;
    const number = new Intl.NumberFormat(locale);
    const counted = (/** @type {number} */ count, /** @type {Forms} */ forms) =>
        literal(`${number.format(count)} ${wordFor(count, forms, locale)}`);
    const names = newest.map(({ user_id, name }) => /** @type {const} */ ({ type: "name", value: name ?? user_id }));
    // Nobody counts more people than 200; reactions are counted, however many they are.
    if (actors === 0) {
        const total = Object.values(reactions).reduce((sum, count) => sum + count, 0);
        return [counted(total, texts.reactions)];
    }
    if (names.length === 0) return [counted(actors, texts.people)];
    if (actors === 1) return names.slice(0, 1);
    if (actors === 2 && names.length > 1) return [names[0], literal(texts.and), names[1]];
    return [names[0], literal(texts.andMore), counted(actors - 1, texts.others)];
}

/** @type {typeof import("../likes/likes.js").noticeInWords} */
export const noticeInWords = (notice, language) =>
    noticeToParts(notice, language)
        .map(({ value }) => value)
        .join("");

/** @param {string} value @returns {NoticePart} */
const literal = (value) => ({ type: "literal", value });
