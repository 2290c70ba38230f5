// Matching problems as files: published instances, answers that a stranger's script proves, the same answer whatever
// the order of rows, and files that are wrong in every way.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import { contents, folder, run, run_well, write } from "./program.mjs";
import { read_table, shuffled, write_table } from "./tables.mjs";

const base = folder("assign");
const document = readFileSync(fileURLToPath(new URL("../../docs/matching.md", import.meta.url)), "utf8");
const python = spawnSync("python3", ["--version"]).status === 0;
const without_python = python ? false : "there is no python3 here";
/** The scripts of the document, in order. */
const scripts = [...document.matchAll(/```python\n([^]*?)```/g)].map((found, n) =>
  write(join(base, `script-${n}.py`), found[1]),
);
const prove = (script, ...files) => spawnSync("python3", [scripts[script], ...files], { encoding: "utf8" });

function generate(family, learners, educators, candidates) {
  const out = join(base, `${family}-${learners}`);
  const sizes = ["--learners", learners, "--educators", educators, "--candidates", candidates].map(String);
  const done = run_well(["generate", "--family", family, ...sizes, "--seed", "1", "--out", out]);
  return { out, said: done.out, checksum: done.out.match(/checksum ([0-9a-f]{16})/)[1] };
}

const tables = (at) => ["--edges", join(at, "edges.csv"), "--capacities", join(at, "capacities.csv")];

let number = 0;
/** Solves the instance in a folder: {code, err, answer, certificate (kind → id → value)}. */
function assign(at, objective, more = []) {
  const out = join(base, `answer-${++number}.csv`);
  const certificate = join(base, `certificate-${number}.csv`);
  const options = ["--objective", objective, ...more, "--out", out, "--certificate", certificate];
  const done = run(["assign", ...tables(at), ...options]);
  if (done.code !== 0) return { ...done, out, certificate };
  const words = {};
  for (const { kind, id, value } of read_table(certificate).rows) (words[kind] ??= {})[id] = value;
  return { ...done, out, certificate, answer: read_table(out).rows, words };
}

it("draws the published instances and finds their published costs", () => {
  const published = [
    ["real", 1000, 250, 30, "c5661099706a696e", 3461984, 1000],
    ["real", 10000, 2500, 40, "91cd1335063a33d6", 32895229, 10000],
  ];
  for (const [family, learners, educators, candidates, checksum, cost, matched] of published) {
    const instance = generate(family, learners, educators, candidates);
    assert.equal(instance.checksum, checksum);
    // The same figure from the file alone.
    let hash = 1469598103934665603n;
    for (const { educator, score } of read_table(join(instance.out, "edges.csv")).rows)
      for (const word of [educator, score]) hash = BigInt.asUintN(64, (hash ^ BigInt(word)) * 0x100000001b3n);
    assert.equal(hash.toString(16).padStart(16, "0"), checksum);
    const done = assign(instance.out, "total", ["--unmatched-penalty", "10000"]);
    assert.equal(10000 * learners - Number(done.words.primal[""]), cost);
    assert.equal(done.answer.filter(({ educator }) => educator).length, matched);
  }
});

it("gives answers that the document's script proves, and not others", { skip: without_python }, () => {
  for (const family of ["real", "coarse", "scarce"]) {
    const { out: at } = generate(family, 400, 100, 12);
    const files = [join(at, "edges.csv"), join(at, "capacities.csv")];
    for (const objective of ["total", "most_then_total", "bottleneck"]) {
      const done = assign(at, objective);
      const proven = prove(0, ...files, done.out, done.certificate);
      assert.equal(proven.status, 0, proven.stderr);
      assert.match(proven.stdout, new RegExp(`^Proven: .* ${done.words.primal[""]}\\n$`));
      const lies = {
        "two educators exchanged": (rows) => {
          const other = rows.findIndex((row) => row.educator !== rows[0].educator);
          [rows[0].educator, rows[other].educator] = [rows[other].educator, rows[0].educator];
        },
        "somebody left out": (rows) => (rows.find((row) => row.educator).educator = ""),
        "a learner missing": (rows) => rows.pop(),
        "an educator overrun": (rows) => rows.forEach((row) => (row.educator = rows[0].educator)),
      };
      for (const [what, tamper] of Object.entries(lies)) {
        const table = read_table(done.out);
        tamper(table.rows);
        const lie = write(join(base, "lie.csv"), write_table(table));
        assert.notEqual(prove(0, ...files, lie, done.certificate).status, 0, `${family} ${objective}: ${what}`);
      }
      const table = read_table(done.certificate);
      table.rows.find(({ kind, value }) => kind === "educator" && value !== "0").value = "0";
      const lie = write(join(base, "lie.csv"), write_table(table));
      assert.notEqual(prove(0, ...files, done.out, lie).status, 0, `${family} ${objective}: a price changed`);
    }
  }
});

