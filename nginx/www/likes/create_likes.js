import { Api } from "./api.js";
import { Book, LIKE } from "./book.js";
import { BROWSER_CLOCK } from "./clock.js";
import { closedError, LikesError, likesErrorOf, otherUserError } from "./errors.js";
import { Intents } from "./intents.js";
import { noIdError, Spellings, uuidOf } from "./message_ids.js";
import { Realtime } from "./realtime.js";
import { share } from "./shared.js";

/**
 * @typedef {import("./likes.js").LikesNotice} LikesNotice
 * @typedef {import("./likes.js").Outcome} Outcome
 * @typedef {import("./likes.js").LikeEvent} LikeEvent
 * @typedef {import("./shared.js").World} World
 * @typedef {{id: string, reaction: string}} Subject the id is the message's UUID
 */

/** As many messages as one call takes, and one page of the catch-up brings. */
const BATCH = 100;
/** Who was away for longer than these pages reads the messages on the screen anew instead. */
const CATCH_UP_PAGES_MAX = 20;
/** A load that fails with one of these is made up for by the next catch-up. */
const TEMPORARY = new Set(["too_many", "unavailable", "offline"]);
/** What a read of some messages is refused with, that of others is as well. */
const REFUSES_ALL = new Set(["signed_out", "forbidden"]);

/** @type {typeof import("./likes.js").createLikes} */
export function createLikes({ baseUrl = "", chatId, getToken }) {
    return new LikesOfChat({ baseUrl, chatId, getToken });
}

/**
 * Keeps the likes of one chat: what the server says (Book), what the user wants (Intents), and what is new (Realtime).
 */
export class LikesOfChat {
    #api;
    #shared;
    #account;
    #forgetAccount;
    #chat;
    #book = new Book();
    #spellings = new Spellings();
    /** Messages that are kept without having been loaded, the one that changed last at the end. @type {Set<string>} */
    #heard = new Set();
    #heardMax;
    #intents;
    #realtime;
    /**
     * Where the catch-up goes on. All that changed before it has been read, except in the messages that are unread.
     * @type {Promise<string> | null}
     */
    #cursor = null;
    /**
     * Messages to be read, whatever the catch-up says of them, each with the number of the need that came last: an
     * answer to what was asked before that need does not meet it.
     * @type {Map<string, number>}
     */
    #unread = new Map();
    #needs = 0;
    /** @type {Set<(notice: LikesNotice) => void>} */
    #listeners = new Set();
    #isClosed = false;

