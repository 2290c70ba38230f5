// Makes web/src/api/schema.ts, the TypeScript types of the API, from docs/openapi.json.
// npm run types writes it; with --check it says whether the committed file is what would be written.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const document = new URL("../../docs/openapi.json", import.meta.url);
const out = new URL("../src/api/schema.ts", import.meta.url);
const opening = "// The types of the API, made from docs/openapi.json by `npm run types`; do not edit.\n";
// The generator packs unions into one line each: broken where they join, so that a change shows in a line of its own.
const wrap = (line) => {
  if (line.length <= 120) return line;
  const indent = line.match(/^ */)[0] + "    ";
  return line.replaceAll(" | ", `\n${indent}| `);
};
const types =
  opening + astToString(await openapiTS(document)).split("\n").map(wrap).join("\n").replace(/\n*$/, "\n");

if (process.argv.includes("--check")) {
  if (readFileSync(out, "utf8") !== types) {
    console.error("web/src/api/schema.ts is not what docs/openapi.json says. Run: scripts/npm run types --prefix web");
    process.exit(1);
  }
} else {
  writeFileSync(out, types);
}
