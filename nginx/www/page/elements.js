import { make } from "../dom/make.js";

export { make };

/**
 * The element of the page with that id.
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} id
 */
export const byId = (id) => /** @type {Kind} */ (document.getElementById(id));

/**
 * A button with `type="button"`.
 * @param {string} className
 * @param {string} label what a screen reader says
 * @param {(Node | string)[]} children
 */
export const makeButton = (className, label, ...children) =>
    make("button", className, { type: "button", "aria-label": label }, ...children);

/** @param {string} className @param {string} label @param {Node} icon */
export function makeIconButton(className, label, icon) {
    const button = makeButton(className, label, icon);
    button.title = label;
    return button;
}

/**
 * A user's picture: the first letter on a colour of their own.
 * @param {string} user
 * @param {string} name
 */
export function makeAvatar(user, name) {
    const hue = [...user].reduce((sum, letter) => (sum * 5 + letter.charCodeAt(0)) % 6, 0);
    return make("span", `avatar hue-${hue}`, { "aria-hidden": "true" }, [...name][0].toUpperCase());
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} className
 * @param {string} path on 24 by 24
 */
export function makeIcon(className, path) {
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("class", className);
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", path);
    icon.append(shape);
    return icon;
}
