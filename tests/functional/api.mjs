// Holds the server's answers against docs/openapi.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const Ajv = require("ajv/dist/2020").default;

export const openapi = JSON.parse(readFileSync(new URL("../../docs/openapi.json", import.meta.url), "utf8"));

const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
for (const format of ["date", "date-time"]) ajv.addFormat(format, /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/);
for (const format of ["int32", "int64"]) ajv.addFormat(format, { type: "number", validate: Number.isInteger });
ajv.addKeyword("discriminator");
// The document itself is no schema; its references lead into it.
ajv.addVocabulary(["openapi", "info", "paths", "components"]);
ajv.addSchema(openapi, "api");
const pointer = (parts) => parts.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1")).join("/");
const checks = new Map();
const check = (where) => {
  if (!checks.has(where)) checks.set(where, ajv.compile({ $ref: `api#/${where}` }));
  return checks.get(where);
};

/** The path of the document that a target belongs to: "/api/v1/reports/{name}". */
function pattern_of(target) {
  const asked = target.split("?")[0].split("/");
  return Object.keys(openapi.paths).find((pattern) => {
    const parts = pattern.split("/");
    return parts.length === asked.length && parts.every((part, i) => part.startsWith("{") || part === asked[i]);
  });
}

/** Fails unless a value is what the document says of an operation's answer in this media type. */
export function fits(verb, pattern, status, media, value) {
  const where = pointer(["paths", pattern, verb, "responses", `${status}`, "content", media, "schema"]);
  const said = check(where);
  assert.ok(said(value), `${verb} ${pattern}: ${status}: ${JSON.stringify(said.errors?.slice(0, 3))}`);
}

/** Fails unless an answer is one that the document allows for its path, method and status. */
export function fits_document(method, target, { status, headers, text }) {
  assert.match(headers["content-type"] ?? "", /^application\/json/, `${method} ${target}: ${status}`);
  const [pattern, verb] = [pattern_of(target), method.toLowerCase()];
  const described = openapi.paths[pattern]?.[verb]?.responses[status] !== undefined;
  assert.ok(described || status >= 400, `${method} ${target} answers ${status}, unknown to docs/openapi.json`);
  const place = described ? ["paths", pattern, verb, "responses", `${status}`] : ["components", "responses", "Error"];
  const where = pointer([...place, "content", "application/json", "schema"]);
  const fits = check(where);
  assert.ok(fits(JSON.parse(text)), `${method} ${target}: ${status}: ${JSON.stringify(fits.errors?.slice(0, 3))}`);
}
