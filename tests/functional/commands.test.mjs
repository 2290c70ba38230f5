// The command line as somebody new to it meets it: a program file to start from, names chosen once, findings for every
// pair, and outputs that never cost an input.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { contents, folder, run, run_well, start, texts, write } from "./program.mjs";
import { read_table } from "./tables.mjs";

const base = folder("commands");
const term = ["--term", "2026-08-01..2027-08-01"];
const list = (name, ...lines) => write(join(base, name), lines.join("\n") + "\n");
const people = list(
  "people.csv",
  "id,given_name,family_name,email,kind,site,unit,cohort,capacity",
  "R1,Jane,Smith,jane@example.edu,learner,North,ICU,2029,",
  "R2,John,Smith,john@example.edu,learner,North,Wards,2029,",
  "F1,Ann,Lee,ann@example.edu,educator,North,,,2",
  "F2,Bo,Holm,bo@example.edu,educator,North,,,2",
);

for (const role of ["mentor", "peer_mentor", "coach", "academic_advisor", "academic_counselor", "career_advisor"]) {
  it(`writes a program file for ${role} that a match run takes`, () => {
    for (const preset of ["balanced", "wishes_first", "easy_to_meet"]) {
      const file = join(base, `${role}-${preset}.toml`);
      run_well(["program", "--role", role, "--preset", preset, ...term, "--out", file]);
      const out = join(base, `${role}-${preset}`);
      run_well(["match", "--people", people, "--program", file, "--out", out]);
      assert.equal(texts(out)["program.toml"], readFileSync(file, "utf8"), "the run writes the program it used");
    }
  });
}

it("never replaces a program file that somebody may have edited", () => {
  const file = write(join(base, "mine.toml"), "# mine\n");
  const done = run(["program", ...term, "--out", file]);
  assert.equal(done.code, 1, done.said);
  assert.match(done.err, /already there/);
  assert.equal(readFileSync(file, "utf8"), "# mine\n");
  assert.match(run_well(["program", "--role", "supervisory_coach", ...term]).out, /role = .supervisory_coach./);
});

it("writes a finding for every pair, the unknown ones included", () => {
  const duties = list("duties.csv", "person,duty,target,from,to", "F1,assesses,R1,2026-09-01,2026-10-01");
  const out = join(base, "findings.csv");
  run_well(["conflicts", "--people", people, "--duties", duties, "--role", "mentor", ...term, "--out", out]);
  const { heading, rows } = read_table(out);
  assert.deepEqual(heading, ["learner", "educator", "verdict", "rule", "from", "to"]);
  const of = (verdict, learner, educator) =>
    rows.filter((row) => row.verdict === verdict && row.learner === learner && row.educator === educator);
  assert.deepEqual(
    of("block", "R1", "F1").map((row) => [row.rule, row.from, row.to]),
    [
      ["assesses_now", "2026-09-01", "2026-10-01"],
      ["assesses_ahead", "2026-08-01", "2026-09-01"],
      ["assesses_back", "2026-10-01", "2027-08-01"],
    ].sort((a, b) => rows.findIndex((r) => r.rule === a[0]) - rows.findIndex((r) => r.rule === b[0])),
  );
  for (const learner of ["R1", "R2"])
    for (const educator of ["F1", "F2"]) assert.ok(of("unknown", learner, educator).length, `${learner} ${educator}`);

  const pairs = list("all_pairs.csv", "learner,educator", "R1,F1", "R1,F2", "R2,F1", "R2,F2");
  const audited = join(base, "audited");
  run_well(["audit", "--people", people, "--duties", duties, "--pairs", pairs, ...term, "--out", audited]);
  const sorted = (path) => readFileSync(path, "utf8").split("\r\n").sort();
  assert.deepEqual(sorted(join(audited, "findings.csv")), sorted(out), "the audit of all pairs finds the same");
});

