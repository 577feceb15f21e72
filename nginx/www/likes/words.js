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
    const { locale, forms } = known(language);
    const word = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
    return `${new Intl.NumberFormat(locale).format(count)} ${word}`;
}

const defaultLanguage = () => globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";

/**
 * The language as Intl takes it, and its words. Pages write `en_US` as well, and whatever their users have chosen.
 * @param {string} language
 * @returns {{locale: string, forms: Forms}}
 */
function known(language) {
    try {
        const [locale] = Intl.getCanonicalLocales(String(language).replaceAll("_", "-"));
        const forms = FORMS.get(locale.split("-")[0]);
        if (forms !== undefined) return { locale, forms };
    } catch {
        // Not one that Intl takes.
    }
    return { locale: "en", forms: ENGLISH };
}
