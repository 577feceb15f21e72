import { byId, make, makeAvatar, placeBeside } from "./elements.js";
import { momentInWords, nameOf, reasonInWords, texts } from "./language.js";

const PAGE = 20;

const popover = byId("likers");
const list = /** @type {HTMLUListElement} */ (popover.querySelector("ul"));
const trouble = /** @type {HTMLElement} */ (popover.querySelector(".trouble"));
const more = /** @type {HTMLButtonElement} */ (popover.querySelector(".more"));

/** @type {AsyncIterator<import("../likes/likes.js").Liker[]> | null} */
let pages = null;

more.addEventListener("click", () => void showPage());

/**
 * Who likes the message, since when, page by page.
 * @param {import("../likes/likes.js").Likes} likes
 * @param {string} messageId
 * @param {HTMLElement} anchor
 */
export async function showLikers(likes, messageId, anchor) {
    pages = likes.likers(messageId, { pageSize: PAGE });
    list.replaceChildren();
    trouble.textContent = "";
    popover.showPopover();
    // Esc brings the focus back to the button.
    popover.focus();
    placeBeside(popover, anchor);
    await showPage();
    placeBeside(popover, anchor);
}

async function showPage() {
    const shown = pages;
    if (shown === null) return;
    more.disabled = true;
    list.setAttribute("aria-busy", "true");
    try {
        const { value: page, done } = await shown.next();
        // Meanwhile another message may have been asked for.
        if (shown !== pages) return;
        trouble.textContent = "";
        list.append(...(page ?? []).map(makeLiker));
        if (list.childElementCount === 0) trouble.textContent = texts.nobody;
        more.hidden = done === true || page.length < PAGE;
    } catch (error) {
        if (shown !== pages) return;
        trouble.textContent = reasonInWords(/** @type {any} */ (error));
        more.hidden = true;
    }
    more.disabled = false;
    list.removeAttribute("aria-busy");
}

/** @param {import("../likes/likes.js").Liker} liker */
function makeLiker({ user_id, liked_at }) {
    const name = nameOf(user_id);
    const since = make("time", "since", { datetime: liked_at }, momentInWords(new Date(liked_at)));
    return make("li", "liker", {}, makeAvatar(user_id, name), make("span", "name", {}, name), since);
}
