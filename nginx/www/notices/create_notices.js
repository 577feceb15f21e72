import { Api } from "../likes/api.js";
import { BROWSER_CLOCK } from "../likes/clock.js";
import { closedError, likesErrorOf, otherUserError } from "../likes/errors.js";
import { noIdError, uuidOf } from "../likes/message_ids.js";
import { Realtime } from "../likes/realtime.js";
import { share } from "../likes/shared.js";
import { showAppBadge } from "./app_badge.js";
import { NoticeList } from "./notice_list.js";

/**
 * @typedef {import("../likes/likes.js").LikesError} LikesError
 * @typedef {import("../likes/likes.js").Notice} Notice
 * @typedef {import("../likes/likes.js").NoticesChange} NoticesChange
 * @typedef {import("../likes/likes.js").NoticesOutcome} NoticesOutcome
 * @typedef {import("../likes/likes.js").NoticePreferences} NoticePreferences
 * @typedef {{unread: number, unread_capped: boolean}} Unread
 */

/** One page of the catch-up brings no more. */
const BATCH = 100;
/** Who was away for longer than these pages reads the list anew instead. */
const CATCH_UP_PAGES_MAX = 20;
/** A load that fails with one of these is made up for by the next catch-up. */
const TEMPORARY = new Set(["too_many", "unavailable", "offline"]);

/** @type {typeof import("../likes/likes.js").createNotices} */
export function createNotices({ baseUrl = "", getToken, appBadge = false }) {
    return new NoticesOfUser({ baseUrl, getToken, appBadge });
}

/**
 * Keeps the notices of one user: what the server says (NoticeList), on top what the user has just done, and what is new
 * (Realtime). How many are unread is the server's to say.
 */
export class NoticesOfUser {
    #api;
    #shared;
    #account;
    #forgetAccount;
    #realtime;
    #navigator;
    #list = new NoticeList();
    #pageSize = 20;
    /** Where the catch-up goes on; null as long as nothing has been read. @type {number | null} */
    #since = null;
    /** The greatest sequence that was told of anything. */
    #newest = 0;
    /** @type {Unread} */
    #unread = { unread: 0, unread_capped: false };
    /** The sequence at which that was said. */
    #unreadSince = -1;
    /** What is on its way to the server: the ids of those that were read, and dismissed. @type {Set<string>} */
    #reading = new Set();
    /** @type {Set<string>} */
    #dismissing = new Set();
    /** @type {Promise<NoticesOutcome> | null} */
    #seeing = null;
    /** What the listeners were told last. */
    #told = "0 false";
    /** @type {Set<(change: NoticesChange) => void>} */
    #listeners = new Set();
    #isClosed = false;

