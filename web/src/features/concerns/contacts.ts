// Whether the keys that a server shows are those of the confidential contacts: what this browser saw before stays, what
// changed is said, what can never be right is refused.
import { from_base64, id_bytes, Refusal, to_base64 } from "../../crypto/bytes";
import { numbers_of, read_bundle, word_holds, type Bundle, type Sodium } from "../../crypto/identity";
import type { components } from "../../api/schema";

export type ConcernContact = components["schemas"]["ConcernContact"];

/** What a browser remembers of a contact: the hash of their bundle, and its version. Nothing of it is a secret. */
export type Pin = { hash: string; version: number };
export type Pins = Record<string, Pin>;

/**
 * known: as this browser has seen it. first: the first that it sees of any contact. added: of somebody who was no
 * contact before. changed: another key than before; `vouched_by` names the contact who stands for it, whose own key
 * this browser knew. Of a refused one `why` ends a key of text/en/concerns.json.
 */
export type Verdict = {
  account: string;
  name: string;
  numbers: string[];
  pin: Pin | null;
  state: "known" | "first" | "added" | "changed" | "refused";
  vouched_by?: string | undefined;
  why?: string;
};
export type Judged = { verdict: Verdict; bundle: Bundle | null };

type Seen = { bundles: Map<string, Bundle>; names: Map<string, string>; pins: Pins };
function judge(sodium: Sodium, contact: ConcernContact, { bundles: all, names, pins }: Seen) {
  const refused = (why: string): Verdict => ({ ...seen, state: "refused", why });
  const seen = { account: contact.account, name: contact.name, numbers: [] as string[], pin: null };
  const bundle = all.get(contact.account);
  if (!bundle) return refused("bundle_broken");
  const pin = { hash: to_base64(bundle.hash), version: bundle.version };
  const before = pins[contact.account];
  const found = { ...seen, numbers: numbers_of(sodium, bundle), pin };
  if (bundle.version > 1 && !contact.word) return refused("unvouched");
  const by = contact.word && contact.word.by !== contact.account ? all.get(contact.word.by) : undefined;
  if (by && !word_holds(sodium, bundle.hash, by, from_base64(contact.word!.signature))) return refused("word_forged");
  if (!before) return { ...found, state: Object.keys(pins).length ? ("added" as const) : ("first" as const) };
  if (before.hash === pin.hash) return { ...found, state: "known" as const };
  if (bundle.version <= before.version) return refused("replaced");
  const trusted = by && pins[contact.word!.by]?.hash === to_base64(by.hash);
  return { ...found, state: "changed" as const, vouched_by: trusted ? names.get(contact.word!.by) : undefined };
}

/** Every contact to whom concerns can be sealed, judged. */
export function judge_all(sodium: Sodium, contacts: ConcernContact[], pins: Pins): Judged[] {
  const ready = contacts.filter((each) => each.bundle !== undefined);
  const bundles = new Map<string, Bundle>();
  const whys = new Map<string, string>();
  for (const each of ready)
    try {
      bundles.set(each.account, read_bundle(sodium, from_base64(each.bundle!), id_bytes(each.account)));
    } catch (problem) {
      whys.set(each.account, problem instanceof Refusal ? problem.why : "bundle_broken");
    }
  const names = new Map(ready.map((each) => [each.account, each.name]));
  return ready.map((each) => {
    const verdict = judge(sodium, each, { bundles, names, pins });
    const why = whys.get(each.account);
    return { verdict: why ? { ...verdict, why } : verdict, bundle: bundles.get(each.account) ?? null };
  });
}

/** The bundles to seal to; one that is refused, or that nobody confirmed, stops everything. */
export function trusted_bundles(sodium: Sodium, contacts: ConcernContact[], pins: Pins): Bundle[] {
  return judge_all(sodium, contacts, pins).map(({ verdict, bundle }) => {
    if (!bundle || verdict.state === "refused") throw new Refusal(verdict.why ?? "bundle_broken");
    if (pins[verdict.account]?.hash !== verdict.pin?.hash) throw new Refusal("unconfirmed");
    return bundle;
  });
}

