import { byId, make } from "./elements.js";
import { texts } from "./language.js";

const TOAST_MS = 6000;

const connection = byId("connection");
const toast = byId("toast");
const news = byId("news");
/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;

/** @param {keyof typeof texts.connection} state */
export function showConnection(state) {
    connection.dataset.state = state;
    const words = /** @type {Element} */ (connection.querySelector(".words"));
    words.textContent = texts.connection[state];
}

/** @param {string} text */
export function showToast(text) {
    toast.textContent = text;
    toast.classList.add("shown");
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.classList.remove("shown"), TOAST_MS);
}

/**
 * For the ears alone: the eyes see it at the message.
 * @param {Node[]} names who has put it
 * @param {string} emoji
 * @param {string} text the message's
 */
export function tellReaction(names, emoji, text) {
    news.replaceChildren(...names, `: ${emoji} – `, make("bdi", "", {}, text.slice(0, 60)));
}
