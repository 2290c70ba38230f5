// `chiron match` from files to files: every objective on a roster small enough to work out by hand, the floor, the
// words of the proof, the objectives side by side, and what is hidden there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { folder, run, run_well, texts, write } from "./program.mjs";
import { read_table } from "./tables.mjs";

const base = folder("match");
const term = ["--term", "2027-08-01..2028-08-01"];

/** A people file in which learner i and educator j share fit[i][j] interests and nothing else. */
function roster(name, fit, places = 1) {
  const shared = (i, j) => Array.from({ length: fit[i][j] }, (_, n) => `${i}-${j}-${n}`);
  const rows = ["id,given_name,family_name,kind,interests,capacity"];
  for (const i of fit.keys()) {
    const own = fit[i].flatMap((_, j) => shared(i, j));
    rows.push(`l${i + 1},Learner,No${i + 1},learner,${own.join(";")},`);
  }
  for (const j of fit[0].keys()) {
    const own = fit.flatMap((_, i) => shared(i, j));
    rows.push(`e${j + 1},Educator,No${j + 1},educator,${own.join(";")},${places}`);
  }
  return write(join(base, name, "people.csv"), rows.join("\n") + "\n");
}

/** A program in which a shared interest gives ten points and nothing else gives any. */
const program = (name, more = "") =>
  write(
    join(base, name, "program.toml"),
    `term = "2027-08-01..2028-08-01"\n${more}\n[weights]\n` +
      "same_specialty = 0\nsame_profession = 0\nsame_site = 0\nother_unit = 0\nshared_language = 0\nkept = 0\n" +
      "shared_interest = 10\nshared_interests_max = 128\n",
  );

let number = 0;
function match(args) {
  const out = join(base, "out", String(++number));
  const { said } = run_well(["match", ...args, "--out", out]);
  const pairs = read_table(join(out, "matches.csv")).rows.map((row) => `${row.learner}-${row.educator}`);
  return { out, said, pairs, ...texts(out) };
}

// Points ÷ 10. The six ways to place everybody, with what l1, l2 and l3 have:
//   e1 e2 e3: 4 11 2 = 17    e1 e3 e2: 4 9 3 = 16    e2 e1 e3: 10 5 2 = 17
//   e2 e3 e1: 10 9 1 = 20    e3 e1 e2: 7 5 3 = 15    e3 e2 e1: 7 11 1 = 19
const six_ways = roster("six", [
  [4, 10, 7],
  [5, 11, 9],
  [1, 3, 2],
]);
const plain = program("plain");

const objectives = {
  most_then_total: [["l1-e2", "l2-e3", "l3-e1"], "none that places as many scores higher; checked independently"],
  total: [["l1-e2", "l2-e3", "l3-e1"], "No other assignment scores higher; checked independently."],
  // 11 is the most of all, for l2 and for e2; of what is left l1 and e3 have most.
  stable: [["l1-e3", "l2-e2", "l3-e1"], "No learner and educator would both rather have each other"],
  // Two ways have 3 as the lowest, the others less: the larger sum of those is 16.
  bottleneck: [["l1-e1", "l2-e3", "l3-e2"], "none has a higher lowest score"],
  // Of those two the next lowest is 4 or 5.
  leximin: [["l1-e3", "l2-e1", "l3-e2"], "better for whoever scores lowest, or else for the next lowest"],
  // e2 is best and e3 second best for everybody: one first, one second, whoever they are; the largest sum then is 20.
  rank_maximal: [["l1-e2", "l2-e3", "l3-e1"], "gives more learners the educator who scores best for them"],
};

for (const [objective, [pairs, words]] of Object.entries(objectives)) {
  it(`${objective}: the answer worked out by hand, proven in words`, () => {
    const by_flag = match(["--people", six_ways, "--program", plain, "--objective", objective]);
    assert.deepEqual(by_flag.pairs, pairs);
    assert.ok(by_flag["report.html"].includes(words), words);
    assert.match(by_flag["report.html"], /over every pair that no rule excludes/);
    assert.match(by_flag["program.toml"], new RegExp(`^objective = ['"]${objective}['"]$`, "m"));
    const in_file = match(["--people", six_ways, "--program", program(objective, `objective = "${objective}"`)]);
    assert.equal(in_file["matches.csv"], by_flag["matches.csv"]);
  });
}

it("refuses an objective that does not exist and a floor that is no number, and names what there is", () => {
  const args = ["match", "--people", six_ways, ...term, "--out", join(base, "refused")];
  const unknown = run([...args, "--objective", "best"]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /bottleneck, leximin or rank_maximal/);
  for (const floor of ["1.5", "-1", "much"]) {
    const refused = run([...args, `--floor=${floor}`]);
    assert.equal(refused.code, 1, refused.said);
    assert.match(refused.err, /whole number of points/);
  }
});

