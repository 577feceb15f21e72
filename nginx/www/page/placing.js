/** Where what is on top of the page stands. All of it is shown already when it is placed. */

const GAP = 8;
/** Of a popover that may not cover what it is about, even where that fills the window. */
const HEIGHT_MIN = 120;

/**
 * Below a button if there is room, or else above it: what is above it is the message.
 * @param {HTMLElement} popover
 * @param {Element} button
 */
export function placeAt(popover, button) {
    const { top, bottom } = button.getBoundingClientRect();
    const { height } = popover.getBoundingClientRect();
    const fitsBelow = bottom + GAP + height + GAP <= innerHeight;
    popover.style.top = `${fitsBelow ? bottom + GAP : Math.max(GAP, top - height - GAP)}px`;
    alignWith(popover, button);
}

/**
 * Below a message or above it, wherever there is more room, and no higher than that: the message stays in sight.
 * @param {HTMLElement} popover
 * @param {Element} message
 */
export function placeClearOf(popover, message) {
    const { top, bottom } = message.getBoundingClientRect();
    const above = top - 2 * GAP;
    const below = innerHeight - bottom - 2 * GAP;
    const { style } = popover;
    style.setProperty("--room", `${Math.max(HEIGHT_MIN, above, below)}px`);
    // What grows does so away from the message.
    style.top = below >= above ? `${Math.min(bottom + GAP, innerHeight - HEIGHT_MIN - GAP)}px` : "auto";
    style.bottom = below >= above ? "auto" : `${Math.min(innerHeight - top + GAP, innerHeight - HEIGHT_MIN - GAP)}px`;
    alignWith(popover, message);
}

/** @param {HTMLElement} popover @param {Element} anchor */
function alignWith(popover, anchor) {
    const { left, right } = anchor.getBoundingClientRect();
    const { width } = popover.getBoundingClientRect();
    const wanted = left + right < innerWidth ? left : right - width;
    popover.style.left = `${Math.max(GAP, Math.min(wanted, innerWidth - width - GAP))}px`;
}
