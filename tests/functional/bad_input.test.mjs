// Files that are wrong in every way a school's files are: each is refused with its place, its rule and what to do,
// and nothing is written.
import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { contents, folder, run, run_well, texts, write } from "./program.mjs";
import { read_table } from "./tables.mjs";

const base = folder("bad");
const term = "2026-08-01..2027-08-01";
const good = {
  people: `id,given_name,family_name,email,kind,site,unit,manager,capacity,from,to
L1,Jane,Smith,jane@example.edu,learner,North,ICU,,,2026-07-01,2029-07-01
L2,Omar,Haddad,omar@example.edu,learner,North,ICU,,,2026-07-01,2029-07-01
E1,Ann,Lee,ann@example.edu,educator,North,Wards,,1,,
E2,Bo,Holm,bo@example.edu,educator,North,Clinic,,2,,
`,
  duties: "person,duty,target,from,to,source\nE1,manages,E2,2026-07-01,2027-07-01,office\n",
};
const duties = (...rows) => ({ duties: ["person,duty,target,from,to", ...rows].join("\n") + "\n" });
const people = (old, now) => ({ people: good.people.replace(old, now) });
let number = 0;

/** Writes the files of a case and runs match over them. */
function match(files, more = []) {
  const directory = join(base, String(++number));
  const args = [];
  for (const [name, content] of Object.entries({ ...good, ...files })) {
    const file = name === "program" ? "program.toml" : `${name}.csv`;
    args.push(`--${name}`, write(join(directory, file), content));
  }
  const when = files.program || more.includes("--term") ? [] : ["--term", term];
  const out = join(directory, "out");
  return { ...run(["match", ...args, ...when, ...more, "--out", out]), out };
}

it("accepts the files from which each case departs", () => {
  const done = match({});
  assert.equal(done.code, 0, done.said);
  assert.equal(read_table(join(done.out, "matches.csv")).rows.length, 2);
});

const workbook = Buffer.from("PK\u0003\u0004\u0014\0\u0006\0xl/workbook.xml");
const utf16 = Buffer.from("\ufeff" + good.people, "utf16le");
const latin_1 = Buffer.from(good.people.replace("Jane", "Zoë"), "latin1");
const pairs = (...rows) => ["learner,educator", ...rows].join("\n") + "\n";
const wishes = (...rows) => ["learner,educator,rank", ...rows].join("\n") + "\n";
const program = (...lines) => lines.join("\n") + "\n";
const standing = `term = "${term}"`;

