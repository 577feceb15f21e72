// What likes-analytics.js offers: how a chat is liked, as a part of any page. likes-analytics.css is its style sheet.

/** The last days up to today, this one included; or everything. */
export type Span = "1d" | "7d" | "28d" | "all";

export interface AnalyticsOptions {
    /** Gets the views as a child, and keeps what it has. */
    element: Element;
    /** The chat whose numbers are shown. Whoever the token names has to be a member of it. */
    chatId?: string;
    /** In place of a chat: all of them. The token needs the scope `likes:analytics`. */
    deployment?: true;
    /** A bearer token, where it outlives the page; else getToken. */
    token?: string;
    /** Called for the first token, and again when the server has refused the one before. */
    getToken?: () => string | Promise<string>;
    /** The server's origin; by default the page's own. */
    baseUrl?: string;
    /** English and Russian are there; others get English. By default the page's language, or the browser's. */
    locale?: string;
    /** IANA. Chosen at first; by default the viewer's own, which can be chosen in any case, as can UTC. */
    timeZone?: string;
    /** Others that can be chosen, such as that of the chat; a label says whose it is. */
    timeZones?: { timeZone: string; label?: string }[];
    /** Chosen at first; by default 28d. */
    span?: Span;
    /** The reaction that activity and messages are about: its code, or `*` for all, which is the default. */
    reaction?: string;
    /** A message's text, which the server does not tell; by default the message is named by its sender. */
    describeMessage?: (messageId: string) => string | undefined | Promise<string | undefined>;
    /** A user's name; by default the id. */
    describeUser?: (userId: string) => string | undefined | Promise<string | undefined>;
    /** A reaction's emoji; by default those of the reactions that a server lists by default, and else the code. */
    describeReaction?: (reaction: string) => string | undefined;
}

export interface Analytics {
    /** Reads everything anew. */
    refresh(): void;
    /** Takes the views out of the page, and ends every request and timer. */
    destroy(): void;
}

/** Throws TypeError unless either chatId or deployment is there, and RangeError for a zone that the browser does not know. */
export function createAnalytics(options: AnalyticsOptions): Analytics;

export { LikesError, type LikesErrorKind } from "./likes.js";
