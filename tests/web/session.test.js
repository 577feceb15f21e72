import assert from "node:assert/strict";
import test from "node:test";

import { openSession } from "../../nginx/www/likes/session.js";
import { event, FakeBroker } from "./support.js";

const ACCESS = { username: "alice", token: "a.b.c", topics: ["chats/1/events"] };

function bench() {
    const broker = new FakeBroker();
    const closing = new AbortController();
    const opening = openSession(broker.connect, "ws://chat.example/mqtt", ACCESS, closing.signal);
    return { broker, closing, opening };
}

async function opened() {
    const { broker, opening } = bench();
    broker.last.emit("connect");
    return { broker, session: await opening };
}

const versions = (events) => events.map(({ payload }) => payload.version);

test("the client id is the broker's to choose", async () => {
    const { broker } = bench();
    assert.equal(broker.last.options.clientId, "");
});

test("events are held until they are asked for, and then come in their order", async () => {
    const { broker, session } = await opened();
    broker.publish(event("m", 1));
    broker.publish(event("m", 2));
    const heard = [];
    session.release((each) => heard.push(each));
    broker.publish(event("m", 3));
    assert.deepEqual(versions(heard), [1, 2, 3]);
});

test("more than can be held is dropped, and known to be", async () => {
    const { broker, session } = await opened();
    for (let version = 1; version <= 10_001; ++version) broker.publish(event("m", version));
    broker.publish(event("m", 20_000));
    assert.equal(session.takeOverflow(), true);
    assert.equal(session.takeOverflow(), false);
    const heard = [];
    session.release((each) => heard.push(each));
    assert.deepEqual(versions(heard), [20_000]);
});

test("what is no JSON is no event", async () => {
    const { broker, session } = await opened();
    const heard = [];
    session.release((each) => heard.push(each));
    broker.last.emit("message", "topic", new TextEncoder().encode("{"));
    assert.deepEqual(heard, []);
});

test("a subscription that the broker refuses is no session", async () => {
    const { broker, opening } = bench();
    broker.last.subscribe = (_topics, _options, done) => done(null, [{ qos: 128 }]);
    broker.last.emit("connect");
    await assert.rejects(opening, { kind: "unavailable" });
    assert.equal(broker.last.isEnded, true);
});

test("who gives up while it connects leaves nothing behind", async () => {
    const { broker, closing, opening } = bench();
    closing.abort();
    await assert.rejects(opening, { kind: "unavailable" });
    assert.equal(broker.last.isEnded, true);
});

test("nothing is delivered after close", async () => {
    const { broker, session } = await opened();
    const heard = [];
    session.release((each) => heard.push(each));
    session.close();
    broker.publish(event("m", 1));
    assert.deepEqual(heard, []);
    await session.ended;
});
