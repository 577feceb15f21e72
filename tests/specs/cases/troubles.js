// What is answered when there is too much, or a part of the service is away. Each case ends with everything as it was.
import { test } from "node:test";

import { script, service } from "../../e2e/support/stack.js";
import { becomes, call, isOfAllChats, isOfNumbers, operation, operationsWith } from "../support/calls.js";
import { operations } from "../support/openapi.js";

/** The handlers of the operations that change something. */
const WRITERS = {
    likeMessage: "like_message",
    unlikeMessage: "unlike_message",
    reactToMessage: "react_to_message",
    unreactToMessage: "unreact_to_message",
    seeNotices: "notices",
    readNotice: "notices",
    dismissNotice: "notices",
    putNoticePreferences: "notices",
    putChatNoticePreferences: "notices",
    resetChatNoticePreferences: "notices",
};

/** The handlers of the operations that ask for numbers. */
const READERS_OF_NUMBERS = ["analytics_activity", "analytics_rankings"];

async function allAreWell() {
    for (const each of operationsWith(200)) await becomes(200, each);
    await becomes(101, operation("openSocket"));
}

/** Makes trouble, waits for each of `operations` to answer so, and ends the trouble. */
async function during({ begin, end }, status, operations) {
    begin();
    try {
        for (const each of operations) await becomes(status, each);
    } finally {
        end();
    }
    await allAreWell();
}

const nginxWith = (settings) => ({
    begin: () => service("reload", "nginx", settings),
    end: () => service("reload", "nginx"),
});
const without = (name) => ({ begin: () => service("stop", name), end: () => service("start", name) });
/** With these settings for everything that tells numbers. */
const numbersWith = (settings) => ({
    begin: () => READERS_OF_NUMBERS.forEach((name) => service("restart", name, settings)),
    end: () => READERS_OF_NUMBERS.forEach((name) => service("restart", name)),
});
const withoutTable = (name) => ({
    begin: () => script("sql", [], { input: `RENAME TABLE ${name} TO ${name}_away` }),
    end: () => script("sql", [], { input: `RENAME TABLE ${name}_away TO ${name}` }),
});

test("429: more calls than an address may make", () =>
    during(
        nginxWith({ RATE_LIMIT_PER_SECOND: "1", RATE_LIMIT_BURST: "1" }),
        429,
        operationsWith(429).filter(({ isOpen }) => !isOpen),
    ));

test("429: more changes than a user may make", async () => {
    for (const [id, name] of Object.entries(WRITERS)) {
        const limits = { LIKES_USER_CHANGES_PER_SECOND: "1", LIKES_USER_CHANGES_BURST: "1" };
        const slowUsers = {
            begin: () => service("restart", name, limits),
            end: () => service("restart", name),
        };
        await during(slowUsers, 429, [operation(id)]);
    }
});

test("429: more numbers than a user may ask for", async () => {
    for (const each of operations.filter(isOfNumbers)) await becomes(429, each, { user: "alice" });
});

test("429: more WebSockets than an address may have", async () => {
    const sockets = [];
    const oneSocket = nginxWith({ MQTT_MAX_CONNECTIONS_PER_ADDRESS: "1" });
    oneSocket.begin();
    try {
        for (let status = 101; status !== 429; ) {
            const answer = await call(operation("openSocket"));
            if (answer.socket) sockets.push(answer.socket);
            ({ status } = answer);
        }
    } finally {
        for (const socket of sockets) socket.destroy();
        oneSocket.end();
    }
    await allAreWell();
});

test("500: a part of the database that nobody expects to be missing", async () => {
    const isOfMembers = (each) => !isOfAllChats(each) && each.path !== "/notices/preferences";
    await during(withoutTable("chat_members"), 500, operationsWith(500).filter(isOfMembers));
    const preferences = ["getNoticePreferences", "putNoticePreferences"].map(operation);
    await during(withoutTable("notice_preferences"), 500, preferences);
    await during(withoutTable("like_quarters"), 500, [operation("getActivity"), operation("getSummary")]);
    const lists = ["listAllPopularMessages", "listAllActiveUsers", "listActiveChats"];
    await during(withoutTable("rankings"), 500, lists.map(operation));
});

test("404: nothing is counted here", () =>
    during(numbersWith({ LIKES_FEED: "" }), 404, operations.filter(isOfNumbers)));

test("403: the numbers are kept for operators", async () => {
    const ofChats = operations.filter((each) => isOfNumbers(each) && !isOfAllChats(each));
    await during(numbersWith({ LIKES_ANALYTICS_AUDIENCE: "operators" }), 403, ofChats);
});

test("202: nobody has asked before", async () => {
    const all = numbersWith({ LIKES_ANALYTICS_INLINE_MESSAGES: "0" });
    const forgotten = {
        ...all,
        begin: () => {
            all.begin();
            script("sql", [], { input: "DELETE FROM rankings" });
        },
    };
    await during(forgotten, 202, operationsWith(202));
});

test("503: no database", () =>
    during(
        without("mariadb"),
        503,
        operationsWith(503).filter(({ isOpen }) => !isOpen),
    ));

test("503: no handler", () => during(without("like_message"), 503, [operation("likeMessage")]));

test("503: no broker", () => during(without("mosquitto"), 503, [operation("openSocket")]));
