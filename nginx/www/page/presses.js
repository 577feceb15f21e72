/** As long as phones take for it themselves. */
const LONG_PRESS_MS = 500;

/**
 * What presses on the buttons in `list` ask for. A tap is the button's own doing. Of a reaction there is more to know: a
 * long press asks for it, as do the right button of the mouse and the menu key.
 * @param {HTMLElement} list
 * @param {object} listeners
 * @param {(button: HTMLElement, isTouch: boolean) => void} listeners.onTap
 * @param {(button: HTMLElement) => void} listeners.onHolding the press is a long one, and not over yet
 * @param {(button: HTMLElement) => void} listeners.onHold it is over: its end would close what was opened during it
 * @param {AbortSignal} signal ends it
 */
export function listenToPresses(list, { onTap, onHolding, onHold }, signal) {
    const options = { signal };
    let isDown = false;
    let isTouch = false;
    /** @type {HTMLElement | null} the button of a press that is a long one */
    let held = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;

    const hold = (/** @type {HTMLElement} */ button) => {
        if (held !== null) return;
        held = button;
        onHolding(button);
    };
    const end = (/** @type {Event} */ { type }) => {
        clearTimeout(timer);
        if (isDown && held !== null && type === "pointerup") onHold(held);
        isDown = false;
    };
    const listeners = {
        pointerdown: (/** @type {PointerEvent} */ event) => {
            isDown = true;
            isTouch = event.pointerType === "touch";
            held = null;
            clearTimeout(timer);
            const button = buttonOf(event, "[data-reaction]");
            // Not every phone has a menu that a long press would ask for.
            if (isTouch && button) timer = setTimeout(() => hold(button), LONG_PRESS_MS);
        },
        contextmenu: (/** @type {MouseEvent} */ event) => {
            const button = buttonOf(event, "[data-reaction]");
            if (button === null) return;
            event.preventDefault();
            if (isDown) hold(button);
            else onHold(button);
        },
        // Nor is the end of a long press a tap.
        touchend: (/** @type {TouchEvent} */ event) => held !== null && event.preventDefault(),
        click: (/** @type {MouseEvent} */ event) => {
            const button = buttonOf(event, "button");
            if (button) onTap(button, isTouch && event.detail > 0);
        },
    };
    for (const [type, listener] of Object.entries(listeners)) {
        list.addEventListener(type, /** @type {EventListener} */ (listener), options);
    }
    document.addEventListener("pointerup", end, options);
    document.addEventListener("pointercancel", end, options);
}

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
const buttonOf = ({ target }, selector) => /** @type {Element} */ (target).closest(selector);
