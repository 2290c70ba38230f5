// Every package that is installed is explained in docs/dependencies.md, and nothing else is.
import assert from "node:assert/strict";
import { test } from "node:test";

import { forgotten, packages, unexplained, unpinned } from "./packages.mjs";
import { files, told } from "./tree.mjs";

const tree = files();
const fixture = [
  { path: "packaging/build.packages", text: "# why\ncmake  # describes\nninja-build # runs\n" },
  { path: "web/package.json", text: '{"dependencies": {"svelte": "^5.0.0"}}' },
  {
    path: "docs/dependencies.md",
    text: "| Package | For | Why | License |\n| `cmake`, `make` | build | there | BSD |\n| `svelte` | x |  | MIT |\n",
  },
];

test("the check sees packages without a reason", () => {
  assert.deepEqual(
    unexplained(fixture).map(({ rule }) => rule.split(" ")[0]),
    ["ninja-build", "svelte"],
  );
});
test("every package has its reason", () => assert.equal(told(unexplained(tree)), ""));

test("the check sees a row that is no longer true", () =>
  assert.match(told(forgotten(fixture)), /nothing installs make/));
test("every row is about a package that is installed", () => assert.equal(told(forgotten(tree)), ""));

test("the check sees a version range", () => assert.equal(unpinned(fixture).length, 1));
test("every npm package is pinned", () => assert.equal(told(unpinned(tree)), ""));

test("the old Boost is never asked for", () => {
  assert.ok(!packages(tree).some(({ name }) => name === "libboost-dev" || name === "libboost-all-dev"));
});
