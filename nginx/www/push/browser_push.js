import { likesErrorOf } from "../likes/errors.js";

/**
 * @typedef {import("../likes/likes.js").PushOutcome} PushOutcome
 * @typedef {{registration?: any, label?: string, locale?: string}} Options
 */

/**
 * Pushes to this browser: what it is subscribed to, and what the server knows of that.
 *
 * The server is told at each call, because a browser may have got another endpoint since; it knows the same one again.
 */
export class BrowserPush {
    #api;
    #world;

    /** @param {import("../likes/api.js").Api} api @param {any} [world] what a window has */
    constructor(api, world = globalThis) {
        this.#api = api;
        this.#world = world;
    }

    /** @param {Options} [options] @returns {Promise<"on" | "off" | "denied" | "unsupported">} */
    async state({ registration } = {}) {
        const manager = await this.#manager(registration);
        if (manager === null) return "unsupported";
        if (this.#world.Notification.permission === "denied") return "denied";
        return (await manager.getSubscription()) === null ? "off" : "on";
    }

    /** @param {Options} [options] @returns {Promise<PushOutcome>} */
    async enable({ registration, label = "", locale } = {}) {
        const manager = await this.#manager(registration);
        if (manager === null) return { ok: false, why: "unsupported" };
        if ((await this.#world.Notification.requestPermission()) !== "granted") return { ok: false, why: "denied" };
        try {
            const { key, key_id } = await this.#api.call("GET", "/push/key");
            const subscription = await subscribed(manager, key);
            const answer = await this.#register(subscription, { key_id, label, locale });
            return { ok: true, subscriptionId: answer.subscription_id };
        } catch (error) {
            // The browser's own: its push service is away, or there is none.
            if (isOfBrowser(error)) return { ok: false, why: "unsupported" };
            return { ok: false, why: "refused", reason: likesErrorOf(error) };
        }
    }

    /** @param {Options} [options] @returns {Promise<PushOutcome>} */
    async disable({ registration } = {}) {
        const manager = await this.#manager(registration);
        if (manager === null) return { ok: false, why: "unsupported" };
        const subscription = await manager.getSubscription();
        if (subscription === null) return { ok: true, subscriptionId: null };
        try {
            // What it is called there, only the server knows.
            const { subscription_id } = await this.#register(subscription, {});
            await this.#api.call("DELETE", `/push/subscriptions/${subscription_id}`, undefined, { isDeed: true });
            await subscription.unsubscribe();
            return { ok: true, subscriptionId: null };
        } catch (error) {
            return { ok: false, why: "refused", reason: likesErrorOf(error) };
        }
    }

    /** @param {any} registration */
    async #manager(registration) {
        const container = this.#world.navigator?.serviceWorker;
        if (container === undefined || this.#world.Notification === undefined) return null;
        const worker = registration ?? (await container.getRegistration());
        return worker?.pushManager ?? null;
    }

    /** @param {any} subscription @param {{key_id?: string, label?: string, locale?: string}} more */
    #register(subscription, more) {
        const { endpoint, keys } = subscription.toJSON();
        const body = { kind: "web", endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, ...withoutGaps(more) };
        return this.#api.call("POST", "/push/subscriptions", body, { isDeed: true });
    }
}

/** The subscription with this key of the server's; one with another is given up. @param {any} manager @param {string} key */
async function subscribed(manager, key) {
    const held = await manager.getSubscription();
    if (held !== null) {
        if (base64url(held.options.applicationServerKey) === key) return held;
        await held.unsubscribe();
    }
    return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** @param {ArrayBuffer | null} buffer */
const base64url = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");

/** @param {unknown} error */
const isOfBrowser = (error) =>
    ["AbortError", "NotSupportedError", "InvalidStateError", "NotAllowedError"].includes(/** @type {any} */ (error)?.name);

/** @param {Record<string, unknown>} members */
const withoutGaps = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
