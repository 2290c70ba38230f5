// Every commit says in its subject which area it changes and what it does.
import assert from "node:assert/strict";
import { test } from "node:test";

import { leaning, misshapen } from "./history.mjs";
import { git, told } from "./tree.mjs";

test("the check sees misshapen subjects", () => {
  const wrong = ["Fix it", "db: fix it.", "db: Fix it", "db: Fixed it.", "DB: Fix it.", `db: Fix ${"it ".repeat(40)}.`];
  assert.equal(misshapen(wrong.map((subject) => ({ commit: "0".repeat(40), subject }))).length, wrong.length);
  assert.deepEqual(misshapen([{ commit: "0".repeat(40), subject: "platform/db: Embed statements, one a file." }]), []);
});

const log = git("log", "--no-merges", "--format=%H %s");
test("every commit's subject is well formed", { skip: log === undefined && "not a git clone" }, () => {
  const subjects = log
    .split("\n")
    .filter(Boolean)
    .map((line) => ({ commit: line.slice(0, 40), subject: line.slice(41) }));
  assert.equal(told(misshapen(subjects)), "");
});

test("the check sees a message that leans on a number", () => {
  assert.equal(leaning([{ commit: "0".repeat(40), message: "db: Fix it.\n\nSee #12." }]).length, 1);
});
test("every message says its reason itself", { skip: log === undefined && "not a git clone" }, () => {
  const messages = git("log", "--no-merges", "--format=%H %B%x00")
    .split("\0")
    .map((one) => one.trim())
    .filter(Boolean);
  assert.equal(told(leaning(messages.map((one) => ({ commit: one.slice(0, 40), message: one.slice(41) })))), "");
});
