import { likesInWords } from "./words.js";

/**
 * @typedef {import("./likes.js").Likes} Likes
 * @typedef {import("./likes.js").MessageWithLikes} MessageWithLikes
 */

/** @type {Likes | null} */
let likes = null;
/** @type {Document | HTMLElement | null} */
let root = null;

/** @type {typeof import("./likes.js").useLikes} */
export function useLikes(ofChat, element = document) {
    likes = ofChat;
    root = element;
    // One listener for all buttons, also for those that are displayed later.
    const onClick = (/** @type {Event} */ event) => {
        const button = /** @type {Element} */ (event.target).closest(".message-likes .like-button");
        const id = button?.closest("[data-message-id]")?.getAttribute("data-message-id");
        if (button && id) void toggleLike(id, button.getAttribute("aria-pressed") === "true");
    };
    element.addEventListener("click", onClick);
    const unsubscribe = ofChat.subscribe((notice) => {
        if (notice.type === "message") updateMessageLikes(notice.message);
    });
    return () => {
        element.removeEventListener("click", onClick);
        unsubscribe();
        if (likes === ofChat) likes = root = null;
    };
}

/** @type {typeof import("./likes.js").likeMessage} */
export async function likeMessage(messageId) {
    return report("like", await inUse().like(messageId));
}

/** @type {typeof import("./likes.js").unlikeMessage} */
export async function unlikeMessage(messageId) {
    return report("unlike", await inUse().unlike(messageId));
}

/** @type {typeof import("./likes.js").toggleLike} */
export async function toggleLike(messageId, isCurrentlyLiked) {
    return isCurrentlyLiked ? unlikeMessage(messageId) : likeMessage(messageId);
}

/** @type {typeof import("./likes.js").displayMessageLikes} */
export function displayMessageLikes(message) {
    const count = countOf(message);
    const isLiked = ownFlagOf(message) ?? false;
    const id = message.message_id ?? message.id;
    return `
        <div class="message-likes"${id === undefined ? "" : ` data-message-id="${escape(String(id))}"`}>
            <button type="button" class="like-button${isLiked ? " liked" : ""}" aria-pressed="${isLiked}">
                ❤️ ${count}
            </button>
            <span class="likes-count">${count > 0 ? escape(likesInWords(count)) : ""}</span>
        </div>
    `;
}

/** @type {typeof import("./likes.js").updateMessageLikes} */
export function updateMessageLikes(payload) {
    const id = CSS.escape(String(payload.message_id ?? payload.id ?? ""));
    const element = (root ?? document).querySelector(`[data-message-id="${id}"]`);
    const shown = element?.matches(".message-likes") ? element : element?.querySelector(".message-likes");
    const button = shown?.querySelector(".like-button");
    if (!shown || !button) return;
    const count = countOf(payload);
    // The elements stay, and with them the focus of who works with the keyboard. An event does not say what this user
    // likes, unless it is this user's doing; then the button stays as it is.
    const isLiked = ownFlagOf(payload) ?? button.getAttribute("aria-pressed") === "true";
    button.textContent = `❤️ ${count}`;
    button.classList.toggle("liked", isLiked);
    button.setAttribute("aria-pressed", String(isLiked));
    let words = shown.querySelector(".likes-count");
    if (words === null) {
        words = document.createElement("span");
        words.className = "likes-count";
        shown.append(words);
    }
    words.textContent = count > 0 ? likesInWords(count) : "";
}

function inUse() {
    if (likes === null) throw new Error("call useLikes(createLikes({…})) first");
    return likes;
}

/**
 * @param {string} deed
 * @param {import("./likes.js").Outcome} outcome
 */
function report(deed, outcome) {
    if (outcome.ok) return outcome.message;
    console.error(`Failed to ${deed} message:`, outcome.reason);
    return null;
}

/** @param {MessageWithLikes} message */
const countOf = (message) => Math.max(0, Math.trunc(Number(message.likes_count)) || 0);

/** @param {MessageWithLikes} message */
function ownFlagOf({ is_liked, is_liked_by_user, changes }) {
    return is_liked ?? is_liked_by_user ?? changes?.findLast(({ user_id }) => user_id === likes?.userId)?.liked;
}

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
