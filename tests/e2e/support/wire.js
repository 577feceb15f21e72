// What lies between a page and the server, as a test would have it.
import { connect, createServer } from "node:net";

import { ADDRESS } from "./stack.js";

/**
 * Passes on what comes to a port of this host, until it falls silent.
 * @param {string} [host]
 */
export async function openWire(host = "127.0.0.1") {
    const server = createServer({ allowHalfOpen: true });
    /** Both ends of each connection. */
    const sockets = new Set();
    await new Promise((resolve) => server.listen(0, host, resolve));
    const address = `http://${host.includes(":") ? `[${host}]` : host}:${server.address().port}`;
    const { hostname, port } = new URL(ADDRESS);

    server.on("connection", (near) => {
        const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
        let isSilent = false;
        near.silence = () => (isSilent = true);
        for (const socket of [near, far]) {
            sockets.add(socket);
            socket.on("error", () => {});
            socket.on("close", () => sockets.delete(socket));
        }
        near.on("data", (bytes) => isSilent || far.write(bytes));
        far.on("data", (bytes) => isSilent || near.write(bytes));
        near.on("end", () => isSilent || far.end());
        far.on("end", () => isSilent || near.end());
    });

    return {
        address,
        /** Nothing is heard any more over the connections that there are, not even their end. New ones work. */
        fallSilent() {
            for (const socket of sockets) socket.silence?.();
        },
        close() {
            server.close();
            for (const socket of sockets) socket.destroy();
        },
    };
}