/** [what, files, options, everything the refusal has to say] */
const cases = [
  ["an empty file", { people: "" }, [], [/people\.csv/, /heading row/]],
  ["a heading row alone", { people: good.people.split("\n")[0] + "\n" }, [], [/people\.csv/, /nobody/]],
  ["a byte that is no letter", people("Omar", "Om\u0001\0r"), [], [/people\.csv/, /row 3/, /byte/, /Export/]],
  ["binary", { people: Buffer.from([127, 69, 76, 70, 2, 1, 1, 0, 0, 255, 254, 10, 0]) }, [], [/people\.csv/, /text/]],
  ["a workbook", { people: workbook }, [], [/people\.csv/, /Excel|zip/, /CSV/]],
  ["UTF-16", { people: utf16 }, [], [/people\.csv/, /UTF-16/, /CSV in UTF-8/]],
  ["Latin-1 untold", { people: latin_1 }, [], [/people\.csv/, /row 2/, /column/, /--encoding latin-1/]],
  ["a missing column", people("family_name", "zzz"), [], [/people\.csv/, /a name/, /mapping/]],
  ["a doubled column", people("email", "given_name"), [], [/people\.csv/, /given_name/, /both/, /mapping/]],
  ["a doubled id", people("L2,", "L1,"), [], [/people\.csv/, /row 3/, /row 2/, /remove|correct/]],
  ["a doubled e-mail", people("omar@", "jane@"), [], [/people\.csv/, /row 3/, /row 2/, /e-mail/]],
  ["an impossible date", people("2026-07-01", "2026-02-30"), [], [/people\.csv/, /row 2/, /from/, /calendar/]],
  ["reversed dates", people("2029-07-01", "2025-07-01"), [], [/people\.csv/, /row 2/, /does not come after/]],
  ["an ambiguous date", people("2026-07-01", "03/04/2026"), [], [/people\.csv/, /row 2/, /--dates dmy/]],
  ["a negative capacity", people("Wards,,1", "Wards,,-1"), [], [/people\.csv/, /row 4/, /capacity/, /0 to 500/]],
  ["an absurd capacity", people("Wards,,1", "Wards,,99999999999"), [], [/people\.csv/, /row 4/, /capacity/]],
  ["an unknown kind", people("learner", "wizard"), [], [/people\.csv/, /row 2/, /wizard/, /learner, educator or both/]],
  ["a malformed e-mail", people("omar@example.edu", "omar"), [], [/people\.csv/, /row 3/, /e-mail address/]],
  ["an unknown manager", people("ICU,,,", "ICU,X9,,"), [], [/people\.csv/, /row 2/, /manager “X9”/, /Add the man/]],
  ["somebody's own manager", people("Wards,,", "Wards,E1,"), [], [/people\.csv/, /row 4/, /own manager/]],
  [
    "managers in a circle",
    { people: good.people.replace("Wards,,", "Wards,E2,").replace("Clinic,,", "Clinic,E1,") },
    [],
    [/people\.csv/, /row [45]/, /circle/, /E1/, /E2/, /Correct/],
  ],
  [
    "duties that manage in a circle",
    duties("E1,manages,E2,2026-07-01,2027-07-01", "E2,manages,E1,2026-09-01,2027-07-01"),
    [],
    [/circle/, /E1/, /E2/, /End|correct/],
  ],
  ["an unknown person", duties("X7,manages,E2,,"), [], [/duties\.csv/, /row 2/, /X7/, /Add the person/]],
  ["a duty towards oneself", duties("E1,manages,E1,,"), [], [/duties\.csv/, /row 2/, /E1/, /themselves/]],
  ["an unknown duty", duties("E1,bewitches,E2,,"), [], [/duties\.csv/, /row 2/, /bewitches/, /formats\.md/]],
  ["a reversed duty", duties("E1,manages,E2,2027-01-01,2026-01-01"), [], [/duties\.csv/, /row 2/, /2026-01-01/]],
  ["an open quotation mark", duties('E1,"manages,E2,,'), [], [/duties\.csv/, /row 2/, /quotation mark/, /Close/]],
  ["a ragged row", duties("E1,manages"), [], [/duties\.csv/, /row 2/, /2 cells/, /5/]],
  [
    "a kept pair that breaks a rule",
    { ...duties("E1,manages,L1,,"), pairs: pairs("L1,E1") },
    [],
    [/L1/, /E1/, /rule/, /Take it out/],
  ],
  ["kept pairs over capacity", { pairs: pairs("L1,E1", "L2,E1") }, [], [/E1/, /1 places?|a capacity of 1/, /Raise/]],
  ["a kept pair of a stranger", { pairs: pairs("L1,E77") }, [], [/pairs\.csv/, /row 2/, /E77/]],
  ["a wish of a stranger", { preferences: wishes("L1,E77,1") }, [], [/preferences\.csv/, /row 2/, /E77/]],
  ["an absurd rank", { preferences: wishes("L1,E1,0") }, [], [/preferences\.csv/, /row 2/, /rank/]],
  ["nobody there in the term", {}, ["--term", "2040-01-01..2041-01-01"], [/Nobody is left to match/, /Check the term/]],
  ["nobody selected", { program: program(standing, "[learners]", 'stage = "PGY-9"') }, [], [/Nobody/, /selection/]],
  ["a reversed term", {}, ["--term", "2027-08-01..2026-08-01"], [/2026-08-01/]],
  ["a term without a date", {}, ["--term", "soon"], [/soon/]],
  ["an unknown role", {}, ["--role", "wizard"], [/wizard/, /mentor/]],
  ["an unknown preset", {}, ["--preset", "magic"], [/magic/, /balanced/]],
  ["an unknown objective", {}, ["--objective", "magic"], [/magic/, /stable/]],
  ["a program with a typo", { program: program(standing, "presett = 1") }, [], [/program\.toml/, /line 2/, /presett/]],
  ["a program that is no TOML", { program: program(standing, "= =") }, [], [/program\.toml/, /line 2/, /Mend/]],
];

for (const [what, files, options, says] of cases) {
  it(`refuses ${what}`, () => {
    const begun = Date.now();
    const done = match(files, options);
    assert.equal(done.code, 1, done.said);
    for (const words of says) assert.match(done.err, words);
    assert.equal(contents(done.out), undefined, "nothing is written");
    assert.ok(Date.now() - begun < 30_000, "it never hangs");
    assert.doesNotMatch(done.err, /error\.[a-z_]+\.|\{[a-z_]+\}|unexpected error/, "every sentence is complete");
  });
}

it("reads Latin-1 when told so", () => {
  const done = match({ people: latin_1 }, ["--encoding", "latin-1"]);
  assert.equal(done.code, 0, done.said);
  assert.ok(texts(done.out)["report.html"].includes("Zoë"));
});

it("reads an ambiguous date when told what comes first", () => {
  assert.equal(match(people("2026-07-01", "03/04/2026"), ["--dates", "dmy"]).code, 0);
});

