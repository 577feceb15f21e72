import { byId, make, makeAvatar } from "./elements.js";
import { nameOf } from "./language.js";

/** Whom anybody may be. The address says which of them this tab is: #bob. */
const USERS = ["alice", "bob", "carol", "mallory"];

/** Whom the address names, or else the first, and the button by which this user is chosen, which is checked now. */
export function chosenUser() {
    const named = location.hash.slice(1);
    const user = USERS.includes(named) ? named : USERS[0];
    const choice = /** @type {HTMLInputElement} */ (byId(`user-${user}`));
    choice.checked = true;
    for (const link of document.querySelectorAll("a[data-keeps-user]")) {
        /** @type {HTMLAnchorElement} */ (link).hash = user;
    }
    return { user, choice };
}

export function makeUserChoice() {
    for (const user of USERS) {
        const choice = make("input", "", { type: "radio", name: "user", id: `user-${user}`, value: user });
        choice.addEventListener("change", () => (location.hash = user));
        const name = nameOf(user);
        byId("users").append(
            make("label", "user", { for: choice.id }, choice, makeAvatar(user, name), make("span", "name", {}, name)),
        );
    }
}
