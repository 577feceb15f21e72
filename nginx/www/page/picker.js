import { byId, makeButton } from "./elements.js";
import { reactionInWords, texts } from "./language.js";
import { placeAt } from "./placing.js";

const picker = byId("picker");

/** @type {HTMLElement | null} the button that asked for it */
let asker = null;
/** @type {((reaction: string) => void) | null} */
let onPick = null;

picker.setAttribute("aria-label", texts.pickReaction);
picker.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button === null) return;
    picker.hidePopover();
    onPick?.(/** @type {string} */ (button.dataset.reaction));
});
picker.addEventListener("keydown", (event) => {
    const buttons = /** @type {HTMLElement[]} */ ([...picker.children]);
    const { length } = buttons;
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (event.key === "ArrowRight" || event.key === "ArrowDown") moveTo(buttons, (at + 1) % length);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") moveTo(buttons, (at - 1 + length) % length);
    else if (event.key === "Home") moveTo(buttons, 0);
    else if (event.key === "End") moveTo(buttons, length - 1);
    // The tab key goes on from the button that asked.
    else if (event.key === "Tab") return picker.hidePopover();
    else return;
    event.preventDefault();
});
picker.addEventListener("toggle", (event) => {
    asker?.setAttribute("aria-expanded", String(/** @type {ToggleEvent} */ (event).newState === "open"));
});

/**
 * Lets the user choose one of the reactions.
 * @param {HTMLElement} button the one that asks for it
 * @param {import("../likes/likes.js").MessageLikes} message
 * @param {(reaction: string) => void} pick
 */
export function showPicker(button, { message_id, reactions }, pick) {
    asker?.setAttribute("aria-expanded", "false");
    asker = button;
    onPick = pick;
    picker.replaceChildren(
        ...reactions.filter(({ emoji }) => emoji !== "").map(({ reaction, emoji, is_liked }) => {
            const choice = makeButton("pick-one", reactionInWords(reaction, emoji), emoji);
            choice.dataset.reaction = reaction;
            choice.setAttribute("aria-pressed", String(is_liked));
            return choice;
        }),
    );
    picker.dataset.of = message_id;
    picker.showPopover();
    placeAt(picker, button);
    moveTo(/** @type {HTMLElement[]} */ ([...picker.children]), 0);
}

/** All buttons are one stop of the tab key. @param {HTMLElement[]} buttons @param {number} index */
function moveTo(buttons, index) {
    buttons.forEach((button, i) => (button.tabIndex = i === index ? 0 : -1));
    buttons[index]?.focus();
}