it("gives fair answers that the document's scripts prove, and not others", { skip: without_python }, () => {
  for (const family of ["coarse", "scarce"]) {
    const { out: at } = generate(family, 200, 50, 10);
    const files = [join(at, "edges.csv"), join(at, "capacities.csv")];
    const ranks = join(at, "ranks.csv");
    const edges = read_table(files[0]).rows;
    // One pin, to somebody's last candidate, and a floor that leaves most pairs.
    const pin = edges.filter(({ learner }) => learner === "7").at(-1);
    const pins = write(join(at, "pins.csv"), `learner,educator\n${pin.learner},${pin.educator}\n`);
    const low = String(Math.min(Number(pin.score), 3000));
    for (const [objective, script, more] of [
      ["bottleneck", 1, []],
      ["bottleneck", 1, ["--pins", pins, "--floor", low]],
      ["leximin", 2, []],
      ["leximin", 2, ["--pins", pins, "--floor", low]],
      ["rank_maximal", 2, []],
      ["rank_maximal", 2, ["--ranks", ranks, "--pins", pins, "--floor", low]],
    ]) {
      const what = [family, objective, ...more].join(" ");
      const done = assign(at, objective, more);
      assert.equal(done.code, 0, done.said);
      const last = more.includes("--ranks") ? [ranks] : [];
      const proven = prove(script, ...files, done.out, done.certificate, ...last);
      assert.equal(proven.status, 0, `${what}: ${proven.stderr}`);
      const kinds = read_table(done.certificate).rows.map(({ kind }) => kind);
      // Without one row that the proof needs, nothing is proven.
      for (const kind of script === 1 ? ["most_educator", "above_educator"] : ["level", "height"]) {
        const table = read_table(done.certificate);
        const at_row = kinds.indexOf(kind);
        assert.ok(at_row >= 0 || kind === "most_educator", `${what}: ${kind}`);
        if (at_row < 0) continue;
        table.rows.splice(at_row, 1);
        const lie = write(join(base, "lie.csv"), write_table(table));
        assert.notEqual(prove(script, ...files, done.out, lie, ...last).status, 0, `${what}: without a ${kind}`);
      }
      // Another assignment with this certificate is not proven either.
      const other = assign(at, "stable", more.filter((word) => !["--ranks", ranks].includes(word)));
      const proven_too = prove(script, ...files, other.out, done.certificate, ...last);
      assert.notEqual(proven_too.status, 0, `${what}: another answer`);
    }
  }
});

it("raises the smallest score, then every score after it, as far as placing the most allows", () => {
  const { out: at } = generate("real", 400, 100, 12);
  const edges = read_table(join(at, "edges.csv")).rows;
  const scores = new Map(edges.map((row) => [`${row.learner} ${row.educator}`, Number(row.score)]));
  const of = (objective) => {
    const done = assign(at, objective);
    const placed = done.answer.filter(({ educator }) => educator);
    const list = placed.map(({ learner, educator }) => scores.get(`${learner} ${educator}`)).sort((a, b) => a - b);
    return { list, said: done.out, printed: done.said };
  };
  const most = of("most_then_total"), bottleneck = of("bottleneck"), leximin = of("leximin");
  assert.equal(bottleneck.list.length, most.list.length);
  assert.equal(leximin.list.length, most.list.length);
  assert.ok(bottleneck.list[0] >= most.list[0]);
  assert.equal(leximin.list[0], bottleneck.list[0]);
  const first = leximin.list.findIndex((score, n) => score !== bottleneck.list[n]);
  assert.ok(first < 0 || leximin.list[first] > bottleneck.list[first]);
  assert.match(leximin.printed, new RegExp(`lowest score of a pair is ${leximin.list[0]};`));
  assert.match(of("rank_maximal").printed, /by the rank of their educator: 1: \d+, 2: \d+/);
});

