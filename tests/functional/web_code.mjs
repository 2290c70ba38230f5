// The web app's own modules, as Node runs them: what browsers do with keys is tested here byte by byte.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folder, write } from "./program.mjs";

const web = new URL("../../web/", import.meta.url);
const require = createRequire(new URL("package.json", web));

export const sodium = require("libsodium-wrappers-sumo");
await sodium.ready;

/** A module below web/src with what it imports. */
export async function web_module(path) {
  const { rolldown } = await import(pathToFileURL(require.resolve("rolldown")));
  const bundle = await rolldown({ input: new URL(`src/${path}`, web).pathname, platform: "neutral" });
  const { output } = await bundle.generate({ format: "esm" });
  const file = write(join(folder("web-code"), path.replaceAll("/", "-").replace(/\.ts$/, ".mjs")), output[0].code);
  return import(pathToFileURL(file));
}
