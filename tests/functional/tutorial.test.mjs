// The tutorial tells the truth: each command in it is run, and answers as the tutorial says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { with_answers } from "../../scripts/tutorial_answers.mjs";
import { program } from "./program.mjs";

const tutorial = readFileSync(new URL("../../docs/tutorial.md", import.meta.url), "utf8");

test("the tutorial's commands answer as it says (scripts/tutorial brings it up to date)", () =>
  assert.equal(with_answers(tutorial, program), tutorial));

test("the check sees an answer that is no longer true", () => {
  const old = "```sh\necho new\n```\n\n```text\nold\n```\n";
  assert.equal(with_answers(old, program), "```sh\necho new\n```\n\n```text\nnew\n```\n");
});
