// Doubles for what is outside of the library: the server's answers, and mqtt.js.
import { EventEmitter } from "node:events";

export const CHAT = "11111111-1111-4111-8111-111111111111";

/** A promise with its handles outside. */
export function deferred() {
    let resolve, reject;
    const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
    return { promise, resolve, reject };
}

/** Lets everything that is ready run. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Runs until `condition` holds. A condition that never does is stopped by the runner's time limit. */
export async function until(condition) {
    while (!condition()) await settle();
}

export function answer(status, body = {}, headers = {}) {
    return new Response(JSON.stringify(body), { status, headers });
}

/** A broker as mqtt.js shows it. Tests decide what it does. */
export class FakeBroker {
    clients = [];
    connect = (url, options) => {
        const client = Object.assign(new EventEmitter(), { url, options, isEnded: false });
        client.subscribe = (topics, _options, done) => done(null, [{ topic: topics[0], qos: 1 }]);
        client.end = () => {
            client.isEnded = true;
            client.emit("close");
        };
        this.clients.push(client);
        return client;
    };

    get last() {
        return this.clients.at(-1);
    }

    publish(event, client = this.last) {
        client.emit("message", "topic", new TextEncoder().encode(JSON.stringify(event)));
    }
}

export function event(messageId, version, { count = 1, likedBy = [], truncated = false, changes = [], reaction } = {}) {
    return {
        type: "message_liked",
        chat_id: CHAT,
        payload: {
            message_id: messageId,
            likes_count: count,
            liked_by: likedBy,
            liked_at: "2025-10-03T10:00:00Z",
            liked_by_truncated: truncated,
            version,
            changes,
            ...(reaction && { reaction }),
        },
    };
}

export function state(messageId, version, { count = 0, isLiked = false, likedBy = [], reactions = [] } = {}) {
    const own = { likes_count: count, is_liked: isLiked, version };
    return {
        message_id: messageId,
        ...own,
        is_liked_by_user: isLiked,
        liked_by: likedBy,
        liked_at: null,
        liked_by_truncated: false,
        reactions: [{ reaction: "like", emoji: "❤️", ...own }, ...reactions],
    };
}