it("--floor: nobody gets a pair below it, whatever the objective", () => {
  const floor = (points, objective) =>
    match(["--people", six_ways, "--program", plain, "--floor", String(points), "--objective", objective]);
  // l3 can only have e2 now; of the two ways left e1 e3 e2 has 16, the other 15.
  assert.deepEqual(floor(30, "most_then_total").pairs, ["l1-e1", "l2-e3", "l3-e2"]);
  // l1 and l2 alone make 19.
  assert.deepEqual(floor(30, "total").pairs, ["l1-e2", "l2-e3"]);
  for (const objective of Object.keys(objectives)) {
    const { out, pairs, ...files } = floor(31, objective);
    assert.ok(!pairs.some((pair) => pair.startsWith("l3")), objective);
    assert.deepEqual(read_table(join(out, "unmatched.csv")).rows, [
      { learner: "l3", eligible: "3", reason: "below_floor", rule: "", remedy: "" },
    ]);
    assert.match(files["report.html"], /Every eligible educator fits with fewer points than the floor of 31/);
    assert.match(files["program.toml"], /^score_floor = 31$/m);
  }
  // The file says it as well as the flag, and the flag 0 lifts it.
  const in_file = program("floor", "score_floor = 31");
  assert.equal(match(["--people", six_ways, "--program", in_file]).pairs.length, 2);
  assert.equal(match(["--people", six_ways, "--program", in_file, "--floor", "0"]).pairs.length, 3);
});

it("--floor: a wish lifts no pair over it, and changes no byte where it is below", () => {
  const wishes = (name, rows) => ["--preferences", write(join(base, name, "wishes.csv"), rows.join("\n") + "\n")];
  const none = wishes("none", ["learner,educator,rank"]);
  const low = wishes("low", ["learner,educator,rank", "l3,e2,1"]);
  // Worth more than all fit there is.
  const wishful = write(join(base, "wishful.toml"), readFileSync(plain, "utf8") + "wished_by_learner = 1000\n");
  for (const objective of Object.keys(objectives)) {
    const asked = ["--people", six_ways, "--program", wishful, "--objective", objective, "--floor"];
    const before = match([...asked, "31", ...none]);
    const after = match([...asked, "31", ...low]);
    assert.ok(!after.pairs.some((pair) => pair.startsWith("l3")), objective);
    for (const file of ["matches.csv", "unmatched.csv", "pairs.html", "report.html"])
      assert.equal(after[file], before[file], `${objective} ${file}`);
    assert.ok(match([...asked, "30", ...low]).pairs.includes("l3-e2"), "it decides where the fit reaches the floor");
  }
});

it("refuses to keep a pair whose fit is below the floor, with people and points", () => {
  const pairs = write(join(base, "kept.csv"), "learner,educator\nl3,e3\n");
  const args = ["match", "--people", six_ways, "--program", plain, "--pairs", pairs, "--floor", "30"];
  const refused = run([...args, "--out", join(base, "kept")]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /l3 and e3 cannot be kept: without wishes it fits with 20 points, below the floor of 30/);
});

it("puts the objectives side by side, and hides who gains and loses where they are few", () => {
  const { "report.html": page } = match(["--people", six_ways, "--program", plain]);
  const table = page.slice(page.indexOf('id="objectives-table"'), page.indexOf("What is proven of each"));
  for (const name of ["Most learners, then total (chosen)", "Largest total", "Stable", "Best for the worst off"])
    assert.ok(table.includes(name), name);
  // Sum 150 and lowest 30 of 7 5 3; three learners are too few to say of whom gains and loses.
  assert.match(table, /Best for the worst off[\s\S]*150[\s\S]*30[\s\S]*too few to say/);
  assert.match(page, /“Best for the worst off”, its total at least as large/);

  // Fifteen times the same two: "a" fits p with 9 and q with 8, "b" p with 7 and q with 0, 15 places each. The total
  // gives a q and b p: 15. Stable gives a p and b q: fifteen gain 1 and fifteen lose 7.
  const rows = ["id,name,kind,interests,capacity"];
  const tags = (from, to) => Array.from({ length: to - from }, (_, n) => `t${from + n}`).join(";");
  for (let i = 1; i <= 15; ++i)
    rows.push(`a${i},A ${i},learner,${tags(0, 17)},`, `b${i},B ${i},learner,${tags(17, 24)},`);
  for (let n = 1; n <= 3; ++n)
    rows.push(`p${n},P ${n},educator,${tags(0, 9)};${tags(17, 24)},5`, `q${n},Q ${n},educator,${tags(9, 17)},5`);
  const many = write(join(base, "many.csv"), rows.join("\n") + "\n");
  const shown = match(["--people", many, "--program", plain])["report.html"];
  const stable = shown.slice(shown.indexOf('id="objectives-table"')).match(/>Stable<[\s\S]*?<\/tr>/)[0];
  assert.match(stable, /15 learners, 10 each[\s\S]*15 learners, 70 each/);
});

it("writes in the program file what its settings mean", () => {
  const { "program.toml": text } = match(["--people", six_ways, ...term]);
  const comments = text.split("\n").filter((line) => line.startsWith("# "));
  for (const word of [...Object.keys(objectives), "Nobody gets a pair below", "Wishes do not count"])
    assert.ok(comments.some((line) => line.includes(word)), word);
  assert.ok(text.indexOf("Nobody gets a pair below") < text.indexOf("score_floor = 0"));
  const again = write(join(base, "again.toml"), text);
  assert.equal(match(["--people", six_ways, "--program", again])["program.toml"], text);
});
