import assert from "node:assert/strict";
import test from "node:test";

import { deferred, M, messageId, OTHER, settle, until } from "./support.js";
import { NoticesBench, Refusal } from "./notices_bench.js";

const idsOf = (notices) => notices.map(({ message_id }) => message_id);
const badgeOf = ({ unread, unreadCapped }) => [unread, unreadCapped];

test("a reaction by another raises a notice: it is in the list, on the badge, and told", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    assert.deepEqual([notices.list, notices.unread], [[], 0]);
    bench.publish(bench.of.raise(M));
    assert.deepEqual(idsOf(notices.list), [M]);
    assert.deepEqual(badgeOf(notices), [1, false]);
    const [list, unread] = notices.heard.slice(-2);
    assert.deepEqual([list.type, list.raised.newest[0].name, unread], ["list", "Bob", { type: "unread", unread: 1, unread_capped: false }]);
    assert.equal("unread" in list.raised, false, "of all of them, not of the notice");
});

test("when the last reaction goes, the notice does, and the badge with it", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    bench.publish(bench.of.raise(M));
    bench.publish(bench.of.withdraw(M));
    assert.deepEqual([notices.list, notices.unread, notices.get(M)], [[], 0, undefined]);
});

test("of two snapshots the one with the greater sequence stands, in whatever order they come", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    const events = [
        bench.of.raise(M),
        bench.of.change(M, { reactions: { like: 1, joy: 1 } }),
        bench.of.raise(OTHER),
        bench.of.withdraw(OTHER),
    ];
    for (const order of [events.toReversed(), events]) {
        for (const event of order) bench.publish(event);
        assert.deepEqual(notices.list, bench.of.list);
        assert.deepEqual(notices.get(M).reactions, { like: 1, joy: 1 });
        assert.deepEqual(badgeOf(notices), [1, false]);
    }
    const heard = notices.heard.length;
    for (const event of events) bench.publish(event);
    assert.equal(notices.heard.length, heard, "nothing is told twice");
});

test("the one with the newest news is first; what only changes stays where it is", async (t) => {
    const bench = new NoticesBench(t);
    for (const n of [1, 2, 3]) bench.of.raise(messageId(n));
    const notices = await bench.live();
    assert.deepEqual(idsOf(notices.list), [3, 2, 1].map(messageId));
    bench.publish(bench.of.change(messageId(1), { actors: 1, reactions: { joy: 1 } }));
    assert.deepEqual(idsOf(notices.list), [3, 2, 1].map(messageId));
    // Within the same second, which is as much as the time tells.
    bench.of.now -= 1;
    bench.publish(bench.of.raise(messageId(2)));
    assert.deepEqual(idsOf(notices.list), [2, 3, 1].map(messageId));
    bench.of.now -= 1;
    bench.publish(bench.of.raise(messageId(3)));
    assert.deepEqual(idsOf(notices.list), [3, 2, 1].map(messageId));
});

test("pages go on where the one before ended, whatever has happened meanwhile", async (t) => {
    const bench = new NoticesBench(t);
    const ids = Array.from({ length: 7 }, (_, n) => messageId(n));
    for (const id of ids) bench.of.raise(id);
    const notices = await bench.live({ pageSize: 3 });
    assert.deepEqual(idsOf(notices.list), ids.slice(4).toReversed());
    assert.equal(notices.hasMore, true);
    // Of one that is further down, to the top; and of another a change, which its page brings.
    bench.publish(bench.of.raise(ids[0]));
    bench.publish(bench.of.change(ids[1], { actors: 1, reactions: { joy: 1 } }));
    assert.deepEqual(idsOf(notices.list), [ids[0], ...ids.slice(4).toReversed()]);
    await notices.loadMore();
    bench.publish(bench.of.withdraw(ids[3]));
    await notices.loadMore();
    assert.deepEqual(notices.list, bench.of.list);
    assert.equal(notices.hasMore, false);
    await notices.loadMore();
    assert.equal(bench.called("GET notices").length, 2);
});

