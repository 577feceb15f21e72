// HTTP as it goes over the wire: any method, any header, a body with any of them. fetch() would not let that through.
import { request } from "node:http";
import { gunzipSync } from "node:zlib";

import { ADDRESS } from "../../e2e/support/stack.js";

const { hostname, port } = new URL(ADDRESS);

/**
 * Sends it over a connection of its own. Resolves with `{status, headers, body}`, the body not compressed, and `socket`
 * if it was upgraded.
 */
export function send({ method, target, headers = {}, body = "" }) {
    return new Promise((resolve, reject) => {
        // Node would send a body of GET without saying how long it is.
        const length = body === "" ? {} : { "Content-Length": Buffer.byteLength(body) };
        const options = { hostname, port, method, path: target, headers: { ...length, ...headers }, agent: false };
        const asking = request(options, async (answer) => {
            try {
                const bytes = Buffer.concat(await answer.toArray());
                const isCompressed = answer.headers["content-encoding"] === "gzip";
                resolve({ ...headOf(answer), body: (isCompressed ? gunzipSync(bytes) : bytes).toString() });
            } catch (error) {
                reject(error);
            }
        });
        asking.on("upgrade", (answer, socket) => resolve({ ...headOf(answer), body: "", socket }));
        asking.on("error", reject).end(body);
    });
}

const headOf = ({ statusCode, headers }) => ({ status: statusCode, headers });
