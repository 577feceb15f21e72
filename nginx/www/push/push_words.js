import { defaultLanguage, localeAmong, wordFor } from "../likes/words.js";
import { noticeInWords } from "../notices/notice_words.js";

/**
 * What a push says, as openapi.yaml's description of pushes has it.
 * @typedef {object} Push
 * @property {string} tag
 * @property {string} [message_id]
 * @property {string} [chat_id]
 * @property {number} [actors]
 * @property {number} [reactions]
 * @property {string[]} [names]
 * @property {string} [chat]
 * @property {number} [messages] of a summary
 * @property {boolean} [test]
 * @property {string} [raised_at]
 */

/**
 * @typedef {object} Texts
 * @property {string} reacted
 * @property {import("../likes/words.js").Forms} messages
 * @property {string} news
 * @property {string} test
 * @property {string} works
 */

/** @type {Texts} */
const ENGLISH = {
    reacted: "Reactions to your message",
    messages: { one: "message", other: "messages" },
    news: "New reactions to your messages",
    test: "Pushes reach this browser",
    works: "It works",
};
/** @type {Map<string, Texts>} */
const TEXTS = new Map([
    ["en", ENGLISH],
    [
        "ru",
        {
            reacted: "Реакции на ваше сообщение",
            messages: { one: "сообщение", few: "сообщения", many: "сообщений", other: "сообщения" },
            news: "Новые реакции на ваши сообщения",
            test: "Уведомления доходят до этого браузера",
            works: "Всё работает",
        },
    ],
]);

/**
 * A push in words, for a notification.
 * @param {Push} push
 * @returns {{title: string, body: string}}
 */
export function pushInWords(push, language = defaultLanguage()) {
    const locale = localeAmong(TEXTS, language);
    const texts = TEXTS.get(locale.split("-")[0]) ?? ENGLISH;
    if (push.test) return { title: texts.works, body: texts.test };
    if (push.message_id === undefined) {
        const count = push.messages ?? 1;
        const number = new Intl.NumberFormat(locale).format(count);
        return { title: `${number} ${wordFor(count, texts.messages, locale)}`, body: texts.news };
    }
    const { actors = 0, reactions = 0, names = [], chat } = push;
    const newest = names.map((name) => ({ user_id: name, name, reaction: "" }));
    const title = noticeInWords({ actors, newest, reactions: { all: reactions } }, locale);
    return { title, body: chat ? `${texts.reacted} · ${chat}` : texts.reacted };
}