test("a page that comes after the list has been read anew is not put behind it", async (t) => {
    const bench = new NoticesBench(t);
    const raise = (from, to) => {
        for (let n = from; n < to; ++n) bench.of.raise(messageId(n));
    };
    raise(0, 9);
    const notices = await bench.live({ pageSize: 3 });
    const [late, read] = [deferred(), bench.server["GET notices"]];
    bench.server["GET notices"] = (call) => (call.query.cursor ? late.promise : read(call));
    const more = notices.loadMore();
    const page = bench.of.page({ limit: 3, cursor: 7 });
    raise(9, 15);
    await notices.load({ pageSize: 3 });
    late.resolve(page);
    await more;
    assert.deepEqual(idsOf(notices.list), [14, 13, 12].map(messageId));
});

test("what was missed while away is read from where the last time ended, over as many pages as it takes", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    bench.of.raise(M);
    bench.broker.last.emit("close");
    for (let n = 0; n < 150; ++n) bench.of.raise(messageId(n));
    bench.of.withdraw(M);
    await bench.clock.pass(1000);
    await until(() => bench.broker.clients.length === 2);
    await bench.accept(notices);
    assert.deepEqual(idsOf(notices.list), idsOf(bench.of.list));
    assert.deepEqual(badgeOf(notices), [100, true]);
    const asked = bench.called("GET changes").map(({ query }) => Number(query.since));
    assert.deepEqual(asked.slice(1), [0, 101]);
});

test("events wait until the catch-up has been read, and what is older than it changes nothing", async (t) => {
    const bench = new NoticesBench(t);
    const notices = bench.device();
    await notices.load();
    const page = deferred();
    const changes = bench.server["GET changes"];
    bench.server["GET changes"] = () => page.promise;
    await until(() => bench.broker.clients.length > 0);
    bench.broker.last.emit("connect");
    await until(() => bench.called("GET changes").length === 1);
    bench.publish(bench.of.raise(M));
    bench.of.withdraw(M);
    assert.deepEqual(notices.list, []);
    page.resolve(changes({ query: { since: 0 } }));
    await until(() => notices.status.state === "live");
    assert.deepEqual([notices.list, notices.unread], [[], 0]);
});

test("a list that was read does not bring back what an older event tells of", async (t) => {
    const bench = new NoticesBench(t);
    const late = bench.of.raise(M);
    bench.of.withdraw(M);
    const notices = await bench.live();
    bench.publish(late);
    assert.deepEqual([notices.list, notices.unread], [[], 0]);
});

for (const [why, refuse] of [
    ["the server does not know the cursor", () => new Refusal(400)],
    ["too much was missed", ({ query }) => ({ changes: [], next: Number(query.since), more: true, unread: 0, unread_capped: false })],
]) {
    test(`the list is read anew where ${why}`, async (t) => {
        const bench = new NoticesBench(t);
        bench.of.raise(M);
        const notices = await bench.live();
        // As after a restore: what was told is not there any more, and its numbers come again.
        bench.users.clear();
        bench.of.raise(OTHER);
        bench.server["GET changes"] = refuse;
        await bench.clock.freeze(3000);
        await until(() => bench.called("GET notices").length === 2);
        await settle();
        assert.deepEqual(idsOf(notices.list), [OTHER]);
        assert.equal(notices.unread, 1);
        bench.publish(bench.of.raise(M));
        assert.deepEqual(idsOf(notices.list), [M, OTHER]);
    });
}

