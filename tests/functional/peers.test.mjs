// Pairs and groups of peers as files: answers that the document's scripts prove, the same answer whatever the order of
// rows, and files that are wrong in every way.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { contents, folder, run, write } from "./program.mjs";
import { random_of, read_table, shuffled, write_table } from "./tables.mjs";

const base = folder("peers");
const document = readFileSync(fileURLToPath(new URL("../../docs/matching.md", import.meta.url)), "utf8");
const without_python = spawnSync("python3", ["--version"]).status === 0 ? false : "there is no python3 here";
/** The script of the document that says so when it has proven something. */
const script = (says) =>
  write(
    join(base, `${says}.py`),
    [...document.matchAll(/```python\n([^]*?)```/g)].map((found) => found[1]).find((text) => text.includes(says)),
  );
const prove = (says, ...files) => spawnSync("python3", [script(says), ...files], { encoding: "utf8" });

let number = 0;
/** Runs a command over {option: text}: {code, err, rows, words (kind → id → value), at (option → path)}. */
function answer(command, files, more = []) {
  const folder = join(base, `${command}-${++number}`);
  const at = { out: join(folder, "out.csv"), certificate: join(folder, "certificate.csv") };
  for (const [name, text] of Object.entries(files)) at[name] = write(join(folder, `${name}.csv`), text);
  const done = run([command, ...Object.entries(at).flatMap(([name, path]) => [`--${name}`, path]), ...more]);
  if (done.code !== 0) return { ...done, at };
  const words = {};
  for (const { kind, id, value } of read_table(at.certificate).rows) (words[kind] ??= {})[id] = value;
  return { ...done, at, words, rows: read_table(at.out).rows };
}
const pairs = (files, objective, more = []) => answer("pairs", files, ["--objective", objective, ...more]);
const groups = (files, more = []) => answer("groups", files, more);

/** Who may be paired, with scores and ranks; the same for the same seed. */
function invented(seed, people, chance) {
  const random = random_of(seed);
  const edges = [];
  const liked = Array.from({ length: people }, () => []);
  for (let a = 0; a < people; a++)
    for (let b = a + 1; b < people; b++) {
      if (random() >= chance) continue;
      const [person, peer] = random() < 0.5 ? [a, b] : [b, a];
      edges.push({ person: `P${person}`, peer: `P${peer}`, score: String(Math.floor(random() * 400 - 40) / 8) });
      liked[a].push(b);
      liked[b].push(a);
    }
  const rank = liked.map((list, a) => Object.fromEntries(shuffled(list, seed * 1000 + a).map((b, n) => [b, n + 1])));
  const of = (id) => Number(id.slice(1));
  const ranks = edges.map(({ person, peer }) => ({
    person,
    peer,
    person_rank: rank[of(person)][of(peer)],
    peer_rank: rank[of(peer)][of(person)],
  }));
  const table = (rows) => write_table({ heading: Object.keys(rows[0]), rows });
  return { edges: table(edges), ranks: table(ranks) };
}

/** The best (pairs, total) by looking at every way to pair few people. */
function best_by_hand(edges, objective) {
  const rows = edges.trim().split("\n").slice(1).map((row) => row.split(","));
  const better = (a, b) => (objective === "total" ? a[1] > b[1] : a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]));
  const look = (from, taken) => {
    let best = [0, 0];
    for (let n = from; n < rows.length; n++) {
      const [a, b, score] = rows[n];
      if (taken.has(a) || taken.has(b)) continue;
      const [count, total] = look(n + 1, new Set([...taken, a, b]));
      if (better([count + 1, total + Number(score)], best)) best = [count + 1, total + Number(score)];
    }
    return best;
  };
  return look(0, new Set());
}

it("finds the best pairs and proves them by the document's script", { skip: without_python }, () => {
  for (let seed = 1; seed <= 6; seed++)
    for (const objective of ["total", "most_then_total"]) {
      const { edges } = invented(seed, 9, 0.5);
      const done = pairs({ edges }, objective);
      const [count, total] = best_by_hand(edges, objective);
      assert.equal(Number(done.words.total[""]), total);
      if (objective === "most_then_total") assert.equal(Number(done.words.pairs[""]), count);
      const proven = prove("no pairs are worth more", done.at.edges, done.at.out, done.at.certificate);
      assert.equal(proven.status, 0, proven.stderr);
      assert.match(proven.stdout, /^Proven: no pairs are worth more than [\d.]+\n$/);
    }
});

