// Derives what proves a passphrase, in a worker whose own content policy lets nothing out but its answer. What it hands
// back signs in; the key that will open the vault is derived from the same root and never leaves.
import sodium from "libsodium-wrappers-sumo";
import type { Asked } from "./derive";

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  await sodium.ready;
  const root = sodium.crypto_pwhash(
    32,
    data.passphrase.normalize("NFKC"),
    data.salt,
    data.ops,
    data.memory_kib * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  const auth = sodium.crypto_kdf_derive_from_key(32, 1, "ME1_auth", root);
  sodium.memzero(root);
  postMessage(auth);
});
