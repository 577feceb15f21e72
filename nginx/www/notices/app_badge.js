/**
 * The number at the icon of an installed page, where there is one. The browser may refuse to show it.
 * @param {any} navigator
 * @param {number} count 0 takes it away
 */
export function showAppBadge(navigator, count) {
    const shown = count > 0 ? navigator?.setAppBadge?.(count) : navigator?.clearAppBadge?.();
    shown?.catch(() => {});
}
