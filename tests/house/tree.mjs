// The project's own files as the house checks see them: everything that git tracks or would track.
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** What git says, or undefined where there is no git or no repository. */
export function git(...parameters) {
  try {
    return execFileSync("git", ["-C", root, ...parameters], {
      encoding: "utf8",
      maxBuffer: 64 << 20,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}

const text_endings =
  "cpp h c S mjs js ts svelte css html sql json md txt cmake packages pin service toml yml sh xml svg csv".split(" ");
/** By its ending, or because it has none, as scripts and Makefile do. */
const may_be_text = (path) => {
  const name = path.split("/").at(-1);
  return !name.slice(1).includes(".") || text_endings.includes(name.split(".").at(-1));
};

/** Every text file as {path, text}, path from the project's root. */
export function files() {
  const listed = git("ls-files", "--cached", "--others", "--exclude-standard", "-z");
  if (listed === undefined) throw new Error("The house is read through git: run the tests in a git clone.");
  return listed
    .split("\0")
    .filter(Boolean)
    .filter(
      (path) => may_be_text(path) && existsSync(join(root, path)) && !lstatSync(join(root, path)).isSymbolicLink(),
    )
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
    .filter(({ text }) => !text.includes("\0"));
}

/** Finding -> one line: where, which rule, what to do. */
export const told = (findings) => findings.map(({ where, rule, remedy }) => `${where}: ${rule} ${remedy}`).join("\n");
