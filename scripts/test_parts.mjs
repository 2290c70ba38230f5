// Runs the parts of the test after installing and building (scripts/test calls this): counts every single test,
// prints a failing test's output, holds each part against its time budget, and ends with the sum on the last line.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const build = join(root, process.env.CHIRON_BUILD_DIRECTORY ?? "build");
const results = join(build, "results");
const started = Number(process.env.CHIRON_STARTED?.replace(",", ".") || Date.now() / 1000) * 1000;

/** Minutes on two cores, from cold (docs/foundations.md 23); the house is part of unit and property's four. */
const budget_minutes = { install: 4, build: 6, unit: 4, database: 3, house: 1, functional: 2, browser: 5 };
const test_timeout_s = process.env.CHIRON_LONG ? 3600 : 300;

const say = (text) => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s] ${text}`);

/** What a part found. `failures` hold a name and the output that explains it. */
const nothing = () => ({ passed: 0, failed: 0, skipped: 0, failures: [] });
const sum = (list) =>
  list.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
      failures: [...total.failures, ...one.failures],
    }),
    nothing(),
  );
const broken = (name, output) => ({ ...nothing(), failed: 1, failures: [{ name, output }] });

/** Runs a program to its end, or to its time limit, in a process group of its own so that nothing outlives it. */
function run_program(command, { env = {}, cwd = root, timeout_s = test_timeout_s } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    let timed_out = false;
    const collect = (chunk) => {
      if (output.length < 4_000_000) output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    const timer = setTimeout(() => {
      timed_out = true;
      process.kill(-child.pid, "SIGKILL");
    }, timeout_s * 1000);
    const end = (status, how) => {
      clearTimeout(timer);
      resolve({ status, output, timed_out, how });
    };
    child.on("error", (error) => end(127, error.message));
    child.on("close", (code, signal) =>
      end(code ?? 128, timed_out ? `took longer than ${timeout_s} s` : signal ? `ended by ${signal}` : `exit ${code}`),
    );
  });
}

/** Says every 10 s what is still running. */
function watch(running) {
  const timer = setInterval(() => {
    const names = [...running].map(([name, since]) => `${name} (${Math.round((Date.now() - since) / 1000)} s)`);
    if (names.length) say(`  still running: ${names.join(", ")}`);
  }, 10_000);
  return () => clearInterval(timer);
}

/** Runs the jobs {name, run} with so many at a time, in the given order, and reports each one as it ends. */
async function run_all(jobs, at_a_time) {
  const running = new Map();
  const found = [];
  const stop_watching = watch(running);
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const since = Date.now();
      running.set(job.name, since);
      const result = await job.run();
      running.delete(job.name);
      found.push(result);
      const numbers = [`${result.passed} passed`];
      if (result.failed) numbers.push(`${result.failed} FAILED`);
      if (result.skipped) numbers.push(`${result.skipped} skipped`);
      say(`  ${job.name}: ${numbers.join(", ")} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
      for (const failure of result.failures) {
        console.log(`\n--- ${failure.name}\n${failure.output.trimEnd()}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(at_a_time, jobs.length) }, worker));
  stop_watching();
  return sum(found);
}

// GoogleTest programs -------------------------------------------------------------------------------------------

/** The test programs as ctest knows them: {name, command, cwd, env, timeout_s, serial, uses_database}. */
async function test_programs() {
  const listing = await run_program(["ctest", "--test-dir", build, "--show-only=json-v1"]);
  if (listing.status !== 0) throw new Error(`ctest could not list the tests:\n${listing.output}`);
  const tests = JSON.parse(listing.output.slice(listing.output.indexOf("{"))).tests;
  return tests.map((test) => {
    const property = (name) => test.properties.find((one) => one.name === name)?.value;
    const command = test.command ?? [];
    return {
      name: test.name,
      command,
      cwd: property("WORKING_DIRECTORY") ?? build,
      env: Object.fromEntries((property("ENVIRONMENT") ?? []).map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
      timeout_s: property("TIMEOUT") ?? test_timeout_s,
      serial: property("RUN_SERIAL") ?? false,
      // A program that reads this variable needs the database, whichever room it is in.
      uses_database: existsSync(command[0] ?? "") && readFileSync(command[0]).includes("CHIRON_TEST_POSTGRES"),
    };
  });
}

async function run_test_program(program, env = {}) {
  const report = join(results, `${program.name}.json`);
  rmSync(report, { force: true });
  if (!program.command.length) return broken(program.name, "It is not built.");
  const done = await run_program(program.command, {
    cwd: program.cwd,
    timeout_s: program.timeout_s,
    env: { ...env, ...program.env, GTEST_OUTPUT: `json:${report}`, GTEST_COLOR: "no", GTEST_BRIEF: "1" },
  });
  let suites;
  try {
    suites = JSON.parse(readFileSync(report, "utf8")).testsuites;
  } catch {
    if (done.status === 0) return { ...nothing(), passed: 1 }; // a plain program: its exit code is its verdict
    return broken(`${program.name} (${done.how})`, done.output);
  }
  const found = nothing();
  for (const test of suites.flatMap((suite) => suite.testsuite)) {
    if (test.failures) {
      found.failed += 1;
      found.failures.push({
        name: `${program.name}: ${test.classname}.${test.name}`,
        output: test.failures.map((failure) => failure.failure).join("\n"),
      });
    } else if (test.result === "SKIPPED" || test.status === "NOTRUN") {
      found.skipped += 1;
    } else {
      found.passed += 1;
    }
  }
  if (done.status !== 0 && found.failed === 0) {
    return sum([found, broken(`${program.name} (${done.how})`, done.output)]);
  }
  return found;
}

async function run_programs(programs, env = {}) {
  const job = (program) => ({ name: program.name, run: () => run_test_program(program, env) });
  const together = await run_all(programs.filter((one) => !one.serial).map(job), availableParallelism());
  const alone = await run_all(programs.filter((one) => one.serial).map(job), 1);
  return sum([together, alone]);
}

// node:test files -----------------------------------------------------------------------------------------------

/** The pages that the program writes for the demo: audited and printed like every other. Returns their folder. */
async function saved_reports() {
  const folder = join(results, "saved_reports");
  rmSync(folder, { recursive: true, force: true });
  const program = join(build, "chiron");
  const demo = join(folder, "demo");
  const file = (option, name) => [option, join(demo, name)];
  const roster = [
    ...file("--people", "people.csv"),
    ...file("--duties", "duties.csv"),
    ...file("--placements", "placements.csv"),
    ...file("--placements", "block_schedule.csv"),
    ...file("--evaluations", "evaluations.csv"),
    ...file("--panels", "panels.csv"),
    ...file("--coverage", "coverage.csv"),
    ...file("--names", "names.csv"),
  ];
  for (const command of [
    ["demo", "--out", demo, "--today", "2026-11-22"],
    ["audit", ...roster, ...file("--pairs", "last_years_pairs.csv"), "--term", "2026-08-05..2027-08-05"].concat([
      "--out",
      join(folder, "audit"),
    ]),
    ["match", ...roster, ...file("--program", "program.toml"), "--out", join(folder, "match")],
  ]) {
    const done = await run_program([program, ...command]);
    if (done.status !== 0) throw new Error(`chiron ${command[0]} failed:\n${done.output}`);
  }
  return folder;
}

async function run_node_tests(folder, env, at_a_time) {
  const directory = join(root, folder);
  if (!existsSync(directory)) return nothing();
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".test.mjs"))
    .sort();
  return run_all(
    files.map((name) => ({
      name: `${folder}/${name}`,
      run: () => run_node_test(join(directory, name), `${folder}/${name}`, env),
    })),
    at_a_time,
  );
}

async function run_node_test(path, name, env) {
  const reporter = join(root, "scripts/test_reporter.mjs");
  const report = join(results, `${name.replaceAll("/", ".")}.jsonl`);
  rmSync(report, { force: true });
  const done = await run_program(
    [
      process.execPath,
      "--test-reporter",
      reporter,
      "--test-reporter-destination",
      report,
      "--test-reporter",
      "spec",
      "--test-reporter-destination",
      "stdout",
      "--test",
      path,
    ],
    { env: { ...env, NODE_TEST_CONTEXT: undefined } },
  );
  const found = nothing();
  const lines = existsSync(report) ? readFileSync(report, "utf8").split("\n").filter(Boolean).map(JSON.parse) : [];
  for (const test of lines) {
    found[test.outcome] += 1;
    // A file that cannot even be loaded has its reason in what it printed.
    const output = test.output === "test failed" ? done.output : test.output;
    if (test.outcome === "failed") found.failures.push({ name: `${name}: ${test.name}`, output });
  }
  if (done.status !== 0 && found.failed === 0) return sum([found, broken(`${name} (${done.how})`, done.output)]);
  if (done.status === 0 && !lines.length) return broken(name, "It holds no test.");
  return found;
}

/** One script of web/package.json; its exit code is its verdict. */
async function run_npm(script) {
  if (!existsSync(join(root, "web/package.json"))) return nothing();
  const done = await run_program([join(root, "scripts/npm"), "run", "--silent", script, "--prefix", "web"]);
  return done.status === 0 ? { ...nothing(), passed: 1 } : broken(`web: npm run ${script} (${done.how})`, done.output);
}

// Parts ---------------------------------------------------------------------------------------------------------

/** The database part starts a PostgreSQL of its own and always stops it, also when it is interrupted. */
async function with_postgres(body) {
  const tool = join(root, "scripts/test_postgres");
  const note = { CHIRON_TEST_POSTGRES_NOTE: join(results, "postgres.note") };
  const stop = () => spawnSync(tool, ["stop"], { env: { ...process.env, ...note }, stdio: "ignore" });
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => {
      stop();
      process.exit(130);
    });
  try {
    const start = await run_program([tool, "start"], { timeout_s: 120, env: note });
    if (start.status !== 0) throw new Error(`PostgreSQL could not be started:\n${start.output}`);
    return await body({ CHIRON_TEST_POSTGRES: start.output.trim().split("\n").at(-1) });
  } finally {
    stop();
  }
}

const binary = { CHIRON_BIN: join(build, "chiron") };
const parts = {
  unit: async () => run_programs((await test_programs()).filter((one) => !one.uses_database)),
  database: async () => {
    const programs = (await test_programs()).filter((one) => one.uses_database);
    return programs.length ? with_postgres((env) => run_programs(programs, env)) : nothing();
  },
  house: () => run_node_tests("tests/house", {}, availableParallelism()),
  functional: () => run_node_tests("tests/functional", binary, 1),
  browser: async () =>
    sum([
      await run_all([{ name: "web: types and accessibility of components", run: () => run_npm("check") }], 1),
      // The page of every component's examples is looked at as well; it is not part of what ships.
      await run_all([{ name: "web: build of the examples", run: () => run_npm("build:examples") }], 1),
      await run_node_tests("tests/browser", { ...binary, CHIRON_REPORTS: await saved_reports() }, 1),
    ]),
};

mkdirSync(results, { recursive: true });
const asked = process.argv.slice(2);
const spent_s = {
  install: Number(process.env.CHIRON_INSTALL_MS ?? 0) / 1000,
  build: Number(process.env.CHIRON_BUILD_MS ?? 0) / 1000,
};
const found = [];
for (const name of Object.keys(parts).filter((part) => !asked.length || asked.includes(part))) {
  say(`Part ${name}.`);
  const since = Date.now();
  try {
    found.push(await parts[name]());
  } catch (error) {
    found.push(broken(name, error.message));
    console.log(`\n--- ${name}\n${error.message}\n`);
  }
  spent_s[name] = (Date.now() - since) / 1000;
}

say("Time spent:");
for (const [name, seconds] of Object.entries(spent_s)) {
  const budget_s = budget_minutes[name] * 60;
  const note = seconds > budget_s ? "  OVER BUDGET" : "";
  console.log(`  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s of ${String(budget_s).padStart(3)} s${note}`);
}
const total = sum(found);
if (total.failures.length) {
  console.log("\nFailed:");
  for (const failure of total.failures) console.log(`  ${failure.name}`);
}
if (total.passed + total.failed + total.skipped === 0) total.failed = 1; // nothing ran: that is no success
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed ? 1 : 0;
