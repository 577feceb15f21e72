// The push services of browsers, Apple and Google, by their published rules, behind the proxy by which the notifier reaches
// them. They check who sends with jose, and decrypt with http_ece, which are code of others.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createECDH, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import ece from "http_ece";
import { importJWK, importSPKI, jwtVerify } from "jose";
import { WebSocketServer } from "ws";

export const WEB = "push.likes.example";
const APPLE = "api.push.apple.com";
const GOOGLE = "fcm.googleapis.com";
const GOOGLE_TOKENS = "oauth2.googleapis.com";

export const SUBJECT = "mailto:operator@example.org";
const APPLE_IDS = { key: "ABC123DEFG", team: "DEF123GHIJ", topic: "org.example.chat" };

/** A browser that gets pushes there. */
export class Browser {
    #ecdh = createECDH("prime256v1");
    #auth = randomBytes(16);
    endpoint = `https://${WEB}/push/${randomUUID()}`;

    constructor() {
        this.#ecdh.generateKeys();
    }

    get registration() {
        const keys = { p256dh: this.#ecdh.getPublicKey("base64url"), auth: this.#auth.toString("base64url") };
        return { kind: "web", endpoint: this.endpoint, keys };
    }

    read(body) {
        const plain = ece.decrypt(body, { version: "aes128gcm", privateKey: this.#ecdh, authSecret: this.#auth });
        return JSON.parse(plain);
    }
}

const phone = (kind, token) => ({ registration: { kind, token }, endpoint: token });
export const iphone = () => phone("apns", randomBytes(32).toString("hex"));
export const android = () => phone("fcm", `f:${randomBytes(60).toString("base64url")}`);

export class PushServices {
    /** What has come to each endpoint, or token: {push, headers, http}. @type {Map<string, object[]>} */
    #got = new Map();
    /** Answers in place of the usual one: [status, body, headers]. @type {Map<string, any[][]>} */
    #answers = new Map();
    #browsers = new Map();
    #directory = mkdtempSync(join(tmpdir(), "likes-push-"));
    #apple = generateKeyPairSync("ec", { namedCurve: "P-256" });
    #google = generateKeyPairSync("rsa", { modulusLength: 2048 });
    #appleToken = { text: "", since: 0 };
    #googleToken = "";
    #servers = [];
    #secrets = [];
    #waiting = new Set();
    /** Firefox's connections, by their channels. */
    #channels = new Map();
    /** Hosts that were asked for. */
    connected = new Set();
    googleTokens = 0;

    static async start(secrets, vapidKey) {
        const services = new PushServices();
        await services.#start(secrets, vapidKey);
        return services;
    }

    async #start(secrets, vapidKey) {
        this.vapidKey = vapidKey;
        const tls = this.#makeCertificate();
        const service = createSecureServer({ ...tls, allowHTTP1: true }, (request, response) => {
            this.#serve(request, response).catch((fault) => {
                // What a push service finds wrong fails the test that waits.
                for (const waiting of this.#waiting) waiting(fault);
                response.writeHead(400).end();
            });
        });
        service.on("sessionError", () => {});
        await once(service.listen(0, "127.0.0.1"), "listening");
        const proxy = createServer((_, response) => response.writeHead(405).end());
        proxy.on("connect", (request, socket) => {
            this.connected.add(request.url);
            const upstream = connect(service.address().port, "127.0.0.1", () => {
                socket.write("HTTP/1.1 200 OK\r\n\r\n");
                upstream.pipe(socket).pipe(upstream);
            });
            for (const end of [socket, upstream]) end.on("error", () => (socket.destroy(), upstream.destroy()));
        });
        await once(proxy.listen(0, "127.0.0.1"), "listening");
        this.#servers = [service, proxy];

        const owner = statSync(join(secrets, "jwks.json"));
        const secret = (name, text, mode = 0o600) => {
            const path = join(secrets, name);
            writeFileSync(path, text, { mode });
            chownSync(path, owner.uid, owner.gid);
            this.#secrets.push(path);
            return path;
        };
        const pem = { type: "pkcs8", format: "pem" };
        const account = {
            type: "service_account",
            project_id: "chat-1",
            private_key_id: "0123abcd",
            private_key: this.#google.privateKey.export(pem),
            client_email: "pusher@chat-1.iam.gserviceaccount.com",
            token_uri: `https://${GOOGLE_TOKENS}/token`,
        };
        /** What the notifier is to be started with. */
        this.settings = {
            LIKES_PUSH_PROXY: `http://127.0.0.1:${proxy.address().port}`,
            LIKES_PUSH_CA_FILE: secret("push-ca.pem", readFileSync(join(this.#directory, "ca.pem")), 0o644),
            LIKES_PUSH_ENDPOINT_HOSTS: WEB,
            LIKES_PUSH_DELAY_SECONDS: "0",
            LIKES_PUSH_PER_HOUR: "60",
            LIKES_VAPID_SUBJECT: SUBJECT,
            LIKES_APNS_KEY_FILE: secret("apns.p8", this.#apple.privateKey.export(pem)),
            LIKES_APNS_KEY_ID: APPLE_IDS.key,
            LIKES_APNS_TEAM_ID: APPLE_IDS.team,
            LIKES_APNS_TOPIC: APPLE_IDS.topic,
            LIKES_FCM_SERVICE_ACCOUNT_FILE: secret("fcm.json", JSON.stringify(account)),
        };
    }

    stop() {
        for (const server of this.#servers) {
            server.closeAllConnections?.();
            server.close();
        }
        this.#firefox?.close();
        for (const path of [this.#directory, ...this.#secrets]) rmSync(path, { recursive: true });
    }

    /** Registered browsers, whose pushes are decrypted as they come. */
    add(device) {
        this.#browsers.set(device.endpoint, device);
        return device;
    }

    /** The next answers to that endpoint or token: [status, body, headers]. */
    answer(endpoint, ...answers) {
        this.#answers.set(endpoint, answers);
    }

    got(endpoint) {
        return this.#got.get(endpoint) ?? [];
    }

    /** Resolves to all that has come there, when it is so many. */
    async comes(endpoint, count = 1) {
        let wake;
        const fault = new Promise((_, reject) => (wake = reject));
        fault.catch(() => {});
        this.#waiting.add(wake);
        try {
            while (this.got(endpoint).length < count) {
                const tick = new Promise((resolve) => setTimeout(resolve, 20));
                await Promise.race([tick, fault]);
            }
        } finally {
            this.#waiting.delete(wake);
        }
        return this.got(endpoint);
    }

    #keep(endpoint, entry) {
        this.#got.set(endpoint, [...this.got(endpoint), entry]);
    }

    async #serve(request, response) {
        const parts = [];
        for await (const part of request) parts.push(part);
        const body = Buffer.concat(parts);
        const host = request.headers[":authority"] ?? request.headers.host;
        assert.equal(request.method, "POST");
        const answer = (endpoint, usual) => {
            const [status, text = "", headers = {}] = this.#answers.get(endpoint)?.shift() ?? usual;
            response.writeHead(status, headers).end(text);
        };
        if (host === WEB) return this.#serveWeb(request, body, answer);
        if (host === APPLE) return this.#serveApple(request, body, answer);
        if (host === GOOGLE_TOKENS) return this.#serveGoogleTokens(request, body, answer);
        if (host === GOOGLE) return this.#serveGoogle(request, body, answer);
        throw new Error(`somebody asks for ${host}`);
    }

    async #serveWeb(request, body, answer) {
        const { headers } = request;
        const endpoint = `https://${WEB}${request.url}`;
        const [, token, key] = headers.authorization.match(/^vapid t=([\w.-]+), k=([\w-]+)$/);
        assert.equal(key, this.vapidKey, "signed with the key that the browser was given");
        const point = Buffer.from(key, "base64url");
        const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((number) => number.toString("base64url"));
        const publicKey = await importJWK({ kty: "EC", crv: "P-256", x, y }, "ES256");
        const { payload } = await jwtVerify(token, publicKey, { audience: `https://${WEB}`, algorithms: ["ES256"] });
        assert.ok(payload.exp - Date.now() / 1000 <= 24 * 3600, "RFC 8292 section 2");
        assert.equal(payload.sub, SUBJECT);
        assert.equal(headers["content-encoding"], "aes128gcm");
        assert.match(headers.topic, /^[\w-]{1,32}$/);
        assert.ok(body.length <= 4096);
        this.#forward(request.url, body);
        const browser = this.#browsers.get(endpoint);
        this.#keep(endpoint, { push: browser?.read(body), bytes: body.length, headers, http: request.httpVersion });
        answer(endpoint, [201]);
    }

    async #serveApple(request, body, answer) {
        const { headers } = request;
        const token = request.url.match(/^\/3\/device\/([0-9a-f]+)$/)[1];
        const bearer = headers.authorization.match(/^bearer (.+)$/)[1];
        const now = Date.now() / 1000;
        const { payload, protectedHeader } = await jwtVerify(bearer, this.#apple.publicKey, { algorithms: ["ES256"] });
        assert.deepEqual([payload.iss, protectedHeader.kid], [APPLE_IDS.team, APPLE_IDS.key]);
        assert.ok(payload.iat <= now + 1 && payload.iat > now - 3600, "no older than an hour");
        if (bearer !== this.#appleToken.text) {
            if (now - this.#appleToken.since < 20 * 60) return answer("", [429, '{"reason":"TooManyProviderTokenUpdates"}']);
            this.#appleToken = { text: bearer, since: now };
        }
        assert.equal(request.httpVersion, "2.0");
        assert.equal(headers["apns-topic"], APPLE_IDS.topic);
        assert.equal(headers["apns-push-type"], "alert");
        assert.match(headers["apns-id"], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.ok(Buffer.byteLength(headers["apns-collapse-id"]) <= 64);
        assert.ok(Number(headers["apns-expiration"]) > now);
        assert.ok(body.length <= 4096);
        this.#keep(token, { push: JSON.parse(body), headers, http: request.httpVersion });
        answer(token, [200]);
    }

    async #serveGoogleTokens(request, body, answer) {
        const form = new URLSearchParams(body.toString());
        assert.equal(form.get("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
        const key = await importSPKI(this.#google.publicKey.export({ type: "spki", format: "pem" }), "RS256");
        const audience = `https://${GOOGLE_TOKENS}/token`;
        const { payload } = await jwtVerify(form.get("assertion"), key, { audience, algorithms: ["RS256"] });
        assert.equal(payload.scope, "https://www.googleapis.com/auth/firebase.messaging");
        assert.ok(payload.exp - payload.iat <= 3600);
        this.#googleToken = `ya29.${randomBytes(20).toString("base64url")}`;
        ++this.googleTokens;
        answer("", [200, JSON.stringify({ access_token: this.#googleToken, expires_in: 3599, token_type: "Bearer" })]);
    }

    async #serveGoogle(request, body, answer) {
        assert.equal(request.url, "/v1/projects/chat-1/messages:send");
        assert.equal(request.headers.authorization, `Bearer ${this.#googleToken}`);
        const { message } = JSON.parse(body);
        this.#keep(message.token, { push: message, headers: request.headers });
        answer(message.token, [200, '{"name":"projects/chat-1/messages/1"}']);
    }

    #makeCertificate() {
        const path = (name) => join(this.#directory, name);
        const openssl = (...args) => execFileSync("openssl", args, { stdio: "pipe" });
        const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        openssl("req", "-x509", ...newKey, "-keyout", path("ca.key"), "-out", path("ca.pem"), "-days", "2", "-subj", "/CN=Test");
        openssl("req", ...newKey, "-keyout", path("tls.key"), "-out", path("tls.csr"), "-subj", "/CN=push");
        const names = [WEB, APPLE, GOOGLE, GOOGLE_TOKENS].map((name) => `DNS:${name}`).join(",");
        writeFileSync(path("ext"), `subjectAltName=${names}\n`);
        const ca = ["-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial"];
        openssl("x509", "-req", "-in", path("tls.csr"), ...ca, "-days", "2", "-extfile", path("ext"), "-out", path("tls.pem"));
        return { key: readFileSync(path("tls.key")), cert: readFileSync(path("tls.pem")) };
    }

    #firefox = null;

    /** The other side of it, to which Firefox connects (autopush's protocol). Returns its URL. */
    async listenToFirefox() {
        this.#firefox = new WebSocketServer({ host: "127.0.0.1", port: 0 });
        await once(this.#firefox, "listening");
        this.#firefox.on("connection", (socket) =>
            socket.on("message", (raw) => {
                const message = JSON.parse(raw);
                const say = (answer) => socket.send(JSON.stringify({ status: 200, ...answer }));
                if (message.messageType === "hello") {
                    const uaid = message.uaid || randomUUID().replaceAll("-", "");
                    say({ messageType: "hello", use_webpush: true, broadcasts: {}, uaid });
                } else if (message.messageType === "register") {
                    const { channelID } = message;
                    this.#channels.set(`/push/${channelID}`, { socket, channelID });
                    say({ messageType: "register", channelID, pushEndpoint: `https://${WEB}/push/${channelID}` });
                } else if (message.messageType === "unregister") {
                    say({ messageType: "unregister", channelID: message.channelID });
                } else if (message.messageType === undefined) {
                    socket.send("{}");
                }
            }),
        );
        return `ws://127.0.0.1:${this.#firefox.address().port}/`;
    }

    #forward(path, body) {
        const channel = this.#channels.get(path);
        channel?.socket.send(
            JSON.stringify({
                messageType: "notification",
                channelID: channel.channelID,
                version: randomUUID(),
                data: body.toString("base64url"),
                headers: { encoding: "aes128gcm" },
            }),
        );
    }
}
