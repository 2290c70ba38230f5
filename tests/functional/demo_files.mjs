// The invented institution's files and the commands of docs/demo.md over them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folder, run_well } from "./program.mjs";

export const today = "2026-11-22";

/** Writes the demo with this seed: {directory, key}. */
export function write_demo(seed) {
  const directory = join(folder(`seed-${seed}`), "files");
  run_well(["demo", "--out", directory, "--today", today, "--seed", String(seed)]);
  return { directory, key: JSON.parse(readFileSync(join(directory, "answer_key.json"), "utf8")) };
}

/** The roster options of docs/demo.md; `instead` replaces files by name. */
export function roster({ directory }, instead = {}) {
  const file = (name) => instead[name] ?? join(directory, name);
  return [
    ...["--people", file("people.csv"), "--duties", file("duties.csv")],
    ...["--placements", file("placements.csv"), "--placements", file("block_schedule.csv")],
    ...["--evaluations", file("evaluations.csv"), "--panels", file("panels.csv")],
    ...["--coverage", file("coverage.csv"), "--names", file("names.csv")],
  ];
}

export function audit(demo, out, instead) {
  const { from, to } = demo.key.audit.term;
  const pairs = join(demo.directory, "last_years_pairs.csv");
  return run_well(["audit", ...roster(demo, instead), "--pairs", pairs, "--term", `${from}..${to}`, "--out", out]);
}

export function match(demo, out, instead) {
  const file = (name) => join(demo.directory, name);
  const wishes = ["--preferences", file("preferences.csv"), "--vetoes", file("vetoes.csv")];
  return run_well(["match", ...roster(demo, instead), ...wishes, "--program", file("program.toml"), "--out", out]);
}
