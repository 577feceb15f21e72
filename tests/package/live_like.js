// A page of this server's own, in a real browser over TLS, on the installed product: it shows a like as it comes.
//
//     node live_like.js https://localhost:8443 CHAT_ID MESSAGE_ID TOKEN LIKE…
//
// LIKE is the command that likes the message as somebody else, once the page is live.
import { execFileSync } from "node:child_process";

import { launch } from "../e2e/support/browser.js";

const [address, chatId, id, token, command, ...args] = process.argv.slice(2);

const browser = await launch();
try {
    // The certificate signs itself.
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    // A file that the server really serves: a made-up answer has no address, and Chromium lets such a page open no socket.
    await page.goto(`${address}/likes.d.ts`);
    await page.evaluate(
        async ([chatId, id, token]) => {
            const { createLikes } = await import("/likes.js");
            window.likes = createLikes({ chatId, getToken: () => token });
            await window.likes.load([id]);
        },
        [chatId, id, token],
    );
    await page.waitForFunction(() => window.likes.status.state === "live");
    const before = await page.evaluate((id) => window.likes.get(id).likes_count, id);
    execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    await page.waitForFunction(([id, count]) => window.likes.get(id).likes_count === count, [id, before + 1]);
} finally {
    await browser.close();
}
