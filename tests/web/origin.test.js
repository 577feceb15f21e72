import assert from "node:assert/strict";
import test from "node:test";

import { LikesOfChat } from "../../nginx/www/likes/create_likes.js";
import { originOf, webSocketOf } from "../../nginx/www/likes/origin.js";
import { answer, bearerToken, CHAT, FakeBroker, FakeClock, M, state, until } from "./support.js";

test("the server is where baseUrl says, or where the page is from", () => {
    for (const [baseUrl, location, origin] of [
        ["", "https://chat.example/room?a#b", "https://chat.example"],
        ["/", "http://[::1]:8080/", "http://[::1]:8080"],
        ["https://likes.example/", "https://chat.example/room", "https://likes.example"],
        ["http://127.0.0.1:8080", undefined, "http://127.0.0.1:8080"],
        ["HTTPS://LIKES.example?x", undefined, "HTTPS://LIKES.example"],
    ]) {
        assert.equal(originOf(baseUrl, location), origin);
    }
    assert.equal(webSocketOf("https://likes.example"), "wss://likes.example");
    assert.equal(webSocketOf("HTTP://[::1]:8080"), "ws://[::1]:8080");
});

test("where there is no page, a baseUrl that is not absolute is refused at once", () => {
    for (const baseUrl of ["", "/likes", "likes.example", "ws://likes.example"]) {
        assert.throws(() => originOf(baseUrl, undefined), { name: "LikesError", kind: "refused" });
        assert.throws(() => new LikesOfChat({ baseUrl, chatId: CHAT, getToken: () => "t" }), { kind: "refused" });
    }
});

// What React Native calls a window neither hears events nor has a document.
for (const [where, window] of [
    ["in Node", undefined],
    ["in React Native", { navigator: { product: "ReactNative" } }],
]) {
    test(`it is live with an absolute baseUrl where there is no page: ${where}`, async (t) => {
        const broker = new FakeBroker();
        const clock = new FakeClock();
        const likes = new LikesOfChat(
            { baseUrl: "https://likes.example", chatId: CHAT, getToken: () => bearerToken("alice") },
            {
                fetch: async (url) => {
                    assert.ok(url.startsWith("https://likes.example/api/v1/"), url);
                    if (url.includes("changes")) return answer(200, { changes: [], next: "now", more: false });
                    if (url.includes("token"))
                        return answer(200, {
                            token: "password",
                            expires_at: new Date(clock.now() + 3_600_000).toISOString(),
                            username: "alice",
                            websocket_path: "/mqtt",
                            topics: [`chats/${CHAT}/events`],
                        });
                    return answer(200, { messages: [state(M, 1)], not_found: [] });
                },
                clock,
                connect: broker.connect,
                window,
            },
        );
        t.after(() => likes.close());
        await likes.load([M]);
        await until(() => broker.clients.length === 1);
        assert.equal(broker.last.url, "wss://likes.example/mqtt");
        broker.last.emit("connect");
        await until(() => likes.status.state === "live");
    });
}
