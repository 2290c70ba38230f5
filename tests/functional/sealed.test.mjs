// What browsers do with keys and sealed concerns: the known answers, byte by byte (C++ works out the same, in
// src/features/concerns/known_answers_test.cpp), and everything that a server may have altered is refused.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { sodium, web_module } from "./web_code.mjs";

const bytes = await web_module("crypto/bytes.ts");
const identity = await web_module("crypto/identity.ts");
const sealed = await web_module("features/concerns/sealed.ts");
const thread = await web_module("features/concerns/thread.ts");
const contacts = await web_module("features/concerns/contacts.ts");

const vectors = JSON.parse(readFileSync(new URL("../vectors/concerns.json", import.meta.url), "utf8"));
const { hex, from_hex } = bytes;
const as_bytes = (value) => (/^([0-9a-f]{2}){16,}$/.test(value) ? from_hex(value) : value);
const given = Object.fromEntries(Object.entries(vectors.inputs).map(([name, value]) => [name, as_bytes(value)]));
const seeds = { sign: given.sign_seed, receive: given.receive_seed };
const zeros = new Uint8Array(16);
/** Why something is refused, or "" where it is taken. The modules are bundled apart: a refusal is known by its word. */
function why(work) {
  try {
    work();
    return "";
  } catch (problem) {
    return problem.why ?? assert.fail(problem);
  }
}
const flipped = (array, at, bit = 1) => {
  const changed = Uint8Array.from(array);
  changed[at] ^= bit;
  return changed;
};

describe("the known answers", () => {
  const answers = vectors.answers;
  it("of slots and seeds", () => {
    const by_passphrase = identity.root_of_passphrase(sodium, given.passphrase, given.salt);
    const by_code = identity.root_of_recovery(sodium, given.user, given.recovery);
    assert.equal(hex(by_passphrase), answers.passphrase_root);
    assert.equal(hex(by_code), answers.recovery_root);
    const parts = { user: given.user, slot: given.slot, nonce: given.nonce };
    const slot = (kind, salt, root) => hex(identity.make_slot(sodium, { kind, salt, ...parts }, root, given.user_root));
    assert.equal(slot("passphrase", given.salt, by_passphrase), answers.passphrase_slot);
    assert.equal(slot("recovery", zeros, by_code), answers.recovery_slot);
    assert.equal(identity.recovery_text(sodium, given.recovery), answers.recovery_text);
    const kept = identity.seal_seeds(sodium, seeds, given.user, given.version, given.nonce, given.user_root);
    assert.equal(hex(kept), answers.sealed_seeds);
  });
  it("of bundles, their numbers and another's word", () => {
    const made = identity.make_bundle(sodium, seeds, given.user, given.version, given.created_s, given.before);
    assert.equal(hex(made), answers.bundle);
    const read = identity.read_bundle(sodium, made, given.user);
    assert.equal(hex(read.hash), answers.bundle_hash);
    assert.equal(identity.numbers_of(sodium, read).join(" "), answers.numbers);
    assert.equal(hex(identity.give_word(sodium, read.hash, given.other_user, given.other_sign_seed)), answers.word);
  });
  it("of a case code, however it is typed", () => {
    for (const typed of [given.case_code, given.case_code.toLowerCase().replaceAll(" ", "-").replace("0", "o")]) {
      const found = sealed.case_of(sodium, typed);
      assert.equal(hex(found.concern), answers.concern);
      assert.equal(hex(found.token), answers.token);
      assert.equal(hex(found.receive.publicKey), answers.reply_key);
      assert.equal(hex(found.sign.publicKey), answers.sign_key);
    }
    for (const typed of ["", "0123", given.case_code + "0", given.case_code.replace("Q", "U")])
      assert.equal(sealed.case_of(sodium, typed), null, typed);
  });
  it("of ids and base32, both ways", () => {
    assert.equal(bytes.id_of(given.user), "0h248h248h248h248h248h248h");
    for (let round = 0; round < 50; ++round) {
      const some = sodium.randombytes_buf(16);
      assert.deepEqual(bytes.id_bytes(bytes.id_of(some)), some);
      const code = sodium.randombytes_buf(15);
      assert.deepEqual(bytes.from_base32(bytes.grouped(bytes.to_base32(code)).toLowerCase(), 15), code);
    }
    assert.equal(why(() => bytes.id_bytes("8h248h248h248h248h248h248h")), "malformed");
  });
  it("of a sealed message, which opens", () => {
    const me = contact(given.user, seeds, given.version, given.before);
    const box = box_of(answers.concern, [Buffer.from(vectors.message.sealed.join(""), "base64")]);
    const read = thread.read_as_contact(sodium, me, box, []);
    assert.deepEqual(read.lines.map(({ text, refused }) => text ?? refused), [vectors.message.text]);
    assert.equal(read.content.category, "safety");
  });
});

