import { showConnection } from "./announcements.js";
import { byId } from "./elements.js";
import { reasonInWords, texts, translatePage } from "./language.js";
import { Room } from "./room.js";
import { chosenUser, makeUserChoice } from "./users.js";

const refusal = byId("refusal");

/** @type {Room | null} */
let room = null;

async function enter() {
    room?.close();
    const { user, choice } = chosenUser();
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

translatePage(texts.chatTitle);
makeUserChoice();
refusal.querySelector("button")?.addEventListener("click", () => void enter());
addEventListener("hashchange", () => void enter());
void enter();
