// The running service against its specifications: every operation, every answer and event that they describe. One
// process, since what was exercised is counted at its end.
import assert from "node:assert/strict";
import { test } from "node:test";

import "./cases/answers.js";
import "./cases/refusals.js";
import "./cases/docs.js";
import "./cases/events.js";
import "./cases/troubles.js";
import { uncovered } from "./support/covered.js";

test("whatever is described was exercised", () => assert.deepEqual(uncovered(), []));
