/**
 * @typedef {import("../likes/api.js").Api} Api
 * @typedef {import("./likes-analytics.js").Span} Span
 * @typedef {"activity" | "messages" | "users"} Kind
 * @typedef {{isReady: true, answer: any} | {isReady: false, retryAfterSeconds: number}} Reading not ready: the server
 *     makes the list only now
 */

/** Where the server does not say when to ask again. */
const RETRY_AFTER_SECONDS = 2;

/** What the server tells of one chat, or of all. */
export class Source {
    #api;
    #base;

    /**
     * @param {Api} api
     * @param {string | null} chatId null for the whole deployment
     */
    constructor(api, chatId) {
        this.#api = api;
        this.#base = chatId === null ? "/analytics" : `/chats/${encodeURIComponent(chatId)}/analytics`;
    }

    /**
     * Rejects with LikesError.
     * @param {Kind} kind
     * @param {Record<string, string>} query
     * @returns {Promise<Reading>}
     */
    read(kind, query) {
        return this.#api.call("GET", this.#path(kind, query), undefined, { read: readingOf });
    }

    /**
     * The same as a table for other programs. Rejects with LikesError.
     * @param {Kind} kind
     * @param {Record<string, string>} query
     * @returns {Promise<Blob | null>} null if the server makes the list only now
     */
    readCsv(kind, query) {
        return this.#api.call("GET", this.#path(kind, { ...query, format: "csv" }), undefined, {
            read: async (response) => (response.status === 202 ? null : response.blob()),
        });
    }

    /** @param {Kind} kind @param {Record<string, string>} query */
    #path(kind, query) {
        return `${this.#base}/${kind}?${new URLSearchParams(query)}`;
    }
}

/** @param {Response} response @returns {Promise<Reading>} */
async function readingOf(response) {
    if (response.status !== 202) return { isReady: true, answer: await response.json() };
    const seconds = Number(response.headers.get("Retry-After"));
    return { isReady: false, retryAfterSeconds: seconds > 0 ? seconds : RETRY_AFTER_SECONDS };
}

/**
 * What the browser calls a table that it saves: `likes-activity-2026-03-01-2026-03-28.csv`.
 * @param {string[]} parts what it is about; what a file's name cannot have is left out
 */
export const csvName = (parts) => `${["likes", ...parts].map((part) => part.replaceAll(/[^\w-]+/g, "")).join("-")}.csv`;
