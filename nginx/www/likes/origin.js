import { LikesError } from "./errors.js";

/**
 * Where the server is: a scheme and a host, which keeps the brackets of an IPv6 address. By hand, as what React Native
 * calls a URL has no parts.
 * @param {string} baseUrl absolute; or whatever a page may leave out of the address of its own origin
 * @param {string | undefined} location the page's, where there is one
 */
export function originOf(baseUrl, location) {
    const origin = ORIGIN.exec(baseUrl) ?? ORIGIN.exec(location ?? "");
    if (origin === null) {
        throw new LikesError("refused", "Where there is no page, baseUrl must be absolute: https://likes.example");
    }
    return origin[0];
}

const ORIGIN = /^https?:\/\/[^/?#]+/i;

/** @param {string} origin */
export const webSocketOf = (origin) => origin.replace(/^http/i, "ws");
