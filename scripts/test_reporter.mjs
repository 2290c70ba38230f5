// A reporter for node:test: one JSON line per single test (suites are not counted), with the error of a failed one.
import { inspect } from "node:util";

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const outcome = skipped ? "skipped" : type === "test:pass" ? "passed" : "failed";
    const error = data.details?.error;
    // A parent test fails because a subtest did: the subtest has said so already.
    if (error?.failureType === "subtestsFailed") continue;
    const output = outcome === "failed" ? (error?.cause?.stack ?? error?.cause ?? inspect(error)) : "";
    yield `${JSON.stringify({ name: data.name, outcome, output: String(output) })}\n`;
  }
}
