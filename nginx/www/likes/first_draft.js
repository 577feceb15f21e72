import { likesInWords } from "./words.js";

/**
 * @typedef {import("./likes.js").Likes} Likes
 * @typedef {import("./likes.js").MessageWithLikes} MessageWithLikes
 * @typedef {{likes: Likes, root: Document | HTMLElement}} Use
 */

/** The chats of the page, the last at the end. @type {Set<Use>} */
const uses = new Set();

/** @type {typeof import("./likes.js").useLikes} */
export function useLikes(likes, root = document) {
    const use = { likes, root };
    uses.add(use);
    // One listener for all buttons, also for those that are displayed later.
    const onClick = (/** @type {Event} */ event) => {
        const button = /** @type {Element} */ (event.target).closest(".message-likes .like-button");
        const id = button?.closest(MESSAGE)?.getAttribute("data-message-id");
        if (!button || !id) return;
        // Where roots overlap, one of their listeners acts.
        const listeners = [...uses].filter(({ root }) => root.contains(button));
        if (useOf(id, listeners) === use) void toggle(likes, id, button.getAttribute("aria-pressed") === "true");
    };
    root.addEventListener("click", onClick);
    const unsubscribe = likes.subscribe((notice) => {
        if (notice.type === "message") show(root, notice.message, likes);
    });
    return () => {
        root.removeEventListener("click", onClick);
        unsubscribe();
        uses.delete(use);
    };
}

/** @type {typeof import("./likes.js").likeMessage} */
export const likeMessage = async (messageId) => toggle(likesOf(messageId), messageId, false);

/** @type {typeof import("./likes.js").unlikeMessage} */
export const unlikeMessage = async (messageId) => toggle(likesOf(messageId), messageId, true);

/** @type {typeof import("./likes.js").toggleLike} */
export const toggleLike = async (messageId, isCurrentlyLiked) =>
    toggle(likesOf(messageId), messageId, isCurrentlyLiked);

/** @type {typeof import("./likes.js").displayMessageLikes} */
export function displayMessageLikes(message) {
    const count = countOf(message);
    const id = message.message_id ?? message.id;
    const isLiked = ownFlagOf(message, useOf(String(id))?.likes) ?? false;
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
    const likes = useOf(String(payload.message_id ?? payload.id))?.likes;
    const roots = uses.size > 0 ? [...uses].map(({ root }) => root) : [document];
    for (const root of roots) show(root, payload, likes);
}

const MESSAGE = "[data-message-id]";

/**
 * The chat whose message it is, as far as one has loaded it; of several the last.
 * @param {string} messageId
 * @param {Iterable<Use>} [candidates]
 */
function useOf(messageId, candidates = uses) {
    const last = [...candidates].reverse();
    return last.find(({ likes }) => likes.get(messageId) !== undefined) ?? last[0];
}

/** @param {string} messageId */
function likesOf(messageId) {
    const use = useOf(messageId);
    if (use === undefined) throw new Error("call useLikes(createLikes({…})) first");
    return use.likes;
}

/**
 * @param {Likes} likes
 * @param {string} messageId
 * @param {boolean} isCurrentlyLiked
 */
async function toggle(likes, messageId, isCurrentlyLiked) {
    const deed = isCurrentlyLiked ? "unlike" : "like";
    const outcome = await likes[deed](messageId);
    if (outcome.ok) return outcome.message;
    console.error(`Failed to ${deed} message:`, outcome.reason);
    return null;
}

/**
 * Shows it in the root wherever the message is: a page may have it in a list and in a thread, or have a root in it.
 * @param {Document | HTMLElement} root
 * @param {MessageWithLikes} payload
 * @param {Likes} [likes]
 */
function show(root, payload, likes) {
    const id = String(payload.message_id ?? payload.id ?? "");
    const isLiked = ownFlagOf(payload, likes);
    for (const shown of shownIn(root, id)) showIn(shown, countOf(payload), isLiked);
}

/**
 * Where the likes of the message are shown, the root itself included.
 * @param {Document | HTMLElement} root
 * @param {string} messageId
 */
function shownIn(root, messageId) {
    const message = `[data-message-id="${CSS.escape(messageId)}" i]`;
    const likes = `${message} .message-likes, .message-likes${message}`;
    const found = [...root.querySelectorAll(likes)];
    if ("matches" in root && root.matches(likes)) found.push(root);
    // A message may be inside of another, which it quotes.
    return found.filter((shown) => shown.closest(MESSAGE)?.matches(message));
}

/**
 * The elements stay, and with them the focus of who works with the keyboard.
 * @param {Element} shown
 * @param {number} count
 * @param {boolean | undefined} ownFlag undefined if it is not known, and stays as it is
 */
function showIn(shown, count, ownFlag) {
    const button = shown.querySelector(".like-button");
    if (!button) return;
    const isLiked = ownFlag ?? button.getAttribute("aria-pressed") === "true";
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

/** @param {MessageWithLikes} message */
const countOf = (message) => Math.max(0, Math.trunc(Number(message.likes_count)) || 0);

/**
 * An event does not say what this user likes, unless it is this user's doing.
 * @param {MessageWithLikes} message
 * @param {Likes} [likes]
 */
function ownFlagOf({ is_liked, is_liked_by_user, changes }, likes) {
    return is_liked ?? is_liked_by_user ?? changes?.findLast(({ user_id }) => user_id === likes?.userId)?.liked;
}

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