it("says that nobody is eligible instead of refusing, and proposes nobody", () => {
  const done = match(duties("E1,manages,L1,,", "E1,manages,L2,,", "E2,manages,L1,,", "E2,manages,L2,,"));
  assert.equal(done.code, 0, done.said);
  assert.equal(read_table(join(done.out, "matches.csv")).rows.length, 0);
  assert.equal(read_table(join(done.out, "unmatched.csv")).rows.length, 2);
});

it("leaves an older result as it is when the new files are refused", () => {
  const done = match({});
  const before = contents(done.out);
  const broken = write(join(base, "broken.csv"), good.people.replace("L2,", "L1,"));
  const again = run(["match", "--people", broken, "--term", term, "--out", done.out]);
  assert.equal(again.code, 1);
  assert.deepEqual(contents(done.out), before);
});

it("says which file is missing", () => {
  const done = run(["match", "--people", join(base, "nowhere.csv"), "--term", term, "--out", join(base, "missing")]);
  assert.ok(done.code === 1 || done.code === 3, `${done.code}`);
  assert.match(done.err, /nowhere\.csv/);
  assert.match(done.err, /Check the path/);
  assert.equal(contents(join(base, "missing")), undefined);
});

it("says that a place cannot be written to", () => {
  const file = write(join(base, "a-file"), "kept");
  const done = match({}, []);
  const people_file = write(join(base, "writable/people.csv"), good.people);
  const refused = run(["match", "--people", people_file, "--term", term, "--out", join(file, "out")]);
  assert.equal(done.code, 0);
  assert.equal(refused.code, 3, refused.said);
  assert.match(refused.err, /a-file/);
  assert.equal(texts(base)["a-file"], "kept");
});

it("ends with 2 for a command line that is wrong", () => {
  for (const args of [[], ["conjure"], ["match"], ["match", "--out", base, "--magic"], ["audit", "--out", base]]) {
    const done = run(args);
    assert.equal(done.code, 2, `chiron ${args.join(" ")}: ${done.said}`);
  }
});

const script = "<script>alert(1)</script>";
const sql = "'); DROP TABLE person; --";
for (const [what, text] of Object.entries({ HTML: script, SQL: sql, quotes: `"><img src=x onerror=alert(1)>` })) {
  it(`shows ${what} in every field as the text it is`, () => {
    const cell = `"${text.replaceAll('"', '""')}"`;
    const rows = [
      "id,given_name,family_name,kind,profession,stage,site,unit,cohort,specialty,languages,interests,capacity",
      `${cell},${cell},${cell},learner${`,${cell}`.repeat(8)},`,
      `E1,${cell},Lee,educator${`,${cell}`.repeat(8)},2`,
      `E2,${cell},Holm,educator${`,${cell}`.repeat(8)},2`,
    ];
    const group = `"unit:${text.replaceAll('"', '""')}"`;
    const more = `person,duty,target,from,to,source\nE2,supervises,${group},,,${cell}\n`;
    const list = pairs(`${cell},E2`);
    const done = match({ people: rows.join("\n") + "\n", duties: more });
    assert.equal(done.code, 0, done.said);
    const directory = join(base, String(number));
    const audited = join(directory, "audit");
    const files = ["--people", join(directory, "people.csv"), "--duties", join(directory, "duties.csv")];
    const wanted = write(join(directory, "pairs.csv"), list);
    run_well(["audit", ...files, "--pairs", wanted, "--term", term, "--out", audited]);
    for (const [name, html] of [...Object.entries(texts(done.out)), ...Object.entries(texts(audited))]) {
      if (name.endsWith(".html")) assert.doesNotMatch(html, /<script|<img/i, name);
    }
    assert.equal(read_table(join(done.out, "matches.csv")).rows.length, 1);
    const data = join(directory, "data");
    run_well(["import", "--data", data, "--institution", "north", "--name", "N", ...files, "--accept"]);
    assert.match(run_well(["import", "--data", data, "--institution", "north", "--list"]).out, /\w/);
  });
}

it("neutralizes formulas in every cell of a table it writes", () => {
  for (const formula of ["=1+1", "+cmd|'/c calc'!A0", "-1+1", "@SUM(A1)", "\t=1"]) {
    const id = `"${formula}"`;
    const rows = ["id,given_name,family_name,kind,site,capacity", `${id},A,B,learner,N,`, "E1,C,D,educator,N,1"];
    const done = match({ people: rows.join("\n") + "\n", duties: "person,duty,target\n" });
    assert.equal(done.code, 0, done.said);
    const [row] = read_table(join(done.out, "matches.csv")).rows;
    assert.doesNotMatch(row.learner, /^[=+\-@\t\r]/, formula);
    assert.ok(row.learner.includes(formula.trim()), formula);
  }
});
