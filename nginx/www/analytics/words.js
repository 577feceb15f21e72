import { localeAmong } from "../likes/words.js";

/**
 * @typedef {import("./likes-analytics.js").Span} Span
 * @typedef {import("../likes/errors.js").LikesError} LikesError
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Forms
 */

const ENGLISH = {
    span: "Time span",
    spans: { "1d": "Today", "7d": "7 days", "28d": "28 days", all: "All time" },
    timeZone: "Time zone",
    yourTime: "Your time",
    activity: "Activity",
    activityBy: {
        hour: "Reactions given today, hour by hour.",
        day: "Reactions given, day by day.",
        month: "Reactions given, month by month, in the last 13 months.",
    },
    given: "Given",
    takenBack: "Taken back since",
    takenBackShort: "Taken back",
    before: { "1d": "Yesterday", "7d": "7 days earlier", "28d": "28 days earlier", all: "" },
    beforeByNow: {
        "1d": "Yesterday by this time",
        "7d": "In the 7 days before",
        "28d": "In the 28 days before",
        all: "",
    },
    when: { hour: "Hour", day: "Day", month: "Month" },
    soFar: "so far",
    incomplete: (/** @type {string} */ since) => `What was taken back before ${since} is not known.`,
    kept: "Deleted messages and people who have left are still counted here.",
    messages: "Popular messages",
    messagesOf: {
        since: (/** @type {string} */ since) => `Written since ${since} (UTC), by the reactions that they have now.`,
        ever: "Of all time, by the reactions that they have now.",
    },
    message: "Message",
    messageOf: (/** @type {string} */ name) => `A message of ${name}`,
    people: "People",
    peopleOf: {
        since: (/** @type {string} */ since) => `Since ${since} (UTC), without reactions to one’s own messages.`,
        ever: "Of all time, without reactions to one’s own messages.",
    },
    by: { given: "Who reacts most", received: "Who gets most" },
    person: "Person",
    rank: "Rank",
    count: "Reactions",
    you: (/** @type {string} */ rank, /** @type {string} */ count) => `You: rank ${rank}, ${count}`,
    youNone: "You: none yet",
    asOf: (/** @type {string} */ moment) => `As of ${moment}`,
    showNumbers: "Show numbers",
    hideNumbers: "Hide numbers",
    saveCsv: "Save as CSV",
    csvLater: "The list is still being made. Try again in a moment.",
    loading: "Loading…",
    preparing: "The server is making this list for the first time…",
    empty: {
        activity: "Nobody has reacted in this time.",
        messages: "No message of this time has reactions.",
        users: "Nobody to name in this time.",
    },
    tryAgain: "Try again",
    again: (/** @type {string} */ seconds) => `Trying again in ${seconds}.`,
    refusal: {
        forbidden: "These numbers are not for you.",
        signed_out: "You have been signed out.",
        not_found: "There are no numbers: the server does not count, or there is no such chat.",
        too_many: "That was too fast.",
        unavailable: "The server cannot answer right now.",
        offline: "The server cannot be reached.",
        refused: "The server did not accept that.",
    },
    /** @type {Forms} */
    reactions: { one: "reaction", other: "reactions" },
    summary: (/** @type {string} */ given, /** @type {string} */ takenBack) =>
        `${given}, ${takenBack} taken back since`,
    most: (/** @type {string} */ when, /** @type {string} */ count) => `Most: ${when}, ${count}.`,
};