it("keeps pins, forbids and a floor, and says what the floor costs", { skip: without_python }, () => {
  const { out: at } = generate("real", 400, 100, 12);
  const edges = read_table(join(at, "edges.csv")).rows;
  const pin = edges.filter(({ learner }) => learner === "7").at(-1);
  const forbid = edges.filter(({ learner }) => learner === "8")[0];
  const list = (name, pair) => write(join(at, name), `learner,educator\n${pair.learner},${pair.educator}\n`);
  const more = ["--pins", list("pins.csv", pin), "--forbid", list("forbid.csv", forbid), "--floor", "2000.5"];
  const done = assign(at, "most_then_total", more);
  assert.equal(done.code, 0, done.said);
  assert.equal(done.answer[7].educator, pin.educator);
  assert.notEqual(done.answer[8].educator, forbid.educator);
  const kept = edges.filter((row) => row !== forbid && Number(row.score) >= 2000.5);
  for (const { learner, educator } of done.answer)
    if (educator) assert.ok(kept.some((row) => row.learner === learner && row.educator === educator));
  assert.match(done.said, /With the floor of 2000\.5, \w+ learners? (is|are) without/);
  assert.equal(done.words.quantum[""], "0.1");
  assert.equal(done.words.floor[""], "2000.5");
  const heading = ["learner", "educator", "score"];
  const rest = write(join(at, "kept.csv"), write_table({ heading, rows: edges.filter((row) => row !== forbid) }));
  const proven = prove(0, rest, join(at, "capacities.csv"), done.out, done.certificate);
  assert.equal(proven.status, 0, proven.stderr);
});

it("gives the same answer whatever the order of rows", () => {
  const { out: at } = generate("coarse", 400, 100, 12);
  for (const seed of [1, 2]) {
    const other = join(base, `shuffled-${seed}`);
    for (const name of ["edges.csv", "capacities.csv", "ranks.csv"]) {
      const table = read_table(join(at, name));
      write(join(other, name), write_table({ ...table, rows: shuffled(table.rows, seed) }));
    }
    const first = new Set(read_table(join(other, "edges.csv")).rows.map(({ learner }) => learner));
    for (const objective of ["total", "most_then_total", "stable", "bottleneck", "leximin", "rank_maximal"]) {
      const options = (folder) => ["--ranks", join(folder, "ranks.csv"), "--seed", String(seed)];
      const here = assign(at, objective, options(at)), there = assign(other, objective, options(other));
      assert.deepEqual(there.answer.map(({ learner }) => learner), [...first], "in the order of the edges");
      const sorted = ({ answer }) => answer.map(({ learner, educator }) => `${learner},${educator}`).sort();
      assert.deepEqual(sorted(there), sorted(here), objective);
      assert.equal(there.words.total[""], here.words.total[""]);
    }
  }
});

