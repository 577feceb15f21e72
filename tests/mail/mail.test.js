// Mails, from the row of the database to what a real mail server has got: the program, libcurl's SMTP and TLS, and a
// parser of mails that is not ours.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { LIKES_BIN_DIR, LIKES_VAR_DIR } = process.env;
const scratch = mkdtempSync(join(tmpdir(), "likes-mail."));
const USER = "likes";
const PASSWORD = randomBytes(12).toString("hex");

const sql = (statements) =>
    execFileSync(`${ROOT}scripts/sql`, ["-N", "-B"], { input: statements, encoding: "utf8" }).trim();
const text = (value) => (value === null ? "NULL" : `CONVERT(x'${Buffer.from(value).toString("hex")}' USING utf8mb4)`);
const id = (uuid) => `x'${uuid.replaceAll("-", "")}'`;

/** Waits until `look` returns something, and returns that. */
async function eventually(look, what, seconds = 30) {
    const end = Date.now() + 1000 * seconds;
    for (;;) {
        const found = look();
        if (found) return found;
        assert.ok(Date.now() < end, `did not come: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** A server with STARTTLS and AUTH that does as `behaviour` says, and the mails that it has taken. */
class Sink {
    mails = [];
    behaviour = {};
    attempts = 0;

    constructor() {
        const refuse = (code, message) => Object.assign(new Error(message), { responseCode: code });
        this.server = new SMTPServer({
            key: readFileSync(join(scratch, "key.pem")),
            cert: readFileSync(join(scratch, "cert.pem")),
            authMethods: ["PLAIN", "LOGIN"],
            disableReverseLookup: true,
            hideSize: true,
            onAuth: (auth, session, done) => {
                assert.ok(session.secure, "a password must not be sent in the clear");
                const known = auth.username === USER && auth.password === PASSWORD;
                done(known ? null : new Error("no"), known ? { user: USER } : undefined);
            },
            onMailFrom: (address, session, done) => {
                this.attempts += 1;
                done(this.behaviour.mail ? refuse(...this.behaviour.mail) : null);
            },
            onRcptTo: (address, session, done) => done(this.behaviour.recipient ? refuse(...this.behaviour.recipient) : null),
            onData: (stream, session, done) => {
                const parts = [];
                stream.on("data", (part) => parts.push(part));
                stream.on("end", () => {
                    if (this.behaviour.drop) {
                        this.behaviour.drop -= 1;
                        this.mails.push({ raw: Buffer.concat(parts), ...session.envelope });
                        for (const connection of this.server.connections) connection._socket.destroy();
                        return;
                    }
                    if (this.behaviour.data) return done(refuse(...this.behaviour.data));
                    this.mails.push({ raw: Buffer.concat(parts), ...session.envelope });
                    done(null);
                });
            },
        });
        // A connection that the client gives up is no fault of the test.
        this.server.on("error", () => {});
    }
    async listen() {
        await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        return this.server.server.address().port;
    }
    close() {
        return new Promise((resolve) => this.server.close(resolve));
    }
}

/** A message of a new author in a chat of theirs that so many people like, and whose mail is due. */
function due({ name = "Bob", title = "Team", locale = "en", email, people = 10, dueIn = 0 } = {}) {
    const author = `author-${randomUUID()}`;
    const bob = `bob-${randomUUID()}`;
    const chat = randomUUID();
    const message = randomUUID();
    const address = email === undefined ? `${author}@example.net` : email;
    sql(`INSERT INTO profiles (user_id, name, email, email_verified_at, locale) VALUES
             ('${author}', 'Author', ${text(address)}, UTC_TIMESTAMP(6), '${locale}'), ('${bob}', ${text(name)}, NULL, NULL, 'en');
         INSERT INTO chats (chat_id, title) VALUES (${id(chat)}, ${text(title)});
         INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES (${id(chat)}, '${author}', UTC_TIMESTAMP(6));
         INSERT INTO messages (message_id, chat_id, sender_id, body, created_at)
             VALUES (${id(message)}, ${id(chat)}, '${author}', 'a secret', UTC_TIMESTAMP(6));
         INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES ('${author}', 1, 0);
         INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, raised_sequence, raised_at,
             changed_at, actors, reactions, newest, new_since_read, milestone)
             VALUES ('${author}', ${id(message)}, ${id(chat)}, 0, FALSE, 1, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), ${people},
                     'like=${people}', '${bob},like,1767323045', ${people}, 0);
         INSERT INTO notice_deliveries (channel, recipient_id, message_id, target, due_at, expires_at, sequence, attempts)
             VALUES ('email', '${author}', ${id(message)}, REPEAT(CHAR(0), 16), UTC_TIMESTAMP(6) + INTERVAL ${dueIn} SECOND,
                     UTC_TIMESTAMP(6) + INTERVAL 1 DAY, 1, 0);`);
    const row = () =>
        sql(`SELECT attempts, unknown_attempts FROM notice_deliveries WHERE channel = 'email' AND recipient_id = '${author}'`);
    return { author, address, message, chat, row, waits: () => row() !== "" };
}
const suppressed = (address) =>
    sql(`SELECT reason, soft_bounces FROM email_suppressions WHERE address_hash = UNHEX(SHA2(LOWER(${text(address)}), 256))`);
/** What waits is due now, and nobody is sending it. */
const hurry = (author) =>
    sql(`UPDATE notice_deliveries SET due_at = UTC_TIMESTAMP(6), claimed_until = NULL WHERE recipient_id = '${author}'`);

let sink;
let program;
let log = "";

function start(port, more = []) {
    program = spawn(
        `${LIKES_BIN_DIR}/notifier`,
        [
            ...["--config", `${LIKES_VAR_DIR}/etc/likes.conf`, "--email-mode", "smtp", "--smtp-url", `smtp://localhost:${port}`],
            ...["--smtp-user", USER, "--smtp-password-file", join(scratch, "password"), "--smtp-ca-file", join(scratch, "cert.pem")],
            ...["--email-from", "likes@example.org", "--bounce-domain", "bounce.example.org"],
            ...["--public-url", "https://chat.example.org", "--unsubscribe-jwks-file", join(scratch, "keys.json")],
            ...more,
        ],
        {
            env: {
                ...process.env,
                LIKES_DB_USER: "likes_notifier",
                LIKES_DB_PASSWORD_FILE: `${LIKES_VAR_DIR}/secrets/db-notifier.password`,
                LIKES_MQTT_USER: "likes_notifier",
                LIKES_MQTT_PASSWORD_FILE: `${LIKES_VAR_DIR}/secrets/mqtt-notifier.password`,
            },
            stdio: ["ignore", "pipe", "pipe"],
        },
    );
    for (const stream of [program.stdout, program.stderr]) stream.on("data", (part) => (log += part));
}
const stop = () =>
    new Promise((resolve) => {
        program.on("exit", resolve);
        program.kill("SIGTERM");
    });