/** @type {typeof ENGLISH} */
const RUSSIAN = {
    span: "Период",
    spans: { "1d": "Сегодня", "7d": "7 дней", "28d": "28 дней", all: "Всё время" },
    timeZone: "Часовой пояс",
    yourTime: "Ваше время",
    activity: "Активность",
    activityBy: {
        hour: "Реакции за сегодня по часам.",
        day: "Реакции по дням.",
        month: "Реакции по месяцам за последние 13 месяцев.",
    },
    given: "Поставлено",
    takenBack: "Из них снято",
    takenBackShort: "Снято",
    before: { "1d": "Вчера", "7d": "7 днями раньше", "28d": "28 днями раньше", all: "" },
    beforeByNow: { "1d": "Вчера к этому времени", "7d": "За 7 дней до этого", "28d": "За 28 дней до этого", all: "" },
    when: { hour: "Час", day: "День", month: "Месяц" },
    soFar: "пока",
    incomplete: (since) => `Сколько реакций снято до ${since}, неизвестно.`,
    kept: "Удалённые сообщения и ушедшие участники здесь по-прежнему учтены.",
    messages: "Популярные сообщения",
    messagesOf: {
        since: (since) => `Написанные с ${since} (UTC), по реакциям на них сейчас.`,
        ever: "За всё время, по реакциям на них сейчас.",
    },
    message: "Сообщение",
    messageOf: (name) => `Сообщение: ${name}`,
    people: "Люди",
    peopleOf: {
        since: (since) => `С ${since} (UTC), без реакций на собственные сообщения.`,
        ever: "За всё время, без реакций на собственные сообщения.",
    },
    by: { given: "Кто ставит больше", received: "Кому ставят больше" },
    person: "Кто",
    rank: "Место",
    count: "Реакции",
    you: (rank, count) => `Вы: место ${rank}, ${count}`,
    youNone: "Вы: пока ни одной",
    asOf: (moment) => `На ${moment}`,
    showNumbers: "Показать числа",
    hideNumbers: "Скрыть числа",
    saveCsv: "Сохранить CSV",
    csvLater: "Список ещё составляется. Попробуйте чуть позже.",
    loading: "Загружаем…",
    preparing: "Сервер впервые составляет этот список…",
    empty: {
        activity: "За это время никто не реагировал.",
        messages: "За это время нет сообщений с реакциями.",
        users: "За это время некого назвать.",
    },
    tryAgain: "Попробовать ещё раз",
    again: (seconds) => `Ещё одна попытка через ${seconds}.`,
    refusal: {
        forbidden: "Эти числа не для вас.",
        signed_out: "Вы вышли из системы.",
        not_found: "Чисел нет: сервер их не считает, или такого чата нет.",
        too_many: "Слишком быстро.",
        unavailable: "Сервер сейчас не может ответить.",
        offline: "Сервер недоступен.",
        refused: "Сервер этого не принял.",
    },
    reactions: { one: "реакция", few: "реакции", many: "реакций", other: "реакции" },
    summary: (given, takenBack) => `${given}, из них снято ${takenBack}`,
    most: (when, count) => `Больше всего: ${when}, ${count}.`,
};

const TEXTS = new Map([
    ["en", ENGLISH],
    ["ru", RUSSIAN],
]);

/** How a bucket is called under the chart, and in the table. @type {Record<string, [object, object]>} */
const BUCKETS = {
    hour: [{ hour: "2-digit" }, { hour: "2-digit", minute: "2-digit" }],
    day: [
        { day: "numeric", month: "short" },
        { weekday: "short", day: "numeric", month: "short" },
    ],
    month: [{ month: "short" }, { month: "long", year: "numeric" }],
};

/** What the page says in one language; English for languages that are not known. */
export class Words {
    locale;
    texts;
    #plural;
    #number;
    #compact;
    #seconds;

    /** @param {string} language */
    constructor(language) {
        this.locale = localeAmong(TEXTS, language);
        this.texts = TEXTS.get(this.locale.split("-")[0]) ?? ENGLISH;
        this.#plural = new Intl.PluralRules(this.locale);
        this.#number = new Intl.NumberFormat(this.locale);
        this.#compact = new Intl.NumberFormat(this.locale, { notation: "compact" });
        this.#seconds = new Intl.NumberFormat(this.locale, { style: "unit", unit: "second", unitDisplay: "long" });
    }

    /** @param {number} count */
    number(count) {
        return this.#number.format(count);
    }

    /** As short as an axis needs it. @param {number} count */
    short(count) {
        return count < 10_000 ? this.number(count) : this.#compact.format(count);
    }

    /** "1 reaction", "5 реакций". @param {number} count */
    reactions(count) {
        const { reactions } = this.texts;
        return `${this.number(count)} ${reactions[this.#plural.select(count)] ?? reactions.other}`;
    }

    /**
     * The names of buckets: `axis` for the chart, `table` where there is more room.
     * @param {string} bucket
     * @param {string} timeZone
     */
    bucketNames(bucket, timeZone) {
        const [axis, table] = BUCKETS[bucket].map(
            (fields) => new Intl.DateTimeFormat(this.locale, { ...fields, timeZone, hourCycle: "h23" }),
        );
        return {
            axis: (/** @type {string} */ start) => axis.format(Date.parse(start)),
            table: (/** @type {string} */ start) => table.format(Date.parse(start)),
        };
    }

    /** @param {string} time @param {string} timeZone */
    moment(time, timeZone) {
        return new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(
            Date.parse(time),
        );
    }

    /** @param {string} time @param {string} timeZone */
    date(time, timeZone) {
        return new Intl.DateTimeFormat(this.locale, {
            day: "numeric",
            month: "long",
            year: "numeric",
            timeZone,
        }).format(Date.parse(time));
    }

    /** Why something did not work, and when it is tried again. @param {LikesError} reason */
    refusal({ kind, retryAfterSeconds }) {
        const { refusal, again } = this.texts;
        const why = Object.hasOwn(refusal, kind) ? Reflect.get(refusal, kind) : refusal.refused;
        const isTriedAgain = retryAfterSeconds !== null && (kind === "too_many" || kind === "unavailable");
        return isTriedAgain ? `${why} ${again(this.#seconds.format(Math.max(1, retryAfterSeconds)))}` : why;
    }
}
