// Serves the demo institution of a fixed day from a folder that is removed afterwards: for the tutorial and the tests.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The day on which the pictures and the browser tests play. */
export const demo_day = "2026-11-22";

const free_port = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Makes the demo with the program and serves it: {url, close}. */
export async function serve_demo(program) {
  const data = mkdtempSync(join(tmpdir(), "chiron-demo-"));
  const port = await free_port();
  const server = spawn(program, ["demo", "--data", data, "--port", String(port), "--today", demo_day], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  server.stderr.on("data", (words) => (output += words));
  const ended = new Promise((resolve) => server.on("exit", resolve));
  const close = async () => {
    server.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  await new Promise((ready, failed) => {
    server.stdout.on("data", (words) => String(words).includes(`:${port}`) && ready());
    server.on("error", failed);
    server.on("exit", (code) => failed(new Error(`the demo ended with ${code}:\n${output}`)));
  }).catch(async (error) => {
    rmSync(data, { recursive: true, force: true });
    throw error;
  });
  return { url: `http://localhost:${port}`, close };
}
