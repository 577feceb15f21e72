// What likes.js offers. Fields that travel as JSON keep their names.

/** Everything that can go wrong, as something a page can show. */
export type LikesErrorKind =
    | "signed_out" // 401, also with a fresh token from getToken; or another user has signed in since the tap
    | "forbidden" // 403: not, or no longer, a member of the chat
    | "not_found" // 404: no such message or chat
    | "too_many" // 429: nothing is sent before retryAfterSeconds have passed
    | "unavailable" // 503, another 5xx, or no answer in time; nothing is read before retryAfterSeconds (at most 60)
    | "offline" // the server could not be reached
    | "refused" // the request itself is wrong, such as an unknown reaction, or an id of a message that is no UUID
    | "closed"; // close() was called

export class LikesError extends Error {
    readonly kind: LikesErrorKind;
    /** HTTP's; null if there was no answer. */
    readonly status: number | null;
    readonly retryAfterSeconds: number | null;
    /** Finds the request in the server's logs; null if there was no answer. */
    readonly requestId: string | null;
}

export interface ReactionView {
    /** The code: "like", "joy", … */
    reaction: string;
    /** Empty for a reaction that somebody still has and nobody can put any more: show its code, offer it to nobody. */
    emoji: string;
    likes_count: number;
    is_liked: boolean;
    version: number;
}

/** A message's likes as they are to be shown: what the server said, and on top what this user has just done. */
export interface MessageLikes {
    message_id: string;
    /** The same as message_id. */
    id: string;
    likes_count: number;
    liked_by: string[];
    liked_at: string | null;
    liked_by_truncated: boolean;
    version: number;
    is_liked: boolean;
    /** The same as is_liked. */
    is_liked_by_user: boolean;
    /**
     * One per reaction that the server is configured with, in its order, `like` included; then those that somebody has
     * here, or had a moment ago, and nobody can put any more.
     */
    reactions: ReactionView[];
    /** A change of this user's is on its way. */
    pending: boolean;
}

export interface LikesStatus {
    state:
        | "connecting" // for the first time
        | "live" // what was missed has been read, and changes arrive as they happen; until a later catch-up fails
        | "reconnecting" // with back-off; `reason` says why, if the server said it
        | "offline" // the browser has no network
        | "refused" // forbidden or signed out; load() tries again
        | "closed";
    reason: LikesError | null;
}

/** What the broker tells the members of a chat (asyncapi.yaml), and `is_liked_by_user`. */
export interface LikeEvent {
    type: "message_liked" | "message_unliked" | "message_reacted" | "message_unreacted";
    chat_id: string;
    payload: {
        message_id: string;
        /** The same as message_id. */
        id: string;
        /** Left out if it is the like. */
        reaction?: string;
        likes_count: number;
        liked_by: string[];
        liked_at: string | null;
        liked_by_truncated: boolean;
        version: number;
        /** Who did something since the event before, with what they did last. */
        changes: { user_id: string; liked: boolean }[];
        /** Whether this page's user likes it (or reacted so). */
        is_liked_by_user: boolean;
    };
}

export type LikesNotice =
    /**
     * To be shown anew. `by` is "user" when this user did it on this device. `event` is there if one has told it, and
     * has who did what.
     */
    | { type: "message"; messageId: string; message: MessageLikes; by: "user" | "server"; event?: LikeEvent }
    /** A change of this user's was taken back, and why. The "message" notice went before. */
    | { type: "refused"; messageId: string; reaction: string; reason: LikesError }
    /** The message has been deleted. */
    | { type: "removed"; messageId: string }
    | { type: "status"; status: LikesStatus };

/** How a change ended. Changes never reject, so that a button's handler needs no catch. */
export type Outcome = { ok: true; message: MessageLikes } | { ok: false; reason: LikesError };

export interface Liker {
    user_id: string;
    liked_at: string;
}

export interface LikesOptions {
    /** The server's origin; by default the page's own. Required where there is no page, as in React Native. */
    baseUrl?: string;
    chatId: string;
    /**
     * A bearer token. Called once, and again when the server has refused the one before. If the new one's `sub` is
     * another user, what the one before likes is forgotten and read anew, and a change of that user's that has not been
     * answered ends as `signed_out`. The page should rather close() and create likes for each user.
     *
     * What waits for a token fails if this fails (`signed_out`, or `offline` if it could not reach its server) or takes
     * longer than 10 seconds (`unavailable`). The next call asks again.
     *
     * Whatever a page makes with the same function (the likes of several chats, notices) shares its tokens, and one
     * connection to the broker.
     */
    getToken: () => string | Promise<string>;
}

