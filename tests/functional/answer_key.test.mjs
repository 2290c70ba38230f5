// The invented institution of two seeds: what an audit and a match say is exactly what its answer key says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { audit, match, today, write_demo } from "./demo_files.mjs";
import { folder, texts, write } from "./program.mjs";
import { read_table, shuffled, write_table } from "./tables.mjs";

const bytes = (path) => readFileSync(path, "utf8");
const begun_on = new Date().toISOString().slice(0, 10);
const days_after = (day, count) => new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
/** The words of a page without its markup. */
const words = (html) =>
  html
    .replace(/<(style|script)\b.*?<\/\1>/gs, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const line = (finding) => `${finding.verdict} ${finding.rule} ${finding.from} ${finding.to}`;

/** The findings of a file by "learner educator", each a sorted list of lines; the unknown days apart. */
function findings_of(path) {
  const known = new Map();
  const unknown = new Set();
  for (const row of read_table(path).rows) {
    const pair = `${row.learner} ${row.educator}`;
    if (row.verdict === "unknown") unknown.add(pair);
    else known.set(pair, [...(known.get(pair) ?? []), line(row)].sort());
  }
  return { known, unknown };
}

for (const seed of [1, 2]) {
  describe(`seed ${seed}`, () => {
    const demo = write_demo(seed);
    const { key } = demo;
    const base = folder(`seed-${seed}`);
    const out = (name) => join(base, name);
    const audited = audit(demo, out("audit"));
    const matched = match(demo, out("match"));
    const matches = read_table(out("match/matches.csv"));
    const unmatched = read_table(out("match/unmatched.csv"));

    it("finds in every pair what the key says, and nothing else", () => {
      assert.ok(bytes(out("audit/findings.csv")).startsWith("learner,educator,verdict,rule,from,to\r\n"));
      const { known, unknown } = findings_of(out("audit/findings.csv"));
      const pairs = new Set(key.pairs.map((pair) => `${pair.learner} ${pair.educator}`));
      assert.equal(pairs.size, key.audit.pairs);
      for (const pair of [...known.keys(), ...unknown]) assert.ok(pairs.has(pair), `${pair} is no pair of the list`);
      for (const pair of key.pairs) {
        const name = `${pair.learner} ${pair.educator}`;
        const found = known.get(name) ?? [];
        const wanted = pair.findings.map(({ rule, from, to }) => `${rule} ${from} ${to}`).sort();
        assert.deepEqual(found.map((one) => one.replace(/^\w+ /, "")).sort(), wanted, name);
        const verdicts = found.map((one) => one.split(" ")[0]);
        const answer = verdicts.includes("block")
          ? "block"
          : unknown.has(name)
            ? "unknown"
            : verdicts.includes("disclose")
              ? "disclose"
              : "allow";
        assert.equal(answer, pair.answer, name);
      }
    });

    it("says the key's totals at the terminal and on the page for the accreditor", () => {
      const { audit: total } = key;
      const standing = `${total.learners_assessed_by_mentor} of ${total.learners_paired} learners`;
      assert.ok(audited.out.startsWith(standing), audited.out);
      assert.ok(audited.out.includes(`for ${total.pairs_unknown} more the facts are missing`), audited.out);
      const page = words(bytes(out("audit/report.html")));
      // Counts of one to four would point at people; the page is for readers outside.
      const share = (count, of) => (count > 0 && count < 5 ? `fewer than 5 of ${of}` : `${count} of ${of}`);
      assert.ok(total.pairs_disclosed > 0 && total.pairs_disclosed < 5, "the demo shows a small count");
      for (const sentence of [
        standing,
        `learners whose mentor also judges them ${total.learners_assessed_by_mentor} of ${total.learners_paired}`,
        `pairs that break a rule on some day ${total.pairs_blocked} of ${total.pairs}`,
        `pairs to disclose a tie to ${share(total.pairs_disclosed, total.pairs)}`,
        `pairs that cannot be judged ${total.pairs_unknown} of ${total.pairs}`,
      ]) {
        assert.ok(page.includes(sentence), `the page lacks: ${sentence}`);
      }
      const department = key.department_without_evaluator_data;
      assert.match(page, new RegExp(`Unknown:[^.]*${department}`));
    });

    it("leaves exactly the interns of the two short sites unmatched, and says why", () => {
      const { matching } = key;
      assert.deepEqual(matches.heading.slice(0, 3), ["learner", "educator", "score"]);
      assert.ok(bytes(out("match/matches.csv")).startsWith("learner,educator,score"));
      assert.equal(matches.rows.length, matching.interns - matching.unmatched);
      assert.equal(unmatched.rows.length, matching.unmatched);
      const everybody = [...matches.rows, ...unmatched.rows].map((row) => row.learner);
      assert.deepEqual(everybody.toSorted(), matching.interns_to_match.toSorted(), "each intern once");
      const people = new Map(read_table(join(demo.directory, "people.csv")).rows.map((row) => [row.id, row]));
      for (const shortage of matching.shortages) {
        const here = unmatched.rows.filter((row) => people.get(row.learner).site === shortage.site);
        assert.equal(here.length, shortage.unmatched, shortage.site);
        const placed = matches.rows.filter((row) => people.get(row.learner).site === shortage.site);
        assert.equal(placed.length, shortage.places, shortage.site);
        const educators = shortage.educators_with_places.map((one) => one.id);
        for (const row of placed) assert.ok(educators.includes(row.educator), `${row.educator} has places there`);
        for (const row of here) {
          assert.equal(row.reason, "shortage");
          assert.ok(row.remedy.includes(shortage.site), row.remedy);
        }
      }
      assert.ok(matched.out.includes(`${matches.rows.length} learners have a proposal; ${matching.unmatched} do not`));
      const page = words(bytes(out("match/report.html")));
      assert.ok(page.includes(`${matches.rows.length} learners have a proposal; ${matching.unmatched} do not`));
      for (const row of unmatched.rows) assert.ok(page.includes(people.get(row.learner).family_name), row.learner);
    });

    it("breaks no rule in any proposal: site, places, vetoes", () => {
      const people = new Map(read_table(join(demo.directory, "people.csv")).rows.map((row) => [row.id, row]));
      const vetoed = new Set();
      for (const { person, not_with } of read_table(join(demo.directory, "vetoes.csv")).rows) {
        vetoed.add(`${person} ${not_with}`).add(`${not_with} ${person}`);
      }
      const taken = new Map();
      for (const { learner, educator } of matches.rows) {
        assert.equal(people.get(learner).site, people.get(educator).site, `${learner} ${educator}`);
        assert.ok(!vetoed.has(`${learner} ${educator}`), `${learner} ${educator}`);
        taken.set(educator, (taken.get(educator) ?? 0) + 1);
      }
      for (const [educator, count] of taken) assert.ok(count <= Number(people.get(educator).capacity), educator);
    });

    it("frees as many as the key says with one more mentor at the small site", () => {
      const [shortage] = key.matching.shortages;
      const people = read_table(join(demo.directory, "people.csv"));
      const colleague = people.rows.find((row) => row.id === shortage.educators_with_places[0].id);
      const newcomer = { ...colleague, id: "E9001", given_name: "Newly", family_name: "Arrived" };
      Object.assign(newcomer, { email: "newly.arrived@example.edu", capacity: "4", manager: "" });
      people.rows.push(newcomer);
      const more = write(out("more/people.csv"), write_table(people));
      match(demo, out("match-more"), { "people.csv": more });
      const left = read_table(out("match-more/unmatched.csv")).rows;
      const freed = key.matching.freed_by_one_mentor_with_four_places_at_the_small_site;
      assert.equal(left.length, key.matching.unmatched - freed);
      const sites = new Map(people.rows.map((row) => [row.id, row.site]));
      for (const row of left) assert.notEqual(sites.get(row.learner), shortage.site);
      const hers = read_table(out("match-more/matches.csv")).rows.filter((row) => row.educator === "E9001");
      assert.equal(hers.length, 4);
    });

    it("shows exactly one new conflict when the block schedule changes, beginning in 31 days", () => {
      const { changed_schedule: change } = key;
      const instead = { "block_schedule.csv": join(demo.directory, change.file) };
      audit(demo, out("audit-changed"), instead);
      const before = findings_of(out("audit/findings.csv"));
      const now = findings_of(out("audit-changed/findings.csv"));
      const blocked = ({ known }) => [...known].filter(([, list]) => list.some((one) => one.startsWith("block")));
      const old = new Set(blocked(before).map(([pair]) => pair));
      const added = blocked(now).filter(([pair]) => !old.has(pair));
      const pair = `${change.learner.id} ${change.educator.id}`;
      assert.deepEqual(
        added.map(([name]) => name),
        [pair],
      );
      const wanted = change.findings_after.map((one) => line({ ...one, verdict: "block" })).sort();
      assert.deepEqual(added[0][1], wanted);
      assert.equal(change.conflict_from, days_after(today, 31));
      assert.ok(added[0][1].some((one) => one.includes(`_now ${days_after(today, 31)} `)));
      // Whoever else is on the changed schedule keeps the same answer.
      const others = [...new Set([...before.known.keys(), ...now.known.keys()])].filter((name) => name !== pair);
      const changed = others.filter((name) => old.has(name) !== blocked(now).some(([one]) => one === name));
      assert.deepEqual(changed, change.other_pairs_changed);
    });

    it("gives the same bytes for the same files", () => {
      match(demo, out("match-again"));
      audit(demo, out("audit-again"));
      for (const name of ["match", "audit"]) {
        const [first, again] = [texts(out(name)), texts(out(`${name}-again`))];
        assert.deepEqual(Object.keys(again), Object.keys(first));
        // The pages say the day on which they were made; the rest knows no day but the term's.
        const pages_of_two_days = new Date().toISOString().slice(0, 10) !== begun_on;
        for (const file of Object.keys(first)) {
          if (!(file.endsWith(".html") && pages_of_two_days)) assert.ok(again[file] === first[file], file);
        }
      }
      const again = write_demo(seed);
      assert.deepEqual(again.key, key);
    });

    it("gives the same matches and findings for the same rows in another order", () => {
      const instead = {};
      for (const name of ["people.csv", "duties.csv"]) {
        const table = read_table(join(demo.directory, name));
        instead[name] = write(out(`shuffled/${name}`), write_table({ ...table, rows: shuffled(table.rows, seed) }));
        assert.notEqual(bytes(instead[name]), write_table(table));
      }
      match(demo, out("match-shuffled"), instead);
      assert.deepEqual(sorted_rows(out("match-shuffled/matches.csv")), sorted_rows(out("match/matches.csv")));
      assert.deepEqual(sorted_rows(out("match-shuffled/unmatched.csv")), sorted_rows(out("match/unmatched.csv")));
      audit(demo, out("audit-shuffled"), instead);
      assert.deepEqual(sorted_rows(out("audit-shuffled/findings.csv")), sorted_rows(out("audit/findings.csv")));
    });

    it("tells nothing of the second institution", () => {
      const theirs = read_table(join(demo.directory, "second_institution/people.csv")).rows;
      const marks = theirs.flatMap((row) => [
        ...[row.id, row.email, row.site, row.unit],
        ...[`${row.given_name} ${row.family_name}`, `${row.family_name}, ${row.given_name}`],
      ]);
      assert.equal(marks.length, 12 * 6);
      const written = ["audit", "match"].flatMap((name) => Object.entries(texts(out(name))));
      const everything = [...written, ["the terminal", audited.said + matched.said]];
      for (const [name, text] of everything) {
        for (const mark of marks) assert.ok(!text.includes(mark), `${name} holds ${mark}`);
      }
    });

    it("writes pages that fetch and run nothing", () => {
      const files = ["audit", "match"].flatMap((name) => Object.entries(texts(out(name))));
      const pages = files.filter(([name]) => name.endsWith(".html"));
      assert.equal(pages.length, 3);
      for (const [name, html] of pages) {
        assert.doesNotMatch(html, /https?:\/\//i, name);
        assert.doesNotMatch(html, /<(script|link|iframe|object|embed|base|form)\b/i, name);
        assert.doesNotMatch(html, /\b(src|srcset|action|poster|data)\s*=\s*["']?(?!data:)[^"'\s>]*\/\//i, name);
        assert.doesNotMatch(html, /@import|url\(\s*["']?(?!data:|#)/i, name);
        assert.doesNotMatch(html, /\son\w+\s*=/i, name);
        assert.match(html, /http-equiv="Content-Security-Policy" content="default-src 'none'/, name);
      }
    });
  });
}

function sorted_rows(path) {
  return bytes(path).trimEnd().split("\r\n").toSorted();
}
