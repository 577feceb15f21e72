// What a service worker does with pushes: a page's own worker takes it in by importScripts("/likes-worker.js"), or the page
// registers it as it is.
import { pushInWords } from "./push_words.js";

/** @typedef {import("./push_words.js").Push} Push */

const worker = /** @type {any} */ (globalThis);

/** Pages of this origin. @returns {Promise<any[]>} */
const pages = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true });

/** @param {any} event @returns {Push | null} null if it is none of ours */
function readPush(event) {
    try {
        const push = event.data.json();
        return push?.v === 1 && typeof push.tag === "string" ? push : null;
    } catch {
        return null;
    }
}

/** @param {Push} push */
async function show(push) {
    const open = await pages();
    // Whoever looks at a page of ours is told by that.
    const watching = open.filter((page) => page.visibilityState === "visible");
    for (const page of watching) page.postMessage({ type: "likes-push", push, words: pushInWords(push) });
    if (watching.length > 0) return;
    const { title, body } = pushInWords(push);
    // The one before is replaced, without a sound.
    await worker.registration.showNotification(title, {
        body,
        tag: push.tag,
        renotify: false,
        timestamp: push.raised_at === undefined ? undefined : Date.parse(push.raised_at),
        data: { push },
    });
    for (const page of open) page.postMessage({ type: "likes-push-shown", tag: push.tag });
}

/** @param {Push} push */
async function open(push) {
    const url = new URL(worker.registration.scope);
    if (push.message_id !== undefined) url.searchParams.set("message", push.message_id);
    const [page] = await pages();
    if (page === undefined) return worker.clients.openWindow(url.href);
    page.postMessage({ type: "likes-push-opened", push });
    return page.focus();
}

worker.addEventListener("push", (/** @type {any} */ event) => {
    const push = readPush(event);
    if (push !== null) event.waitUntil(show(push));
});
worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
    const push = event.notification.data?.push;
    if (push === undefined) return;
    event.notification.close();
    event.waitUntil(open(push));
});
