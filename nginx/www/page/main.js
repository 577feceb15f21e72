import { showConnection } from "./announcements.js";
import { byId, make, makeAvatar } from "./elements.js";
import { nameOf, reasonInWords, texts, translatePage } from "./language.js";
import { Room } from "./room.js";

/** The demo's users. The address says which one this tab is: /#bob. */
const USERS = ["alice", "bob", "carol", "mallory"];

const refusal = byId("refusal");

/** @type {Room | null} */
let room = null;

async function enter() {
    room?.close();
    const user = currentUser();
    const choice = /** @type {HTMLInputElement} */ (byId(`user-${user}`));
    choice.checked = true;
    // What cannot be seen cannot keep the focus.
    if (refusal.contains(document.activeElement)) choice.focus();
    refusal.hidden = true;
    const entered = new Room(user);
    room = entered;
    try {
        await entered.open();
    } catch (error) {
        if (room === entered) showRefusal(error);
    }
}

function currentUser() {
    const user = location.hash.slice(1);
    return USERS.includes(user) ? user : USERS[0];
}

/** @param {any} reason fetch's, when the server cannot be reached */
function showRefusal(reason) {
    const kind = reason.kind ?? "offline";
    room?.close();
    showConnection(kind === "offline" ? "offline" : "refused");
    const [title, words] = /** @type {Iterable<Element>} */ (refusal.children);
    title.textContent = kind === "forbidden" ? texts.refusalTitle.forbidden : texts.refusalTitle.other;
    words.textContent = reasonInWords({ kind, retryAfterSeconds: reason.retryAfterSeconds ?? null });
    byId("messages").removeAttribute("aria-busy");
    refusal.hidden = false;
}

function makeUserChoice() {
    for (const user of USERS) {
        const choice = make("input", "", { type: "radio", name: "user", id: `user-${user}`, value: user });
        choice.addEventListener("change", () => (location.hash = user));
        const name = nameOf(user);
        byId("users").append(
            make("label", "user", { for: choice.id }, choice, makeAvatar(user, name), make("span", "name", {}, name)),
        );
    }
}

translatePage();
makeUserChoice();
refusal.querySelector("button")?.addEventListener("click", () => void enter());
addEventListener("hashchange", () => void enter());
void enter();
