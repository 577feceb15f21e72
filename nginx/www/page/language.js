/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} Forms */

const TEXTS = {
    en: {
        chatTitle: "Saturday hike",
        chatMembers: "Alice, Bob, Carol and 4 more",
        analytics: "Analytics",
        noAnalytics: "The numbers could not be read",
        chat: "Chat",
        chatsZone: "The hike’s",
        youAre: "You are",
        tryAgain: "Try again",
        whoReacted: "Who reacted",
        showMore: "Show more",
        nobody: "Nobody any more.",
        you: "You",
        others: (/** @type {string} */ count) => `${count} more`,
        like: "Like",
        pickReaction: "Add a reaction",
        notices: "Notices",
        noNotices: "Nothing yet. Reactions to your messages will be here.",
        /** @type {Forms} */
        newNotices: { other: "new" },
        notRead: "Not read",
        dismiss: "Dismiss",
        notShown: "The message is not among those that are shown here.",
        preferences: "What to tell me",
        inAllChats: "In all chats",
        inThisChat: "In this chat",
        told: { all: "All reactions", off: "Nothing", inherit: "As in all chats" },
        names: {
            alice: "Alice",
            bob: "Bob",
            carol: "Carol",
            grace: "Grace",
            ivan: "Ivan",
            olivia: "Olivia",
            victor: "Victor",
            mallory: "Mallory",
        },
        reactions: {
            like: "Like",
            grinning: "Grinning",
            joy: "Laughing",
            thumbs_up: "Thumbs up",
            thumbs_down: "Thumbs down",
        },
        connection: {
            connecting: "Connecting…",
            live: "Live",
            reconnecting: "Reconnecting…",
            offline: "No network",
            refused: "No access",
            closed: "Closed",
        },
        refusalTitle: { forbidden: "This chat is not for you", other: "The chat could not be opened" },
        refusal: {
            forbidden: "Only members of the chat may read it and like its messages. The server said 403.",
            signed_out: "You have been signed out.",
            not_found: "The message is not there any more.",
            too_many: "That was too fast.",
            unavailable: "The server cannot answer right now.",
            offline: "The server cannot be reached.",
            refused: "The server did not accept that.",
        },
        takenBack: "Your change was taken back.",
        again: (/** @type {string} */ seconds) => `Try again in ${seconds}.`,
    },
    ru: {
        chatTitle: "Поход в субботу",
        chatMembers: "Алиса, Боб, Кэрол и ещё 4",
        analytics: "Аналитика",
        noAnalytics: "Числа не прочитались",
        chat: "Чат",
        chatsZone: "Время похода",
        youAre: "Вы",
        tryAgain: "Попробовать ещё раз",
        whoReacted: "Кто отреагировал",
        showMore: "Показать ещё",
        nobody: "Уже никто.",
        you: "Вы",
        others: (/** @type {string} */ count) => `ещё ${count}`,
        like: "Нравится",
        pickReaction: "Добавить реакцию",
        notices: "Уведомления",
        noNotices: "Пока ничего. Здесь появятся реакции на ваши сообщения.",
        /** @type {Forms} */
        newNotices: { one: "новое", other: "новых" },
        notRead: "Не прочитано",
        dismiss: "Убрать",
        notShown: "Этого сообщения нет среди показанных.",
        preferences: "О чём сообщать",
        inAllChats: "Во всех чатах",
        inThisChat: "В этом чате",
        told: { all: "Обо всех реакциях", off: "Ни о чём", inherit: "Как во всех чатах" },
        names: {
            alice: "Алиса",
            bob: "Боб",
            carol: "Кэрол",
            grace: "Грейс",
            ivan: "Иван",
            olivia: "Оливия",
            victor: "Виктор",
            mallory: "Мэллори",
        },
        reactions: { like: "Нравится", grinning: "Улыбка", joy: "Смешно", thumbs_up: "За", thumbs_down: "Против" },
        connection: {
            connecting: "Соединяемся…",
            live: "На связи",
            reconnecting: "Связь потеряна…",
            offline: "Нет сети",
            refused: "Нет доступа",
            closed: "Закрыто",
        },
        refusalTitle: { forbidden: "Этот чат не для вас", other: "Чат не открылся" },
        refusal: {
            forbidden: "Читать чат и лайкать сообщения могут только его участники. Сервер ответил 403.",
            signed_out: "Вы вышли из системы.",
            not_found: "Этого сообщения больше нет.",
            too_many: "Слишком быстро.",
            unavailable: "Сервер сейчас не может ответить.",
            offline: "Сервер недоступен.",
            refused: "Сервер этого не принял.",
        },
        takenBack: "Изменение отменено.",
        again: (/** @type {string} */ seconds) => `Попробуйте через ${seconds}.`,
    },
};

