// What is written to confidential contacts, sealed: the case code and what comes from it, and messages that open for
// the writer and every contact alone. src/features/concerns/concern.h reads the head of the same form. A reader refuses
// whatever is not exactly what it should be, and shows nothing of it.
import {
  bytes_of,
  from_base32,
  is_zero,
  joined,
  number_at,
  number_bytes,
  Refusal,
  same,
  to_base32,
} from "../../crypto/bytes";
import { hash, type Bundle, type Sodium } from "../../crypto/identity";

export type Kind = "first" | "more" | "answer";
const kinds: Kind[] = ["first", "more", "answer"];
const head_bytes = 136;
const signed_bytes = 80;
const recipient_bytes = 172;
const step = 4096;
const most_steps = 16;
const nobody = new Uint8Array(16);

// ---- The case code: 120 bits as 24 letters, kept by the writer and nobody else

export type Pair = { publicKey: Uint8Array; privateKey: Uint8Array };
export type Case = {
  concern: Uint8Array;
  token: Uint8Array;
  /** To receive answers, and to sign what is added: two keys. */
  receive: Pair;
  sign: Pair;
};
export const fresh_code = (sodium: Sodium) => to_base32(sodium.randombytes_buf(15));
/** Null where the text has not the form of a code. */
export function case_of(sodium: Sodium, text: string): Case | null {
  const code = from_base32(text, 15);
  if (!code) return null;
  const root = hash(sodium, bytes_of("ME1/cas\0"), code);
  const derived = (number: number, size = 32) => sodium.crypto_kdf_derive_from_key(size, number, "ME1_case", root);
  return {
    concern: derived(1, 16),
    token: derived(2),
    receive: sodium.crypto_box_seed_keypair(derived(3)),
    sign: sodium.crypto_sign_seed_keypair(derived(4)),
  };
}

// ---- Messages

/** Whom a message is sealed to. */
export type Recipient = { user: Uint8Array; bundle_hash: Uint8Array; receive: Uint8Array };
export const as_recipient = ({ user, hash: bundle_hash, receive }: Bundle): Recipient => ({
  user,
  bundle_hash,
  receive,
});
/** The writer, who is zeros to the server. */
export const writer = (sodium: Sodium, receive: Uint8Array): Recipient => ({
  user: nobody,
  bundle_hash: hash(sodium, bytes_of("ME1/rpk\0"), receive),
  receive,
});

export type Message = {
  kind: Kind;
  concern: Uint8Array;
  number: number;
  /** The contact who answers; absent for the writer. */
  author?: Uint8Array;
  /** The sealed message before; absent for the first. */
  before?: Uint8Array;
  body: unknown;
};
/** Where a message stands, as a reader knows it before opening it. */
export type Place = Omit<Message, "kind" | "body">;

const order = (one: Recipient, other: Recipient) => {
  const at = one.user.findIndex((byte, i) => byte !== other.user[i]);
  return at < 0 ? 0 : one.user[at]! - other.user[at]!;
};
const about = (label: string, ...parts: Uint8Array[]) => joined(bytes_of(label), ...parts);
const wrapped = (concern: Uint8Array, number: number, user: Uint8Array) =>
  about("ME1/cnw\0", concern, number_bytes(number, 4), user);
const place_of = ({ concern, number, author, before }: Place, sodium: Sodium) =>
  joined(
    concern,
    number_bytes(number, 4),
    new Uint8Array(4),
    author ?? nobody,
    before ? hash(sodium, before) : new Uint8Array(32),
  );

/** How many bytes a body may have at most, as JSON. */
export const longest_body = most_steps * step - 64 - 1;

/** Seals a message to everybody who has to be able to read it; `sign_secret` is the author's. */
export function seal_message(
  sodium: Sodium,
  message: Message,
  recipients: Recipient[],
  sign_secret: Uint8Array,
): Uint8Array {
  const body = bytes_of(JSON.stringify(message.body));
  if (body.length > longest_body) throw new Refusal("too_long");
  const key = sodium.randombytes_buf(32);
  const nonce = sodium.randombytes_buf(24);
  const head = joined(
    bytes_of("MC"),
    Uint8Array.of(1, 1, kinds.indexOf(message.kind) + 1, 0),
    number_bytes(recipients.length, 2),
    place_of(message, sodium),
  );
  const commitment = sodium.crypto_auth(about("ME1/cnc\0", head), key);
  const signature = sodium.crypto_sign_detached(about("ME1/cns\0", head, commitment, body), sign_secret);
  const wraps = [...recipients].sort(order).map(({ user, bundle_hash, receive }) => {
    const inside = joined(wrapped(message.concern, message.number, user), key);
    return joined(user, bundle_hash, sodium.crypto_box_seal(inside, receive));
  });
  const open = joined(head, commitment, nonce, ...wraps);
  const ciphertext = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    sodium.pad(joined(signature, body), step),
    about("ME1/cna\0", open),
    null,
    nonce,
    sodium.crypto_kdf_derive_from_key(32, 1, "ME1_cncn", key),
  );
  return joined(open, ciphertext);
}