/** A contact with their keys open. */
function contact(user, seeds, version = 1, before = new Uint8Array(32)) {
  const bundle = identity.make_bundle(sodium, seeds, user, version, 1_800_000_000, before);
  return { user, name: "Ines", bundle, read: identity.read_bundle(sodium, bundle, user), seeds };
}
const fresh = () => ({ sign: sodium.randombytes_buf(32), receive: sodium.randombytes_buf(32) });
/** A concern as the server gives it; `by`: the contact of each message. */
const box_of = (concern, messages, by = [], more = []) => ({
  concern: bytes.id_of(from_hex(concern)),
  opened_on: "2027-01-15",
  state: "received",
  contacts: more,
  messages: messages.map((message, at) => ({
    number: at + 1,
    day: "2027-01-15",
    sealed: Buffer.from(message).toString("base64"),
    ...(by[at] ? { contact: bytes.id_of(by[at].user) } : {}),
  })),
});

describe("slots", () => {
  const made = identity.make_keys(sodium, given.user, 1, new Uint8Array(32), 1_800_000_000, given.passphrase);
  const open = (slot, kind = "recovery", user = given.user, secret = made.code) =>
    identity.open_slot(sodium, slot, kind, user, secret);
  it("open with passphrase and code to the same root, which opens the seeds", () => {
    const root = open(made.recovery_slot);
    assert.deepEqual(root, made.user_root);
    assert.deepEqual(open(made.passphrase_slot, "passphrase", given.user, given.passphrase.normalize("NFD")), root);
    assert.deepEqual(identity.open_seeds(sodium, made.sealed, given.user, 1, root), made.seeds);
    const text = identity.recovery_text(sodium, made.code);
    assert.deepEqual(identity.recovery_code(sodium, bytes.grouped(text).toLowerCase()), made.code);
  });
  it("refuse a wrong secret, and a mistyped code before that", () => {
    const another = sodium.randombytes_buf(20);
    assert.equal(why(() => open(made.recovery_slot, "recovery", given.user, another)), "secret_wrong");
    assert.equal(why(() => open(made.passphrase_slot, "passphrase", given.user, "another passphrase")), "secret_wrong");
    // A code of the test's own: of a random one, now and then a mistyped letter fits.
    const text = identity.recovery_text(sodium, new Uint8Array(20).fill(7));
    let taken = 0;
    for (let at = 0; at < text.length; ++at) {
      const other = text[at] === "7" ? "8" : "7";
      taken += identity.recovery_code(sodium, text.slice(0, at) + other + text.slice(at + 1)) !== null;
    }
    assert.equal(taken, 0, "two letters check the others");
  });
  it("refuse every altered byte, and those of somebody else", () => {
    for (let at = 0; at < 168; ++at)
      assert.notEqual(why(() => open(flipped(made.recovery_slot, at))), "", `byte ${at}`);
    assert.equal(why(() => open(made.recovery_slot, "recovery", given.other_user)), "slot_of_another");
    assert.equal(why(() => open(made.recovery_slot, "passphrase")), "slot_broken");
    for (let at = 0; at < 104; ++at)
      assert.equal(
        why(() => identity.open_seeds(sodium, flipped(made.sealed, at), given.user, 1, made.user_root)),
        "seeds_broken",
      );
    assert.equal(why(() => identity.open_seeds(sodium, made.sealed, given.user, 2, made.user_root)), "seeds_broken");
  });
  it("derive nothing for a server that asks for less, or for more than a browser can", () => {
    const with_number = (at, value) => {
      const changed = Uint8Array.from(made.passphrase_slot);
      changed.set(bytes.number_bytes(value, 4), at);
      return changed;
    };
    const begun = Date.now();
    const less = [with_number(8, 2), with_number(8, 0), with_number(12, 64 * 1024 - 1)];
    for (const weak of [...less, flipped(made.passphrase_slot, 4)])
      assert.equal(why(() => open(weak, "passphrase", given.user, given.passphrase)), "slot_weak");
    for (const broken of [with_number(8, 1000), with_number(12, 0xffffffff)])
      assert.equal(why(() => open(broken, "passphrase", given.user, given.passphrase)), "slot_broken");
    assert.ok(Date.now() - begun < 1000, "nothing was derived");
    assert.equal(why(() => open(flipped(made.passphrase_slot, 2), "passphrase")), "newer");
  });
});

