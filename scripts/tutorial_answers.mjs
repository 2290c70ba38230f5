// Runs every command that the tutorial shows and puts its answer below it, so that the tutorial cannot grow untrue.
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A block of commands and, when there is one, the answer below it. */
const block = /```sh\n([\s\S]*?)```\n(?:\n```text\n[\s\S]*?```\n)?/g;

/**
 * The tutorial with the answers that `program` gives today. The commands run one after another in an empty folder;
 * blocks that begin with `make` are for the reader alone. What differs each time (ids, moments) is shown as “…”.
 */
export function with_answers(tutorial, program) {
  const folder = mkdtempSync(join(tmpdir(), "chiron-tutorial-"));
  const tools = join(folder, ".tools");
  mkdirSync(tools);
  symlinkSync(resolve(program), join(tools, "chiron"));
  const env = { ...process.env, PATH: `${tools}:${process.env.PATH}` };
  try {
    return tutorial.replaceAll(block, (whole, commands) => {
      if (commands.startsWith("make")) return whole;
      const done = spawnSync("bash", ["-e", "-c", commands], { cwd: folder, env, encoding: "utf8" });
      if (done.status !== 0) throw new Error(`${commands}ended with ${done.status}:\n${done.stderr}`);
      const answer = done.stdout
        .replaceAll(/\b[a-z0-9]{26}\b/g, "…")
        .replaceAll(/\d{8}T\d{6}Z/g, "…")
        .trimEnd();
      return `\`\`\`sh\n${commands}\`\`\`\n${answer ? `\n\`\`\`text\n${answer}\n\`\`\`\n` : ""}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
