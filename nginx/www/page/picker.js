import { byId, makeButton, placeBeside } from "./elements.js";
import { reactionInWords, texts } from "./language.js";

const picker = byId("picker");

/** @type {((reaction: string) => void) | null} */
let onPick = null;

picker.setAttribute("aria-label", texts.pickReaction);
picker.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (button === null) return;
    picker.hidePopover();
    onPick?.(/** @type {string} */ (button.dataset.reaction));
});

/**
 * Lets the user choose one of the reactions.
 * @param {HTMLElement} anchor the button that asks for it
 * @param {import("../likes/likes.js").ReactionView[]} reactions
 * @param {(reaction: string) => void} pick
 */
export function showPicker(anchor, reactions, pick) {
    onPick = pick;
    picker.replaceChildren(
        ...reactions.map(({ reaction, emoji, is_liked }) => {
            const button = makeButton("pick-one", reactionInWords(reaction, emoji), emoji);
            button.dataset.reaction = reaction;
            button.setAttribute("aria-pressed", String(is_liked));
            return button;
        }),
    );
    picker.showPopover();
    placeBeside(picker, anchor);
    picker.querySelector("button")?.focus();
}
