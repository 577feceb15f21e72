import { byId, make, makeAvatar, makeButton } from "./elements.js";
import { momentInWords, nameOf, reactionInWords, reasonInWords, shortCount, signOf, texts } from "./language.js";
import { placeClearOf } from "./placing.js";

/**
 * @typedef {import("../likes/likes.js").MessageLikes} MessageLikes
 * @typedef {{user_id: string, liked_at?: string}} Person
 */

const PAGE = 20;

const popover = byId("who-list");
const choice = /** @type {HTMLElement} */ (popover.querySelector(".choice"));
const list = /** @type {HTMLUListElement} */ (popover.querySelector("ul"));
const trouble = /** @type {HTMLElement} */ (popover.querySelector(".trouble"));
const more = /** @type {HTMLButtonElement} */ (popover.querySelector(".more"));

/** @type {AsyncIterator<Person[]> | null} */
let pages = null;
/** How many are to be named at least. */
let count = 0;

more.addEventListener("click", () => void showPage());

/**
 * Who has put which reaction, one reaction at a time, page by page.
 * @param {MessageLikes} message
 * @param {string | undefined} first the reaction to begin with
 * @param {(reaction: string, pageSize: number) => AsyncIterator<Person[]>} pagesOf
 * @param {Element} bubble the message's
 */
export function showWhoReacted(message, first, pagesOf, bubble) {
    const put = message.reactions.filter(({ likes_count }) => likes_count > 0);
    const buttons = put.map(({ reaction, emoji }) => {
        const button = makeButton("pick-one", reactionInWords(reaction, emoji), signOf(reaction, emoji));
        button.addEventListener("click", () => show(reaction));
        return button;
    });
    const show = (/** @type {string} */ shown) => {
        put.forEach(({ reaction }, i) => buttons[i].setAttribute("aria-pressed", String(reaction === shown)));
        pages = pagesOf(shown, PAGE);
        count = put.find(({ reaction }) => reaction === shown)?.likes_count ?? 0;
        list.replaceChildren();
        list.removeAttribute("aria-busy");
        void showPage();
    };
    choice.replaceChildren(...buttons);
    popover.dataset.of = message.message_id;
    popover.showPopover();
    // Esc brings the focus back to the button.
    popover.focus();
    placeClearOf(popover, bubble);
    show(first ?? put[0]?.reaction ?? "like");
}

async function showPage() {
    const shown = pages;
    if (shown === null || list.hasAttribute("aria-busy")) return;
    trouble.textContent = "";
    list.setAttribute("aria-busy", "true");
    try {
        const { value: page, done } = await shown.next();
        // Meanwhile others may have been asked for.
        if (shown !== pages) return;
        list.append(...(page ?? []).map(makePerson));
        showMore(done !== true && page.length === PAGE);
        const missing = count - list.childElementCount;
        if (list.childElementCount === 0) trouble.textContent = texts.nobody;
        else if (more.hidden && missing > 0) trouble.textContent = texts.others(shortCount(missing));
    } catch (error) {
        if (shown !== pages) return;
        trouble.textContent = reasonInWords(/** @type {any} */ (error));
        showMore(false);
    }
    list.removeAttribute("aria-busy");
}

/** @param {boolean} isMore */
function showMore(isMore) {
    // What cannot be seen cannot keep the focus.
    if (!isMore && more === document.activeElement) popover.focus();
    more.hidden = !isMore;
}

/** @param {Person} person */
function makePerson({ user_id, liked_at }) {
    const name = nameOf(user_id);
    const person = make("li", "person", {}, makeAvatar(user_id, name), make("bdi", "name", {}, name));
    if (liked_at) person.append(make("time", "since", { datetime: liked_at }, momentInWords(new Date(liked_at))));
    return person;
}
