// By what nginx counts the connections of an address (nginx/snippets/client_network.conf), seen through an nginx that
// believes what it is told of the client's address.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const SNIPPET = fileURLToPath(new URL("../../nginx/snippets/client_network.conf", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "chat-likes-nginx-"));
const socketPath = join(directory, "nginx.sock");
let nginx;

const CONFIGURATION = `
daemon off;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  include "${SNIPPET}";
  server {
    listen "unix:${socketPath}";
    set_real_ip_from unix:;
    real_ip_header X-Address;
    return 200 $client_network;
  }
}
`;

/** The network of an address, in hexadecimal digits. */
function networkOf(address) {
    return new Promise((resolve, reject) => {
        const sent = request({ socketPath, headers: { "X-Address": address } }, async (answer) => {
            const parts = [];
            for await (const part of answer) parts.push(part);
            resolve(Buffer.concat(parts).toString("hex"));
        });
        sent.on("error", reject);
        sent.end();
    });
}

before(async () => {
    writeFileSync(join(directory, "nginx.conf"), CONFIGURATION);
    nginx = spawn("/usr/sbin/nginx", ["-p", `${directory}/`, "-e", "stderr", "-c", "nginx.conf"], { stdio: "inherit" });
    for (let isUp = false; !isUp; ) {
        assert.equal(nginx.exitCode, null, "nginx has ended");
        isUp = await networkOf("192.0.2.1").then(
            () => true,
            () => false,
        );
    }
});

after(async () => {
    nginx.kill();
    await once(nginx, "exit");
    rmSync(directory, { recursive: true });
});

test("an IPv4 address counts as a whole, also one that is mapped into IPv6", async () => {
    assert.equal(await networkOf("192.0.2.1"), "c0000201");
    assert.equal(await networkOf("::ffff:192.0.2.1"), "c0000201");
    assert.equal(await networkOf("192.0.2.2"), "c0000202");
    // With a line feed among its bytes.
    assert.equal(await networkOf("10.10.10.10"), "0a0a0a0a");
});

test("of an IPv6 address the first 64 bits count", async () => {
    assert.equal(await networkOf("2001:db8:1:2::1"), "20010db800010002");
    assert.equal(await networkOf("2001:db8:1:2:ffff:eeee:dddd:cccc"), "20010db800010002");
    assert.equal(await networkOf("2001:db8:1:3::1"), "20010db800010003");
    assert.equal(await networkOf("a0a:a0a:a0a:a0a:a0a:a0a:a0a:a0a"), "0a0a0a0a0a0a0a0a");
    assert.equal(await networkOf("::1"), "0000000000000000");
    assert.equal(await networkOf("::ffff:0:192.0.2.1"), "0000000000000000");
});
