// Runs the program as a person at a terminal would, in folders of its own that go when the test file ends.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The program under test: CHIRON_BIN, else what the build leaves. */
export const program = process.env.CHIRON_BIN ?? join(root, "build/chiron");
if (!existsSync(program)) throw new Error(`There is no program at ${program}. Run make build, or set CHIRON_BIN.`);

/** The environment without the tests' own variables, which the server would refuse as settings it does not know. */
export const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("CHIRON_")),
);

/** Runs a command to its end: {code, signal, out, err, said} where `said` is both streams. */
export function run(args, options = {}) {
  const done = spawnSync(program, args, {
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 64 << 20,
    env: environment,
    ...options,
  });
  if (done.error) throw done.error;
  const { status: code, signal, stdout: out, stderr: err } = done;
  return { code, signal, out, err, said: out + err };
}

/** Runs a command that has to succeed. */
export function run_well(args, options = {}) {
  const done = run(args, options);
  const how = done.code ?? done.signal;
  if (how !== 0) throw new Error(`chiron ${args.join(" ")} ended with ${how}:\n${done.said}`);
  return done;
}

/** Starts a command and lets it run: {child, output(), ended: Promise<{code, signal, out, err}>}. */
export function start(args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: environment, ...options });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
  // A test that fails leaves nothing running.
  const end = () => child.kill("SIGKILL");
  process.on("exit", end);
  child.on("close", () => process.off("exit", end));
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, out, err, said: out + err }));
  });
  return { child, output: () => out + err, ended };
}

let own_folder;
/** A folder of this test file's own; made on first use. */
export function folder(name) {
  if (!own_folder) {
    own_folder = mkdtempSync(join(tmpdir(), "chiron-functional-"));
    process.on("exit", () => rmSync(own_folder, { recursive: true, force: true }));
  }
  const path = join(own_folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Writes a file with the folders above it and returns its path. */
export function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Every file below a folder with its fingerprint, or undefined when there is no such folder. */
export function contents(path) {
  if (!existsSync(path)) return undefined;
  const found = {};
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    found[relative(path, file)] = entry.isFile()
      ? createHash("sha256").update(readFileSync(file)).digest("hex")
      : entry.isDirectory()
        ? "folder"
        : "other";
  }
  return found;
}

/** The texts of all files below a folder, by name. */
export function texts(path) {
  return Object.fromEntries(
    readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [relative(path, file), readFileSync(file, "utf8")]),
  );
}
