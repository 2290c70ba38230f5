// Asks the worker for the proof of a passphrase. One worker per proof: what it held goes with it.
import type { components } from "../../api/schema";
import { from_base64, to_base64 } from "../../crypto/bytes";
import { floor } from "../../crypto/identity";
import { start } from "../../crypto/workers";

export type Kdf = components["schemas"]["Kdf"];
export type Asked = { passphrase: string; salt: Uint8Array; ops: number; memory_kib: number };

/** The proof, as base64. */
export function derive(passphrase: string, kdf: Kdf): Promise<string> {
  const salt = from_base64(kdf.salt);
  if (kdf.scheme !== "passphrase" || kdf.ops < floor.ops || kdf.memory_kib < floor.memory_kib || salt.length !== 16)
    return Promise.reject(new Error("The server asks for a weaker derivation than this page does."));
  const worker = start("derive");
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