/** Ids of messages may be in any letter case: what is told comes under the spelling that the page uses. */
export interface Likes {
    /**
     * Reads the likes of messages that the page shows, and keeps them up to date from then on. An id that is no UUID,
     * such as that of a message which is still being sent, is left out. Rejects with LikesError.
     * If that is `unavailable`, `offline` or `too_many`, what could not be read is tried again until it succeeds, and
     * then told by notices. After any other the page has to load them again.
     */
    load(messageIds: string[]): Promise<Map<string, MessageLikes>>;
    /** What is known of a message; undefined if it was not loaded. */
    get(messageId: string): MessageLikes | undefined;

    /** Shown at once, taken back if the server refuses. Taps in a row collapse; the last one wins. */
    like(messageId: string): Promise<Outcome>;
    unlike(messageId: string): Promise<Outcome>;
    react(messageId: string, reaction: string): Promise<Outcome>;
    unreact(messageId: string, reaction: string): Promise<Outcome>;
    toggle(messageId: string, reaction?: string): Promise<Outcome>;

    /** Pages of who likes it, newest first. Rejects with LikesError. */
    likers(messageId: string, options?: { pageSize?: number }): AsyncIterableIterator<Liker[]>;

    readonly status: LikesStatus;
    /** The user's id, as soon as the server has told it; null again while another user signs in. */
    readonly userId: string | null;
    /** Returns the function that ends it. */
    subscribe(listener: (notice: LikesNotice) => void): () => void;
    /** Ends every request, timer and connection that nobody else uses. Nothing is told afterwards. */
    close(): void;
}

/** Throws a LikesError if there is no page to take `baseUrl` from. */
export function createLikes(options: LikesOptions): Likes;

/** What became of one of the user's messages. Of how it stands, the one with the greater sequence is the newer one. */
export interface Notice {
    message_id: string;
    chat_id: string;
    /** How many people react to it, the user aside; 0 if they are more than 200: then say how many reactions there are. */
    actors: number;
    /** At most three of them, newest first. `name` is null if nobody has told the server. */
    newest: { user_id: string; name: string | null; reaction: string }[];
    /** How many of each reaction, by its code. */
    reactions: Record<string, number>;
    /** How many people are new since the user has read it. */
    new: number;
    is_read: boolean;
    /** When there was news last: the order of the list. */
    raised_at: string;
    sequence: number;
}

export type NoticesChange =
    /** The list is to be shown anew. `raised` is the notice that has just got news, if that is why. */
    | { type: "list"; notices: Notice[]; raised?: Notice }
    /** What the badge shows. At most 100; `unread_capped` if there are more. */
    | { type: "unread"; unread: number; unread_capped: boolean }
    /** What the user did was taken back, and why. `messageId` is null if it was seen(). */
    | { type: "refused"; messageId: string | null; reason: LikesError }
    | { type: "status"; status: LikesStatus };

/** How it ended. These never reject, so that a button's handler needs no catch. */
export type NoticesOutcome = { ok: true } | { ok: false; reason: LikesError };

export interface NoticePreferences {
    /** Whether to be told of likes and other reactions. Of a chat, null is as everywhere. */
    likes: "all" | "off" | null;
    /** Until then nothing is news; what happens meanwhile is not made up for. Of a chat, null is as everywhere. */
    muted_until: string | null;
}

export interface NoticesOptions {
    /** As of createLikes. */
    baseUrl?: string;
    /**
     * As of createLikes. Give both the same function: then they share its tokens and one connection to the broker. If
     * it signs in another user, what was told to the one before is forgotten, and that of the next one is read.
     */
    getToken: () => string | Promise<string>;
    /** Shows how many are unread at the icon of an installed page (navigator.setAppBadge). By default it does not. */
    appBadge?: boolean;
}

/** What became of the user's messages, in all of their chats, on all of their devices. */
export interface Notices {
    /**
     * Reads the newest page, at most 100, and keeps it up to date from then on. Rejects with LikesError. If that is
     * `unavailable`, `offline` or `too_many`, it is tried again until it succeeds, and then told.
     */
    load(options?: { pageSize?: number }): Promise<Notice[]>;
    /** Reads one page more. The whole list; as it is if there is no more. Rejects with LikesError. */
    loadMore(): Promise<Notice[]>;
    /** The one with the newest news first, as far as they have been read. */
    readonly list: Notice[];
    readonly hasMore: boolean;
    get(messageId: string): Notice | undefined;

