// Wishes and vetoes are private: two files of them that lead to the same proposals lead to the same bytes, in every
// file that is written and in everything that is said.
import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { folder, run, run_well, texts, write } from "./program.mjs";
import { random_of, read_table } from "./tables.mjs";

const base = folder("private");
const term = ["--term", "2027-08-01..2028-08-01"];
const learners = 24;
const educators = 8;
const random = random_of(7);
const sites = ["North", "South"];

const rows = ["id,given_name,family_name,kind,site,specialty,interests,capacity"];
for (let i = 1; i <= learners; i++) rows.push(`L${i},Learner,No${i},learner,${sites[i % 2]},s${i % 3},i${i % 5},`);
for (let j = 1; j <= educators; j++) rows.push(`E${j},Educator,No${j},educator,${sites[j % 2]},s${j % 3},i${j % 5},3`);
const people = write(join(base, "people.csv"), rows.join("\n") + "\n");

let number = 0;
/** Matches with these private files; the files have the same names in every run. */
function match(files, more = []) {
  const directory = join(base, String(++number));
  const args = [];
  for (const [name, lines] of Object.entries(files))
    args.push(`--${name}`, write(join(directory, `${name}.csv`), lines.join("\n") + "\n"));
  const done = run_well(["match", "--people", people, ...args, ...term, ...more, "--out", join(directory, "out")]);
  const out = join(directory, "out");
  // Times and the folder's own name are not the run's.
  const said = done.said.replaceAll(directory, "").replaceAll(/\[ *[0-9.]+ s\]/g, "");
  const pairs = read_table(join(out, "matches.csv")).rows.map((row) => `${row.learner}-${row.educator}`);
  return { written: texts(out), said, pairs, out };
}

const heading = "learner,educator,rank";
const named = (ranks) => Object.entries(ranks).map(([pair, rank]) => `${pair.replace("-", ",")},${rank}`);

const every_objective = ["most_then_total", "total", "stable", "bottleneck", "leximin", "rank_maximal"];
// With a floor too, over which wishes lift no pair: a fit below it would tell of one.
for (const [objective, floor] of every_objective.flatMap((one) => [
  [one, "0"],
  [one, "150"],
  [one, "250"], // only some learners have anybody, and wishes would lift others
])) {
  it(`says the same for other ranks that lead to the same proposals (${objective}, floor ${floor})`, () => {
    const asked = ["--objective", objective, "--floor", floor];
    // Everybody wishes for whom they get anyway, and for somebody else: the ranks among the wishes decide nothing.
    const free = match({ preferences: [heading] }, asked);
    const first = {};
    for (let i = 1; i <= learners; i++) {
      first[`L${i}-E${1 + Math.floor(random() * educators)}`] = 3;
      const own = free.pairs.find((pair) => pair.startsWith(`L${i}-`));
      if (own) first[own] = 1;
    }
    const a = match({ preferences: [heading, ...named(first)] }, asked);
    const seconds = Object.fromEntries(Object.entries(first).map(([pair, rank]) => [pair, rank === 1 ? 2 : 9]));
    const b = match({ preferences: [heading, ...named(seconds)] }, asked);
    for (const { out } of [free, a, b])
      for (const { learner, score } of read_table(join(out, "matches.csv")).rows)
        assert.ok(Number(score) >= Number(floor), `${learner} ${score}`);
    assert.deepEqual(b.pairs, a.pairs, "the ranks were chosen so that nobody gets somebody else");
    assert.deepEqual(b.written, a.written);
    assert.equal(b.said, a.said);
    assert.match(a.written["matches.csv"], /,one,/, "what is told: wished for by one");
  });
}

it("says the same with and without a veto that changes nothing", () => {
  const stable = ["--objective", "stable"]; // one outcome, so that a veto elsewhere breaks no tie another way
  const none = match({ vetoes: ["person,not_with"] }, stable);
  let compared = 0;
  for (let j = 1; j <= educators; j++) {
    if (none.pairs.includes(`L1-E${j}`)) continue;
    const some = match({ vetoes: ["person,not_with", `E${j},L1`] }, stable);
    if (JSON.stringify(some.pairs) !== JSON.stringify(none.pairs)) continue;
    assert.deepEqual(some.written, none.written);
    assert.equal(some.said, none.said);
    compared += 1;
  }
  assert.ok(compared > 0, "some veto changes nothing");
});

it("names no veto as the reason why somebody has no proposal, nor as what binds", () => {
  const all = Array.from({ length: educators }, (_, j) => `E${j + 1},L1`);
  const { written, said, out } = match({ vetoes: ["person,not_with", ...all] });
  const row = read_table(join(out, "unmatched.csv")).rows.find((one) => one.learner === "L1");
  assert.equal(row.rule, "");
  assert.equal(row.eligible, String(educators));
  for (const text of [said, ...Object.values(written)])
    assert.doesNotMatch(text.replaceAll("vetoes.csv", ""), /veto/i);
});

it("refuses to keep a vetoed pair without saying whose answer it was", () => {
  const vetoes = write(join(base, "refused/vetoes.csv"), "person,not_with\nE1,L1\n");
  const pairs = write(join(base, "refused/pairs.csv"), "learner,educator\nL1,E1\n");
  const args = ["match", "--people", people, "--vetoes", vetoes, "--pairs", pairs, ...term];
  const done = run([...args, "--out", join(base, "refused/out")]);
  assert.equal(done.code, 1, done.said);
  assert.match(done.err, /L1 and E1 cannot be kept.*private/);
  assert.doesNotMatch(done.err, /veto/i);
});
