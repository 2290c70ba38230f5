// The arrows between rooms: only those of src/arrows.json, and pure code stays pure.
import assert from "node:assert/strict";
import { test } from "node:test";

import { forbidden_arrows, orphans } from "./arrows.mjs";
import { files, told } from "./tree.mjs";

const tree = files();
const arrows = JSON.parse(tree.find(({ path }) => path === "src/arrows.json").text);
const file = (path, ...lines) => ({ path, text: lines.join("\n") });

const wrong = [
  [
    "an arrow upward",
    [file("src/engines/matching/solve.cpp", '#include "platform/db/database.h"')],
    "engines may not use platform",
  ],
  [
    "a feature that comes later",
    [file("src/features/people/person.h", '#include "features/duties/duty.h"')],
    "which does not come before it",
  ],
  [
    "a feature without a place",
    [file("src/features/gossip/gossip.h", '#include "features/people/person.h"')],
    "has no place in the order",
  ],
  [
    "a screen that uses a screen",
    [file("src/features/views/home/home.h", '#include "features/views/audit/audit.h"')],
    "does not come before it",
  ],
  [
    "an engine beside an engine",
    [file("src/engines/conflict/judge.h", '#include "engines/matching/solve.h"')],
    "may not use engines/matching beside it",
  ],
  ["an unlisted platform arrow", [file("src/platform/csv/reader.h", '#include "platform/db/database.h"')], "beside it"],
  ["an include that does not start at src/", [file("src/base/id.cpp", '#include "id.h"')], "is not written from src/"],
  ["an unknown floor", [file("src/cellar/x.h", '#include "base/id.h"')], 'no floor "cellar"'],
  [
    "an engine that opens files",
    [file("src/engines/matching/solve.cpp", "#include <fstream>")],
    "reads or writes files",
  ],
  ["an engine that reads JSON", [file("src/engines/matching/solve.cpp", "#include <boost/json.hpp>")], "is a format"],
  [
    "a link upward",
    [
      file("src/platform/db/CMakeLists.txt", "chiron_library(platform_db", "  SOURCES a.cpp", "  LINKS base people)"),
      file("src/features/people/CMakeLists.txt", "chiron_library(people", "  SOURCES b.cpp)"),
    ],
    "platform may not use features",
  ],
  [
    "a rule that reaches SQL through another file",
    [
      file("src/features/people/CMakeLists.txt", "chiron_library(people_rules", "  SOURCES person.cpp)"),
      file("src/features/people/person.cpp", '#include "features/people/store.h"'),
      file("src/features/people/store.h", '#include "platform/db/database.h"'),
    ],
    "people_rules is pure and may not reach platform/db/database.h",
  ],
];
for (const [name, fixture, expected] of wrong) {
  test(`the check sees ${name}`, () => {
    assert.ok(
      told(forbidden_arrows(fixture, arrows)).includes(expected),
      told(forbidden_arrows(fixture, arrows)) || "nothing found",
    );
  });
}

test("the check allows what is allowed", () => {
  assert.deepEqual(
    forbidden_arrows(
      [
        file(
          "src/features/duties/duty.cpp",
          '#include "features/people/person.h"',
          '#include "engines/conflict/facts.h"',
          "#include <vector>",
        ),
        file("src/platform/jobs/jobs.cpp", '#include "platform/db/database.h"', "#include <fstream>"),
        file("src/app/main.cpp", '#include "features/people/person.h"', '#include "app/command.h"'),
      ],
      arrows,
    ),
    [],
  );
});

test("every arrow in src is allowed", () => assert.equal(told(forbidden_arrows(tree, arrows)), ""));

test("the check sees a source that nobody compiles", () => {
  assert.equal(
    orphans([file("src/base/CMakeLists.txt", "chiron_library(base SOURCES a.cpp)"), file("src/base/b.cpp")]).length,
    1,
  );
});
test("every source is compiled", () => assert.equal(told(orphans(tree)), ""));