    /**
     * @param {import("../likes/likes.js").NoticesOptions & {baseUrl: string}} options
     * @param {import("../likes/shared.js").World} [world]
     */
    constructor({ baseUrl, getToken, appBadge = false }, world = {}) {
        const clock = world.clock ?? BROWSER_CLOCK;
        const window = world.window ?? globalThis.window;
        this.#navigator = appBadge ? window?.navigator : undefined;
        this.#shared = share({ baseUrl, getToken }, world);
        this.#account = this.#shared.account;
        this.#forgetAccount = this.#account.onOtherUser(() => this.#onOtherUser());
        this.#api = new Api({ baseUrl, account: this.#account, fetch: world.fetch, clock });
        this.#realtime = new Realtime({
            line: this.#shared.line,
            wish: { chatId: null },
            catchUp: () => this.#catchUp(),
            onEvent: (event) => this.#onEvent(event),
            onStatus: (status) => this.#tell({ type: "status", status }),
            window,
            random: world.random,
            clock,
        });
    }

    get status() {
        return this.#realtime.status;
    }

    get userId() {
        return this.#account.userId;
    }

    get list() {
        return this.#list.all().flatMap((notice) => this.#view(notice) ?? []);
    }

    get hasMore() {
        return this.#list.nextCursor !== null;
    }

    get unread() {
        return this.#shownUnread.unread;
    }

    get unreadCapped() {
        return this.#shownUnread.unread_capped;
    }

    async load({ pageSize = 20 } = {}) {
        this.#pageSize = pageSize;
        this.#realtime.expect();
        try {
            await this.#readList();
        } catch (error) {
            if (TEMPORARY.has(/** @type {LikesError} */ (error).kind)) {
                this.#realtime.doubt();
                this.#realtime.start();
            } else {
                this.#realtime.expectNoMore();
            }
            throw error;
        }
        this.#realtime.start();
        return this.list;
    }

    async loadMore() {
        const cursor = this.#list.nextCursor;
        if (cursor === null) return this.list;
        const query = new URLSearchParams({ limit: String(this.#pageSize), cursor });
        await this.#api.ask("GET", `/notices?${query}`, (page) => {
            // Meanwhile the list may have been read anew, or by another call.
            if (this.#list.nextCursor !== cursor) return;
            this.#list.append(page.notices, page.next_cursor);
            this.#readUnread(page, page.sequence, true);
        });
        this.#tellList();
        return this.list;
    }

    /** @param {string} messageId */
    get(messageId) {
        const notice = this.#list.get(uuidOf(messageId) ?? "");
        return notice && this.#view(notice);
    }

    /** @returns {Promise<NoticesOutcome>} */
    async seen() {
        if (this.#isClosed) return { ok: false, reason: closedError() };
        if (this.#seeing === null && this.#unread.unread === 0) return { ok: true };
        // What came while it was on its way has been seen as well.
        while (this.#seeing !== null) await this.#seeing;
        if (this.#unread.unread === 0) return { ok: true };
        this.#seeing = this.#send("POST", "/notices/seen", { sequence: this.#newest });
        this.#tellUnread();
        const outcome = await this.#seeing;
        this.#seeing = null;
        this.#tellUnread();
        if (!outcome.ok) this.#tell({ type: "refused", messageId: null, reason: outcome.reason });
        return outcome;
    }

    /** @param {string} messageId */
    read(messageId) {
        return this.#change(messageId, this.#reading, "PUT", "/read");
    }

    /** @param {string} messageId */
    dismiss(messageId) {
        return this.#change(messageId, this.#dismissing, "DELETE", "");
    }

    /** @param {{chatId?: string}} [of] */
    preferences({ chatId } = {}) {
        return this.#api.ask("GET", preferencesOf(chatId), (answer) => answer);
    }

    /** @param {Partial<NoticePreferences>} preferences @param {{chatId?: string}} [of] */
    setPreferences(preferences, { chatId } = {}) {
        return this.#api.call("PUT", preferencesOf(chatId), preferences, { isDeed: true });
    }

    /** @param {string} chatId */
    resetPreferences(chatId) {
        return this.#api.call("DELETE", preferencesOf(chatId), undefined, { isDeed: true });
    }

    /** @param {(change: NoticesChange) => void} listener */
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
        showAppBadge(this.#navigator, 0);
    }

    /**
     * @param {string} messageId
     * @param {Set<string>} doing
     * @param {string} method
     * @param {string} what
     * @returns {Promise<NoticesOutcome>}
     */
    async #change(messageId, doing, method, what) {
        if (this.#isClosed) return { ok: false, reason: closedError() };
        const id = uuidOf(messageId);
        // It is done, or on its way.
        if (id !== null && (doing.has(id) || (doing === this.#reading && this.#list.get(id)?.is_read))) return { ok: true };
        let outcome = /** @type {NoticesOutcome} */ ({ ok: false, reason: noIdError() });
        if (id !== null) {
            doing.add(id);
            this.#tellList();
            outcome = await this.#send(method, `/notices/${id}${what}`);
            doing.delete(id);
            this.#tellList();
        }
        if (!outcome.ok) this.#tell({ type: "refused", messageId, reason: outcome.reason });
        return outcome;
    }

    /**
     * The answer tells the newest state, like an event.
     * @param {string} method
     * @param {string} path
     * @param {object} [body]
     * @returns {Promise<NoticesOutcome>}
     */
    async #send(method, path, body) {
        const { turn } = this.#account;
        try {
            const answer = await this.#api.call(method, path, body, { isDeed: true });
            if (turn !== this.#account.turn) return { ok: false, reason: otherUserError() };
            if (answer.message_id !== undefined) this.#list.accept(snapshotOf(answer));
            this.#readUnread(answer, answer.sequence, true);
            return { ok: true };
        } catch (fault) {
            const reason = turn === this.#account.turn ? likesErrorOf(fault) : otherUserError();
            // The notice is gone, and the page has not heard of it.
            if (reason.kind === "not_found") this.#realtime.doubt();
            return { ok: false, reason };
        }
    }

    /** Nothing that was said to, or done by, the user before is this one's. */
    #onOtherUser() {
        this.#forget();
        this.#realtime.restart();
        this.#tellList();
    }

    #forget() {
        this.#list.clear();
        this.#reading.clear();
        this.#dismissing.clear();
        this.#since = null;
        this.#newest = 0;
        this.#unread = { unread: 0, unread_capped: false };
        this.#unreadSince = -1;
    }

    /** Reads what changed since the last time, so that nothing that was missed stays missed. */
    async #catchUp() {
        if (!(await this.#readChanges())) await this.#readList();
    }

    /** False if nothing has been read yet, if they are too many, or if the server does not know where the last time ended. */
    async #readChanges() {
        for (let pages = 0; this.#since !== null && pages < CATCH_UP_PAGES_MAX; ++pages) {
            const query = new URLSearchParams({ since: String(this.#since), limit: String(BATCH) });
            try {
                const more = await this.#api.ask("GET", `/notices/changes?${query}`, (page) => {
                    for (const change of page.changes) this.#list.accept(change);
                    this.#readUpTo(page.next);
                    if (!page.more) this.#readUnread(page, page.next, true);
                    return page.more;
                });
                this.#tellList();
                if (!more) return true;
            } catch (error) {
                if (/** @type {LikesError} */ (error).status !== 400) throw error;
                // It may have been set back to an earlier state.
                return false;
            }
        }
        return false;
    }

    /** The first page takes the place of all that is there. */
    async #readList() {
        const query = new URLSearchParams({ limit: String(this.#pageSize) });
        await this.#api.ask("GET", `/notices?${query}`, (page) => {
            const [reading, dismissing] = [[...this.#reading], [...this.#dismissing]];
            this.#forget();
            this.#reading = new Set(reading);
            this.#dismissing = new Set(dismissing);
            this.#list.append(page.notices, page.next_cursor);
            this.#readUpTo(page.sequence);
            this.#readUnread(page, page.sequence, true);
        });
        this.#tellList();
    }

    /** @param {{type: string, payload: any}} event */
    #onEvent({ type, payload }) {
        this.#readUnread(payload, payload.sequence, false);
        if (type === "notices_seen") return this.#tellUnread();
        const isRaised = type === "notice_raised";
        const snapshot = type === "notice_withdrawn" ? { ...payload, withdrawn: true } : snapshotOf(payload);
        if (this.#list.accept(snapshot, isRaised)) this.#tellList(isRaised ? payload.message_id : undefined);
        else this.#tellUnread();
    }

    /** @param {number} sequence all that changed up to it has been read */
    #readUpTo(sequence) {
        this.#since = sequence;
        this.#list.readUpTo = sequence;
    }

    /**
     * @param {Unread} said
     * @param {number} sequence the newest that it takes into account
     * @param {boolean} isAnswer an answer is newer than an event of the same sequence, which was published before
     */
    #readUnread({ unread, unread_capped }, sequence, isAnswer) {
        this.#newest = Math.max(this.#newest, sequence);
        if (sequence < this.#unreadSince || (sequence === this.#unreadSince && !isAnswer)) return;
        this.#unread = { unread, unread_capped };
        this.#unreadSince = sequence;
    }

    get #shownUnread() {
        return this.#seeing === null ? this.#unread : { unread: 0, unread_capped: false };
    }

    /** As it is to be shown: what the server said, and on top what the user has just done. @param {Notice} notice */
    #view(notice) {
        if (this.#dismissing.has(notice.message_id)) return undefined;
        return this.#reading.has(notice.message_id) ? { ...notice, is_read: true } : notice;
    }

    /** @param {string} [raised] the id of the one that has just got news */
    #tellList(raised) {
        const notice = raised === undefined ? undefined : this.get(raised);
        this.#tell({ type: "list", notices: this.list, ...(notice && { raised: notice }) });
        this.#tellUnread();
    }

    /** Only if it is another than before. */
    #tellUnread() {
        const { unread, unread_capped } = this.#shownUnread;
        const told = `${unread} ${unread_capped}`;
        if (told === this.#told) return;
        this.#told = told;
        showAppBadge(this.#navigator, unread);
        this.#tell({ type: "unread", unread, unread_capped });
    }

    /** @param {NoticesChange} change */
    #tell(change) {
        for (const listener of this.#listeners) {
            try {
                listener(change);
            } catch (error) {
                // One listener's mistake must not keep the others, or the library, from their work.
                console.error(error);
            }
        }
    }
}

/** @param {string} [chatId] */
const preferencesOf = (chatId) =>
    chatId === undefined ? "/notices/preferences" : `/chats/${encodeURIComponent(chatId)}/notices/preferences`;

/**
 * The notice without what is said beside it of all of them.
 * @param {any} json of an answer or an event
 * @returns {import("./notice_list.js").Snapshot}
 */
function snapshotOf({ unread, unread_capped, ...notice }) {
    return notice;
}
