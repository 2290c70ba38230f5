// Asks the worker for the proof of a passphrase. One worker per proof: what it held goes with it.
import type { components } from "../../api/schema";
import worker_url from "./derive.worker.ts?worker&url";

export type Kdf = components["schemas"]["Kdf"];
export type Asked = { passphrase: string; salt: Uint8Array; ops: number; memory_kib: number };

/** A server that asks for less is lying or broken: nothing is derived for it (docs/confidentiality.md 2.2). */
const floor = { ops: 3, memory_kib: 64 * 1024 };

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: Policy): Policy };
let policy: Policy | undefined;
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  if (!factory) return url;
  policy ??= factory.createPolicy("chiron-worker", {
    createScriptURL(asked) {
      if (asked !== worker_url) throw new TypeError("no such worker");
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

export const to_base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
export const from_base64 = (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** The proof, as base64. */
export function derive(passphrase: string, kdf: Kdf): Promise<string> {
  const salt = from_base64(kdf.salt);
  if (kdf.scheme !== "passphrase" || kdf.ops < floor.ops || kdf.memory_kib < floor.memory_kib || salt.length !== 16)
    return Promise.reject(new Error("The server asks for a weaker derivation than this page does."));
  const worker = new Worker(trusted(worker_url), { type: "module" });
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => resolve(to_base64(data));
    worker.onerror = () => reject(new Error("The passphrase could not be worked on in this browser."));
    worker.postMessage({ passphrase, salt, ops: kdf.ops, memory_kib: kdf.memory_kib } satisfies Asked);
  }).finally(() => worker.terminate());
}

/** How a passphrase chosen now will be derived: at the floor, with a fresh salt. */
export const fresh_kdf = (): Kdf => ({
  scheme: "passphrase",
  ...floor,
  salt: to_base64(crypto.getRandomValues(new Uint8Array(16))),
});