it("proves larger answers with odd sets, and no lies about them", { skip: without_python }, () => {
  const rows = ["person,peer,score"];
  for (let n = 0; n < 15; n++)  // threes who like each other, hardly joined
    rows.push(`A${n},B${n},6`, `B${n},C${n},6.25`, `C${n},A${n},5.5`, `C${n},A${(n + 1) % 15},0.25`);
  const edges = rows.join("\n") + "\n";
  for (const objective of ["total", "most_then_total"]) {
    const done = pairs({ edges }, objective);
    assert.ok(done.words.set, "the instance has odd sets");
    const with_files = (out, certificate) => prove("no pairs are worth more", done.at.edges, out, certificate);
    const honest = with_files(done.at.out, done.at.certificate);
    assert.equal(honest.status, 0, honest.stderr);
    const table = (path, tamper) => {
      const changed = read_table(path);
      tamper(changed.rows);
      return write(join(base, "lie.csv"), write_table(changed));
    };
    const lies = {
      "a pair left out": (rows) => {
        const row = rows.find(({ peer }) => peer);
        rows.find(({ person }) => person === row.peer).peer = "";
        row.peer = "";
      },
      "somebody missing": (rows) => rows.pop(),
      "one side of a pair": (rows) => (rows.find(({ peer }) => peer).peer = ""),
    };
    for (const [what, tamper] of Object.entries(lies))
      assert.notEqual(with_files(table(done.at.out, tamper), done.at.certificate).status, 0, what);
    const cheaper = (kind) => (rows) => {
      const row = rows.find((row) => row.kind === kind && Number(row.value) > 0);
      row.value = String(Number(row.value) - 0.25);
    };
    for (const kind of ["price", "set"])
      assert.notEqual(with_files(done.at.out, table(done.at.certificate, cheaper(kind))).status, 0, kind);
  }
});

it("finds stable pairs or proves that there are none", { skip: without_python }, () => {
  const seen = {};
  for (let seed = 1; seed <= 24; seed++) {
    const { edges, ranks } = invented(seed, 8 + seed, 0.5);
    const done = pairs({ edges, ranks }, "stable");
    assert.equal(done.code, 0, done.said);
    const outcome = done.words.outcome[""];
    seen[outcome] = (seen[outcome] ?? 0) + 1;
    assert.match(done.said, outcome === "stable" ? /Stable, checked/ : /No stable pairs exist.*stays alone by lottery/);
    const proven = prove("No stable pairs exist", done.at.ranks, done.at.out, done.at.certificate);
    assert.equal(proven.status, 0, proven.stderr);
    assert.equal(proven.stdout, outcome === "stable" ? "Stable\n" : "No stable pairs exist\n");
    const table = read_table(done.at.certificate);
    const successors = table.rows.filter(({ kind }) => kind === "successor");
    const [a, b] = successors.filter(({ id, value }) => id !== value);
    [a.value, b.value] = [b.value, a.value];
    const lie = write(join(base, "lie.csv"), write_table(table));
    assert.notEqual(prove("No stable pairs exist", done.at.ranks, done.at.out, lie).status, 0, `seed ${seed}`);
  }
  assert.ok(seen.stable > 0 && seen.no_stable > 0, JSON.stringify(seen));
});

it("gives the same pairs and groups whatever the order of rows", () => {
  const turned = (rows) => rows.map((row, n) => (n % 2 ? row : { ...row, person: row.peer, peer: row.person }));
  const reranked = (rows) =>
    turned(rows).map((row, n) => (n % 2 ? row : { ...row, person_rank: row.peer_rank, peer_rank: row.person_rank }));
  const again = (path, change, seed) => {
    const table = read_table(path);
    return write_table({ ...table, rows: shuffled(change(table.rows), seed) });
  };
  const sorted = (rows) => rows.map((row) => Object.values(row).join()).sort();
  for (const objective of ["total", "most_then_total", "stable"]) {
    const files = invented(11, 40, 0.3);
    const here = pairs(files, objective, ["--seed", "5"]);
    const there = pairs(
      { edges: again(here.at.edges, turned, 3), ranks: again(here.at.ranks, reranked, 4) },
      objective,
      ["--seed", "5"],
    );
    assert.deepEqual(sorted(there.rows), sorted(here.rows), objective);
  }
  const people = ["person,stage,site"], wishes = ["person,wished"];
  for (let n = 0; n < 30; n++) {
    people.push(`P${n},PGY-${n % 4},${["North", "South", ""][n % 3]}`);
    wishes.push(`P${n},P${(n * 7 + 3) % 30}`, `P${n},P${(n + 1) % 30}`);
  }
  const list = (rows, seed) => [rows[0], ...(seed ? shuffled(rows.slice(1), seed) : rows.slice(1))].join("\n") + "\n";
  const here = groups({ people: list(people), wishes: list(wishes) });
  const there = groups({ people: list(people, 5), wishes: list(wishes, 6) });
  assert.deepEqual(sorted(there.rows), sorted(here.rows));
});