/** Who a reader is. */
export type Reader = { user: Uint8Array; bundle_hash: Uint8Array; receive: Pair };
export const as_writer = (sodium: Sodium, of: Case): Reader => ({
  user: nobody,
  bundle_hash: writer(sodium, of.receive.publicKey).bundle_hash,
  receive: of.receive,
});

/** Whom a message says it is sealed to. */
export function recipients_in(sealed: Uint8Array): { user: Uint8Array; bundle_hash: Uint8Array }[] {
  const count = number_at(sealed, 6, 2);
  return Array.from({ length: count }, (_, n) => {
    const at = head_bytes + n * recipient_bytes;
    return { user: sealed.slice(at, at + 16), bundle_hash: sealed.slice(at + 16, at + 48) };
  });
}

/** The content key that was sealed to the reader. */
function key_for(sodium: Sodium, sealed: Uint8Array, place: Place, reader: Reader): Uint8Array {
  const at = recipients_in(sealed).findIndex(
    ({ user, bundle_hash }) => same(user, reader.user) && same(bundle_hash, reader.bundle_hash),
  );
  if (at < 0) throw new Refusal("not_for_this_key");
  const from = head_bytes + at * recipient_bytes + 48;
  let inside: Uint8Array;
  try {
    const { publicKey, privateKey } = reader.receive;
    inside = sodium.crypto_box_seal_open(sealed.slice(from, from + 124), publicKey, privateKey);
  } catch {
    throw new Refusal("message_broken");
  }
  if (!same(inside.slice(0, 44), wrapped(place.concern, place.number, reader.user)))
    throw new Refusal("message_moved");
  return inside.slice(44);
}

/**
 * Opens a message that must be of one of `allowed` kinds and stand at this place, and have been signed with the key
 * that `signer` names for what is inside: of the first message the writer's own, which stands in its body.
 */
export function open_message(
  sodium: Sodium,
  sealed: Uint8Array,
  place: Place,
  allowed: Kind[],
  reader: Reader,
  signer: (body: Record<string, unknown>) => Uint8Array | null,
): { kind: Kind; body: Record<string, unknown> } {
  if (sealed.length < head_bytes || !same(sealed.slice(0, 2), bytes_of("MC"))) throw new Refusal("message_broken");
  if (sealed[2] !== 1 || sealed[3] !== 1) throw new Refusal("newer");
  const kind = kinds[sealed[4]! - 1];
  const from = head_bytes + number_at(sealed, 6, 2) * recipient_bytes;
  const padded = sealed.length - from - 16;
  if (!kind || !allowed.includes(kind) || sealed[5] !== 0) throw new Refusal("message_broken");
  if (padded < step || padded % step || padded > most_steps * step) throw new Refusal("message_broken");
  if (!same(sealed.slice(8, signed_bytes), place_of(place, sodium))) throw new Refusal("message_moved");

  const key = key_for(sodium, sealed, place, reader);
  const head = sealed.slice(0, signed_bytes);
  const commitment = sealed.slice(signed_bytes, signed_bytes + 32);
  if (!sodium.memcmp(sodium.crypto_auth(about("ME1/cnc\0", head), key), commitment))
    throw new Refusal("message_broken");
  let plain: Uint8Array;
  let body: Record<string, unknown>;
  try {
    plain = sodium.unpad(
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        sealed.slice(from),
        about("ME1/cna\0", sealed.slice(0, from)),
        sealed.slice(signed_bytes + 32, head_bytes),
        sodium.crypto_kdf_derive_from_key(32, 1, "ME1_cncn", key),
      ),
      step,
    );
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain.slice(64)));
  } catch {
    throw new Refusal("message_broken");
  }
  const by = typeof body === "object" && body !== null ? signer(body) : null;
  const signed = about("ME1/cns\0", head, commitment, plain.slice(64));
  if (!by || by.length !== 32 || !sodium.crypto_sign_verify_detached(plain.slice(0, 64), signed, by))
    throw new Refusal("message_forged");
  return { kind, body };
}
