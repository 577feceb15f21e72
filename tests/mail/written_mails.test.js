// What the writer of mails makes of odd names, titles, subjects and addresses, as a parser that is not ours reads it: the
// same headers in each, one subject, two parts. MAILS says how many (2,000), SEED where to begin.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";

import { simpleParser } from "mailparser";

const { WRITTEN_MAILS, MAILS = "2000", SEED = "1" } = process.env;

const HEADERS = [
    ...["date", "from", "to", "subject", "message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"],
    ...["list-unsubscribe-post", "auto-submitted", "x-auto-response-suppress", "mime-version", "content-language"],
    "content-type",
];

/** The texts that a program writes, each with its length before. */
async function* texts(stream) {
    let held = Buffer.alloc(0);
    for await (const part of stream) {
        held = held.length === 0 ? part : Buffer.concat([held, part]);
        let at = 0;
        while (held.length >= at + 4 && held.length >= at + 4 + held.readUInt32BE(at)) {
            const end = at + 4 + held.readUInt32BE(at);
            yield held.subarray(at + 4, end);
            at = end;
        }
        held = held.subarray(at);
    }
    assert.equal(held.length, 0);
}

/** As RFC 2047 is read: blanks between words that are encoded are nobody's. */
const collapsed = (text) => text.replace(/\s+/g, " ").trim();

test(`${MAILS} mails about odd names have no header more, and none less`, async () => {
    const program = spawn(WRITTEN_MAILS, [SEED, MAILS], { stdio: ["ignore", "pipe", "inherit"] });
    let count = 0;
    let subject = null;
    for await (const text of texts(program.stdout)) {
        if (subject === null) {
            subject = text.toString();
            continue;
        }
        const mail = await simpleParser(text, { skipImageLinks: true, skipTextToHtml: true, skipTextLinks: true });
        assert.deepEqual(mail.headerLines.map(({ key }) => key), HEADERS, text.toString());
        assert.equal(collapsed(mail.subject), collapsed(subject));
        assert.equal(mail.to.value.length, 1);
        assert.equal(mail.attachments.length, 0);
        assert.ok(mail.text && mail.html && !mail.html.includes("<script"));
        subject = null;
        count += 1;
    }
    assert.equal(String(count), MAILS);
});
