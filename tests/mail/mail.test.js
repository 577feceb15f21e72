// Mails, from the row of the database to what a real mail server has got: the program, libcurl's SMTP and TLS, and a
// parser of mails that is not ours.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { simpleParser } from "mailparser";

import { ADDRESS, bearerToken, script } from "../e2e/support/stack.js";
import { begin, due, end, eventually, hurry, id, log, makeCertificate, scratch, Sink, sql, start, stop, suppressed } from "./support/mails.js";

let sink;

before(async () => {
    begin();
    sink = new Sink();
    start(await sink.listen());
});

after(async () => {
    await end();
    await sink.close();
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

/** Starts the program anew, which has forgotten that it pauses, and lets it send to `to`. */
async function restart(to = sink, more = {}) {
    await stop();
    start(to.server.server.address().port, more);
}
/** The mail is tried once and waits; nothing is held against its address; then it is sent. */
async function checkItWaits(mail) {
    await eventually(() => mail.row() === "1\t0", "the attempt");
    assert.equal(suppressed(mail.address), "");
    sink.behaviour = {};
    await restart();
    hurry(mail.author);
    await eventually(() => sink.mails.length === 1, "the mail");
}

for (const [what, behaviour] of [
    ["will have nothing to do with us", { connect: [554, "No service"] }],
    ["does not take our password", { auth: true }],
    ["does not take our sender", { mail: [550, "5.7.1 Not you"] }],
    ["is overloaded", { mail: [421, "4.3.2 Later"] }],
]) {
    test(`a server that ${what} says nothing about the recipient`, async () => {
        sink.behaviour = behaviour;
        // Not by the connection that it has.
        await restart();
        await checkItWaits(due());
    });
}

test("a server that is not there is tried again later, and in between nothing else is", async () => {
    const away = new Sink();
    const port = await away.listen();
    await away.close();
    await stop();
    start(port);
    const mails = [due(), due()];
    await eventually(() => mails.some((mail) => mail.row() === "1\t0"), "the attempt");
    assert.deepEqual(mails.map((mail) => mail.row()).sort(), ["0\t0", "1\t0"]);
    assert.match(log.join(""), /no mail server takes mails of ours/);
    await restart();
    for (const mail of mails) hurry(mail.author);
    await eventually(() => sink.mails.length === 2, "the mails");
});

test("a server that offers no TLS gets neither the password nor a mail", async () => {
    const plain = new Sink({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"], allowInsecureAuth: true });
    await plain.listen();
    await restart(plain);
    const mail = due();
    await eventually(() => mail.row() === "1\t0", "the attempt");
    assert.ok(plain.connections > 0);
    assert.equal(plain.mails.length, 0);
    await restart();
    await plain.close();
    hurry(mail.author);
    await eventually(() => sink.mails.length === 1, "the mail");
});

test("with smtps:// all is in TLS from the first byte on", async () => {
    const whole = new Sink({ secure: true });
    const port = await whole.listen();
    await stop();
    start(port, { "smtp-url": `smtps://localhost:${port}` });
    due();
    await eventually(() => whole.mails.length === 1, "the mail");
    await restart();
    await whole.close();
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
    const other = join(scratch, "other.pem");
    makeCertificate("other", other, join(scratch, "other.key"));
    await restart(sink, { "smtp-ca-file": other });
    const mail = due();
    await checkItWaits(mail);
});

/** The settings of a user, everywhere. */
const wanted = (user) => sql(`SELECT email, digest FROM notice_preferences WHERE user_id = '${user}' AND chat_id = REPEAT(CHAR(0), 16)`);
/** Through nginx, as a mail program would. */
const linkOf = (raw) => ADDRESS + new URL(/^List-Unsubscribe: ?\r?\n? <(.*)>/m.exec(raw)[1]).pathname;

test("the link in a mail stops mails at one click, and following it changes nothing", async () => {
    const mail = due();
    const [{ raw }] = await eventually(() => sink.mails.length > 0 && sink.mails, "the mail");
    const link = linkOf(raw.toString());
    for (const method of ["GET", "HEAD"]) {
        const answer = await fetch(link, { method });
        assert.equal(answer.status, 200);
        assert.match(answer.headers.get("content-security-policy"), /form-action 'self'/);
        assert.equal((await answer.text()).includes("<form"), method === "GET");
    }
    assert.equal(wanted(mail.author), "");
    sql(`INSERT INTO notice_preferences (user_id, chat_id, email) VALUES ('${mail.author}', ${id(mail.chat)}, TRUE)`);
    const begin = Date.now();
    for (let i = 0; i < 2; i += 1) {
        const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
        const answer = await fetch(link, { method: "POST", body, redirect: "error" });
        assert.equal(answer.status, 200);
    }
    assert.equal(wanted(mail.author), "0\tNULL");
    assert.ok(Date.now() - begin < 1000);
    assert.equal(sql(`SELECT COUNT(*) FROM notice_preferences WHERE user_id = '${mail.author}' AND email`), "0");
    assert.equal((await fetch(`${link}x`, { method: "POST" })).status, 404);
    assert.equal((await fetch(link, { method: "DELETE" })).status, 405);
    const tokens = link.split("/u/")[1];
    for (const name of ["nginx.access.log", "nginx.log", "unsubscribe.log"]) {
        assert.ok(!readFileSync(join(process.env.LIKES_VAR_DIR, "log", name), "utf8").includes(tokens), name);
    }
});

test("a digest is sent once, names what is new, and has a link of its own", async () => {
    const mail = due({ dueIn: 86_400 });
    sql(`INSERT INTO notice_preferences (user_id, chat_id, digest) VALUES ('${mail.author}', REPEAT(CHAR(0), 16), 'daily');
         UPDATE profiles SET time_zone = 'Pacific/Kiritimati' WHERE user_id = '${mail.author}';
         INSERT INTO digest_runs VALUES ('${mail.author}', DATE(UTC_TIMESTAMP() + INTERVAL 1 DAY));
         INSERT INTO notice_deliveries (channel, recipient_id, message_id, target, due_at, expires_at, sequence, attempts)
             VALUES ('email', '${mail.author}', REPEAT(CHAR(0), 16), REPEAT(CHAR(0), 16), UTC_TIMESTAMP(6),
                     UTC_TIMESTAMP(6) + INTERVAL 12 HOUR, 20000, 0);`);
    const [{ raw }] = await eventually(() => sink.mails.length > 0 && sink.mails, "the digest");
    const parsed = await simpleParser(raw);
    assert.equal(parsed.subject, "1 message of yours has new reactions");
    assert.match(parsed.text, /Bob and 9 others reacted to your message in Team\nhttps:/);
    assert.match(parsed.messageId, /^<d\./);
    assert.equal((await fetch(linkOf(raw.toString()), { method: "POST" })).status, 200);
    assert.equal(wanted(mail.author), "NULL\toff");
    assert.equal(sink.mails.length, 1);
});

test("mail that came back is reported by whoever may, and by a mail server's pipe", async () => {
    const [first, second] = [due(), due()];
    const all = await eventually(() => sink.mails.length === 2 && sink.mails, "the mails");
    const report = (scope) =>
        fetch(`${ADDRESS}/api/v1/email/bounces`, {
            method: "POST",
            headers: { Authorization: `Bearer ${bearerToken("mail-server", 600, scope)}` },
            body: JSON.stringify({ bounces: [{ address: first.address.toUpperCase().replace("EXAMPLE", "example"), kind: "hard" }] }),
        });
    assert.equal((await report("likes:analytics")).status, 403);
    assert.equal(suppressed(first.address), "");
    assert.deepEqual(await (await report("likes:mail")).json(), { accepted: 1 });
    assert.equal(suppressed(first.address), "hard\t0");

    const { mailFrom } = all.find(({ rcptTo }) => rcptTo[0].address === second.address);
    const dsn = (to, status) =>
        [
            ...["From: MAILER-DAEMON@mx.example.net", `To: <${to}>`, "Subject: Undelivered Mail", "MIME-Version: 1.0"],
            ...['Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "", "--b"],
            ...["Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example.net", ""],
            ...["Final-Recipient: rfc822; x@example.net", "Action: failed", `Status: ${status}`, "", "--b--", ""],
        ].join("\n");
    assert.match(script("bounce", [], { input: "Subject: hello\n\nwhat?\n" }), /nothing is written/);
    const forged = mailFrom.address.replace(/\.[a-z2-7]{9}@/, ".aaaaaaaaa@");
    assert.match(script("bounce", [], { input: dsn(forged, "5.1.1") }), /nothing is written/);
    assert.equal(suppressed(second.address), "");
    const said = script("bounce", [], { input: dsn(mailFrom.address, "4.2.2") });
    assert.ok(!said.includes("@"), said);
    assert.equal(suppressed(second.address), "soft\t1");
    script("bounce", [], { input: dsn(mailFrom.address.toUpperCase().replace(/@.*/, "@bounce.example.org"), "5.1.1") });
    assert.equal(suppressed(second.address), "hard\t1");
});