test("two tabs agree: what is seen, read or dismissed in one is in the other", async (t) => {
    const bench = new NoticesBench(t);
    for (const id of [M, OTHER, messageId(1)]) bench.of.raise(id);
    const [one, other] = [await bench.live(), await bench.live()];
    const agree = (list, badge) => {
        for (const tab of [one, other]) assert.deepEqual([tab.list.map(({ message_id, is_read }) => [message_id, is_read]), tab.unread], [list, badge]);
    };
    agree([[messageId(1), false], [OTHER, false], [M, false]], 3);
    assert.deepEqual(await one.read(M), { ok: true });
    agree([[messageId(1), false], [OTHER, false], [M, true]], 2);
    assert.deepEqual(await other.dismiss(OTHER), { ok: true });
    agree([[messageId(1), false], [M, true]], 1);
    assert.deepEqual(await one.seen(), { ok: true });
    agree([[messageId(1), false], [M, true]], 0);
    bench.publish(bench.of.raise(M));
    agree([[M, false], [messageId(1), false]], 1);
});

test("seen names the newest that this page was told of: what came after it stays unread", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    bench.publish(bench.of.raise(M));
    const late = bench.of.raise(OTHER);
    await notices.seen();
    assert.deepEqual(bench.called("POST seen")[0].body, { sequence: 1 });
    bench.publish(late);
    assert.equal(notices.unread, 1);
});

test("the badge is gone at once when the list is opened, and back if the server refuses", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    const response = deferred();
    bench.server["POST seen"] = () => response.promise;
    const seen = notices.seen();
    assert.equal(notices.unread, 0);
    response.resolve(new Refusal(503, { "Retry-After": "1" }));
    const { ok, reason } = await seen;
    assert.deepEqual([ok, reason.kind, notices.unread], [false, "unavailable", 1]);
    assert.deepEqual([notices.heard.at(-1).type, notices.heard.at(-1).messageId], ["refused", null]);
});

test("nothing is asked if there is nothing that has not been seen, or read", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    await Promise.all([notices.seen(), notices.seen(), notices.read(M), notices.read(M)]);
    await Promise.all([notices.seen(), notices.read(M)]);
    assert.deepEqual([bench.called("POST seen").length, bench.called("PUT read").length], [1, 1]);
});

test("what came while seen was on its way is seen by the next", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    const response = deferred();
    const see = bench.server["POST seen"];
    bench.server["POST seen"] = async (call) => (await response.promise, see(call));
    const first = notices.seen();
    bench.publish(bench.of.raise(OTHER));
    const second = notices.seen();
    response.resolve();
    await Promise.all([first, second]);
    assert.deepEqual(
        bench.called("POST seen").map(({ body }) => body.sequence),
        [1, 3],
    );
    assert.equal(notices.unread, 0);
});

for (const [deed, call, shown] of [
    ["read", "PUT read", [[M, true]]],
    ["dismiss", "DELETE notice", []],
]) {
    test(`${deed} shows at once, and is taken back with the reason if the server refuses`, async (t) => {
        const bench = new NoticesBench(t);
        bench.of.raise(M);
        const notices = await bench.live();
        const state = () => notices.list.map(({ message_id, is_read }) => [message_id, is_read]);
        const response = deferred();
        bench.server[call] = () => response.promise;
        const done = notices[deed](M);
        assert.deepEqual(state(), shown);
        response.resolve(new Refusal(429, { "Retry-After": "5" }));
        const { ok, reason } = await done;
        assert.deepEqual([ok, reason.kind, reason.retryAfterSeconds], [false, "too_many", 5]);
        assert.deepEqual(state(), [[M, false]]);
        assert.deepEqual(
            notices.heard.slice(-2).map(({ type }) => type),
            ["list", "refused"],
        );
    });
}

test("one that is gone is asked for once more, and then out of the list", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    bench.of.withdraw(M); // Its event is lost.
    const { reason } = await notices.read(M);
    assert.equal(reason.kind, "not_found");
    await until(() => notices.list.length === 0);
    assert.equal(notices.unread, 0);
});

test("an id that is no UUID is never sent", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    assert.equal((await notices.read("draft-1")).reason.kind, "refused");
    assert.equal(notices.get("draft-1"), undefined);
    assert.equal(bench.called("PUT read").length, 0);
});

