// The layout of the C++ code: a room includes only what it links, and what it links stands above it. The linker cannot
// see that, as all rooms are found under one include directory.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CORE = join(ROOT, "handlers/core");
const read = (path) => readFileSync(join(ROOT, path), "utf8");

/** What the CMake file links for each target: {target: [room…]}, in the order of the file. */
function links(path) {
    const text = read(path).replace(/#.*$/gm, "");
    const targets = {};
    for (const [, target, list] of text.matchAll(/likes_room\((\w+)[^)]*?\bLINK\b([^)]*)\)/g)) targets[target] = list;
    for (const [, target, list] of text.matchAll(/target_link_libraries\((\S+)\s([^)]*)\)/g)) {
        targets[target] = `${targets[target] ?? ""} ${list}`;
    }
    return Object.fromEntries(
        Object.entries(targets).map(([target, list]) => [
            target,
            [...list.matchAll(/\blikes_(\w+)/g)].map(([, room]) => room).filter((room) => room !== "build"),
        ]),
    );
}

/** The C++ files under a folder, by their paths in the repository. */
function sources(folder, deep = true) {
    return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) return deep ? sources(path) : [];
        return /\.[ch]pp$/.test(path) ? [path] : [];
    });
}

/** The rooms whose headers a file includes. */
function includedRooms(text) {
    return [...text.matchAll(/^#include "(\w+)\//gm)].map(([, room]) => room).filter((room) => rooms.includes(room));
}

const coreLinks = links("handlers/core/CMakeLists.txt");
const rooms = Object.keys(coreLinks);

/** Includes that `allowed` does not hold. */
const strays = (files, allowed) =>
    files.flatMap((file) =>
        [...new Set(includedRooms(read(file)))]
            .filter((room) => !allowed.includes(room))
            .map((room) => `${file} includes ${room}/, which its room does not link`),
    );

test("every folder of handlers/core is a room, and every room a folder", () => {
    const folders = readdirSync(CORE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map((entry) => entry.name).sort(), [...rooms].sort());
});

test("a room links only rooms above it", () => {
    rooms.forEach((room, place) => {
        for (const linked of coreLinks[room]) {
            assert.ok(rooms.indexOf(linked) < place && rooms.includes(linked), `${room} links ${linked}`);
        }
    });
});

test("a room includes only itself and what it links", () => {
    for (const room of rooms) {
        assert.deepEqual(strays(sources(`handlers/core/${room}`), [room, ...coreLinks[room]]), []);
    }
});

test("a room links only what it includes", () => {
    for (const room of rooms) {
        const included = sources(`handlers/core/${room}`).flatMap((file) => includedRooms(read(file)));
        for (const linked of coreLinks[room]) assert.ok(included.includes(linked), `${room} links ${linked} for nothing`);
    }
});

test("programs, relay and plugin include only what they link", () => {
    const handlers = links("handlers/CMakeLists.txt");
    assert.deepEqual(strays(sources("handlers", false), [...handlers["${handler}"], ...handlers.development_token]), []);
    assert.deepEqual(strays(sources("handlers/operate"), handlers.operate), []);
    assert.deepEqual(strays(sources("handlers/background/analytics"), handlers.likes_background), []);
    assert.deepEqual(strays(sources("handlers/background/notifier"), handlers.likes_notifier), []);
    assert.deepEqual(strays(sources("mqtt/relay"), links("mqtt/relay/CMakeLists.txt").relay), []);
    assert.deepEqual(strays(sources("mqtt/plugin"), links("mqtt/plugin/CMakeLists.txt").likes_broker_access), []);
});

test("nothing in handlers/core includes what is outside of it", () => {
    for (const file of sources("handlers/core")) {
        for (const [, room] of read(file).matchAll(/^#include "([\w-]+)\//gm)) {
            assert.ok(rooms.includes(room), `${relative(ROOT, file)} includes ${room}/`);
        }
    }
});

test("FastCGI, MQTT, the database's driver and the signing library are each included in one place", () => {
    const places = { "fcgiapp.h": "web/", "mosquitto.h": "publishing/mqtt_client.cpp", cppconn: "database/", cjose: "auth/jws.cpp" };
    for (const file of sources("handlers/core")) {
        for (const [header, place] of Object.entries(places)) {
            const includes = read(file).split("\n").some((line) => line.startsWith("#include <") && line.includes(header));
            if (includes) assert.ok(file.startsWith(`handlers/core/${place}`), `${file} includes ${header}`);
        }
    }
});

test("one place parses JSON, whoever sent it: iteratively, and to a bounded depth", () => {
    const files = ["handlers", "mqtt"].flatMap((folder) => sources(folder));
    const parsers = files.filter((file) => /\.Parse(Insitu|Stream)?[<(]|\bjson_load\w*\(/.test(read(file)));
    assert.deepEqual(parsers, ["handlers/core/base/json.cpp"]);
});
