/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Forms */

/** @type {Forms} */
const ENGLISH = { one: "like", other: "likes" };
const FORMS = new Map([
    ["en", ENGLISH],
    ["ru", { one: "лайк", few: "лайка", many: "лайков", other: "лайка" }],
]);

/**
 * "1 like", "5 лайков". English for languages that are not known.
 * @param {number} count
 */
export function likesInWords(count, language = defaultLanguage()) {
    const locale = localeAmong(FORMS, language);
    const forms = FORMS.get(locale.split("-")[0]) ?? ENGLISH;
    return `${new Intl.NumberFormat(locale).format(count)} ${wordFor(count, forms, locale)}`;
}

/**
 * The word in the form that the number wants.
 * @param {number} count
 * @param {Forms} forms
 * @param {string} locale
 */
export const wordFor = (count, forms, locale) => forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;

/** The page's, or else the browser's. */
export const defaultLanguage = () =>
    globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";

/**
 * The language as Intl takes it; English if it is none of the known ones. Pages write `en_US` as well, and whatever their
 * users have chosen.
 * @param {{has: (code: string) => boolean}} known the codes of the languages that have words
 * @param {string} language
 */
export function localeAmong(known, language) {
    try {
        const [locale] = Intl.getCanonicalLocales(String(language).replaceAll("_", "-"));
        if (known.has(locale.split("-")[0])) return locale;
    } catch {
        // Not one that Intl takes.
    }
    return "en";
}
