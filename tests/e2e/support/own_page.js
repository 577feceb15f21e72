// A page that is not the demo's: what a chat company has.
import { ADDRESS, CHAT } from "./stack.js";

/** Lets nothing inline be run. */
const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'";

/**
 * A page with this body, at the server's origin. It begins as a file that the server really serves: a made-up answer has
 * no address, and Chromium lets such a page open no local socket.
 * @param {object} [options]
 * @param {string} [options.address] the origin, if there is something between the page and the server
 * @param {string | null} [options.policy] its Content-Security-Policy
 * @param {(page: object) => Promise<void>} [options.prepare] called before anything is loaded
 */
export async function openPage(browser, body, { address = ADDRESS, policy = STRICT, prepare = async () => {} } = {}) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const mistakes = [];
    page.on("pageerror", (error) => mistakes.push(error.message));
    await prepare(page);
    await page.goto(`${address}/likes.d.ts`);
    await page.evaluate(
        ([body, policy]) => {
            if (policy !== null) {
                const element = document.createElement("meta");
                element.httpEquiv = "Content-Security-Policy";
                element.content = policy;
                document.head.append(element);
            }
            document.documentElement.lang = "ru";
            document.body.innerHTML = body;
        },
        [body, policy],
    );
    return { page, mistakes, close: () => context.close() };
}

/** Makes `window.likes` of the demo chat, which is live, and keeps the message. */
export const goLive = (page, id, token) =>
    page.evaluate(
        async ([chatId, id, token]) => {
            const { createLikes } = await import("/likes.js");
            window.likes = createLikes({ chatId, getToken: () => token });
            const isLive = new Promise((resolve) =>
                window.likes.subscribe(({ status }) => status?.state === "live" && resolve()),
            );
            await window.likes.load([id]);
            await isLive;
        },
        [CHAT, id, token],
    );