describe("bundles", () => {
  const me = contact(given.user, seeds);
  it("are refused with any byte altered, for somebody else, and with a key of low order", () => {
    for (let at = 0; at < 255; ++at)
      assert.notEqual(why(() => identity.read_bundle(sodium, flipped(me.bundle, at), given.user)), "", `byte ${at}`);
    assert.equal(why(() => identity.read_bundle(sodium, me.bundle, given.other_user)), "bundle_of_another");
    // Signed as it should be, by the key inside, but with a point of order one to receive with.
    const low = Uint8Array.from(me.bundle);
    low.fill(0, 55, 87);
    const pair = sodium.crypto_sign_seed_keypair(seeds.sign);
    const message = bytes.joined(bytes.bytes_of("ME1/idb\0"), low.slice(0, 127));
    low.set(sodium.crypto_sign_detached(message, pair.privateKey), 127);
    assert.equal(why(() => identity.read_bundle(sodium, low, given.user)), "bundle_broken");
  });
});

describe("contacts whose keys a server shows", () => {
  const [ines, omar, eve] = [0x21, 0x22, 0x21].map((fill) => contact(new Uint8Array(16).fill(fill), fresh()));
  const shown = (one, name, word) => ({
    account: bytes.id_of(one.user),
    name,
    standing: "ready",
    version: one.read.version,
    bundle: Buffer.from(one.bundle).toString("base64"),
    ...(word ? { word } : {}),
  });
  const states = (list, pins) =>
    contacts.judge_all(sodium, list, pins).map(({ verdict }) => verdict.why ?? verdict.vouched_by ?? verdict.state);
  const both = [shown(ines, "Ines"), shown(omar, "Omar")];
  const pins = Object.fromEntries(
    contacts.judge_all(sodium, both, {}).map(({ verdict }) => [verdict.account, verdict.pin]),
  );
  const id = (one) => bytes.id_of(one.user);
  const word = (about, by) => ({
    by: id(by),
    signature: Buffer.from(identity.give_word(sodium, about.read.hash, by.user, by.seeds.sign)).toString("base64"),
  });
  const again = contact(ines.user, fresh(), 2, ines.read.hash);

  it("are first, then known", () => {
    assert.deepEqual(states(both, {}), ["first", "first"]);
    assert.deepEqual(states(both, pins), ["known", "known"]);
    assert.equal(contacts.trusted_bundles(sodium, both, pins).length, 2);
  });
  it("are refused where a key is replaced under the same number", () => {
    const list = [shown(eve, "Ines"), shown(omar, "Omar")];
    assert.deepEqual(states(list, pins), ["replaced", "known"]);
    assert.equal(why(() => contacts.trusted_bundles(sodium, list, pins)), "replaced");
  });
  it("are refused after a reset without another's word, or with a forged one", () => {
    assert.deepEqual(states([shown(again, "Ines"), both[1]], pins), ["unvouched", "known"]);
    const forged = { ...word(again, omar), signature: Buffer.alloc(64, 7).toString("base64") };
    assert.deepEqual(states([shown(again, "Ines", forged), both[1]], pins), ["word_forged", "known"]);
    const own = { ...word(again, again) };
    assert.deepEqual(states([shown(again, "Ines", own), both[1]], pins), ["changed", "known"], "by nobody known");
  });
  it("are changed, with whose word, after a reset; and nothing is sealed to them before somebody confirms", () => {
    const list = [shown(again, "Ines", word(again, omar)), both[1]];
    assert.deepEqual(states(list, pins), ["Omar", "known"]);
    assert.equal(why(() => contacts.trusted_bundles(sodium, list, pins)), "unconfirmed");
    const [{ verdict }] = contacts.judge_all(sodium, list, pins);
    assert.equal(contacts.trusted_bundles(sodium, list, { ...pins, [verdict.account]: verdict.pin }).length, 2);
  });
  it("are added where this browser knew others", () => {
    const third = contact(new Uint8Array(16).fill(0x23), fresh());
    assert.deepEqual(states([...both, shown(third, "Uma")], pins), ["known", "known", "added"]);
    assert.equal(why(() => contacts.trusted_bundles(sodium, [...both, shown(third, "Uma")], pins)), "unconfirmed");
  });
  it("are refused where the server names another than the keys do", () => {
    const swapped = [{ ...both[0], bundle: both[1].bundle }, both[1]];
    assert.deepEqual(states(swapped, pins), ["bundle_of_another", "known"]);
  });

  describe("and a concern to them", () => {
    const of = sealed.case_of(sodium, sealed.fresh_code(sodium));
    const content = { category: "other", text: "A SECRET", answer: "here", reach: "", name: "" };
    const to = [ines.read, omar.read];
    const first = thread.write(sodium, of, content, to);
    const concern = hex(of.concern);
    const reply = thread.answer(sodium, ines, box_of(concern, [first]), "ANSWER", to);
    const two = [first, reply];
    const more = thread.add(sodium, of, box_of(concern, two, [, ines]), "MORE", to);
    const three = [first, reply, more];
    const whole = box_of(concern, three, [, ines]);
    const texts = (read) => read.lines.map(({ text, refused }) => text ?? refused);
    const as_writer = (box) => texts(thread.read_as_writer(sodium, of, box, to));
    const as_contact = (box, me = omar) => texts(thread.read_as_contact(sodium, me, box, to));

    it("opens for the writer and both contacts, in whole steps of 4 KiB", () => {
      for (const read of [as_writer(whole), as_contact(whole), as_contact(whole, ines)])
        assert.deepEqual(read, ["A SECRET", "ANSWER", "MORE"]);
      assert.equal((first.length - 136 - 3 * 172 - 16) % 4096, 0);
      const long = thread.write(sodium, of, { ...content, text: "x".repeat(5000) }, to);
      assert.equal(long.length - first.length, 4096);
    });
    it("opens for nobody else", () => {
      const former = contact(ines.user, fresh());
      for (const me of [former, contact(new Uint8Array(16).fill(0x29), fresh())])
        assert.equal(as_contact(whole, me)[0], "not_for_this_key");
      const other = sealed.case_of(sodium, sealed.fresh_code(sodium));
      assert.equal(texts(thread.read_as_writer(sodium, other, whole, to))[1], "not_for_this_key");
    });
    it("shows nothing of a message with any byte altered", () => {
      for (let at = 0; at < reply.length; at += at < 900 ? 1 : 37) {
        const box = box_of(concern, [first, flipped(reply, at, 1 << at % 8)], [, ines]);
        const [, line] = thread.read_as_writer(sodium, of, box, to).lines;
        assert.equal(line.text, undefined, `byte ${at}`);
        assert.ok(line.refused, `byte ${at}`);
      }
      for (let at = 0; at < first.length; at += at < 600 ? 1 : 37) {
        const read = thread.read_as_contact(sodium, omar, box_of(concern, [flipped(first, at)]), to);
        assert.equal(read.content, null, `byte ${at}`);
        assert.equal(read.lines[0].text, undefined, `byte ${at}`);
      }
    });
    it("shows gaps where messages are left out, swapped, moved, repeated or cut", () => {
      assert.equal(as_writer(box_of(concern, [first, more]))[1], "message_moved", "left out");
      const swapped = as_writer(box_of(concern, [first, more, reply], [, , ines]));
      assert.deepEqual(swapped.slice(1), ["message_moved", "message_moved"]);
      assert.equal(as_writer(box_of(concern, [first, reply, reply], [, ines, ines]))[2], "message_moved");
      assert.equal(as_writer(box_of(concern, [first, reply.slice(0, -4096)], [, ines]))[1], "message_broken");
      assert.equal(as_writer(box_of(concern, [first, reply], []))[1], "message_broken", "whose it is, changed");
      assert.equal(as_writer(box_of(concern, [first, reply], [, omar]))[1], "message_moved");
      const other = sealed.case_of(sodium, sealed.fresh_code(sodium));
      const elsewhere = thread.write(sodium, other, content, to);
      assert.equal(as_contact(box_of(concern, [elsewhere]))[0], "message_moved", "of another concern");
    });
    it("takes no answer that a server wrote with keys of its own, and nothing added by somebody else", () => {
      const box = box_of(concern, [first]);
      const own = contact(ines.user, fresh());
      const message = {
        kind: "answer",
        concern: of.concern,
        number: 2,
        author: own.user,
        before: first,
        body: { text: "I AM INES", name: "Ines", bundle: Buffer.from(own.bundle).toString("base64") },
      };
      const recipients = [sealed.writer(sodium, of.receive.publicKey), ...to.map(sealed.as_recipient)];
      const secret = sodium.crypto_sign_seed_keypair(own.seeds.sign).privateKey;
      const forged = sealed.seal_message(sodium, message, recipients, secret);
      assert.equal(as_writer(box_of(concern, [first, forged], [, own]))[1], "author_unknown");
      const stranger = sealed.case_of(sodium, sealed.fresh_code(sodium));
      const added = thread.add(sodium, { ...of, sign: stranger.sign }, box, "NOT MINE", to);
      assert.equal(as_contact(box_of(concern, [first, added]))[1], "message_forged");
    });
  });
});
