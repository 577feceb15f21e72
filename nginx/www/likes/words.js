/** @type {Record<string, Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}>} */
const FORMS = {
    en: { one: "like", other: "likes" },
    ru: { one: "лайк", few: "лайка", many: "лайков", other: "лайка" },
};

/**
 * "1 like", "5 лайков". English for languages that are not known.
 * @param {number} count
 */
export function likesInWords(count, language = defaultLanguage()) {
    const known = language.slice(0, 2).toLowerCase() in FORMS ? language : "en";
    const forms = FORMS[known.slice(0, 2).toLowerCase()];
    const word = forms[new Intl.PluralRules(known).select(count)] ?? forms.other;
    return `${new Intl.NumberFormat(known).format(count)} ${word}`;
}

const defaultLanguage = () => globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";
