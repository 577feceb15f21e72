// Usage: node not_a_page.js LIKES_JS SHAPE, with a JSON object on standard input
//
// likes.js where there is no page: in Node, or with as little around it as React Native has. Loads a message, and prints
// who likes it as soon as somebody does.
import { text } from "node:stream/consumers";

import { WebSocket } from "ws";

const [library, shape] = process.argv.slice(2);
const { baseUrl, chatId, messageId, token } = JSON.parse(await text(process.stdin));

// Node has one of its own from version 22 on.
globalThis.WebSocket ??= WebSocket;
if (shape === "React Native") {
    // Node's fetch needs what is taken away here only for the first time.
    await fetch(`${baseUrl}/likes.d.ts`);
    globalThis.window = globalThis;
    Object.defineProperty(globalThis, "navigator", { value: { product: "ReactNative" } });
    for (const name of ["TextDecoder", "atob"]) delete globalThis[name];
    delete AbortSignal.prototype.throwIfAborted;
    delete URLSearchParams.prototype.set;
    for (const name of ["addEventListener", "removeEventListener"]) delete globalThis[name];
}

const { createLikes } = await import(library);
const likes = createLikes({ baseUrl, chatId, getToken: () => token });
likes.subscribe(({ status, message }) => {
    if (status) console.log(status.state, status.reason ?? "");
    if (!message?.likes_count) return;
    console.log(message.liked_by.join());
    likes.close();
});
await likes.load([messageId]);