test("ids may be in either letter case", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    await notices.read(M.toUpperCase());
    assert.equal(notices.get(M.toUpperCase()).is_read, true);
});

test("preferences are read and put, everywhere and of a chat", async (t) => {
    const bench = new NoticesBench(t);
    const held = new Map();
    const usual = { likes: "all", muted_until: null };
    bench.server["GET preferences"] = ({ path }) => held.get(path) ?? usual;
    bench.server["PUT preferences"] = ({ path, body }) => (held.set(path, { ...usual, ...body }), held.get(path));
    bench.server["DELETE preferences"] = ({ path }) => (held.delete(path), { likes: null, muted_until: null });
    const notices = bench.device();
    assert.deepEqual(await notices.preferences(), usual);
    assert.deepEqual(await notices.setPreferences({ likes: "off" }, { chatId: "a/b" }), { likes: "off", muted_until: null });
    assert.deepEqual([...held.keys()], ["/chats/a%2Fb/notices/preferences"]);
    assert.equal((await notices.preferences({ chatId: "a/b" })).likes, "off");
    assert.equal((await notices.preferences()).likes, "all");
    assert.deepEqual(await notices.resetPreferences("a/b"), { likes: null, muted_until: null });
    bench.server["GET preferences"] = () => new Refusal(403);
    await assert.rejects(notices.preferences({ chatId: "c" }), { name: "LikesError", kind: "forbidden" });
});

test("when another user signs in, all that was told to the one before is forgotten, and theirs is read", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    const [first] = bench.broker.clients;
    bench.signedIn = "bob";
    bench.of.raise(OTHER, { name: "Alice" });
    const answered = deferred();
    bench.server["PUT read"] = () => answered.promise;
    // Bob's token is asked for because that of alice is refused: her deed is not done as him.
    const { ok, reason } = await notices.read(M);
    assert.deepEqual([ok, reason.kind], [false, "signed_out"]);
    assert.deepEqual([notices.list, notices.unread, notices.userId, first.isEnded], [[], 0, null, true]);
    assert.equal(bench.badges.at(-1), 0);
    await bench.clock.pass(1000);
    await until(() => bench.broker.clients.length === 2);
    await bench.accept(notices);
    assert.deepEqual([idsOf(notices.list), notices.unread, notices.userId], [[OTHER], 1, "bob"]);
});

test("an answer for the user before is not shown to the next; it is asked for again", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    const page = bench.of.page({});
    const late = deferred();
    const read = bench.server["GET notices"];
    bench.server["GET notices"] = (call) => (call.user === "alice" ? late.promise : read(call));
    const loaded = notices.load();
    await until(() => bench.called("GET notices").length === 2);
    bench.signedIn = "bob";
    await notices.read(M);
    late.resolve(page);
    assert.deepEqual(await loaded, []);
});

test("the answer to a deed of the user before tells the next one nothing", async (t) => {
    const bench = new NoticesBench(t);
    for (const id of [M, OTHER]) bench.of.raise(id);
    const notices = await bench.live();
    const late = deferred();
    const { notice } = bench.of.notices.get(M);
    bench.server["PUT read"] = () => late.promise;
    const read = notices.read(M);
    await until(() => bench.called("PUT read").length === 1);
    bench.signedIn = "bob";
    await notices.loadMore();
    await notices.load();
    late.resolve({ ...notice, is_read: true, sequence: 99, unread: 5, unread_capped: false });
    const { ok, reason } = await read;
    assert.deepEqual([ok, reason.kind, notices.list, notices.unread], [false, "signed_out", [], 0]);
});

