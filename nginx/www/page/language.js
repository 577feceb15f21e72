import { likesInWords } from "likes";

const TEXTS = {
    en: {
        chatTitle: "Saturday hike",
        chatMembers: "Alice, Bob, Carol",
        youAre: "You are",
        tryAgain: "Try again",
        whoLikes: "Who likes it",
        showMore: "Show more",
        nobody: "Nobody likes it yet.",
        like: "Like",
        pickReaction: "Add a reaction",
        names: { alice: "Alice", bob: "Bob", carol: "Carol", mallory: "Mallory" },
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
        chatMembers: "Алиса, Боб, Кэрол",
        youAre: "Вы",
        tryAgain: "Попробовать ещё раз",
        whoLikes: "Кому нравится",
        showMore: "Показать ещё",
        nobody: "Пока никому.",
        like: "Нравится",
        pickReaction: "Добавить реакцию",
        names: { alice: "Алиса", bob: "Боб", carol: "Кэрол", mallory: "Мэллори" },
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

/** The first language of the browser that the page speaks. */
const language = navigator.languages.find((tag) => tag.slice(0, 2) in TEXTS) ?? "en";

export const texts = TEXTS[/** @type {"en" | "ru"} */ (language.slice(0, 2))];

const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const seconds = new Intl.NumberFormat(language, { style: "unit", unit: "second", unitDisplay: "long" });
const compact = new Intl.NumberFormat(language, { notation: "compact" });

/** @param {Date} date */
export const timeInWords = (date) => time.format(date);
/** @param {Date} date */
export const dayInWords = (date) => day.format(date);
/** @param {Date} date */
export const momentInWords = (date) => moment.format(date);
/** @param {number} count */
export const countInWords = (count) => likesInWords(count, language);
/** As short as a button needs it. @param {number} count */
export const shortCount = (count) => (count < 10_000 ? String(count) : compact.format(count));

/** @param {string} user */
export const nameOf = (user) => /** @type {Record<string, string>} */ (texts.names)[user] ?? user;

/** @param {string} code @param {string} emoji */
export const reactionInWords = (code, emoji) => /** @type {Record<string, string>} */ (texts.reactions)[code] ?? emoji;

/**
 * Why something did not work, and when to try again.
 * @param {{kind: string, retryAfterSeconds: number | null}} reason
 */
export function reasonInWords({ kind, retryAfterSeconds }) {
    const why = /** @type {Record<string, string>} */ (texts.refusal)[kind] ?? texts.refusal.refused;
    return retryAfterSeconds ? `${why} ${texts.again(seconds.format(retryAfterSeconds))}` : why;
}

/** Gives the elements of the page that say what they want their text. */
export function translatePage() {
    document.documentElement.lang = language;
    document.title = `${texts.chatTitle} · chat-likes`;
    for (const element of document.querySelectorAll("[data-text]")) {
        const name = /** @type {HTMLElement} */ (element).dataset.text;
        element.textContent = String(texts[/** @type {keyof typeof texts} */ (name)]);
    }
}
