// Which addresses count as one client. An nginx of its own is told the address by a header, and lets a client in once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const SNIPPET = fileURLToPath(new URL("../../nginx/snippets/client_key.conf", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "client-key."));
const socketPath = join(directory, "socket");

const CONFIGURATION = `
daemon off;
master_process off;
pid pid;
error_log stderr crit;
events {}
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path temp-${name};`).join(" ")}
  set_real_ip_from unix:;
  real_ip_header X-Address;
  include ${SNIPPET};
  limit_req_zone $client_key zone=clients:1m rate=1r/m;
  limit_req_status 429;
  server {
    listen unix:${socketPath};
    limit_req zone=clients;
    location / {
      empty_gif;
    }
  }
}`;

let nginx;

before(async () => {
    const file = join(directory, "nginx.conf");
    writeFileSync(file, CONFIGURATION);
    nginx = spawn("/usr/sbin/nginx", ["-p", directory, "-e", "stderr", "-c", file], { stdio: "inherit" });
    // Until it listens.
    while ((await statusFor("192.0.2.250")) === "ECONNREFUSED") assert.equal(nginx.exitCode, null);
});

after(async () => {
    nginx.kill();
    if (nginx.exitCode === null) await once(nginx, "exit");
    rmSync(directory, { recursive: true });
});

/** What is answered to that address; the name of the error if nobody listens yet. */
function statusFor(address) {
    return new Promise((resolve) => {
        const call = request({ socketPath, headers: { "X-Address": address } }, (answer) => {
            answer.resume();
            answer.on("end", () => resolve(answer.statusCode));
        });
        call.on("error", ({ code }) => resolve(code === "ENOENT" ? "ECONNREFUSED" : code));
        call.end();
    });
}

// Each list is one client, and no two of them are the same.
const CLIENTS = {
    "an IPv4 address": ["192.0.2.1", "192.0.2.1"],
    "its neighbour": ["192.0.2.2", "::ffff:192.0.2.2", "::FFFF:c000:202", "0:0:0:0:0:ffff:c000:0202"],
    "an IPv4 address that is first seen as IPv6": ["::ffff:192.0.2.3", "192.0.2.3"],
    "a network of IPv6, in every form": [
        "2001:db8::1",
        "2001:db8::2",
        "2001:DB8:0:0::ffff",
        "2001:0db8:0000:0000:ffff:ffff:ffff:ffff",
        "2001:db8::192.0.2.1",
        "2001:db8:0:0:1::",
    ],
    "the next network": ["2001:db8:0:1::1", "2001:db8:0:1:ffff::"],
    "another with the same end": ["2001:db8:1::1"],
    "the network of ::1": ["::1", "::2", "::fffe:192.0.2.1", "::192.0.2.1"],
    // Its first 64 bits are the bytes of an address of IPv4 and nothing else.
    "a network that begins like an address of IPv4": ["c000:201::1"],
    "bytes that stand for line ends and the end of a text": ["a0a:d0d:0:a00::1", "a0a:d0d:0:a00:0a0a::"],
};

test("one host counts once, whichever of its addresses it uses, and other hosts beside it", async () => {
    for (const [name, addresses] of Object.entries(CLIENTS)) {
        const [first, ...others] = addresses;
        assert.equal(await statusFor(first), 200, `${name}: ${first}`);
        for (const address of others) assert.equal(await statusFor(address), 429, `${name}: ${address}`);
    }
});
