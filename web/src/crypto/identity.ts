// Keys that belong to a person and that no server can use: slots that open a root key, seeds sealed under it, and the
// public bundle (docs/sealed-concerns.md). The formats are those of src/platform/crypto/identity.h.
// Whatever is not exactly what it should be is refused, with why.
import type libsodium from "libsodium-wrappers-sumo";
import {
  as_typed,
  bytes_of,
  from_base32,
  is_zero,
  joined,
  number_at,
  number_bytes,
  Refusal,
  same,
  to_base32,
} from "./bytes";

export type Sodium = typeof libsodium;

/** A server that asks for less is lying or broken: nothing is derived for it. More than `ceiling` would only stall. */
export const floor = { ops: 3, memory_kib: 64 * 1024 };
const ceiling = { ops: 16, memory_kib: 1024 * 1024 };
export const sizes = { bundle: 255, slot: 168, seeds: 104, recovery: 20 };
const format = 1;
const slot_kinds = { passphrase: 1, recovery: 2 };
const kdfs = { passphrase: 1, recovery: 0 };
export type SlotKind = keyof typeof slot_kinds;

export const hash = (sodium: Sodium, ...parts: Uint8Array[]) => sodium.crypto_generichash(32, joined(...parts));
const seal = (sodium: Sodium, secret: Uint8Array, about: Uint8Array, nonce: Uint8Array, key: Uint8Array) =>
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(secret, about, null, nonce, key);
function unseal(
  sodium: Sodium,
  sealed: Uint8Array,
  about: Uint8Array,
  nonce: Uint8Array,
  key: Uint8Array,
  why: string,
): Uint8Array {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, about, nonce, key);
  } catch {
    throw new Refusal(why);
  }
}

// ---- Slots

