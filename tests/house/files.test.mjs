// Every file opens by saying what it is for, is named for what it holds, fits the page and speaks American English.
import assert from "node:assert/strict";
import { test } from "node:test";

import { british_words, empty_named, foreign_hosts, long_lines, without_opening } from "./files.mjs";
import { files, told } from "./tree.mjs";

const tree = files();
const spelling = JSON.parse(tree.find(({ path }) => path === "tests/house/spelling.json").text);

test("the check sees a file that does not open with a comment", () => {
  const wrong = [
    { path: "src/base/a.cpp", text: '#include "base/a.h"\n' },
    { path: "scripts/a", text: "#!/bin/sh\nset -eu\n" },
    { path: "web/src/a.svelte", text: "<p>Hello</p>\n" },
    { path: "src/features/a/migrations/0001_a.sql", text: "CREATE TABLE a();\n" },
    { path: "src/base/b.cpp", text: "// 1\n// 2\n// 3\n// 4\n// 5\n// 6\n\nint b;\n" },
  ];
  assert.equal(without_opening(wrong).length, wrong.length);
});
test("every file opens with a comment of one to five lines", () => assert.equal(told(without_opening(tree)), ""));

test("the check sees a name that says nothing", () => {
  assert.equal(
    empty_named([{ path: "src/base/string_utils.h" }, { path: "src/platform/common/x.h" }, { path: "a/helper.mjs" }])
      .length,
    3,
  );
});
test("every name says what it holds", () => assert.equal(told(empty_named(tree)), ""));

test("the check sees a long line", () =>
  assert.equal(long_lines([{ path: "a.cpp", text: `\n${"x".repeat(121)}` }]).length, 1));
test("every line fits", () => assert.equal(told(long_lines(tree)), ""));

test("the check sees a registry's host", () => {
  assert.equal(foreign_hosts([{ path: "a.md", text: `see ${["pypi", "org"].join(".")}/x` }]).length, 1);
  assert.equal(foreign_hosts([{ path: "web/package-lock.json", text: '"resolved": "https://x/y.tgz"' }]).length, 1);
});
test("no file names a registry's host", () => assert.equal(told(foreign_hosts(tree)), ""));

test("the check sees British spelling", () => {
  const word = ["Col", "our"].join("");
  assert.equal(british_words([{ path: "a.md", text: `${word}s and color` }], spelling).length, 1);
});
test("every word is spelled the American way", () => assert.equal(told(british_words(tree, spelling)), ""));
