// Two sign-up lists as programs really keep them, with questions about identity: read as they are, matched, and not
// one answer about who somebody is ends up in a file.
import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { contents, folder, run, run_well, texts, write } from "./program.mjs";
import { parse, random_of, read_table, write_rows } from "./tables.mjs";

const count = 60;
const base = folder("rosters");
const out = (name) => join(base, name);
const random = random_of(60);
const one_of = (list) => list[Math.floor(random() * list.length)];
const departments = ["Department of Medicine", "Department of Surgery", "Department of Pediatrics"];
const professions = ["Policy", "Operational delivery", "Nursing"];
const grades = ["AA", "EO", "HEO", "SEO"];
// Spelled so that no word of a report can be taken for them.
const identities = ["Zyx-binary", "Qwo spirit", "Vorn or aromantic", "Minority of Zhar", "Disability xqa", "Aged 1937"];
const number = (i) => String(i).padStart(3, "0");

function sign_ups(kind, identity_headings, identity_cells) {
  const heading = ["first name", "last name", "email address", "both mentor and mentee", "job title", "grade"];
  // The first is spelled as the real export spells it.
  heading.push("organi\u0073ation", "profession", ...identity_headings, "biography");
  const rows = Array.from({ length: count }, (_, i) => {
    const [grade, department, profession] = [one_of(grades), one_of(departments), one_of(professions)];
    const cells = identity_cells();
    const about = `My name is ${kind} ${number(i)}. I am a ${grade}. My characteristics is/are ${cells.at(-1)}. `;
    const address = `${kind}.${number(i)}@example.edu`;
    return [kind, number(i), address, "no", "Some role", grade, department, profession, ...cells, about];
  });
  return write_rows([heading, ...rows]);
}

const asked = ["match with similar identity", "identity to match"];
const mentees = sign_ups("mentee", asked, () => ["no", one_of(identities)]);
const mentors = sign_ups("mentor", ["characteristics"], () => [`${one_of(identities)}, ${one_of(identities)}`]);
const lists = [
  ...["--learners", write(out("mentees.csv"), mentees)],
  ...["--educators", write(out("mentors.csv"), mentors)],
];
const term = ["--term", "2027-08-01..2028-08-01"];
const identity_columns = { "mentees.csv": asked, "mentors.csv": ["characteristics"] };
const headings = (text) => parse(text)[0];

/** Nothing of the identity columns, and no sentence of the free text, is in these texts. */
function assert_without_identity(written, where) {
  for (const [name, text] of Object.entries(written)) {
    for (const value of [...identities, "My name is", "My characteristics"]) {
      assert.ok(!text.includes(value), `${where}: ${name} holds “${value}”`);
    }
  }
}

it("matches the lists as they are and gives everybody a proposal", () => {
  const done = run_well(["match", ...lists, ...term, "--out", out("match")]);
  const { heading, rows } = read_table(out("match/matches.csv"));
  assert.deepEqual(heading.slice(0, 3), ["learner", "educator", "score"]);
  assert.equal(rows.length, count);
  assert.equal(new Set(rows.map((row) => row.learner)).size, count);
  assert.ok(done.out.includes(`${count} learners have a proposal`), done.out);
  assert.equal(read_table(out("match/unmatched.csv")).rows.length, 0);
});

it("names every identity and free-text column as dropped, at the terminal, unasked", () => {
  const { out: said } = run_well(["match", ...lists, ...term, "--out", out("named")]);
  for (const [file, columns] of Object.entries(identity_columns)) {
    for (const column of [...columns, "biography"]) {
      const lines = said.split("\n").filter((one) => one.includes(file) && one.includes(`“${column}”`));
      const told = lines.some((one) => one.includes("dropped"));
      assert.ok(told, `${file}: ${column} is not named:\n${said}`);
    }
  }
});

it("writes no value of an identity column anywhere", () => {
  const { said } = run_well(["match", ...lists, ...term, "--out", out("private")]);
  assert_without_identity({ ...texts(out("private")), said }, "match");
  run_well(["conflicts", ...lists, ...term, "--out", out("findings.csv")]);
  const pairs = write(out("pairs.csv"), "learner,educator\nmentee.001@example.edu,mentor.001@example.edu\n");
  run_well(["audit", ...lists, ...term, "--pairs", pairs, "--out", out("audit")]);
  assert_without_identity(texts(out("audit")), "audit");
});

it("keeps no value of an identity column in the database of an import", () => {
  const data = out("data");
  const institution = ["--institution", "north", "--name", "North School"];
  const done = run_well(["import", "--data", data, ...institution, ...lists, "--accept"]);
  assert_without_identity({ ...texts(data), said: done.said }, "import");
  const held = Object.values(texts(data)).some((text) => text.includes("mentee.017@example.edu"));
  assert.ok(held, "the search would find what is stored");
});

it("explains every column with --explain-columns", () => {
  const { out: said } = run_well(["check", ...lists, "--explain-columns"]);
  for (const [file, text] of [
    ["mentees.csv", mentees],
    ["mentors.csv", mentors],
  ]) {
    const part = said.slice(said.indexOf(`${file}:`));
    for (const heading of headings(text)) {
      const dropped = identity_columns[file].includes(heading) || heading === "biography";
      const what = dropped ? "is dropped" : "is (read|not read)";
      assert.match(part, new RegExp(`“${heading}” ${what}`), `${file}: ${heading}`);
    }
  }
  assert.match(said, /“email address” is read as email/);
});

it("reads headings nobody could guess with a mapping file, and refuses them without", () => {
  const renamed = mentees.replace("email address", "Postfach").replace("grade", "Abteilung");
  const strange = write(out("strange/mentees.csv"), renamed);
  const choices = ["their heading,our column", "Postfach,email", "Abteilung,unit", "job title,ignore"];
  const mapping = write(out("strange/mapping.csv"), choices.join("\n") + "\n");
  const mapped = ["--learners", strange, ...lists.slice(2), "--mapping", mapping];
  const { out: said } = run_well(["check", ...mapped, "--explain-columns"]);
  assert.match(said, /“Postfach” is read as email/);
  assert.match(said, /“Abteilung” is read as unit/);
  assert.match(said, /“job title” is not read: the mapping file says so/);
  run_well(["match", ...mapped, ...term, "--out", out("mapped")]);
  assert.ok(read_table(out("mapped/matches.csv")).rows.some((row) => row.learner === "mentee.000@example.edu"));
  // Without it the heading is named as one that is not read, and the name alone serves as id.
  const plain = run_well(["check", "--learners", strange, ...lists.slice(2), "--explain-columns"]);
  assert.match(plain.out, /“Postfach” is not read/);
});

it("refuses a mapping that asks for an identity column, and writes nothing", () => {
  const mapping = write(out("asking.csv"), "their heading,our column\ncharacteristics,interests\n");
  const done = run(["match", ...lists, ...term, "--mapping", mapping, "--out", out("asked")]);
  assert.equal(done.code, 1, done.said);
  assert.match(done.err, /the column “characteristics”, which speaks of who people are.*mapping/);
  assert.equal(contents(out("asked")), undefined);
});
