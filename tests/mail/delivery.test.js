// Mails through a real mail server: postfix delivers them and sends back what it cannot deliver, opendkim signs them, and
// a verifier that is not theirs looks at the signature.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { SMTPServer } from "smtp-server";

import { script } from "../e2e/support/stack.js";
import { begin, due, end, eventually, scratch, start, suppressed } from "./support/mails.js";

const dir = (name) => join(scratch, name);

/** Where postfix delivers to: the mailboxes of example.net, of which only some are there, and what comes back to us. */
const got = [];
const mailboxes = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: ({ address }, session, done) =>
        done(address.startsWith("nobody") ? Object.assign(new Error("5.1.1 No such user"), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
        const parts = [];
        stream.on("data", (part) => parts.push(part));
        stream.on("end", () => {
            got.push({ raw: Buffer.concat(parts), to: session.envelope.rcptTo[0].address });
            done(null);
        });
    },
});

const freePort = () =>
    new Promise((resolve) => {
        const server = createServer().listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });

let opendkim;
let published;

async function startSigner(port) {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "der" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    published = `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}`;
    writeFileSync(dir("dkim.private"), privateKey, { mode: 0o600 });
    writeFileSync(
        dir("opendkim.conf"),
        ["Domain example.org", "Selector 2026", `KeyFile ${dir("dkim.private")}`, "OversignHeaders From", "SignHeaders *,+List-Unsubscribe-Post", "Mode s",
            `Socket inet:${port}@127.0.0.1`, "Background no", "InternalHosts 127.0.0.1", "RequireSafeKeys no", "",
        ].join("\n"),
    );
    opendkim = spawn("/usr/sbin/opendkim", ["-f", "-x", dir("opendkim.conf")], { stdio: "inherit" });
}

function startPostfix(port, milter, mailboxPort) {
    for (const name of ["queue", "data"]) mkdirSync(dir(name));
    chmodSync(scratch, 0o755);
    execFileSync("chown", ["postfix", dir("data")]);
    mkdirSync(dir("postfix"));
    writeFileSync(
        join(dir("postfix"), "main.cf"),
        [
            "compatibility_level = 3.6", "smtpd_peername_lookup = no", "disable_dns_lookups = yes", `queue_directory = ${dir("queue")}`, `data_directory = ${dir("data")}`,
            `maillog_file = ${dir("mail.log")}`, `maillog_file_prefixes = ${scratch}`, "inet_interfaces = 127.0.0.1",
            "inet_protocols = ipv4", "myhostname = mx.example.org", "mydestination =", "mynetworks = 127.0.0.0/8",
            "smtpd_relay_restrictions = permit_mynetworks, reject", `default_transport = smtp:[127.0.0.1]:${mailboxPort}`,
            `smtpd_tls_cert_file = ${dir("cert.pem")}`, `smtpd_tls_key_file = ${dir("key.pem")}`,
            "smtpd_tls_security_level = encrypt", "smtp_tls_security_level = none", `smtpd_milters = inet:127.0.0.1:${milter}`,
            "milter_default_action = tempfail", "local_recipient_maps =", "alias_maps =", "",
        ].join("\n"),
    );
    const own = readFileSync("/etc/postfix/master.cf", "utf8").replace(/^smtp +inet.*$/m, `127.0.0.1:${port} inet n - n - - smtpd`);
    // Without a root directory of their own, which would need the libraries in it.
    const services = own.replace(/^(\S+ +(?:inet|unix|unix-dgram|fifo) +\S+ +\S+ +)y/gm, "$1n");
    writeFileSync(join(dir("postfix"), "master.cf"), services);
    execFileSync("/usr/sbin/postfix", ["-c", dir("postfix"), "start"], { stdio: "ignore" });
}

before(async () => {
    begin();
    await new Promise((resolve) => mailboxes.listen(0, "127.0.0.1", resolve));
    const [port, milter] = [await freePort(), await freePort()];
    await startSigner(milter);
    startPostfix(port, milter, mailboxes.server.address().port);
    start(port, { "smtp-user": null, "smtp-password-file": null });
});

after(async () => {
    execFileSync("/usr/sbin/postfix", ["-c", dir("postfix"), "abort"], { stdio: "ignore" });
    opendkim.kill("SIGKILL");
    if (process.env.LIKES_KEEP && existsSync(dir("mail.log"))) console.error(readFileSync(dir("mail.log"), "utf8"));
    await end();
    await new Promise((resolve) => mailboxes.close(resolve));
});

test("both headers that stop mails are signed, as RFC 8058 asks, and the signature holds", async () => {
    const mail = due({ name: "Аня 😀" });
    const { raw } = await eventually(() => got.find(({ to }) => to === mail.address), "the mail");
    const resolver = async (name) => {
        assert.equal(name, "2026._domainkey.example.org");
        return [[published]];
    };
    const { results } = await dkimVerify(raw, { resolver });
    assert.equal(results.length, 1);
    assert.equal(results[0].status.result, "pass", JSON.stringify(results[0].status));
    const signed = results[0].signingHeaders.keys.split(/\s*:\s*/).map((name) => name.toLowerCase());
    for (const name of ["from", "list-unsubscribe", "list-unsubscribe-post"]) assert.ok(signed.includes(name), signed.join());
});

test("a mail that the mail server cannot deliver comes back, and its address gets nothing more", async () => {
    const mail = due({ email: `nobody-${process.pid}@example.net` });
    const back = await eventually(() => got.find(({ to }) => to.endsWith("@bounce.example.org")), "the report");
    assert.equal(suppressed(mail.address), "");
    assert.match(script("bounce", [], { input: back.raw }), /no such mailbox/);
    assert.equal(suppressed(mail.address), "hard\t0");
});