it("lists names to choose, keeps what was chosen, and is content with it", () => {
  const heading = "Evaluator,Resident,Rotation,Start,End";
  const export_ = list("export.csv", heading, '"Lee, Ann","Smith, J.",ICU,2026-08-01,2026-08-28');
  const names = list("names.csv", "name,person", "Somebody Else,nobody");
  const asked = ["check", "--people", people, "--evaluations", export_, "--names", names, "--open-names", names];
  const first = run(asked);
  assert.equal(first.code, 1, first.said);
  assert.match(first.err, /“Smith, J\.” may mean R1 \(Jane Smith\), R2 \(John Smith\)/);
  assert.match(first.out, /1 name stands in .*names\.csv/);
  const rows = () => read_table(names).rows.map((row) => `${row.name}=${row.person}`);
  assert.deepEqual(rows(), ["Smith, J.=", "Somebody Else=nobody"]);
  write(names, readFileSync(names, "utf8").replace('"Smith, J.",', '"Smith, J.",R2'));
  run_well(asked);
  assert.deepEqual(rows(), ["Smith, J.=R2", "Somebody Else=nobody"]);
});

it("names columns that it did not read", () => {
  const odd = list("odd.csv", "person,duty,target,begins", "F1,assesses,R1,2026-09-01");
  assert.match(run_well(["check", "--people", people, "--duties", odd]).err, /not read: begins/);
});

it("never writes over a file that was handed in", () => {
  const before = readFileSync(people, "utf8");
  const linked = join(base, "linked.csv");
  symlinkSync(people, linked);
  for (const out of [people, linked]) {
    const done = run(["conflicts", "--people", people, ...term, "--out", out]);
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, /handed in/);
  }
  const matched = join(base, "again");
  run_well(["match", "--people", people, ...term, "--out", matched]);
  const kept = contents(matched);
  const pairs = join(matched, "matches.csv");
  for (const command of [
    ["match", "--people", people, "--pairs", pairs, ...term, "--out", matched],
    ["audit", "--people", people, "--pairs", join(matched, "report.html"), ...term, "--out", matched],
    ["match", "--people", people, "--program", join(matched, "program.toml"), "--out", matched],
  ]) {
    const done = run(command);
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, /handed in/);
    assert.deepEqual(contents(matched), kept);
  }
  assert.equal(readFileSync(people, "utf8"), before);
});

it("replaces nothing when a folder stands where a file has to go", () => {
  const out = join(base, "blocked");
  run_well(["match", "--people", people, ...term, "--out", out]);
  execFileSync("rm", [join(out, "unmatched.csv")]);
  mkdirSync(join(out, "unmatched.csv"));
  const before = contents(out);
  const done = run(["match", "--people", people, ...term, "--preset", "easy_to_meet", "--out", out]);
  assert.equal(done.code, 3, done.said);
  assert.match(done.err, /unmatched\.csv cannot be written/);
  assert.deepEqual(contents(out), before);
});

it("refuses a pipe instead of waiting for it twice", () => {
  const pipe = join(base, "pipe");
  execFileSync("mkfifo", [pipe]);
  const done = run(["check", "--people", pipe]);
  assert.equal(done.code, 1, done.said);
  assert.match(done.err, /pipe or a device/);
});

it("leaves the results as they were when it is interrupted", async () => {
  const rows = ["id,given_name,family_name,kind,site,capacity"];
  for (let i = 0; i < 60_000; i++) rows.push(`P${i},A,B${i},${i % 3 ? "learner" : "educator"},S${i % 97},3`);
  const many = list("many.csv", ...rows);
  const out = join(base, "interrupted");
  run_well(["match", "--people", people, ...term, "--out", out]);
  const before = contents(out);
  const going = start(["match", "--people", many, ...term, "--out", out]);
  await new Promise((resolve) => going.child.stderr.once("data", resolve));
  going.child.kill("SIGINT");
  const done = await going.ended;
  assert.equal(done.signal, "SIGINT");
  assert.deepEqual(contents(out), before);
});
