import assert from "node:assert/strict";
import test from "node:test";

import { openConnection } from "../../nginx/www/likes/connection.js";
import { CHAT_TOPIC, event, FakeBroker, FakeClock, M } from "./support.js";

const ACCESS = { username: "alice", token: "a.b.c", topics: [CHAT_TOPIC, "users/alice/notices"] };

function bench() {
    const broker = new FakeBroker();
    const closing = new AbortController();
    const clock = new FakeClock();
    const opening = openConnection(broker.connect, "ws://[::1]:8080/mqtt", ACCESS, clock, closing.signal);
    return { broker, clock, closing, opening };
}

async function opened() {
    const { broker, clock, opening } = bench();
    broker.last.emit("connect");
    const connection = await opening;
    return { broker, clock, connection, session: connection.listen(CHAT_TOPIC) };
}

const versions = (events) => events.map(({ payload }) => payload.version);

test("the client id is the broker's to choose", async () => {
    const { broker } = bench();
    assert.equal(broker.last.options.clientId, "");
});

test("events are held until they are asked for, and then come in their order", async () => {
    const { broker, session } = await opened();
    broker.publish(event(M, 1));
    broker.publish(event(M, 2));
    const heard = [];
    session.release((each) => heard.push(each));
    broker.publish(event(M, 3));
    assert.deepEqual(versions(heard), [1, 2, 3]);
});

test("more than can be held is dropped, and known to be", async () => {
    const { broker, session } = await opened();
    for (let version = 1; version <= 10_001; ++version) broker.publish(event(M, version));
    broker.publish(event(M, 20_000));
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
    broker.last.emit("message", CHAT_TOPIC, Buffer.from("{"));
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
    broker.publish(event(M, 1));
    assert.deepEqual(heard, []);
    await session.ended;
});

test("a connection that answers stays", async () => {
    const { clock, session } = await opened();
    session.check();
    await clock.pass(60_000);
    assert.deepEqual([session.isOver, clock.timers], [false, 0]);
});

test("a connection that does not answer in a second and a half is ended, and who waits for its end hears of it", async () => {
    const { broker, clock, session } = await opened();
    broker.isDeaf = true;
    // What is dead does not say that it has been closed, either.
    broker.last.end = () => {};
    session.check();
    session.check();
    await clock.pass(1499);
    assert.equal(session.isOver, false);
    await clock.pass(1);
    await session.ended;
    assert.deepEqual([session.isOver, clock.timers], [true, 0]);
});

test("an answer that lay there since before the sleep does not speak for the connection", async () => {
    const { broker, clock, session } = await opened();
    broker.isDeaf = true;
    broker.last.sendPing(); // That of the keep-alive.
    session.check();
    broker.last.emit("packetreceive", { cmd: "pingresp" });
    await clock.pass(2000);
    assert.equal(session.isOver, true);
});

test("each session hears of its own topic, and of all that there is traffic", async () => {
    const { broker, connection, session } = await opened();
    const heard = { chat: [], notices: [] };
    let traffic = 0;
    session.release((each) => heard.chat.push(each));
    const notices = connection.listen("users/alice/notices");
    notices.release(
        (each) => heard.notices.push(each),
        () => ++traffic,
    );
    broker.publish(1);
    broker.publish(2, broker.last, "users/alice/notices");
    assert.deepEqual([heard, traffic], [{ chat: [1], notices: [2] }, 2]);
});

test("what came before anybody listened is for the first who does", async () => {
    const { broker, opening } = bench();
    broker.last.emit("connect");
    broker.publish(event(M, 1));
    const session = (await opening).listen(CHAT_TOPIC);
    const heard = [];
    session.release((each) => heard.push(each));
    assert.deepEqual(versions(heard), [1]);
});

test("the connection ends with the last of its sessions, and they with it", async () => {
    for (const end of [
        ({ session, other }) => [session, other].forEach((each) => each.close()),
        ({ broker }) => broker.last.emit("close"),
        ({ connection }) => connection.close(),
    ]) {
        const { broker, connection, session } = await opened();
        const other = connection.listen("users/alice/notices");
        assert.equal(connection.isOver, false);
        end({ broker, connection, session, other });
        await Promise.all([session.ended, other.ended, connection.ended]);
        assert.deepEqual([session.isOver, other.isOver, connection.isOver], [true, true, true]);
    }
    const { broker, connection, session } = await opened();
    const other = connection.listen("users/alice/notices");
    other.close();
    assert.deepEqual([other.isOver, session.isOver, broker.last.isEnded], [true, false, false]);
});

test("the WebSocket is opened to the address as it is, which may be one of IPv6", async (t) => {
    const { broker } = await opened();
    const opens = [];
    globalThis.WebSocket = class {
        constructor(...parameters) {
            opens.push(parameters);
        }
    };
    t.after(() => delete globalThis.WebSocket);
    const { createWebsocket, forceNativeWebSocket } = broker.last.options;
    createWebsocket("ws://::1:8080/mqtt", ["mqtt"]);
    assert.deepEqual(opens, [["ws://[::1]:8080/mqtt", ["mqtt"]]]);
    assert.equal(forceNativeWebSocket, true);
});

test("where there is no WebSocket there is no session, and the reason is known", async () => {
    const connect = () => {
        throw new ReferenceError("WebSocket is not defined");
    };
    const { signal } = new AbortController();
    const opening = openConnection(connect, "ws://chat.example/mqtt", ACCESS, new FakeClock(), signal);
    await assert.rejects(opening, ({ name, kind, cause }) => {
        assert.deepEqual([name, kind, cause.name], ["LikesError", "unavailable", "ReferenceError"]);
        return true;
    });
});
