import { createAnalytics } from "likes-analytics";

import { readMessages, signIn } from "../page/demo_server.js";
import { byId } from "../page/elements.js";
import { language, nameOf, reasonInWords, texts, translatePage } from "../page/language.js";
import { chosenUser, makeUserChoice } from "../page/users.js";

/** Where the demo's people go for a walk. */
const HIKE_ZONE = "Asia/Yekaterinburg";

const refusal = byId("refusal");

/** @type {import("../analytics/likes-analytics.js").Analytics | null} */
let analytics = null;
let entries = 0;

async function enter() {
    const entry = ++entries;
    const { user, choice } = chosenUser();
    analytics?.destroy();
    analytics = null;
    // What cannot be seen cannot keep the focus.
    if (refusal.contains(document.activeElement)) choice.focus();
    refusal.hidden = true;
    try {
        const token = await signIn(user);
        const { chat_id, messages } = await readMessages(token);
        if (entry === entries) show(user, token, chat_id, messages);
    } catch (error) {
        if (entry === entries) showRefusal(error);
    }
}

/**
 * @param {string} user
 * @param {string} token
 * @param {string} chatId
 * @param {import("../page/message_row.js").Post[]} messages
 */
function show(user, token, chatId, messages) {
    const textOf = new Map(messages.map(({ message_id, body }) => [message_id, body]));
    let isFirst = true;
    analytics = createAnalytics({
        element: byId("main"),
        chatId,
        getToken: async () => {
            const isGiven = isFirst;
            isFirst = false;
            return isGiven ? token : signIn(user);
        },
        locale: language,
        timeZones: [{ timeZone: HIKE_ZONE, label: texts.chatsZone }],
        describeMessage: (id) => textOf.get(id),
        describeUser: nameOf,
    });
}

/** @param {any} reason fetch's, when the server cannot be reached */
function showRefusal(reason) {
    const words = /** @type {Element} */ (refusal.querySelector("p"));
    words.textContent = reasonInWords({
        kind: reason.kind ?? "offline",
        retryAfterSeconds: reason.retryAfterSeconds ?? null,
    });
    refusal.hidden = false;
}

translatePage(`${texts.analytics} · ${texts.chatTitle}`);
makeUserChoice();
refusal.querySelector("button")?.addEventListener("click", () => void enter());
addEventListener("hashchange", () => void enter());
void enter();
