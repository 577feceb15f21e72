// What the tests of mails share: the program that sends, a server that takes, and people with mails that are due.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SMTPServer } from "smtp-server";

import { script } from "../../e2e/support/stack.js";

const { LIKES_BIN_DIR, LIKES_VAR_DIR } = process.env;
/** Removed by end(). */
export const scratch = mkdtempSync(join(tmpdir(), "likes-mail."));
const USER = "likes";
export const PASSWORD = randomBytes(12).toString("hex");

export const sql = (statements) => script("sql", ["-N", "-B"], { input: statements }).trim();
const text = (value) => (value === null ? "NULL" : `CONVERT(x'${Buffer.from(value).toString("hex")}' USING utf8mb4)`);
export const id = (uuid) => `x'${uuid.replaceAll("-", "")}'`;

/** Waits until `look` returns something, and returns that. */
export async function eventually(look, what, seconds = 30) {
    const end = Date.now() + 1000 * seconds;
    for (;;) {
        const found = look();
        if (found) return found;
        assert.ok(Date.now() < end, `did not come: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** A server with STARTTLS and AUTH that does as `behaviour` says, and the mails that it has taken. */
export class Sink {
    mails = [];
    behaviour = {};
    attempts = 0;
    connections = 0;

    constructor(options = {}) {
        const refuse = (code, message) => Object.assign(new Error(message), { responseCode: code });
        this.server = new SMTPServer({
            ...options,
            onConnect: (session, done) => {
                this.connections += 1;
                done(this.behaviour.connect ? refuse(...this.behaviour.connect) : null);
            },
            key: readFileSync(join(scratch, "key.pem")),
            cert: readFileSync(join(scratch, "cert.pem")),
            authMethods: ["PLAIN", "LOGIN"],
            disableReverseLookup: true,
            closeTimeout: 100,
            hideSize: true,
            onAuth: (auth, session, done) => {
                assert.ok(session.secure, "a password must not be sent in the clear");
                const known = !this.behaviour.auth && auth.username === USER && auth.password === PASSWORD;
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
export function due({ name = "Bob", title = "Team", locale = "en", email, people = 10, dueIn = 0 } = {}) {
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
export const suppressed = (address) =>
    sql(`SELECT reason, soft_bounces FROM email_suppressions WHERE address_hash = UNHEX(SHA2(LOWER(${text(address)}), 256))`);
/** What waits is due now, and nobody is sending it. */
export const hurry = (author) =>
    sql(`UPDATE notice_deliveries SET due_at = UTC_TIMESTAMP(6), claimed_until = NULL WHERE recipient_id = '${author}'`);

let program;
/** What the programs have logged. */
export const log = [];

/** Starts the program that sends, to the server of that port; with `more` in place of its options. */
export function start(port, more = {}) {
    const options = {
        config: `${LIKES_VAR_DIR}/etc/likes.conf`,
        "email-mode": "smtp",
        "smtp-url": `smtp://localhost:${port}`,
        "smtp-user": USER,
        "smtp-password-file": join(scratch, "password"),
        "smtp-ca-file": join(scratch, "cert.pem"),
        "email-from": "likes@example.org",
        "bounce-domain": "bounce.example.org",
        "public-url": "https://chat.example.org",
        "email-per-second": "1000",
        ...more,
    };
    program = spawn(
        `${LIKES_BIN_DIR}/notifier`,
        Object.entries(options).flatMap(([name, value]) => (value === null ? [] : [`--${name}`, value])),
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
    for (const stream of [program.stdout, program.stderr]) stream.on("data", (part) => log.push(String(part)));
}
export const stop = () =>
    new Promise((resolve) => {
        program.on("exit", resolve);
        program.kill("SIGTERM");
    });

export function makeCertificate(name, cert, key) {
    execFileSync("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"],
        ...["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`, "-keyout", key, "-out", cert],
    ], { stdio: "ignore" });
}

/** In place of the instance's own program, which would send what the tests have made. */
export function begin() {
    makeCertificate("localhost", join(scratch, "cert.pem"), join(scratch, "key.pem"));
    writeFileSync(join(scratch, "password"), `${PASSWORD}\n`, { mode: 0o600 });
    script("service", ["stop", "notifier"]);
}

export async function end() {
    if (program) await stop();
    script("service", ["start", "notifier"]);
    rmSync(scratch, { recursive: true });
    // Neither addresses nor the password are for the log.
    assert.ok(!log.join("").includes("@example.net"), log.join(""));
    assert.ok(!log.join("").includes(PASSWORD));
}
