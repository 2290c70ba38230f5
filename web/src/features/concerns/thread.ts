// A concern as a whole: written, added to, answered and read. What does not open, was moved, or is signed by somebody
// else stands as a gap with its reason, and shows nothing of what it holds.
import { from_base64, id_bytes, Refusal, to_base64 } from "../../crypto/bytes";
import { read_bundle, type Bundle, type Seeds, type Sodium } from "../../crypto/identity";
import type { components } from "../../api/schema";
import {
  as_recipient,
  as_writer,
  open_message,
  seal_message,
  writer,
  type Case,
  type Message,
  type Reader,
} from "./sealed";

export type ConcernBox = components["schemas"]["ConcernBox"];

export const categories = ["mistreatment", "conflict", "confidence", "safety", "discrimination", "other"] as const;
export const answers = ["here", "otherwise", "none"] as const;
/** What a writer says, all of it sealed. `name` and `reach`: only what they want known. */
export type Content = {
  category: (typeof categories)[number];
  text: string;
  answer: (typeof answers)[number];
  reach: string;
  name: string;
};
/** How long each may be, in characters. */
export const longest = { text: 10_000, reach: 200, name: 200 };

/** A contact with their keys open. */
export type Me = { user: Uint8Array; name: string; bundle: Uint8Array; read: Bundle; seeds: Seeds };

export type Line = {
  number: number;
  day: string;
  by: "writer" | "contact";
  /** Of an answer: how the contact signed it. */
  name?: string;
  text?: string;
  /** Why nothing of it is shown; ends a key of text/en/concerns.json. */
  refused?: string;
};
export type Thread = { content: Content | null; lines: Line[] };

/** Whoever wrote, and every contact: all that is said in a concern opens for all of them. */
const everybody = (sodium: Sodium, reply: Uint8Array, contacts: Bundle[]) => [
  writer(sodium, reply),
  ...contacts.map(as_recipient),
];

export function write(sodium: Sodium, of: Case, content: Content, contacts: Bundle[]): Uint8Array {
  const body = {
    ...content,
    reply: to_base64(of.receive.publicKey),
    sign: to_base64(of.sign.publicKey),
    to: contacts.map(({ hash }) => to_base64(hash)),
  };
  const message: Message = { kind: "first", concern: of.concern, number: 1, body };
  return seal_message(sodium, message, everybody(sodium, of.receive.publicKey, contacts), of.sign.privateKey);
}

const newest = (box: ConcernBox) => {
  const last = box.messages.at(-1);
  if (!last) throw new Refusal("message_missing");
  return from_base64(last.sealed);
};

export function add(sodium: Sodium, of: Case, box: ConcernBox, text: string, contacts: Bundle[]): Uint8Array {
  const number = box.messages.length + 1;
  const message: Message = { kind: "more", concern: of.concern, number, before: newest(box), body: { text } };
  return seal_message(sodium, message, everybody(sodium, of.receive.publicKey, contacts), of.sign.privateKey);
}

export function answer(sodium: Sodium, me: Me, box: ConcernBox, text: string, contacts: Bundle[]): Uint8Array {
  const opened = open_first(sodium, box, as_contact(sodium, me));
  const message: Message = {
    kind: "answer",
    concern: id_bytes(box.concern),
    number: box.messages.length + 1,
    author: me.user,
    before: newest(box),
    body: { text, name: me.name, bundle: to_base64(me.bundle) },
  };
  const recipients = everybody(sodium, opened.reply, contacts);
  return seal_message(sodium, message, recipients, sodium.crypto_sign_seed_keypair(me.seeds.sign).privateKey);
}

export const as_contact = (sodium: Sodium, me: Me): Reader => ({
  user: me.user,
  bundle_hash: me.read.hash,
  receive: sodium.crypto_box_seed_keypair(me.seeds.receive),
});

const text_in = (body: Record<string, unknown>, name: string) => {
  const value = body[name];
  if (typeof value !== "string") throw new Refusal("message_broken");
  return value;
};
const bytes_in = (body: Record<string, unknown>, name: string) => {
  const bytes = from_base64(text_in(body, name));
  if (bytes.length !== 32) throw new Refusal("message_broken");
  return bytes;
};
const one_of = <T extends string>(list: readonly T[], value: unknown): T => {
  if (!list.includes(value as T)) throw new Refusal("message_broken");
  return value as T;
};

/** The first message, with what all others are held against; `of`: the reader's own case, for the writer. */
function open_first(sodium: Sodium, box: ConcernBox, reader: Reader, of?: Case) {
  const first = box.messages[0];
  if (first?.number !== 1) throw new Refusal("message_missing");
  const place = { concern: id_bytes(box.concern), number: 1 };
  const signer = (body: Record<string, unknown>) => of?.sign.publicKey ?? bytes_in(body, "sign");
  const { body } = open_message(sodium, from_base64(first.sealed), place, ["first"], reader, signer);
  const content: Content = {
    category: one_of(categories, body["category"]),
    answer: one_of(answers, body["answer"]),
    text: text_in(body, "text"),
    reach: text_in(body, "reach"),
    name: text_in(body, "name"),
  };
  const to = body["to"];
  if (!Array.isArray(to)) throw new Refusal("message_broken");
  return { content, reply: bytes_in(body, "reply"), sign: bytes_in(body, "sign"), to: to as unknown[] };
}

function read(sodium: Sodium, box: ConcernBox, reader: Reader, contacts: Bundle[], of?: Case): Thread {
  const why = (problem: unknown) => (problem instanceof Refusal ? problem.why : "message_broken");
  let first: ReturnType<typeof open_first> | null = null;
  let not_first = "";
  try {
    first = open_first(sodium, box, reader, of);
  } catch (problem) {
    not_first = why(problem);
  }
  const lines = box.messages.map((message, at): Line => {
    const by = message.contact ? ("contact" as const) : ("writer" as const);
    const line = { number: message.number, day: message.day, by };
    if (at === 0) return first ? { ...line, text: first.content.text } : { ...line, refused: not_first };
    try {
      if (message.number !== at + 1) throw new Refusal("message_missing");
      const place = {
        concern: id_bytes(box.concern),
        number: message.number,
        before: from_base64(box.messages[at - 1]!.sealed),
        ...(message.contact ? { author: id_bytes(message.contact) } : {}),
      };
      const known = [...(first?.to ?? []), ...contacts.map(({ hash }) => to_base64(hash))];
      const signer = (body: Record<string, unknown>) => {
        if (!message.contact) return of?.sign.publicKey ?? first?.sign ?? null;
        const bundle = read_bundle(sodium, from_base64(text_in(body, "bundle")), id_bytes(message.contact));
        if (!known.includes(to_base64(bundle.hash))) throw new Refusal("author_unknown");
        return bundle.sign;
      };
      const kind = message.contact ? "answer" : "more";
      const { body } = open_message(sodium, from_base64(message.sealed), place, [kind], reader, signer);
      return { ...line, text: text_in(body, "text"), ...(message.contact ? { name: text_in(body, "name") } : {}) };
    } catch (problem) {
      return { ...line, refused: why(problem) };
    }
  });
  return { content: first?.content ?? null, lines };
}

export const read_as_writer = (sodium: Sodium, of: Case, box: ConcernBox, contacts: Bundle[]) =>
  read(sodium, box, as_writer(sodium, of), contacts, of);
export const read_as_contact = (sodium: Sodium, me: Me, box: ConcernBox, contacts: Bundle[]) =>
  read(sodium, box, as_contact(sodium, me), contacts);