/** @param {string} tag what Intl refuses is not spoken: browsers have been seen to tell `en-US@posix` */
function isSpoken(tag) {
    try {
        return Object.hasOwn(TEXTS, new Intl.Locale(tag).language);
    } catch {
        return false;
    }
}

/** The first language of the browser that the page speaks. */
export const language = navigator.languages.find(isSpoken) ?? "en";

export const texts = TEXTS[/** @type {"en" | "ru"} */ (new Intl.Locale(language).language)];

const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const seconds = new Intl.NumberFormat(language, { style: "unit", unit: "second", unitDisplay: "long" });
const compact = new Intl.NumberFormat(language, { notation: "compact" });
const list = new Intl.ListFormat(language);
const plural = new Intl.PluralRules(language);
const number = new Intl.NumberFormat(language);

/** @param {Date} date */
export const timeInWords = (date) => time.format(date);
/** @param {Date} date */
export const dayInWords = (date) => day.format(date);
/** @param {Date} date */
export const momentInWords = (date) => moment.format(date);
/** As short as a button needs it. @param {number} count */
export const shortCount = (count) => (count < 10_000 ? String(count) : compact.format(count));
/** "3", "100+". @param {number} count @param {boolean} isCapped whether there are more */
export const cappedCount = (count, isCapped) => `${number.format(count)}${isCapped ? "+" : ""}`;
/** "Notices: 3 new". @param {number} count @param {boolean} isCapped */
export function noticesInWords(count, isCapped) {
    if (count === 0) return texts.notices;
    const word = texts.newNotices[plural.select(count)] ?? texts.newNotices.other;
    return `${texts.notices}: ${cappedCount(count, isCapped)} ${word}`;
}
/** "You, Bob and 3 more": the parts, so that each can be an element. @param {string[]} names */
export const listInWords = (names) => list.formatToParts(names);

/**
 * Keys come from outside: `constructor` is a user like any other.
 * @param {object} table
 * @param {string} key
 * @returns {string | undefined}
 */
const lookUp = (table, key) => (Object.hasOwn(table, key) ? Reflect.get(table, key) : undefined);

/** @param {string} user */
export const nameOf = (user) => lookUp(texts.names, user) ?? user;

/** @param {string} code @param {string} emoji */
export const reactionInWords = (code, emoji) => lookUp(texts.reactions, code) ?? signOf(code, emoji);

/** What is shown of a reaction: its code if nobody can put it any more. @param {string} code @param {string} emoji */
export const signOf = (code, emoji) => emoji || code;

/**
 * Why something did not work, and when to try again.
 * @param {{kind: string, retryAfterSeconds: number | null}} reason
 */
export function reasonInWords({ kind, retryAfterSeconds }) {
    const why = lookUp(texts.refusal, kind) ?? texts.refusal.refused;
    return retryAfterSeconds ? `${why} ${texts.again(seconds.format(retryAfterSeconds))}` : why;
}

/** Gives the elements of the page that say what they want their text. @param {string} title what the page is about */
export function translatePage(title) {
    document.documentElement.lang = language;
    document.title = `${title} · chat-likes`;
    for (const element of document.querySelectorAll("[data-text]")) {
        const name = /** @type {HTMLElement} */ (element).dataset.text;
        element.textContent = String(texts[/** @type {keyof typeof texts} */ (name)]);
    }
}
