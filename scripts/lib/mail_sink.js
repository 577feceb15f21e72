// Usage: node scripts/lib/mail_sink.js SMTP_PORT PAGE_PORT CERT KEY DIRECTORY
//
// A mail server for trying things out: takes every mail over TLS on loopback, delivers none, keeps each as a file in
// DIRECTORY, and shows them in a page, the newest first.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const [smtpPort, pagePort, cert, key, directory] = process.argv.slice(2);
const SHOWN_MAX = 100;
mkdirSync(directory, { recursive: true, mode: 0o700 });
const mails = () => readdirSync(directory).filter((name) => /^[\w.-]+\.eml$/.test(name)).sort().reverse();

const smtp = new SMTPServer({
    cert: readFileSync(cert),
    key: readFileSync(key),
    authOptional: true,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
        const parts = [];
        stream.on("data", (part) => parts.push(part));
        stream.on("end", () => {
            const name = `${new Date().toISOString().replaceAll(":", "-")}-${session.id}.eml`;
            writeFileSync(join(directory, name), Buffer.concat(parts), { mode: 0o600 });
            done();
        });
    },
});
smtp.on("error", (fault) => console.error(fault.message));
smtp.listen(Number(smtpPort), "127.0.0.1");

const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

async function shown(name) {
    const { subject, to, date, text, html } = await simpleParser(readFileSync(join(directory, name)));
    return `<article><h2>${escaped(subject)}</h2><p>${escaped(to?.text)} · ${escaped(date?.toISOString())} ·
        <a href="/${name}">as it was sent</a></p><pre>${escaped(text)}</pre>
        <iframe sandbox="allow-popups" title="HTML" srcdoc="${escaped(`<base target="_blank">${html}`)}"></iframe></article>`;
}

const STYLE = "body{font:16px system-ui;max-width:50em;margin:2em auto}article{border-top:1px solid;margin-top:2em}\
pre{white-space:pre-wrap}iframe{width:100%;height:16em;border:1px solid #ccc}";

async function page() {
    const all = mails();
    const articles = await Promise.all(all.slice(0, SHOWN_MAX).map(shown));
    return `<!DOCTYPE html><meta charset="utf-8"><title>Mails</title><style>${STYLE}</style>
        <h1>${all.length} mails</h1><p>Nobody gets them.</p>${articles.join("")}`;
}

createServer(async (request, response) => {
    const name = request.url.slice(1);
    if (request.url === "/") {
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.end(await page());
    } else if (mails().includes(name)) {
        response.setHeader("Content-Type", "text/plain; charset=utf-8");
        response.end(readFileSync(join(directory, name)));
    } else {
        response.writeHead(404).end();
    }
}).listen(Number(pagePort), "127.0.0.1");
