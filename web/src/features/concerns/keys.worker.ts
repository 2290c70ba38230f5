// Holds a contact's keys and does all that needs keys, in a worker whose own content policy lets nothing out but its
// answers. Keys are never on a disk; they go with the worker.
import sodium from "libsodium-wrappers-sumo";
import type { components } from "../../api/schema";
import { from_base64, grouped, id_bytes, id_of, Refusal, same, to_base64 } from "../../crypto/bytes";
import {
  give_word,
  make_keys,
  make_slots,
  numbers_of,
  open_seeds,
  open_slot,
  read_bundle,
  recovery_code,
  recovery_text,
} from "../../crypto/identity";
import { judge_all, trusted_bundles, type ConcernContact, type Pins, type Verdict } from "./contacts";
import { case_of, fresh_code, recipients_in } from "./sealed";
import { add, answer, read_as_contact, read_as_writer, write, type ConcernBox, type Content, type Me } from "./thread";

type MyContactKeys = components["schemas"]["MyContactKeys"];

let unlocked: (Me & { user_root: Uint8Array }) | null = null;
function me() {
  if (!unlocked) throw new Refusal("locked");
  return unlocked;
}
function my_case(code: string) {
  const found = case_of(sodium, code);
  if (!found) throw new Refusal("code_malformed");
  return found;
}
/** Those whose keys are sound, whether confirmed or not: to check who signed, never to seal to. */
const sound = (contacts: ConcernContact[], pins: Pins) =>
  judge_all(sodium, contacts, pins).flatMap(({ verdict, bundle }) =>
    bundle && verdict.state !== "refused" ? [bundle] : [],
  );
const slots_out = (made: ReturnType<typeof make_slots>) => ({
  passphrase_slot: to_base64(made.passphrase_slot),
  recovery_slot: to_base64(made.recovery_slot),
  code: grouped(recovery_text(sodium, made.code)),
});

/** What the page may ask. Bytes travel as base64. */
const operations = {
  judge: ({ contacts, pins }: { contacts: ConcernContact[]; pins: Pins }): Verdict[] =>
    judge_all(sodium, contacts, pins).map(({ verdict }) => verdict),

  // ---- Whoever writes
  fresh_code: () => grouped(fresh_code(sodium)),
  box_of: ({ code }: { code: string }) => {
    const { concern, token } = my_case(code);
    return { concern: id_of(concern), token: to_base64(token) };
  },
  write: (asked: { code: string; content: Content; contacts: ConcernContact[]; pins: Pins }) => {
    const of = my_case(asked.code);
    const to = trusted_bundles(sodium, asked.contacts, asked.pins);
    return { token: to_base64(of.token), sealed: to_base64(write(sodium, of, asked.content, to)) };
  },
  read_as_writer: ({ code, box, pins }: { code: string; box: ConcernBox; pins: Pins }) =>
    read_as_writer(sodium, my_case(code), box, sound(box.contacts, pins)),
  add: ({ code, box, text, pins }: { code: string; box: ConcernBox; text: string; pins: Pins }) =>
    to_base64(add(sodium, my_case(code), box, text, trusted_bundles(sodium, box.contacts, pins))),

  // ---- Contacts
  /** Makes keys, first ones or after a loss; they are open from here on. */
  make: ({ keys, passphrase, now_s }: { keys: MyContactKeys; passphrase: string; now_s: number }) => {
    const user = id_bytes(keys.account);
    const before = keys.bundle ? read_bundle(sodium, from_base64(keys.bundle), user).hash : new Uint8Array(32);
    const version = keys.version + 1;
    const made = make_keys(sodium, user, version, before, now_s, passphrase);
    const read = read_bundle(sodium, made.bundle, user);
    const { bundle, seeds, user_root } = made;
    unlocked = { user, name: keys.name, bundle, read, seeds, user_root };
    return { ...slots_out(made), bundle: to_base64(made.bundle), seeds: to_base64(made.sealed) };
  },
  /** With the passphrase, or with the recovery code where `by_code`. Throws where anything is not this contact's. */
  unlock: ({ keys, secret, by_code }: { keys: MyContactKeys; secret: string; by_code: boolean }) => {
    const user = id_bytes(keys.account);
    const kind = by_code ? "recovery" : "passphrase";
    const slot = keys.slots[by_code ? 1 : 0];
    if (!slot || !keys.bundle || !keys.seeds) throw new Refusal("slot_broken");
    const given = by_code ? recovery_code(sodium, secret) : secret;
    if (given === null) throw new Refusal("recovery_mistyped");
    const user_root = open_slot(sodium, from_base64(slot), kind, user, given);
    const bundle = from_base64(keys.bundle);
    const read = read_bundle(sodium, bundle, user);
    const seeds = open_seeds(sodium, from_base64(keys.seeds), user, read.version, user_root);
    const own =
      same(sodium.crypto_sign_seed_keypair(seeds.sign).publicKey, read.sign) &&
      same(sodium.crypto_box_seed_keypair(seeds.receive).publicKey, read.receive);
    if (!own) throw new Refusal("bundle_not_mine");
    unlocked = { user, name: keys.name, bundle, read, seeds, user_root };
    return true;
  },
  own_numbers: () => numbers_of(sodium, me().read),
  renew_slots: ({ passphrase }: { passphrase: string }) =>
    slots_out(make_slots(sodium, me().user, me().user_root, passphrase)),
  /** Whether a message names this contact's present key at all; says so before anything is opened. */
  is_for_me: ({ box }: { box: ConcernBox }) =>
    recipients_in(from_base64(box.messages[0]?.sealed ?? "")).some(
      ({ user, bundle_hash }) => same(user, me().user) && same(bundle_hash, me().read.hash),
    ),
  read_as_contact: ({ box, pins }: { box: ConcernBox; pins: Pins }) =>
    read_as_contact(sodium, me(), box, sound(box.contacts, pins)),
  answer: ({ box, text, pins }: { box: ConcernBox; text: string; pins: Pins }) =>
    to_base64(answer(sodium, me(), box, text, trusted_bundles(sodium, box.contacts, pins))),
  word: ({ contact }: { contact: ConcernContact }) => {
    const bundle = read_bundle(sodium, from_base64(contact.bundle ?? ""), id_bytes(contact.account));
    return to_base64(give_word(sodium, bundle.hash, me().user, me().seeds.sign));
  },
  numbers: ({ contact }: { contact: ConcernContact }) =>
    numbers_of(sodium, read_bundle(sodium, from_base64(contact.bundle ?? ""), id_bytes(contact.account))),
};
export type Operations = typeof operations;
export type Call = { id: number; name: keyof Operations; given: unknown };
export type Answer = { id: number; value?: unknown; refused?: string };

addEventListener("message", async ({ data: { id, name, given } }: MessageEvent<Call>) => {
  await sodium.ready;
  try {
    postMessage({ id, value: (operations[name] as (given: unknown) => unknown)(given) } satisfies Answer);
  } catch (problem) {
    postMessage({ id, refused: problem instanceof Refusal ? problem.why : "failed" } satisfies Answer);
  }
});