    /**
     * @param {import("./likes.js").LikesOptions & {baseUrl: string}} options
     * @param {World} [world]
     * @param {object} [keeping]
     * @param {number} [keeping.heardMax] so many messages that were not loaded are kept as well, those that changed last
     */
    constructor({ baseUrl, chatId, getToken }, world = {}, { heardMax = 0 } = {}) {
        const clock = world.clock ?? BROWSER_CLOCK;
        this.#shared = share({ baseUrl, getToken }, world);
        this.#account = this.#shared.account;
        this.#forgetAccount = this.#account.onOtherUser(() => this.#onOtherUser());
        this.#api = new Api({ baseUrl, account: this.#account, fetch: world.fetch, clock });
        this.#heardMax = heardMax;
        this.#chat = `/chats/${encodeURIComponent(chatId)}/likes`;
        this.#intents = new Intents((/** @type {Subject} */ subject, /** @type {boolean} */ wanted) =>
            this.#send(subject, wanted),
        );
        this.#realtime = new Realtime({
            line: this.#shared.line,
            wish: { chatId },
            catchUp: () => this.#catchUp(),
            onEvent: (event) => this.#onEvent(event),
            onStatus: (status) => this.#tell({ type: "status", status }),
            window: world.window ?? globalThis.window,
            random: world.random,
            clock,
        });
    }

    /** Hears of changes without having loaded anything. */
    listen() {
        this.#realtime.start();
    }

    get status() {
        return this.#realtime.status;
    }

    get userId() {
        return this.#account.userId;
    }

    /** @param {string[]} messageIds */
    async load(messageIds) {
        /** @type {Map<string, string>} */
        const idOf = new Map();
        for (const spelling of messageIds) {
            const id = uuidOf(spelling);
            if (id === null) continue;
            idOf.set(spelling, id);
            this.#open(spelling, id);
        }
        const ids = [...new Set(idOf.values())];
        this.#needToRead(ids);
        this.#realtime.expect();
        // The cursor first: what changes after it is caught up with, so nothing falls between this answer and the
        // first event.
        try {
            await this.#startOfCatchUp();
            await this.#read(ids);
        } catch (error) {
            const { kind } = /** @type {LikesError} */ (error);
            const isTemporary = TEMPORARY.has(kind);
            if (isTemporary) this.#realtime.doubt();
            // A part that is refused keeps no other from being live; a chat that is refused has no cursor.
            if (isTemporary || (kind === "refused" && this.#cursor !== null)) this.#realtime.start();
            else this.#realtime.expectNoMore();
            throw error;
        }
        this.#realtime.start();
        const views = [...idOf].map(([spelling, id]) => /** @type {const} */ ([spelling, this.#view(id, spelling)]));
        return /** @type {Map<string, import("./likes.js").MessageLikes>} */ (
            new Map(views.filter(([, view]) => view))
        );
    }

    /** @param {string} messageId */
    get(messageId) {
        const id = uuidOf(messageId);
        return id === null ? undefined : this.#view(id, messageId);
    }

    /** @param {string} messageId */
    like(messageId) {
        return this.#want(messageId, LIKE, true);
    }

    /** @param {string} messageId */
    unlike(messageId) {
        return this.#want(messageId, LIKE, false);
    }

    /** @param {string} messageId @param {string} reaction */
    react(messageId, reaction) {
        return this.#want(messageId, reaction, true);
    }

    /** @param {string} messageId @param {string} reaction */
    unreact(messageId, reaction) {
        return this.#want(messageId, reaction, false);
    }

    /** @param {string} messageId */
    toggle(messageId, reaction = LIKE) {
        return this.#want(messageId, reaction, null);
    }

    /** @param {string} messageId */
    async *likers(messageId, { pageSize = 50 } = {}) {
        const id = uuidOf(messageId);
        if (id === null) throw noIdError();
        let query = new URLSearchParams({ limit: String(pageSize) });
        while (true) {
            const page = await this.#api.call("GET", `/messages/${id}/likes?${query}`);
            yield /** @type {import("./likes.js").Liker[]} */ (page.likes);
            if (page.next_cursor === null) return;
            query = new URLSearchParams({ limit: String(pageSize), cursor: page.next_cursor });
        }
    }

    /** @param {(notice: LikesNotice) => void} listener */
    subscribe(listener) {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
    }

    close() {
        if (this.#isClosed) return;
        this.#isClosed = true;
        this.#listeners.clear();
        this.#forgetAccount();
        this.#realtime.close();
        this.#api.close();
        this.#shared.leave();
    }

    /**
     * @param {string} messageId
     * @param {string} reaction
     * @param {boolean | null} wanted null for the opposite of what is shown
     * @returns {Promise<Outcome>}
     */
    async #want(messageId, reaction, wanted) {
        if (this.#isClosed) return { ok: false, reason: closedError() };
        const id = uuidOf(messageId);
        if (id === null) {
            const reason = noIdError();
            this.#tell({ type: "refused", messageId, reaction, reason });
            return { ok: false, reason };
        }
        const subject = { id, reaction };
        this.#open(messageId, id);
        const name = key(subject);
        const isFirst = this.#intents.wanted(name) === undefined;
        const shown = this.#intents.wanted(name) ?? this.#book.isLiked(id, reaction);
        const settled = this.#intents.want(name, subject, wanted ?? !shown);
        this.#tellMessage(id, "user");
        const failure = await settled;
        if (failure === null) {
            if (isFirst) this.#tellMessage(id, "server");
            const message = this.get(messageId);
            if (message !== undefined) return { ok: true, message };
        }
        const reason = failure === null ? new LikesError("not_found", "The message is gone.") : likesErrorOf(failure);
        // Taps that collapsed end together; the page hears of it once.
        if (isFirst) {
            this.#tellMessage(id, "server");
            this.#tell({ type: "refused", messageId, reaction, reason });
        }
        if (!this.#unread.has(id)) this.#giveUp(id);
        return { ok: false, reason };
    }

    /** @param {Subject} subject @param {boolean} wanted */
    async #send({ id, reaction }, wanted) {
        const { turn } = this.#account;
        const message = `/messages/${id}`;
        const [method, path] =
            reaction === LIKE
                ? [wanted ? "POST" : "DELETE", `${message}/like`]
                : [wanted ? "PUT" : "DELETE", `${message}/reactions/${encodeURIComponent(reaction)}`];
        const answer = await this.#api.call(method, path, undefined, { isDeed: true });
        if (turn !== this.#account.turn) return this.#book.readAnswer({ ...answer, is_liked: null });
        this.#book.readAnswer(answer);
        for (const replaced of answer.replaced ?? []) this.#book.takeBack(id, replaced, this.userId);
    }

    /** Nothing that was said to, or wanted by, the user before is this one's. */
    #onOtherUser() {
        this.#intents.drop(otherUserError());
        this.#book.forgetOwn();
        const ids = this.#book.ids();
        this.#needToRead(ids);
        this.#realtime.restart();
        for (const id of ids) this.#tellMessage(id, "server");
    }

    /**
     * Asked for once; if that fails, again by the next who needs it.
     * @returns {Promise<string>}
     */
    #startOfCatchUp() {
        if (this.#cursor !== null) return this.#cursor;
        const cursor = this.#fromNow();
        this.#cursor = cursor;
        cursor.catch(() => {
            if (this.#cursor === cursor) this.#cursor = null;
        });
        return cursor;
    }

    /** @returns {Promise<string>} a cursor */
    #fromNow() {
        return this.#api.ask("GET", `${this.#chat}/changes`, (page) => page.next);
    }

    /** Reads what changed since the last time, so that nothing that was missed stays missed. */
    async #catchUp() {
        if (!(await this.#readChanges())) {
            const next = await this.#fromNow();
            // Both in one step: from here on, what the cursor leaves out is known to be unread.
            this.#cursor = Promise.resolve(next);
            this.#needToRead(this.#book.ids());
        }
        await this.#read([...this.#unread.keys()]);
    }

    /** False if they are too many, or cannot be told from where the last time ended. */
    async #readChanges() {
        let since = await this.#startOfCatchUp();
        for (let pages = 0; pages < CATCH_UP_PAGES_MAX; ++pages) {
            const query = new URLSearchParams({ since, limit: String(BATCH) });
            try {
                const more = await this.#api.ask("GET", `${this.#chat}/changes?${query}`, (page) => {
                    for (const change of page.changes) this.#onChange(change);
                    since = page.next;
                    this.#cursor = Promise.resolve(since);
                    return page.more;
                });
                if (!more) return true;
            } catch (error) {
                if (/** @type {LikesError} */ (error).status !== 400) throw error;
                // The server does not know this cursor: it may be one that was set back to an earlier state.
                this.#book.forgetVersions();
                return false;
            }
        }
        return false;
    }

    /**
     * From now on the message is kept.
     * @param {string} spelling the page's
     * @param {string} id
     */
    #open(spelling, id) {
        this.#heard.delete(id);
        this.#book.open(id);
        this.#spellings.add(id, spelling);
    }

    /**
     * @param {string} id
     * @param {string} spelling
     */
    #view(id, spelling) {
        const wanted = (/** @type {string} */ reaction) => this.#intents.wanted(key({ id, reaction }));
        const view = this.#book.view(id, wanted, this.userId);
        return view && { message_id: spelling, id: spelling, ...view };
    }

    /** @param {string[]} ids they are read by this call, or by a later catch-up */
    #needToRead(ids) {
        ++this.#needs;
        for (const id of ids) this.#unread.set(id, this.#needs);
    }

    /**
     * Part by part. What could not be read of one keeps no other from being read, unless it would go the same way.
     * @param {string[]} ids
     */
    async #read(ids) {
        /** @type {LikesError[]} */
        const failures = [];
        for (let start = 0; start < ids.length; start += BATCH) {
            const part = ids.slice(start, start + BATCH);
            await this.#readPart(part).catch((/** @type {LikesError} */ failure) => {
                if (failure.status === null || REFUSES_ALL.has(failure.kind)) throw failure;
                failures.push(failure);
                // It would be so again, and no catch-up would ever succeed.
                if (failure.kind === "refused") for (const id of part) this.#giveUp(id);
            });
        }
        if (failures.length > 0) throw failures[0];
    }

    /** @param {string[]} ids at most as many as one call takes */
    #readPart(ids) {
        const needs = this.#needs;
        // Commas as they are: the list is of UUIDs.
        return this.#api.ask("GET", `${this.#chat}?message_ids=${ids}`, (answer) => {
            for (const message of answer.messages) this.#onChange(message);
            for (const id of answer.not_found) this.#onChange({ message_id: id, deleted: true });
            for (const id of ids) {
                if ((this.#unread.get(id) ?? 0) <= needs) this.#unread.delete(id);
            }
        });
    }

    /** It is not read again, and not kept if the server has never said anything of it. @param {string} id */
    #giveUp(id) {
        this.#unread.delete(id);
        if (this.#book.knows(id) || this.#view(id, id)?.pending) return;
        this.#book.remove(id);
        this.#spellings.remove(id);
    }

    /** @param {any} change */
    #onChange(change) {
        const id = change.message_id;
        this.#hear(id);
        if (change.deleted) {
            this.#unread.delete(id);
            this.#heard.delete(id);
            const spellings = this.#spellings.of(id);
            this.#spellings.remove(id);
            if (!this.#book.remove(id)) return;
            for (const spelling of spellings) this.#tell({ type: "removed", messageId: spelling });
        } else if (this.#book.readMessage(change)) {
            this.#tellMessage(id, "server");
        }
    }

    /** @param {LikeEvent} event */
    #onEvent(event) {
        const { message_id: id, reaction = LIKE, version } = event.payload;
        this.#hear(id);
        if (!this.#book.readEvent(event.payload, this.userId)) return;
        if (this.#heard.has(id) && !this.#book.knowsOwn(id, reaction)) {
            // Too many like it for the event to name all, and it is the first that is heard of the message.
            this.#needToRead([id]);
            this.#realtime.doubt();
            return;
        }
        // One that a later one has overtaken is told as what has become of it.
        if (version < this.#book.versionOf(id, reaction)) return this.#tellMessage(id, "server");
        const payload = { ...event.payload, is_liked_by_user: this.#book.isLiked(id, reaction) };
        this.#tellMessage(id, "server", { ...event, payload });
    }

    /** @param {string} id */
    #hear(id) {
        if (this.#heardMax === 0 || (this.#book.has(id) && !this.#heard.has(id))) return;
        this.#heard.delete(id);
        this.#heard.add(id);
        this.#book.open(id);
        if (this.#heard.size <= this.#heardMax) return;
        const [longestAgo] = this.#heard;
        this.#heard.delete(longestAgo);
        this.#book.remove(longestAgo);
        this.#unread.delete(longestAgo);
    }

    /** @param {string} id @param {"user" | "server"} by @param {LikeEvent} [event] */
    #tellMessage(id, by, event) {
        for (const spelling of this.#spellings.of(id)) {
            const message = this.#view(id, spelling);
            if (message === undefined) continue;
            this.#tell({ type: "message", messageId: spelling, message, by, ...(event && { event }) });
        }
    }

    /** @param {LikesNotice} notice */
    #tell(notice) {
        for (const listener of this.#listeners) {
            try {
                listener(notice);
            } catch (error) {
                // One listener's mistake must not keep the others, or the library, from their work.
                console.error(error);
            }
        }
    }
}

/** @param {Subject} subject */
const key = ({ id, reaction }) => `${id} ${reaction}`;