it("leaves nobody and no educator with a pair that both would rather have", () => {
  const { out: at } = generate("scarce", 400, 100, 12);
  const done = assign(at, "stable", ["--ranks", join(at, "ranks.csv")]);
  const ranks = read_table(join(at, "ranks.csv")).rows;
  const seats = new Map(read_table(join(at, "capacities.csv")).rows.map((row) => [row.educator, Number(row.capacity)]));
  const educator_of = new Map(done.answer.map((row) => [row.learner, row.educator]));
  const liked = new Map(), worst = new Map();
  for (const row of ranks)
    if (educator_of.get(row.learner) === row.educator) {
      liked.set(row.learner, Number(row.learner_rank));
      worst.set(row.educator, Math.max(worst.get(row.educator) ?? 0, Number(row.educator_rank)));
      seats.set(row.educator, seats.get(row.educator) - 1);
    }
  for (const row of ranks) {
    const learner_wants = Number(row.learner_rank) < (liked.get(row.learner) ?? Infinity);
    const educator_wants = seats.get(row.educator) > 0 || Number(row.educator_rank) < worst.get(row.educator);
    assert.ok(!(learner_wants && educator_wants), `${row.learner} and ${row.educator}`);
  }
  assert.equal(done.words.seed[""], "0");
});

/** Output `n` of splitmix64 begun at `seed`, as the document says. */
function seed_of_run(seed, n) {
  const word = (number) => BigInt.asUintN(64, number);
  let z = word(BigInt(seed) + BigInt(n) * 0x9e3779b97f4a7c15n);
  z = word((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = word((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return String(z ^ (z >> 31n));
}

it("counts what the lotteries give that anybody can draw again, whatever the order of rows", () => {
  const { out: at } = generate("coarse", 200, 50, 8);
  // Ranks so coarse that the lottery has much to decide.
  const table = read_table(join(at, "ranks.csv"));
  for (const row of table.rows) {
    row.learner_rank = String(Math.ceil(row.learner_rank / 3));
    row.educator_rank = String(Math.ceil(row.educator_rank / 20));
  }
  const ranks = write(join(at, "coarse-ranks.csv"), write_table(table));
  const draw = (folder) => {
    const probabilities = join(folder, "probabilities.csv");
    const more = ["--ranks", ranks, "--probabilities", probabilities, "--lottery-runs", "20", "--seed", "7"];
    const done = assign(folder, "stable", more);
    assert.equal(done.code, 0, done.said);
    return read_table(probabilities).rows;
  };
  const rows = draw(at);
  const counted = {};
  for (const { learner, educator, assigned, runs } of rows) {
    assert.equal(runs, "20");
    counted[`${learner} ${educator}`] = Number(assigned);
  }
  const expected = {};
  for (let n = 1; n <= 20; ++n)
    for (const { learner, educator } of assign(at, "stable", ["--ranks", ranks, "--seed", seed_of_run(7, n)]).answer)
      expected[`${learner} ${educator}`] = (expected[`${learner} ${educator}`] ?? 0) + 1;
  assert.deepEqual(counted, expected);
  assert.ok(Object.values(counted).filter((times) => times < 20).length > 50, "the lottery decides something");
  for (const name of ["edges.csv", "capacities.csv"]) {
    const given = read_table(join(at, name));
    write(join(base, "coarse-shuffled", name), write_table({ ...given, rows: shuffled(given.rows, 3) }));
  }
  const lines = (list) => list.map((row) => Object.values(row).join()).sort();
  assert.deepEqual(lines(draw(join(base, "coarse-shuffled"))), lines(rows));
});

it("gives the probabilities of the document's example", () => {
  const section = document.slice(document.indexOf("## Assignment probabilities"));
  const [ranks, probabilities] = [...section.matchAll(/```csv\n([^]*?)```/g)].map((found) => found[1]);
  const at = join(base, "example");
  const pairs = ranks.split("\n").slice(1, -1).map((row) => row.split(",").slice(0, 2).join());
  write(join(at, "edges.csv"), ["learner,educator,score", ...pairs.map((pair) => `${pair},1`), ""].join("\n"));
  write(join(at, "capacities.csv"), "educator,capacity\nE1,1\nE2,1\n");
  const out = join(at, "probabilities.csv");
  const options = section.match(/--seed \d+|--lottery-runs \d+/g).slice(0, 2).flatMap((option) => option.split(" "));
  const more = ["--ranks", write(join(at, "ranks.csv"), ranks), "--probabilities", out, ...options];
  const done = assign(at, "stable", more);
  assert.equal(done.code, 0, done.said);
  assert.equal(write_table(read_table(out)), probabilities);
  assert.match(done.said, /10,000 lotteries were drawn; 4 of 4 learners did not have the same outcome/);
});

it("keeps pairs in mid-year at a price, or as many as possible, with a proof", { skip: without_python }, () => {
  const { out: at } = generate("scarce", 400, 100, 12);
  for (const objective of ["total", "most_then_total"]) {
    const before = assign(at, objective);
    const folder = join(base, `again-${objective}`);
    const edges = read_table(join(at, "edges.csv")), capacities = read_table(join(at, "capacities.csv"));
    // One educator leaves, others lose a place, scores change.
    const leaves = before.answer.find(({ educator }) => educator).educator;
    edges.rows = edges.rows.filter(({ educator }) => educator !== leaves);
    for (const [n, row] of edges.rows.entries()) row.score = String(Number(row.score) + ((n * 7919) % 2001) - 999.5);
    capacities.rows = capacities.rows.filter(({ educator }) => educator !== leaves);
    for (const [n, row] of capacities.rows.entries()) if (n % 5 === 0 && row.capacity > 1) row.capacity -= 1;
    const files = [write(join(folder, "edges.csv"), write_table(edges))];
    files.push(write(join(folder, "capacities.csv"), write_table(capacities)));
    const known = new Set(edges.rows.map(({ learner }) => learner));
    const rows = before.answer.filter(({ learner, educator }) => educator && known.has(learner));
    const current = write(join(folder, "current.csv"), write_table({ heading: ["learner", "educator"], rows }));
    const lost = rows.filter(({ educator }) => educator === leaves).length;
    const scores = new Map(edges.rows.map((row) => [`${row.learner} ${row.educator}`, Number(row.score)]));
    const has = new Map(rows.map(({ learner, educator }) => [learner, educator]));
    const pin = rows.find(({ educator }) => educator !== leaves);
    const pins = write(join(folder, "pins.csv"), write_table({ heading: ["learner", "educator"], rows: [pin] }));
    let least = Infinity;
    for (const more of [[], ["--change-price", "700.25"], ["--change-price", "3000", "--pins", pins, "--floor", "1500"],
                        ["--fewest-changes"]]) {
      const what = [objective, ...more].join(" ");
      const done = assign(folder, objective, ["--current", current, ...more]);
      assert.equal(done.code, 0, done.said);
      const kept = done.answer.filter(({ learner, educator }) => educator && has.get(learner) === educator);
      assert.equal(done.words.kept[""], String(kept.length), what);
      assert.equal(done.words.changed[""], String(rows.length - kept.length), what);
      const sum = done.answer.reduce((t, { learner, educator }) => t + (scores.get(`${learner} ${educator}`) ?? 0), 0);
      assert.equal(Number(done.words.total[""]), sum, what);
      const missing = done.answer.filter(({ educator }) => !educator).length;
      const price = Number(done.words.change_price[""]), penalty = Number(done.words.penalty[""]);
      const primal = (sum + price * kept.length - penalty * missing).toFixed(2);
      assert.equal(Number(done.words.primal[""]).toFixed(2), primal, what);
      assert.match(done.said, new RegExp(`${kept.length} of ${rows.length} learners keep their educator`));
      if (!more.includes("--floor")) assert.match(done.said, new RegExp(`${lost} learners? ha(s|ve) to change`));
      const proven = prove(0, ...files, done.out, done.certificate, current);
      assert.equal(proven.status, 0, `${what}: ${proven.stderr}`);
      // The proof is about current pairs: without them, or with one fewer, it proves nothing.
      if (price > 0) {
        assert.notEqual(prove(0, ...files, done.out, done.certificate).status, 0, what);
        const fewer = { heading: ["learner", "educator"], rows: rows.filter((row) => row.learner !== kept[0].learner) };
        const lie = write(join(folder, "lie.csv"), write_table(fewer));
        assert.notEqual(prove(0, ...files, done.out, done.certificate, lie).status, 0, what);
      }
      // Nor does anything else prove that nobody can keep more.
      const fewest = more.includes("--fewest-changes");
      assert.equal("keep_penalty" in done.words, fewest, what);
      assert.match(proven.stdout, fewest ? /^Proven: nobody can keep more, and no answer / : /^Proven: no answer /);
      const kinds = objective === "total" ? ["keep_learner", "keep_educator"] : ["keep_penalty", "keep_educator"];
      for (const kind of fewest ? kinds : []) {
        const table = read_table(done.certificate);
        const row = table.rows.find((each) => each.kind === kind && each.value !== "0");
        row.value = kind === "keep_penalty" ? String(Number(row.value) - 1) : "0";
        const lie = write(join(folder, "lie.csv"), write_table(table));
        assert.notEqual(prove(0, ...files, done.out, lie, current).status, 0, `${what}: another ${kind}`);
      }
      if (!more.includes("--pins")) {
        assert.ok(rows.length - kept.length <= least, `${what}: a higher price means no more changes`);
        least = rows.length - kept.length;
      }
    }
    assert.ok(least >= lost && least < rows.length / 2);
    // What is said of the trade-off is what each price gives on its own.
    const all = assign(folder, objective, ["--current", current, "--fewest-changes", "--changes-trade-off", "5"]);
    assert.equal(all.code, 0, all.said);
    assert.match(all.said, /5 answers are worth choosing from, where the steps between them are largest; more lie/);
    const line = /price ([\d.]+): ([\d,]+) learners? changes?, ([\d,]+) ha(?:s|ve) .*, the scores add up to ([\d.]+)/g;
    const said = [...all.said.matchAll(line)].map((found) => found.slice(1).map((text) => text.replaceAll(",", "")));
    assert.equal(said.length, 5);
    assert.equal(said[0][0], "0");
    assert.equal(said.at(-1)[1], String(least));
    for (const [n, [price, changed, matched, total]] of said.entries()) {
      if (n > 0) assert.ok(Number(price) > Number(said[n - 1][0]) && Number(changed) < Number(said[n - 1][1]));
      const alone = assign(folder, objective, ["--current", current, "--change-price", price]);
      const penalty = Number(alone.words.penalty[""]);
      const worth = (sum, changes, placed) => (Number(sum) - Number(price) * changes + penalty * placed).toFixed(2);
      const placed = alone.answer.filter(({ educator }) => educator).length;
      const { total: sum, changed: changes } = alone.words;
      assert.equal(worth(total, changed, matched), worth(sum[""], changes[""], placed), price);
    }
  }
});

const good = {
  edges: "learner,educator,score\nL1,E1,5\nL1,E2,2.50\nL2,E1,4\nL3,E2,-1\n",
  capacities: "educator,capacity\nE1,1\nE2,2\n",
};

/** Writes the files of a case and solves it. */
function small(files, more = [], objective = "most_then_total") {
  const at = join(base, `small-${++number}`);
  const options = [];
  for (const [name, text] of Object.entries({ ...good, ...files })) {
    const path = write(join(at, `${name}.csv`), text);
    if (!(name in good)) options.push(`--${name}`, path);
  }
  return assign(at, objective, [...options, ...more]);
}

it("counts decimals exactly and finds columns by their headings", () => {
  const done = small({ edges: "note;score;educator;learner\nx;0.1;E1;L1\nx;0.20;E2;L1\nx;0.3;E1;L2\n" });
  assert.equal(done.words.total[""], "0.5");
  assert.equal(done.words.quantum[""], "0.1");
  assert.deepEqual(done.answer, [
    { learner: "L1", educator: "E2" },
    { learner: "L2", educator: "E1" },
  ]);
});

it("leaves an educator empty for a learner who has none", () => {
  const done = small({}, ["--unmatched-penalty", "0.5"], "total");
  assert.deepEqual(done.answer.map(({ educator }) => educator), ["E2", "E1", ""]);
  assert.equal(done.words.primal[""], "6");
  assert.equal(done.words.penalty[""], "0.5");
});

const edges = (...rows) => ({ edges: good.edges + rows.join("\n") + "\n" });
const capacities = (...rows) => ({ capacities: ["educator,capacity", ...rows].join("\n") + "\n" });
const pairs = (...rows) => ["learner,educator", ...rows].join("\n") + "\n";
const ranks = (...rows) => ({ ranks: ["learner,educator,learner_rank,educator_rank", ...rows].join("\n") + "\n" });

const probabilities = ["--probabilities", join(base, "never.csv")];

/** [what, files, options, everything the refusal has to say, the objective] */
const cases = [
  ["edges without a score column", { edges: "learner,educator\nL1,E1\n" }, [], [/edges\.csv/, /score/]],
  ["edges without a row", { edges: "learner,educator,score\n" }, [], [/edges\.csv/, /at least one row/]],
  ["no educators", capacities(), [], [/capacities\.csv/, /at least one row/]],
  ["an empty id", edges(",E1,3"), [], [/edges\.csv, row 6/, /learner is empty/]],
  ["an unknown educator", edges("L1,E9,3"), [], [/edges\.csv, row 6/, /E9/, /Add the capacity/]],
  ["a repeated edge", edges("L9,E1,3", "L1,E2,2"), [], [/edges\.csv, row 7/, /L1 and E2/, /row 3/]],
  ["a score that is no number", edges("L9,E1,lots"), [], [/edges\.csv, row 6/, /lots/, /plain number/]],
  ["a score with an exponent", edges("L9,E1,1e3"), [], [/edges\.csv, row 6/, /1e3/]],
  ["a score out of range", edges("L9,E1,1000000001"), [], [/edges\.csv, row 6/, /1000000000/]],
  ["digits that do not fit", edges("L9,E1,99999999", "L9,E2,0.001"), [], [/edges\.csv, row 7/, /0\.001/, /3 digits/]],
  ["a ragged row", edges("L9,E1"), [], [/edges\.csv, row 6/, /2 cells/]],
  ["a negative capacity", capacities("E1,-1", "E2,1"), [], [/capacities\.csv, row 2/, /E1/, /-1/, /from 1/]],
  ["a capacity of zero", capacities("E1,1", "E2,0"), [], [/capacities\.csv, row 3/, /E2/]],
  ["an absurd capacity", capacities("E1,99999999999", "E2,1"), [], [/capacities\.csv, row 2/, /4000000/]],
  ["half a place", capacities("E1,1.5", "E2,1"), [], [/capacities\.csv, row 2/, /whole number/]],
  ["a repeated educator", capacities("E1,1", "E2,1", "E1,2"), [], [/capacities\.csv, row 4/, /row 2/]],
  ["a pin of a stranger", { pins: pairs("L9,E1") }, [], [/pins\.csv, row 2/, /L9/, /edges/]],
  ["a pin to a stranger", { pins: pairs("L1,E9") }, [], [/pins\.csv, row 2/, /E9/]],
  ["a pin that is no edge", { pins: pairs("L2,E2") }, [], [/pins\.csv, row 2/, /L2 and E2/, /edges\.csv/]],
  ["a pin that is forbidden", { pins: pairs("L1,E1"), forbid: pairs("L1,E1") }, [], [/pins\.csv, row 2/, /forbidden/]],
  ["a pin below the floor", { pins: pairs("L1,E1", "L3,E2") }, ["--floor", "0"], [/pins\.csv, row 3/, /floor/]],
  ["contradictory pins", { pins: pairs("L1,E1", "L1,E2") }, [], [/pins\.csv, row 3/, /L1/, /E2/, /E1/]],
  ["pins over a capacity", { pins: pairs("L1,E1", "L2,E1") }, [], [/pins\.csv, row 3/, /E1/, /capacity of 1/]],
  ["a forbid of a stranger", { forbid: pairs("L1,E1", "L7,E1") }, [], [/forbid\.csv, row 3/, /L7/]],
  ["ranks of a stranger", ranks("L1,E7,1,1"), [], [/ranks\.csv, row 2/, /E7/]],
  ["ranks of no edge", ranks("L2,E2,1,1"), [], [/ranks\.csv, row 2/, /L2 and E2/]],
  ["repeated ranks", ranks("L1,E1,1,1", "L1,E1,2,1"), [], [/ranks\.csv, row 3/, /already/]],
  ["a rank of zero", ranks("L1,E1,0,1"), [], [/ranks\.csv, row 2/, /learner_rank/]],
  ["missing ranks", ranks("L1,E1,1,1", "L1,E2,2,1", "L2,E1,1,2"), [], [/ranks\.csv/, /L3 and E2/]],
  ["an unknown objective", {}, [], [/best/, /most_then_total/], "best"],
  ["a penalty that is no number", {}, ["--unmatched-penalty", "much"], [/--unmatched-penalty/, /much/]],
  ["a negative penalty", {}, ["--unmatched-penalty=-1"], [/--unmatched-penalty/, /-1/]],
  ["a floor that is no number", {}, ["--floor", "low"], [/--floor/, /low/]],
  ["a negative price of a change", {}, ["--current", "none.csv", "--change-price=-1"], [/--change-price/, /-1/]],
  ["a current learner who is unknown", { current: pairs("L9,E1") }, [], [/current\.csv, row 2/, /L9/]],
  ["two current educators", { current: pairs("L1,E1", "L1,E2") }, [], [/current\.csv, row 3/, /L1/, /E2/]],
  ["two who left", { current: pairs("L1,E8", "L1,E9") }, [], [/current\.csv, row 3/, /L1/, /E9/]],
  ["a price beyond what scores can be", { current: pairs("L1,E2") }, ["--change-price", "99999999.9"], [/999999975/]],
  ["fewest changes of huge scores", { ...edges("L9,E1,-99999999", "L9,E2,99999999"), current: pairs("L9,E1") },
    ["--fewest-changes"], [/is not enough/, /--change-price|price for a change/]],
  ["a trade-off of one answer", { current: pairs("L1,E2") }, ["--changes-trade-off", "1"], [/2 or more/]],
  ["changes of a stable matching", { current: pairs("L1,E2") }, [], [/--current/, /stable/], "stable"],
  ["probabilities without a lottery", {}, probabilities, [/--probabilities/, /most_then_total/]],
  ["no lottery at all", {}, [...probabilities, "--lottery-runs", "0"], [/ 0 times/, /1000000/], "stable"],
  ["too many lotteries", {}, [...probabilities, "--lottery-runs", "1000001"], [/1000001 times/], "stable"],
];

for (const [what, files, options, says, objective] of cases) {
  it(`refuses ${what}`, () => {
    const done = small(files, options, objective);
    assert.equal(done.code, 1, done.said);
    for (const words of says) assert.match(done.err, words);
    assert.doesNotMatch(done.err, /error\.[a-z_]+\.|\{[a-z_]+\}|unexpected error/, "every sentence is complete");
    assert.equal(contents(done.out), undefined, "nothing is written");
  });
}

it("never writes over a file that was handed in", () => {
  const at = join(base, "kept");
  for (const [name, text] of Object.entries(good)) write(join(at, `${name}.csv`), text);
  const before = contents(at);
  for (const option of ["--out", "--certificate"]) {
    const other = option === "--out" ? [] : ["--out", join(base, "elsewhere.csv")];
    const done = run(["assign", ...tables(at), "--objective", "total", ...other, option, join(at, "edges.csv")]);
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, /handed in/);
  }
  assert.deepEqual(contents(at), before);
});

it("refuses instances that cannot be drawn", () => {
  const generate_with = (learners, educators, candidates, ...more) => {
    const sizes = ["--learners", learners, "--educators", educators, "--candidates", candidates];
    return run(["generate", ...sizes, "--out", base, ...more]);
  };
  for (const [sizes, says] of [
    [["10", "100", "5"], /100 educators/],
    [["100", "10", "11"], /11 candidates/],
    [["0", "10", "5"], /0 learners/],
    [["100", "10", "5", "--family", "odd"], /odd/],
  ]) {
    const done = generate_with(...sizes);
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, says);
  }
});
