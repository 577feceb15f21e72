import mqtt from "mqtt";

import { Account } from "./account.js";
import { Api } from "./api.js";
import { BROWSER_CLOCK } from "./clock.js";
import { Line } from "./line.js";
import { originOf, webSocketOf } from "./origin.js";

/**
 * What is outside, where a test has something else in its place.
 * @typedef {{fetch?: typeof fetch, connect?: any, window?: any, location?: string, random?: () => number,
 *     clock?: import("./clock.js").Clock}} World
 */

/** Those in use, by getToken and then by server. @type {WeakMap<Function, Map<string, Shared>>} */
const inUse = new WeakMap();

/**
 * What all that are made with one getToken for one server have in common: who is signed in, and the connection for live
 * changes. Each has an Api of its own, which ends with it.
 */
export class Shared {
    #members = 0;
    #forget;
    account;
    line;

    /**
     * @param {{baseUrl: string, getToken: () => string | Promise<string>}} options
     * @param {World} world
     * @param {() => void} forget
     */
    constructor({ baseUrl, getToken }, world, forget) {
        const clock = world.clock ?? BROWSER_CLOCK;
        // Where fetch takes what is relative to be.
        const origin = originOf(baseUrl, world.location ?? globalThis.document?.baseURI ?? globalThis.location?.href);
        const account = new Account(getToken);
        const api = new Api({ baseUrl, account, fetch: world.fetch, clock });
        this.#forget = () => {
            api.close();
            forget();
        };
        this.account = account;
        this.line = new Line({
            getAccess: (body) => api.call("POST", "/realtime/token", body),
            socketUrl: (path) => webSocketOf(origin) + path,
            account,
            connect: world.connect ?? mqtt.connect,
            clock,
        });
    }

    /** Whoever comes is signed in by whom getToken names now. */
    enter() {
        ++this.#members;
        this.account.forget();
    }

    leave() {
        if (--this.#members === 0) this.#forget();
    }
}

/**
 * Throws LikesError if it is not known where the server is.
 * @param {{baseUrl: string, getToken: () => string | Promise<string>}} options
 * @param {World} world of those who share it the first one's counts
 */
export function share({ baseUrl, getToken }, world) {
    const ofToken = inUse.get(getToken) ?? new Map();
    const shared =
        ofToken.get(baseUrl) ?? new Shared({ baseUrl, getToken }, world, () => void ofToken.delete(baseUrl));
    ofToken.set(baseUrl, shared);
    inUse.set(getToken, ofToken);
    shared.enter();
    return shared;
}