before(async () => {
    execFileSync("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"],
        ...["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        ...["-keyout", join(scratch, "key.pem"), "-out", join(scratch, "cert.pem")],
    ], { stdio: "ignore" });
    writeFileSync(join(scratch, "password"), `${PASSWORD}\n`, { mode: 0o600 });
    const key = { kty: "oct", kid: "1", alg: "HS256", k: randomBytes(32).toString("base64url") };
    writeFileSync(join(scratch, "keys.json"), JSON.stringify({ keys: [key] }), { mode: 0o600 });
    sink = new Sink();
    start(await sink.listen());
});

after(async () => {
    await stop();
    await sink.close();
    rmSync(scratch, { recursive: true });
    // Neither addresses nor the password are for the log.
    assert.ok(!log.includes("@example.net"), log);
    assert.ok(!log.includes(PASSWORD));
});

afterEach(() => {
    sink.behaviour = {};
    sink.mails = [];
});

test("a mail that is due arrives over TLS and reads as it was meant", async () => {
    const mail = due({ name: "Аня 😀", title: "Чат «<b>»", locale: "ru-RU" });
    const [got] = await eventually(() => sink.mails.length > 0 && sink.mails, "the mail");
    const parsed = await simpleParser(got.raw);
    assert.deepEqual(got.rcptTo.map((to) => to.address), [mail.address]);
    assert.match(got.mailFrom.address, /^b\+[a-z2-7]{52}\.[a-z2-7]{9}@bounce\.example\.org$/);
    assert.equal(parsed.subject, "Новые реакции на ваше сообщение в чате «Чат «<b>»»: Аня 😀 и ещё 9 человек");
    assert.equal(parsed.from.text, "likes@example.org");
    assert.equal(parsed.to.text, mail.address);
    assert.match(parsed.messageId, /^<n\.[a-z2-7]{52}@example\.org>$/);
    assert.match(parsed.inReplyTo, /^<m\.[a-z2-7]{52}@example\.org>$/);
    assert.equal(parsed.headers.get("auto-submitted"), "auto-generated");
    assert.equal(parsed.headers.get("content-language"), "ru");
    assert.match(parsed.headers.get("list").unsubscribe.url, /^https:\/\/chat\.example\.org\/u\/[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.ok(Math.abs(Date.now() - parsed.date) < 60_000);
    assert.ok(parsed.text.startsWith(parsed.subject));
    assert.ok(parsed.html.includes("Чат «&lt;b&gt;»"));
    assert.ok(!got.raw.includes("a secret"));
    await eventually(() => !mail.waits(), "the row's end");
});

test("whatever people and chats are called, no header is added", async () => {
    const names = ["a\r\nBcc: eve@example.org", "a\nb", "=?UTF-8?B?QQ==?=", " ", "x".repeat(100), "\u202Eevil", "a\u0000b", "\"'<>&"];
    const expected = [
        ...["date", "from", "to", "subject", "message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"],
        ...["list-unsubscribe-post", "auto-submitted", "x-auto-response-suppress", "mime-version", "content-language"],
        "content-type",
    ];
    for (const name of names) due({ name, title: name.slice(0, 100) });
    const all = await eventually(() => sink.mails.length === names.length && sink.mails, "the mails");
    for (const { raw } of all) {
        const parsed = await simpleParser(raw);
        const keys = parsed.headerLines.map(({ key }) => key);
        assert.deepEqual(keys, expected);
        assert.equal(parsed.attachments.length, 0);
        assert.ok(!raw.includes("\r\nBcc:"));
    }
});

test("an address that could be anything else than one gets nothing", async () => {
    const bad = ["ann@example.net\r\nBcc: eve@example.org", "ann@localhost", "a b@example.net", null].map((email) => due({ email }));
    await eventually(() => bad.every((mail) => !mail.waits()), "that all are dropped");
    assert.equal(sink.mails.length, 0);
});

for (const [stage, reply] of [["recipient", [550, "5.1.1 No such user"]], ["data", [550, "No such user"]]]) {
    test(`a refusal for good of the ${stage} suppresses the address`, async () => {
        sink.behaviour = { [stage]: reply };
        const mail = due();
        await eventually(() => suppressed(mail.address) === "hard\t0", "the suppression");
        await eventually(() => !mail.waits(), "the row's end");
    });
    test(`a refusal for now of the ${stage} is tried again, and the mail keeps its name`, async () => {
        sink.behaviour = { [stage]: [451, "4.3.0 Later"] };
        const mail = due();
        await eventually(() => mail.row() === "1\t0", "the attempt");
        sink.behaviour = {};
        hurry(mail.author);
        await eventually(() => sink.mails.length === 1 && !mail.waits(), "the mail");
        assert.equal(suppressed(mail.address), "");
    });
}

test("what the server says against the sender is no word about the recipient", async () => {
    sink.behaviour = { mail: [550, "5.7.1 Not you"] };
    const mail = due();
    await eventually(() => mail.row() === "1\t0", "the attempt");
    assert.equal(suppressed(mail.address), "");
    sink.behaviour = {};
    // It pauses, as if no server could be reached.
    await stop();
    start(sink.server.server.address().port);
    hurry(mail.author);
    await eventually(() => sink.mails.length === 1, "the mail");
});

test("a connection that is lost after the data leads to one copy by the same name, and to no third", async () => {
    sink.behaviour = { drop: 2 };
    const mail = due();
    await eventually(() => mail.row() === "1\t1", "the attempt");
    sql(`UPDATE notice_deliveries SET claimed_until = UTC_TIMESTAMP(6) WHERE recipient_id = '${mail.author}'`);
    await eventually(() => sink.mails.length === 2, "the second copy");
    sql(`UPDATE notice_deliveries SET claimed_until = UTC_TIMESTAMP(6) WHERE recipient_id = '${mail.author}'`);
    await eventually(() => !mail.waits() || mail.row().startsWith("0"), "the end");
    assert.equal(sink.mails.length, 2);
    const names = await Promise.all(sink.mails.map(async ({ raw }) => (await simpleParser(raw)).messageId));
    assert.equal(names[0], names[1]);
});

test("a server whose certificate nobody vouches for gets nothing", async () => {
    await stop();
    const system = join(scratch, "other.pem");
    execFileSync("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=other"],
        ...["-keyout", join(scratch, "other.key"), "-out", system],
    ], { stdio: "ignore" });
    start(sink.server.server.address().port, ["--smtp-ca-file", system]);
    const mail = due();
    await eventually(() => mail.row() === "1\t0", "the attempt");
    assert.equal(sink.mails.length, 0);
    await stop();
    start(sink.server.server.address().port);
    hurry(mail.author);
    await eventually(() => sink.mails.length === 1, "the mail");
});
