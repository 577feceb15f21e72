// The instance that scripts/test started, as the tests see it: its address, its scripts, its people.
import { execFileSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const SCRIPTS = fileURLToPath(new URL("../../../scripts/", import.meta.url));

function variable(name) {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set; run the end-to-end tests with scripts/test e2e`);
    return value;
}

export const ADDRESS = `http://127.0.0.1:${variable("HTTP_PORT")}`;
export const CHAT = "11111111-1111-4111-8111-111111111111";

/** Runs one of scripts/. Throws with what it said if it fails. */
export function script(name, args = [], { input = "", env = {} } = {}) {
    return execFileSync(join(SCRIPTS, name), args, { input, encoding: "utf8", env: { ...process.env, ...env } });
}

export const service = (command, name, env) => script("service", [command, name], { env });

const hex = (uuid) => `UNHEX('${uuid.replaceAll("-", "")}')`;
const text = (value) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

/** What a query says: a row of texts for each line. */
export const rows = (query) =>
    script("sql", ["-N"], { input: query })
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split("\t"));

/** A new message in the demo chat, as the chat backend writes it. Returns its id. */
export function addMessage(body, sender = "alice") {
    const id = randomUUID();
    script("sql", [], {
        input: `INSERT INTO messages (message_id, chat_id, sender_id, body, created_at)
                VALUES (${hex(id)}, ${hex(CHAT)}, ${text(sender)}, ${text(body)}, UTC_TIMESTAMP(6));`,
    });
    return id;
}

/** A new chat with this member and a message of theirs. Returns the ids of the message and of the chat. */
export function addChat(member) {
    const [id, chat] = [randomUUID(), randomUUID()];
    script("sql", [], {
        input: `INSERT INTO chats (chat_id) VALUES (${hex(chat)});
                INSERT INTO chat_members (chat_id, user_id, joined_at)
                VALUES (${hex(chat)}, ${text(member)}, UTC_TIMESTAMP(6));
                INSERT INTO messages (message_id, chat_id, sender_id, body, created_at)
                VALUES (${hex(id)}, ${hex(chat)}, ${text(member)}, 'Hello', UTC_TIMESTAMP(6));`,
    });
    return [id, chat];
}

/** Somebody's notice about a message in the demo chat that bob likes, unread, as the notifier would have made it. */
export function addNotice(message, recipient = "alice") {
    script("sql", [], {
        input: `START TRANSACTION;
                INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES (${text(recipient)}, 1, 0)
                ON DUPLICATE KEY UPDATE sequence = sequence + 1;
                INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, raised_sequence,
                                     raised_at, changed_at, actors, reactions, newest, new_since_read, milestone)
                SELECT recipient_id, ${hex(message)}, ${hex(CHAT)}, 0, FALSE, sequence, sequence, UTC_TIMESTAMP(6),
                       UTC_TIMESTAMP(6), 1, 'like=1', CONCAT('bob,like,', UNIX_TIMESTAMP()), 1, 0
                FROM notice_heads WHERE recipient_id = ${text(recipient)}
                ON DUPLICATE KEY UPDATE state = 0, is_read = FALSE, sequence = VALUES(sequence),
                                        raised_sequence = VALUES(raised_sequence), new_since_read = 1;
                COMMIT;`,
    });
}

/** New members of the demo chat. Returns their ids. */
export const addMembers = (count) => addUsers(Array.from({ length: count }, () => `guest-${randomUUID().slice(0, 8)}`));

/** The same with these ids, which may be members already. */
export function addUsers(users) {
    const rows = users.map((user) => `(${hex(CHAT)}, ${text(user)}, UTC_TIMESTAMP(6))`);
    script("sql", [], {
        input: `INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES ${rows}
                ON DUPLICATE KEY UPDATE left_at = NULL;`,
    });
    return users;
}

export function removeMember(user) {
    script("sql", [], {
        input: `UPDATE chat_members SET left_at = UTC_TIMESTAMP(6)
                WHERE chat_id = ${hex(CHAT)} AND user_id = ${text(user)};`,
    });
}

export function deleteMessage(id) {
    script("sql", [], { input: `UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) WHERE message_id = ${hex(id)};` });
}

/** The keys that sign; `name` is the file in the instance's secrets. */
const signingKey = (name) => JSON.parse(readFileSync(join(variable("LIKES_VAR_DIR"), "secrets", name), "utf8")).keys[0];

const base64url = (value) => Buffer.from(value).toString("base64url");

function sign(key, type, claims) {
    const head = base64url(JSON.stringify({ alg: "HS256", typ: type, kid: key.kid }));
    const body = `${head}.${base64url(JSON.stringify(claims))}`;
    return `${body}.${createHmac("sha256", Buffer.from(key.k, "base64url")).update(body).digest("base64url")}`;
}

const now = () => Math.floor(Date.now() / 1000);

/** A bearer token for anybody, good for so many seconds; with a scope, should one be named. */
export const bearerToken = (user, seconds = 600, scope = undefined) =>
    sign(signingKey("jwks.json"), "JWT", { sub: user, iat: now(), exp: now() + seconds, scope });

/** What POST /realtime/token would answer if its tokens were good for only so many seconds. */
export function shortAccess(answer, seconds) {
    const [head, claims] = answer.token.split(".", 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
    const exp = now() + seconds;
    const token = sign(signingKey("realtime-jwks.json"), head.typ, { ...claims, exp });
    return { ...answer, token, expires_at: new Date(exp * 1000).toISOString() };
}

/** Calls the API as `user`, and gives the JSON of the answer. */
export async function call(user, method, path, body = undefined) {
    const headers = { Authorization: `Bearer ${bearerToken(user)}` };
    const response = await fetch(`${ADDRESS}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path} as ${user}: ${response.status}`);
    return response.json();
}

/** Deletes what tests have written to the demo chat, of which the page shows only the newest messages. */
export function deleteAddedMessages() {
    script("sql", [], {
        input: `UPDATE messages SET deleted_at = UTC_TIMESTAMP(6)
                WHERE chat_id = ${hex(CHAT)} AND HEX(message_id) NOT LIKE '22222222%';`,
    });
}

/** As if nobody had ever reacted to anything that the user wrote, while no page of theirs is open. */
export async function forgetNotices(user) {
    await call(user, "PUT", "/notices/preferences", { likes: "all", muted_until: null });
    await call(user, "DELETE", `/chats/${CHAT}/notices/preferences`);
    script("sql", [], {
        input: `DELETE FROM notice_deliveries WHERE recipient_id = ${text(user)};
                DELETE FROM notices WHERE recipient_id = ${text(user)};`,
    });
}
