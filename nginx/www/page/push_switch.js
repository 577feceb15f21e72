import { showToast } from "./announcements.js";
import { reasonInWords, texts } from "./language.js";

/** @typedef {import("../likes/likes.js").Notices} Notices */

const WORKER = "/likes-worker.js";

/** The page's worker; null where there are none. @returns {Promise<ServiceWorkerRegistration | null>} */
async function register() {
    const container = navigator.serviceWorker;
    if (!container) return null;
    // The page takes scripts of this one name alone as what a worker may be (Content-Security-Policy, trusted-types).
    const { trustedTypes } = /** @type {any} */ (globalThis);
    const policy = trustedTypes?.createPolicy("push-worker", { createScriptURL: () => WORKER });
    try {
        await container.register(policy?.createScriptURL(WORKER) ?? WORKER);
        return await container.ready;
    } catch {
        return null;
    }
}

/** @type {Promise<ServiceWorkerRegistration | null> | undefined} */
let registered;

/** Whether this browser is told of reactions when the page is closed. */
export class PushSwitch {
    #notices;
    #box;
    #row;

    /**
     * @param {Element} row its label, with a box to tick
     * @param {object} context
     * @param {Notices} context.notices
     * @param {(messageId: string) => void} context.goTo
     * @param {AbortSignal} signal ends it
     */
    constructor(row, { notices, goTo }, signal) {
        this.#notices = notices;
        this.#row = /** @type {HTMLElement} */ (row);
        this.#box = /** @type {HTMLInputElement} */ (row.querySelector("input"));
        this.#box.disabled = true;
        this.#box.addEventListener("change", () => void this.#change(), { signal });
        const onMessage = (/** @type {MessageEvent} */ { data }) => {
            if (data?.type === "likes-push") showToast(`${data.words.title} – ${data.words.body}`);
            if (data?.type === "likes-push-opened" && data.push.message_id) goTo(data.push.message_id);
        };
        navigator.serviceWorker?.addEventListener("message", onMessage, { signal });
    }

    /** Shows how it is. */
    async show() {
        const registration = await (registered ??= register());
        const state = registration === null ? "unsupported" : await this.#notices.pushState({ registration });
        this.#row.hidden = state === "unsupported";
        this.#box.disabled = state === "unsupported" || state === "denied";
        this.#box.checked = state === "on";
    }

    async #change() {
        const registration = (await registered) ?? undefined;
        const wish = { registration, locale: document.documentElement.lang };
        this.#box.disabled = true;
        const outcome = await (this.#box.checked ? this.#notices.enablePush(wish) : this.#notices.disablePush(wish));
        if (!outcome.ok) showToast(outcome.reason ? reasonInWords(outcome.reason) : texts.noPush[outcome.why]);
        await this.show();
    }
}