test("what could not be read is tried again, after a 503 not before its time", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const read = bench.server["GET notices"];
    bench.server["GET notices"] = () => new Refusal(503, { "Retry-After": "7" });
    const notices = bench.device();
    await assert.rejects(notices.load(), { kind: "unavailable", retryAfterSeconds: 7 });
    bench.server["GET notices"] = read;
    await bench.clock.pass(6900);
    assert.equal(bench.calls.length, 1);
    await bench.clock.pass(1000);
    await until(() => bench.broker.clients.length === 1);
    await bench.accept(notices);
    assert.deepEqual(idsOf(notices.list), [M]);
});

test("a page that slept asks what it missed, over the connection that it has", async (t) => {
    const bench = new NoticesBench(t);
    const notices = await bench.live();
    bench.of.raise(M);
    await bench.clock.freeze(3000);
    await until(() => notices.unread === 1);
    assert.equal(bench.broker.clients.length, 1);
    assert.equal(notices.status.state, "live");
});

test("the icon shows what the badge does, where there is one, and nothing after close", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    bench.publish(bench.of.raise(OTHER));
    await notices.seen();
    assert.deepEqual(bench.badges, [1, 2, 0]);
    bench.window.navigator.setAppBadge = () => Promise.reject(new Error("NotAllowedError"));
    bench.publish(bench.of.raise(M));
    notices.close();
    assert.deepEqual(bench.badges, [1, 2, 0, 0]);
    bench.window.navigator = {};
    const [other] = [await bench.live()];
    assert.equal(other.unread, 1);
});

test("after close nothing is asked, told or connected", async (t) => {
    const bench = new NoticesBench(t);
    bench.of.raise(M);
    const notices = await bench.live();
    const [calls, heard] = [bench.calls.length, notices.heard.length];
    notices.close();
    for (const outcome of [await notices.read(M), await notices.seen(), await notices.dismiss(M)])
        assert.deepEqual([outcome.ok, outcome.reason.kind], [false, "closed"]);
    bench.publish(bench.of.raise(OTHER));
    await bench.clock.pass(600_000);
    assert.deepEqual([bench.calls.length, notices.heard.length, bench.broker.last.isEnded], [calls, heard, true]);
    assert.equal(bench.clock.timers, 0);
});

/** The same numbers in each run. */
function dice(seed) {
    let state = seed;
    return (sides) => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return Math.floor((state / 2 ** 32) * sides);
    };
}

test("the badge and the list are what a recount says, on two devices, over random histories", async (t) => {
    for (let history = 0; history < 300; ++history) {
        const bench = new NoticesBench(t);
        bench.publishes = false;
        const roll = dice(history + 1);
        const ids = Array.from({ length: 1 + roll(5) }, (_, n) => messageId(n));
        const devices = [await bench.live(), await bench.live()];
        const pending = [];
        for (let step = 0; step < 25; ++step) {
            const id = ids[roll(ids.length)];
            const device = devices[roll(2)];
            const deeds = [
                () => bench.of.raise(id),
                () => bench.of.raise(id),
                () => bench.of.change(id, { actors: 2 }),
                () => bench.of.withdraw(id),
                () => void device.read(id),
                () => void device.dismiss(id),
                () => void device.seen(),
                // Of all events some come late, some twice, some in another order.
                () => pending.length && bench.publish(pending.splice(roll(pending.length), 1)[0]),
                () => pending.length && bench.publish(pending[roll(pending.length)]),
            ];
            const event = deeds[roll(deeds.length)]();
            if (event?.type) pending.push(event);
            if (roll(3) === 0) await settle();
        }
        await settle();
        // The newest state of all is published in the end; what the deeds of one did, the other hears by a catch-up.
        for (const event of pending) bench.publish(event);
        await bench.clock.freeze(3000);
        await settle();
        for (const [at, device] of devices.entries()) {
            const what = `history ${history}, device ${at}`;
            assert.deepEqual(badgeOf(device), Object.values(bench.of.unread), what);
            const sorted = (list) => list.toSorted((a, b) => a.message_id.localeCompare(b.message_id));
            assert.deepEqual(sorted(device.list), sorted(bench.of.list), what);
            device.close();
        }
    }
});
