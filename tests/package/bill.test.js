// The bills of materials that the packages hold: whole, and of what is really in there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const { LIKES_BIN_DIR } = process.env;
const BILLS = join(LIKES_BIN_DIR, "../scripts/package/doc");
const PACKAGES = ["chat-likes", "chat-likes-mosquitto-plugin", "chat-likes-nginx-module", "chat-likes-web"];
const bill = (name) => JSON.parse(readFileSync(join(BILLS, name, "sbom.spdx.json"), "utf8"));

for (const name of PACKAGES) {
    test(`the bill of ${name} is one of SPDX 2.3`, () => {
        const { SPDXID, creationInfo, dataLicense, documentNamespace, packages, relationships, spdxVersion } = bill(name);
        assert.deepEqual([spdxVersion, dataLicense, SPDXID], ["SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"]);
        assert.match(creationInfo.created, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
        assert.ok(URL.canParse(documentNamespace) && !documentNamespace.includes("#"));
        const ids = new Set([SPDXID, ...packages.map((each) => each.SPDXID)]);
        assert.equal(ids.size, packages.length + 1, "no identifier is there twice");
        for (const id of ids) assert.match(id, /^SPDXRef-[A-Za-z0-9.-]+$/);
        for (const each of packages) {
            assert.ok(each.name && each.versionInfo && each.downloadLocation && each.filesAnalyzed === false, each.name);
            assert.match(each.externalRefs[0].referenceLocator, /^pkg:(deb|npm)\/[^@]+@[^@]+$/);
        }
        for (const { spdxElementId, relatedSpdxElement } of relationships) {
            assert.ok(ids.has(spdxElementId) && ids.has(relatedSpdxElement), relatedSpdxElement);
        }
        const related = new Set(relationships.flatMap((each) => [each.spdxElementId, each.relatedSpdxElement]));
        assert.deepEqual(related, ids, "nothing stands by itself");
    });
}

test("what the packages load, include and bundle is in their bills", () => {
    const names = (name) => bill(name).packages.map((each) => each.name);
    for (const part of ["libc6", "libmysqlcppconn7v5", "libcjose0", "libfcgi0ldbl", "rapidjson-dev"]) {
        assert.ok(names("chat-likes").includes(part), part);
    }
    assert.ok(names("chat-likes-mosquitto-plugin").includes("libcjose0"));
    assert.ok(!names("chat-likes-mosquitto-plugin").includes("libmysqlcppconn7v5"));
    for (const part of ["mqtt", "mqtt-packet"]) assert.ok(names("chat-likes-web").includes(part), part);
    assert.ok(!names("chat-likes-web").includes("esbuild"), "a tool is no part");
});