    /** What the badge shows, at most 100: those with news that the user has neither seen nor read. */
    readonly unread: number;
    /** Whether there are more. */
    readonly unreadCapped: boolean;

    /** The user has opened the list: nothing in it is unread any more, on any device. */
    seen(): Promise<NoticesOutcome>;
    /** Shown at once, taken back if the server refuses. News make it unread again. */
    read(messageId: string): Promise<NoticesOutcome>;
    /** Takes it out of the list at once, and back if the server refuses. Only news bring it back later. */
    dismiss(messageId: string): Promise<NoticesOutcome>;

    /** What the user wants to be told of: everywhere, or in one of their chats. They reject with LikesError. */
    preferences(of?: { chatId?: string }): Promise<NoticePreferences>;
    /** What is left out gets its default. Resolves to what holds now. */
    setPreferences(preferences: Partial<NoticePreferences>, of?: { chatId?: string }): Promise<NoticePreferences>;
    /** In this chat it is as everywhere. */
    resetPreferences(chatId: string): Promise<NoticePreferences>;

    readonly status: LikesStatus;
    /** As of Likes. */
    readonly userId: string | null;
    /** Returns the function that ends it. */
    subscribe(listener: (change: NoticesChange) => void): () => void;
    /** Ends every request, timer and connection that nobody else uses. Nothing is told afterwards. */
    close(): void;
}

/** Throws a LikesError if there is no page to take `baseUrl` from. */
export function createNotices(options: NoticesOptions): Notices;

export type NoticePart = { type: "name" | "literal"; value: string };
/** "Ann", "Ann and Bob", "Ann and 4 others", "1,234 reactions"; English and Russian are there. */
export function noticeInWords(notice: Pick<Notice, "actors" | "newest" | "reactions">, language?: string): string;
/** The same in parts: a page isolates names, which may be written in the other direction. */
export function noticeToParts(notice: Pick<Notice, "actors" | "newest" | "reactions">, language?: string): NoticePart[];

/** Tells the events of a chat as a WebSocket brings messages. */
export interface LikesSocket {
    /**
     * Called with each event, a LikeEvent as JSON: none that is older than what was told before. After an interruption
     * what was missed comes as well: the state that a reaction on a message has now, without `changes`, and without who
     * likes it if it is not the like.
     */
    onmessage: ((message: { data: string }) => void) | null;
    onstatus: ((status: LikesStatus) => void) | null;
    /** Nothing is told afterwards. Until then it connects anew by itself. */
    close(): void;
}

/** For pages that have an `onmessage` already. Takes what createLikes takes. */
export function likesSocket(options: LikesOptions): LikesSocket;

// The functions of the first draft of this product, on top of createLikes.

export interface MessageWithLikes {
    message_id?: string;
    /** What a chat's own message calls it. */
    id?: string;
    likes_count?: number;
    is_liked?: boolean;
    is_liked_by_user?: boolean;
    changes?: { user_id: string; liked: boolean }[];
}

/**
 * Lets the functions below work with `likes`: clicks on like buttons in `root` toggle, and changes are shown in it,
 * wherever the message is. A page with several chats calls it for each: a function then works with the chat that has
 * loaded the message. Returns the function that ends it.
 */
export function useLikes(likes: Likes, root?: Document | HTMLElement): () => void;
/** The like state, or null if it did not work; why is in the console. */
export function likeMessage(messageId: string): Promise<MessageLikes | null>;
export function unlikeMessage(messageId: string): Promise<MessageLikes | null>;
export function toggleLike(messageId: string, isCurrentlyLiked: boolean): Promise<MessageLikes | null>;
/** HTML without handlers or styles in it, so that it passes a strict Content-Security-Policy. */
export function displayMessageLikes(message: MessageWithLikes): string;
/** Shows a like state, or the payload of an event, in all elements with that data-message-id. */
export function updateMessageLikes(payload: MessageWithLikes): void;

/** "1 like", "5 лайков": the number with the word in the form that the language wants. */
export function likesInWords(count: number, language?: string): string;
