// The workers that hold secrets. Their files have a content policy of their own that lets nothing out but messages, and
// no other script can be started as one.
import derive_url from "../features/accounts/derive.worker.ts?worker&url";
import keys_url from "../features/concerns/keys.worker.ts?worker&url";

const urls = { derive: derive_url, keys: keys_url };

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: Policy): Policy };
let policy: Policy | undefined;
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  if (!factory) return url;
  policy ??= factory.createPolicy("chiron-worker", {
    createScriptURL(asked) {
      if (!Object.values(urls).includes(asked)) throw new TypeError("no such worker");
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

export const start = (name: keyof typeof urls) => new Worker(trusted(urls[name]), { type: "module" });
