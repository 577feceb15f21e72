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
    const locale = localeOf(language);
    const forms = FORMS[locale.language];
    const word = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
    return `${new Intl.NumberFormat(locale).format(count)} ${word}`;
}

/** @param {string} language as pages write it: also `ru_RU`, and what is no language at all */
function localeOf(language) {
    try {
        const locale = new Intl.Locale(language.replaceAll("_", "-"));
        if (Object.hasOwn(FORMS, locale.language)) return locale;
    } catch {
        // Intl refuses it.
    }
    return new Intl.Locale("en");
}

const defaultLanguage = () => globalThis.document?.documentElement.lang || globalThis.navigator?.language || "en";