it("pairs near-peers only, and leaves alone whoever has none", () => {
  const people = "person,stage\nA,1\nB,1\nC,2\nD,5\nE,3\n";
  const edges = "person,peer,score\nA,B,9\nA,C,1\nB,C,2\nC,D,8\nE,C,5\n";
  const done = pairs({ edges, people }, "total", ["--near-stage", "1..2"]);
  assert.match(done.out, /2 pairs were left out/);
  assert.deepEqual(done.rows.map(({ person, peer }) => person + peer), ["A", "B", "CE", "D", "EC"]);
  const alike = pairs({ edges, people }, "total", ["--near-stage", "0"]);
  assert.deepEqual(alike.rows.map(({ person, peer }) => person + peer), ["AB", "BA", "C", "D", "E"]);
  assert.match(alike.out, /1 pair of 5 people; 3 stay alone\. The scores add up to 9\./);
});

it("makes groups of the sizes asked for, mixed, and says what they are worth", () => {
  const people = ["person,stage,site"], wishes = ["person,wished"];
  for (let n = 0; n < 26; n++) people.push(`P${n},${n % 2 ? "PGY-1" : "PGY-2"},${n % 4 < 2 ? "North" : "South"}`);
  for (let n = 0; n < 26; n++) wishes.push(`P${n},P${n ^ 1}`);
  const text = (rows) => rows.join("\n") + "\n";
  const done = groups({ people: text(people), wishes: text(wishes) });
  assert.match(done.out, /4 groups of 6 or 7 for 26 people/);
  const members = {};
  done.rows.forEach(({ person, group }) => (members[group] ??= []).push(person));
  assert.deepEqual(Object.keys(members), ["1", "2", "3", "4"]);
  assert.deepEqual(Object.values(members).map(({ length }) => length).sort(), [6, 6, 7, 7]);
  // The figures, counted from the groups alone.
  const group_of = Object.fromEntries(done.rows.map(({ person, group }) => [person, group]));
  const met = wishes.slice(1).map((row) => row.split(",")).filter(([a, b]) => group_of[a] === group_of[b]);
  assert.equal(Number(done.words.wishes_met[""]), met.length);
  assert.equal(Number(done.words.with_wish[""]), new Set(met.map(([a]) => a)).size);
  assert.ok(Number(done.words.value[""]) <= Number(done.words.bound[""]));
  assert.equal(done.words.outcome[""] === "optimal", done.words.value[""] === done.words.bound[""]);
  for (const list of Object.values(members)) {
    const first = list.filter((person) => Number(person.slice(1)) % 2).length;
    assert.ok(first >= 2 && first <= 5, "stages are mixed");
  }
  assert.match(groups({ people: text(people.slice(0, 13)) }, ["--size", "6"]).out, /2 groups of 6 for 12 people/);
});

const good = { edges: "person,peer,score\nA,B,5\nB,C,2.50\nC,D,4\n", people: "person,stage\nA,1\nB,2\nC,3\nD,4\n" };
const edges = (...rows) => ({ edges: good.edges + rows.join("\n") + "\n" });
const people = (...rows) => ({ people: good.people + rows.join("\n") + "\n" });
const ranks = (...rows) => ({ ranks: ["person,peer,person_rank,peer_rank", ...rows].join("\n") + "\n" });
const near = (text) => ["--near-stage", text];

/** [what, files, options, everything the refusal has to say] */
const cases = [
  ["edges without a score", { edges: "person,peer\nA,B\n" }, [], [/edges\.csv/, /score/]],
  ["edges without a row", { edges: "person,peer,score\n" }, [], [/edges\.csv/, /at least one row/]],
  ["an empty id", edges(",B,3"), [], [/edges\.csv, row 5/, /person is empty/]],
  ["a stranger", edges("A,X,3"), [], [/edges\.csv, row 5/, /X is not in .*people\.csv/]],
  ["a pair with oneself", edges("D,D,3"), [], [/edges\.csv, row 5/, /D is paired with themselves/]],
  ["a repeated edge", edges("A,D,1", "A,B,2"), [], [/edges\.csv, row 6/, /A and B/, /row 2/]],
  ["a repeated edge the other way around", edges("C,B,1"), [], [/edges\.csv, row 5/, /C and B/, /row 3/]],
  ["a score that is no number", edges("A,D,lots"), [], [/edges\.csv, row 5/, /lots/]],
  ["a score out of range", edges("A,D,1000000001"), [], [/edges\.csv, row 5/, /1000000000/]],
  ["digits that do not fit", edges("A,D,9999999", "B,D,0.001"), [], [/edges\.csv, row 6/, /0\.001/, /3 digits/]],
  ["somebody twice", people("B,2"), [], [/people\.csv, row 6/, /B already stands in row 3/]],
  ["people without a row", { people: "person,stage\n" }, [], [/people\.csv/, /at least one row/]],
  ["no stage where stages count", { people: "person\nA\nB\nC\nD\n" }, near("1..2"), [/people\.csv/, /column stage/]],
  ["a stage that is no number", people("E,PGY-1"), near("1..2"), [/people\.csv, row 6/, /PGY-1/, /whole number/]],
  ["steps that are none", {}, near("2..1"), [/--near-stage/, /2\.\.1/]],
  ["steps below zero", {}, ["--near-stage=-1..2"], [/--near-stage/, /-1\.\.2/]],
  ["stages of nobody", { people: undefined }, near("1..2"), [/--near-stage needs/, /--people/]],
  ["ranks of no edge", ranks("A,D,1,1"), [], [/ranks\.csv, row 2/, /A and D/, /edges\.csv/]],
  ["repeated ranks", ranks("A,B,1,1", "B,A,1,1"), [], [/ranks\.csv, row 3/, /already/]],
  ["a rank of zero", ranks("A,B,0,1"), [], [/ranks\.csv, row 2/, /person_rank/]],
  ["missing ranks", ranks("A,B,1,1", "C,B,1,2"), [], [/ranks\.csv/, /C and D/]],
  ["an unknown objective", {}, ["--objective", "best"], [/best/, /most_then_total/]],
];