export const root_of_passphrase = (
  sodium: Sodium,
  passphrase: string,
  salt: Uint8Array,
  ops = floor.ops,
  memory_kib = floor.memory_kib,
) =>
  sodium.crypto_pwhash(
    32,
    passphrase.normalize("NFKC"),
    salt,
    ops,
    memory_kib * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
export const root_of_recovery = (sodium: Sodium, user: Uint8Array, code: Uint8Array) =>
  hash(sodium, bytes_of("ME1/rec\0"), user, code);

export type SlotParts = {
  kind: SlotKind;
  user: Uint8Array;
  /** 16 bytes; zeros for a recovery code. */
  salt: Uint8Array;
  slot: Uint8Array;
  nonce: Uint8Array;
};
/** Seals a person's root key for whoever has `root`. */
export function make_slot(sodium: Sodium, parts: SlotParts, root: Uint8Array, user_root: Uint8Array): Uint8Array {
  const slow = parts.kind === "passphrase";
  const open = joined(
    bytes_of("MS"),
    Uint8Array.of(format, slot_kinds[parts.kind], kdfs[parts.kind], 0, 0, 0),
    number_bytes(slow ? floor.ops : 0, 4),
    number_bytes(slow ? floor.memory_kib : 0, 4),
    parts.salt,
    parts.user,
    parts.slot,
    sodium.crypto_kdf_derive_from_key(32, 3, "ME1_kcmt", root),
    parts.nonce,
  );
  const key = sodium.crypto_kdf_derive_from_key(32, 2, "ME1_wrap", root);
  return joined(open, seal(sodium, user_root, joined(bytes_of("ME1/slt\0"), open), parts.nonce, key));
}

/** What stands in a slot before anything is derived, once it is this person's and no weaker than `floor`. */
export function look_at_slot(slot: Uint8Array, kind: SlotKind, user: Uint8Array) {
  if (slot.length !== sizes.slot || !same(slot.slice(0, 2), bytes_of("MS"))) throw new Refusal("slot_broken");
  if (slot[2] !== format) throw new Refusal("newer");
  if (slot[3] !== slot_kinds[kind] || !is_zero(slot.slice(5, 8))) throw new Refusal("slot_broken");
  if (!same(slot.slice(32, 48), user)) throw new Refusal("slot_of_another");
  const ops = number_at(slot, 8, 4);
  const memory_kib = number_at(slot, 12, 4);
  const salt = slot.slice(16, 32);
  if (slot[4] !== kdfs[kind]) throw new Refusal("slot_weak");
  if (kind === "recovery") {
    if (ops || memory_kib || !is_zero(salt)) throw new Refusal("slot_broken");
  } else if (ops < floor.ops || memory_kib < floor.memory_kib) throw new Refusal("slot_weak");
  else if (ops > ceiling.ops || memory_kib > ceiling.memory_kib) throw new Refusal("slot_broken");
  return { ops, memory_kib, salt };
}

/** The person's root key, for whoever knows the passphrase or the recovery code. */
export function open_slot(
  sodium: Sodium,
  slot: Uint8Array,
  kind: SlotKind,
  user: Uint8Array,
  secret: string | Uint8Array,
): Uint8Array {
  const { ops, memory_kib, salt } = look_at_slot(slot, kind, user);
  const root =
    typeof secret === "string"
      ? root_of_passphrase(sodium, secret, salt, ops, memory_kib)
      : root_of_recovery(sodium, user, secret);
  const commitment = sodium.crypto_kdf_derive_from_key(32, 3, "ME1_kcmt", root);
  if (!sodium.memcmp(commitment, slot.slice(64, 96))) throw new Refusal("secret_wrong");
  const key = sodium.crypto_kdf_derive_from_key(32, 2, "ME1_wrap", root);
  const about = joined(bytes_of("ME1/slt\0"), slot.slice(0, 120));
  return unseal(sodium, slot.slice(120), about, slot.slice(96, 120), key, "slot_broken");
}

// ---- The recovery code: 160 bits as 32 letters and 2 that check them

const check_of = (sodium: Sodium, code: Uint8Array) => to_base32(hash(sodium, bytes_of("ME1/chk\0"), code)).slice(0, 2);
export const recovery_text = (sodium: Sodium, code: Uint8Array) => to_base32(code) + check_of(sodium, code);
/** Null where it has another form or was mistyped. */
export function recovery_code(sodium: Sodium, text: string): Uint8Array | null {
  const plain = as_typed(text);
  const code = from_base32(plain.slice(0, 32), sizes.recovery);
  return code && plain.slice(32) === check_of(sodium, code) ? code : null;
}

// ---- Seeds and bundle

export type Seeds = { sign: Uint8Array; receive: Uint8Array };
const about_seeds = (user: Uint8Array, version: number) =>
  joined(bytes_of("ME1/ids\0"), user, number_bytes(version, 4));

export function seal_seeds(
  sodium: Sodium,
  seeds: Seeds,
  user: Uint8Array,
  version: number,
  nonce: Uint8Array,
  user_root: Uint8Array,
): Uint8Array {
  const key = sodium.crypto_kdf_derive_from_key(32, 4, "ME1_idsk", user_root);
  return joined(nonce, seal(sodium, joined(seeds.sign, seeds.receive), about_seeds(user, version), nonce, key));
}
export function open_seeds(
  sodium: Sodium,
  sealed: Uint8Array,
  user: Uint8Array,
  version: number,
  user_root: Uint8Array,
): Seeds {
  if (sealed.length !== sizes.seeds) throw new Refusal("seeds_broken");
  const key = sodium.crypto_kdf_derive_from_key(32, 4, "ME1_idsk", user_root);
  const about = about_seeds(user, version);
  const both = unseal(sodium, sealed.slice(24), about, sealed.slice(0, 24), key, "seeds_broken");
  return { sign: both.slice(0, 32), receive: both.slice(32) };
}

const signed_part = 127;
export function make_bundle(
  sodium: Sodium,
  seeds: Seeds,
  user: Uint8Array,
  version: number,
  created_s: number,
  before: Uint8Array,
): Uint8Array {
  const sign = sodium.crypto_sign_seed_keypair(seeds.sign);
  const open = joined(
    bytes_of("MI"),
    Uint8Array.of(format),
    user,
    number_bytes(version, 4),
    sign.publicKey,
    sodium.crypto_box_seed_keypair(seeds.receive).publicKey,
    number_bytes(created_s, 8),
    before,
  );
  const signature = sodium.crypto_sign_detached(joined(bytes_of("ME1/idb\0"), open), sign.privateKey);
  return joined(open, signature, new Uint8Array(64));
}

export type Bundle = {
  user: Uint8Array;
  version: number;
  sign: Uint8Array;
  receive: Uint8Array;
  before: Uint8Array;
  hash: Uint8Array;
};
/** A bundle of this person that its own key signed. */
export function read_bundle(sodium: Sodium, bytes: Uint8Array, user: Uint8Array): Bundle {
  if (bytes.length !== sizes.bundle || !same(bytes.slice(0, 2), bytes_of("MI"))) throw new Refusal("bundle_broken");
  if (bytes[2] !== format) throw new Refusal("newer");
  const bundle = {
    user: bytes.slice(3, 19),
    version: number_at(bytes, 19, 4),
    sign: bytes.slice(23, 55),
    receive: bytes.slice(55, 87),
    before: bytes.slice(95, 127),
    hash: hash(sodium, bytes),
  };
  if (!same(bundle.user, user)) throw new Refusal("bundle_of_another");
  if (bundle.version === 0 || (bundle.version === 1) !== is_zero(bundle.before)) throw new Refusal("bundle_broken");
  if (!is_zero(bytes.slice(signed_part + 64))) throw new Refusal("bundle_broken");
  const message = joined(bytes_of("ME1/idb\0"), bytes.slice(0, signed_part));
  try {
    if (!sodium.crypto_sign_verify_detached(bytes.slice(signed_part, signed_part + 64), message, bundle.sign))
      throw new Refusal("bundle_broken");
    // Throws on a key of low order, with which every shared secret would be the same.
    sodium.crypto_scalarmult(new Uint8Array(32).fill(0x40), bundle.receive);
  } catch {
    throw new Refusal("bundle_broken");
  }
  return bundle;
}

const about_word = (sodium: Sodium, bundle_hash: Uint8Array, by: Uint8Array) =>
  joined(bytes_of("ME1/cos\0"), bundle_hash, by);
/** One person's word that keys made after another's loss are theirs. */
export const give_word = (sodium: Sodium, bundle_hash: Uint8Array, by: Uint8Array, sign_seed: Uint8Array) =>
  sodium.crypto_sign_detached(
    about_word(sodium, bundle_hash, by),
    sodium.crypto_sign_seed_keypair(sign_seed).privateKey,
  );
export function word_holds(sodium: Sodium, bundle_hash: Uint8Array, by: Bundle, signature: Uint8Array): boolean {
  try {
    return sodium.crypto_sign_verify_detached(signature, about_word(sodium, bundle_hash, by.user), by.sign);
  } catch {
    return false;
  }
}

/** Twelve groups of five digits: two people who read the same have the same keys before them. */
export function numbers_of(sodium: Sodium, { user, sign, receive }: Bundle): string[] {
  const digest = sodium.crypto_generichash(64, joined(bytes_of("ME1/sn\0"), user, sign, receive));
  return Array.from({ length: 12 }, (_, i) => String(number_at(digest, 5 * i, 5) % 100_000).padStart(5, "0"));
}

/** New keys with the two slots that open them; `code` is the recovery code. */
export function make_keys(
  sodium: Sodium,
  user: Uint8Array,
  version: number,
  before: Uint8Array,
  created_s: number,
  passphrase: string,
) {
  const random = (size: number) => sodium.randombytes_buf(size);
  const user_root = random(32);
  const seeds = { sign: random(32), receive: random(32) };
  const slots = make_slots(sodium, user, user_root, passphrase);
  return {
    ...slots,
    user_root,
    seeds,
    sealed: seal_seeds(sodium, seeds, user, version, random(24), user_root),
    bundle: make_bundle(sodium, seeds, user, version, created_s, before),
  };
}
/** Two slots for a root key, with a fresh recovery code. */
export function make_slots(sodium: Sodium, user: Uint8Array, user_root: Uint8Array, passphrase: string) {
  const random = (size: number) => sodium.randombytes_buf(size);
  const code = random(sizes.recovery);
  const salt = random(16);
  const parts = { user, slot: random(16), nonce: random(24) };
  const by_passphrase: SlotParts = { ...parts, kind: "passphrase", salt };
  const by_code: SlotParts = { kind: "recovery", user, salt: new Uint8Array(16), slot: random(16), nonce: random(24) };
  return {
    code,
    passphrase_slot: make_slot(sodium, by_passphrase, root_of_passphrase(sodium, passphrase, salt), user_root),
    recovery_slot: make_slot(sodium, by_code, root_of_recovery(sodium, user, code), user_root),
  };
}
