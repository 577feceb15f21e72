import { byId } from "./elements.js";
import { placeAt } from "./placing.js";

/** Who has put a reaction, beside its button: while the pointer is on it or it has the focus, and after a tap. */

/** The pointer passes by buttons that nobody asks about. */
const DELAY_MS = 100;

const tip = byId("who-tip");

/** @type {HTMLElement | null} what is said belongs to it */
let button = null;
/** @type {(button: HTMLElement) => Promise<Node[]>} */
let tell = async () => [];

/**
 * @param {HTMLElement} list
 * @param {(button: HTMLElement) => Promise<Node[]>} names empty if there is nobody
 * @param {AbortSignal} signal ends it
 */
export function giveTips(list, names, signal) {
    tell = names;
    const options = { signal };
    list.addEventListener(
        "pointerover",
        ({ target, pointerType }) => {
            if (pointerType !== "touch") showTip(buttonOf(target), DELAY_MS);
        },
        options,
    );
    list.addEventListener(
        "focusin",
        ({ target }) => {
            const focused = buttonOf(target);
            if (focused?.matches(":focus-visible")) showTip(focused);
        },
        options,
    );
    list.addEventListener("focusout", ({ target }) => target === button && showTip(null), options);
    for (const element of [list, tip]) {
        element.addEventListener(
            "pointerout",
            ({ relatedTarget, pointerType }) => {
                // What is said may be pointed at as well.
                const isStill =
                    relatedTarget instanceof Node && [tip, button].some((at) => at?.contains(relatedTarget));
                if (pointerType !== "touch" && !isStill) showTip(null);
            },
            options,
        );
    }
    document.addEventListener("keydown", ({ key }) => key === "Escape" && showTip(null), options);
    document.addEventListener("pointerdown", ({ pointerType }) => pointerType === "touch" && showTip(null), options);
    document.addEventListener("scroll", () => button && placeAt(tip, button), options);
    signal.addEventListener("abort", () => showTip(null));
}

/** @param {HTMLElement | null} wanted */
export function showTip(wanted, delayMs = 0) {
    if (wanted !== button) {
        button?.removeAttribute("aria-describedby");
        tip.togglePopover(false);
        button = wanted;
    }
    // Later in any case: a popover that closes gives the focus back, and until it has closed no other can open.
    setTimeout(() => void fill(wanted), delayMs);
}

/** What is said of a button in there may have changed. @param {Element} row */
export function renewTip(row) {
    if (row.contains(button)) void fill(button);
}

/** @param {HTMLElement | null} wanted */
async function fill(wanted) {
    if (wanted === null || wanted !== button) return;
    const names = await tell(wanted);
    // Meanwhile the pointer may have gone elsewhere.
    if (wanted !== button) return;
    tip.replaceChildren(...names);
    tip.togglePopover(names.length > 0);
    wanted.setAttribute("aria-describedby", tip.id);
    placeAt(tip, wanted);
}

/** @param {EventTarget | null} target @returns {HTMLElement | null} */
const buttonOf = (target) => /** @type {Element} */ (target).closest("[data-reaction]");