function is_refused(done, says) {
  assert.equal(done.code, 1, done.said);
  for (const words of says) assert.match(done.err, words);
  assert.doesNotMatch(done.err, /error\.[a-z_]+\.|\{[a-z_]+\}|unexpected error/, "every sentence is complete");
  assert.equal(contents(done.at.out), undefined, "nothing is written");
}

for (const [what, files, options, says] of cases) {
  it(`refuses ${what}`, () => {
    const all = Object.fromEntries(Object.entries({ ...good, ...files }).filter(([, text]) => text !== undefined));
    const objective = options[0] === "--objective" ? [] : ["--objective", files.ranks ? "stable" : "total"];
    is_refused(answer("pairs", all, [...options, ...objective]), says);
  });
}

const ten = "person\n" + [..."ABCDEFGHIJ"].join("\n") + "\n";
const wishes = (...rows) => ({ wishes: ["person,wished", ...rows].join("\n") + "\n" });
const group_cases = [
  ["people who cannot be divided", { people: "person\nA\nB\nC\n" }, [], [/3 people cannot be divided/, /5 to 8/]],
  ["a size that leaves people over", {}, ["--size", "7"], [/10 people cannot be divided into groups of 7\./]],
  ["sizes the wrong way around", {}, ["--size", "8..5"], [/8\.\.5/, /smallest/]],
  ["groups of one", {}, ["--size", "1..3"], [/1\.\.3/, /from 2 to 50/]],
  ["a size that is no number", {}, ["--size", "few"], [/few/]],
  ["somebody twice", { people: ten + "C\n" }, [], [/people\.csv, row 12/, /row 4/]],
  ["nobody", { people: "person\n" }, [], [/people\.csv/, /at least one row/]],
  ["a wish of a stranger", wishes("X,A"), [], [/wishes\.csv, row 2/, /X is not in/]],
  ["a wish for a stranger", wishes("A,B", "A,X"), [], [/wishes\.csv, row 3/, /X is not in/]],
  ["a wish for oneself", wishes("A,A"), [], [/wishes\.csv, row 2/, /themselves/]],
  ["a repeated wish", wishes("A,B", "B,A", "A,B"), [], [/wishes\.csv, row 4/, /A for B/, /row 2/]],
  ["wishes without a column", { wishes: "person,friend\nA,B\n" }, [], [/wishes\.csv/, /column wished/]],
  ["more points than count", {}, ["--same-stage", "1001"], [/same_stage/, /1001/, /between 0 and 1000/]],
  ["later wishes above the first", {}, ["--later-wish", "9"], [/later_wish/, /9/, /6/]],
];

for (const [what, files, options, says] of group_cases)
  it(`refuses to group ${what}`, () => is_refused(answer("groups", { people: ten, ...files }, options), says));

it("never writes over a file that was handed in", () => {
  const at = join(base, "kept");
  const file = write(join(at, "edges.csv"), good.edges), list = write(join(at, "people.csv"), ten);
  const before = contents(at);
  for (const args of [
    ["pairs", "--edges", file, "--objective", "total", "--out", file],
    ["pairs", "--edges", file, "--objective", "total", "--out", join(base, "x.csv"), "--certificate", file],
    ["groups", "--people", list, "--out", list],
  ]) {
    const done = run(args);
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, /handed in/);
  }
  assert.deepEqual(contents(at), before);
});
