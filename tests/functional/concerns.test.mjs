// Concerns over HTTP against the real program: who gets what of every route, what the database, its backups and the log
// hold afterwards (nothing of the words, nothing of who wrote), and a contact who leaves.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { Browser, invite, join } from "./accounts.mjs";
import { folder, run, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";
import { sodium, web_module } from "./web_code.mjs";

const bytes = await web_module("crypto/bytes.ts");
const identity = await web_module("crypto/identity.ts");
const sealed = await web_module("features/concerns/sealed.ts");
const thread = await web_module("features/concerns/thread.ts");
const hex_of = (id) => bytes.hex(bytes.id_bytes(id));
const base64 = (array) => Buffer.from(array).toString("base64");

const base = folder("concerns");
const data = at(base, "data");
const marker = "QUAGGA the chief shouted";

describe("concerns", () => {
  let server;
  const who = {};
  const known = {};
  const me = {}; // contacts with their keys open
  const log = at(base, "server.log");
  before(async () => {
    const rows = ["id,given_name,family_name,kind", "L1,Ada,Onu,learner", "E1,Eli,Ray,educator", ""];
    const people = write(at(base, "people.csv"), rows.join("\n"));
    for (const [slug, name] of [["north", "North School"], ["south", "South School"]])
      run_well(["import", "--data", data, "--institution", slug, "--name", name, "--people", people, "--accept"]);
    const flags = ["--data.directory", data, "--http.port", "0", "--ops.port", "0"];
    server = await serve(["serve", ...flags, "--log.level", "info", "--log.file", log]);
    const enter = async (name, roles, more = [], slug = "north") => {
      const token = invite(data, `${name}@${slug}.edu`, roles, ["--institution", slug, ...more]);
      who[name] = await join(server.port, token);
    };
    for (const name of ["ines", "omar", "uma"]) await enter(name, ["confidential_contact"]);
    await enter("ada", [], ["--person", "L1"]);
    await enter("eli", [], ["--person", "E1"]);
    for (const role of ["coordinator", "lead", "leader", "evaluator", "operator"]) await enter(role, [role]);
    await enter("south", ["confidential_contact"], [], "south");
    who.visitor = new Browser(server.port);
    known.ada = await who.ada.me();
  });
  after(() => server?.stop());

  async function make_keys(name, before) {
    const { account } = await who[name].me();
    const user = bytes.id_bytes(account);
    const version = before ? before.read.version + 1 : 1;
    const made = identity.make_keys(sodium, user, version, before?.read.hash ?? new Uint8Array(32), 1_800_000_000, "p");
    const body = Object.fromEntries(
      Object.entries({ ...made, seeds: made.sealed })
        .filter(([key]) => ["bundle", "seeds", "passphrase_slot", "recovery_slot"].includes(key))
        .map(([key, value]) => [key, base64(value)]),
    );
    const answer = await who[name].post("/api/v1/contact_keys", body);
    assert.equal(answer.status, 200, answer.text);
    const read = identity.read_bundle(sodium, made.bundle, user);
    me[name] = { user, account, name, bundle: made.bundle, read, seeds: made.seeds };
    return { body, answer: answer.json };
  }
  const content = { category: "mistreatment", text: marker, answer: "here", reach: "WHISPERED 555", name: "Ada Onu" };
  const bundle_of = ({ account, bundle }) =>
    identity.read_bundle(sodium, Buffer.from(bundle, "base64"), bytes.id_bytes(account));
  const contacts_now = (list) => list.filter(({ bundle }) => bundle).map(bundle_of);
  async function open(name = "ada", words = content) {
    const found = (await who[name].get("/api/v1/concern_contacts")).json;
    const of = sealed.case_of(sodium, sealed.fresh_code(sodium));
    const message = thread.write(sodium, of, words, contacts_now(found.contacts));
    const body = { token: base64(of.token), sealed: base64(message) };
    const { status, text } = await who[name].post("/api/v1/concerns", body);
    return { status, text, of, proof: { concern: bytes.id_of(of.concern), token: base64(of.token) } };
  }
  let concern;

  it("are refused until two contacts have keys, which only their owners are given back", async () => {
    const { body, answer } = await make_keys("ines");
    assert.deepEqual(answer.slots, [body.passphrase_slot, body.recovery_slot]);
    assert.equal((await open()).status, 409);
    await make_keys("omar");
    const seen = (await who.ada.get("/api/v1/concern_contacts")).text;
    assert.doesNotMatch(seen, /slot|seed/);
    for (const secret of [body.passphrase_slot, body.recovery_slot, body.seeds]) assert.ok(!seen.includes(secret));
    const others = JSON.stringify((await who.omar.get("/api/v1/contact_keys")).json.others);
    for (const secret of [body.passphrase_slot, body.recovery_slot, body.seeds]) assert.ok(!others.includes(secret));
  });

  it("go from a learner to the contacts and back", async () => {
    concern = await open();
    assert.equal(concern.status, 204, concern.text);
    const id = concern.proof.concern;
    const { concerns } = (await who.omar.get("/api/v1/concerns")).json;
    assert.deepEqual(concerns.map(({ concern, state }) => [concern, state]), [[id, "received"]]);
    const box = (await who.omar.get(`/api/v1/concerns/${id}`)).json;
    const read = thread.read_as_contact(sodium, me.omar, box, []);
    assert.equal(read.content.text, marker);
    const reply = thread.answer(sodium, me.omar, box, "Come to me. PANGOLIN", contacts_now(box.contacts));
    const answered = await who.omar.post(`/api/v1/concerns/${id}/answer`, { sealed: base64(reply) });
    assert.equal(answered.json.state, "looked_at", answered.text);
    const seen = (await who.visitor.post("/api/v1/concern_box", concern.proof)).json;
    const lines = thread.read_as_writer(sodium, concern.of, seen, contacts_now(seen.contacts)).lines;
    assert.deepEqual(lines.map(({ text }) => text), [marker, "Come to me. PANGOLIN"]);
    const more = thread.add(sodium, concern.of, seen, "MORE of it", contacts_now(seen.contacts));
    const added = await who.visitor.post("/api/v1/concern_box/more", { ...concern.proof, sealed: base64(more) });
    assert.equal(added.json.messages.length, 3, added.text);
    const closed = await who.ines.post(`/api/v1/concerns/${id}/state`, { from: "received", to: "closed" });
    assert.equal(closed.json.state, "closed", closed.text);
  });

  it("answer everybody but contacts as what is not there", async () => {
    const id = concern.proof.concern;
    const absent = "0".repeat(26);
    const some = base64(new Uint8Array(4096));
    const key = base64(me.ines.bundle);
    const routes = [
      ["GET", "/api/v1/contact_keys"],
      ["POST", "/api/v1/contact_keys", { bundle: key, seeds: key, passphrase_slot: key, recovery_slot: key }],
      ["POST", "/api/v1/contact_keys/slots", { passphrase_slot: key, recovery_slot: key }],
      ["POST", "/api/v1/contact_keys/word", { account: me.ines.account, version: 1, signature: key }],
      ["POST", "/api/v1/contact_keys/leave", {}],
      ["GET", "/api/v1/concerns"],
      ["GET", `/api/v1/concerns/${id}`],
      ["POST", `/api/v1/concerns/${id}/answer`, { sealed: some }],
      ["POST", `/api/v1/concerns/${id}/state`, { from: "closed", to: "received" }],
    ];
    const not_there = (await who.ines.get(`/api/v1/concerns/${absent}`)).json.error;
    for (const [method, path, body] of routes) {
      for (const name of ["ada", "eli", "coordinator", "lead", "leader", "evaluator", "operator"]) {
        const { status, json } = await who[name].send(method, path, body);
        assert.equal(status, 404, `${name} ${method} ${path}`);
        assert.deepEqual([json.error.key, json.error.message], [not_there.key, not_there.message], `${name} ${path}`);
      }
      assert.equal((await who.visitor.send(method, path, body)).status, 401, path);
    }
    for (const [method, path, body] of routes.filter(([, path]) => path.includes(id)))
      assert.equal((await who.south.send(method, path, body)).status, 404, `another institution's contact ${path}`);
    assert.deepEqual((await who.south.get("/api/v1/concerns")).json.concerns, []);
    const state = (await who.omar.get(`/api/v1/concerns/${id}`)).json.state;
    assert.equal(state, "closed", "nothing was done");
  });

  it("open for their own case code alone", async () => {
    const ask = (proof) => who.ada.post("/api/v1/concern_box", proof);
    const wrong = await ask({ ...concern.proof, token: base64(new Uint8Array(32)) });
    const none = await ask({ ...concern.proof, concern: "0".repeat(26) });
    assert.deepEqual([wrong.status, none.status], [404, 404]);
    assert.equal(wrong.json.error.message, none.json.error.message);
    // Who wrote gets nothing without the code, and a login adds nothing to it.
    assert.equal((await who.ada.get(`/api/v1/concerns/${concern.proof.concern}`)).status, 404);
  });

  it("a contact cannot be named who coordinates, leads or operates, nor get such a role", () => {
    const north = ["invite", "--data", data, "--institution", "north"];
    const again = (email, role) => run([...north, "--email", email, "--role", role]);
    for (const role of ["coordinator", "lead", "operator"]) {
      assert.equal(again(`${role}@north.edu`, "confidential_contact").code, 1, role);
      const done = again("ines@north.edu", role);
      assert.equal(done.code, 1, role);
      assert.match(done.err, /must not meet in one hand/);
    }
  });

  it("keys after a loss wait for another contact's word; the reset one cannot open what came before", async () => {
    await make_keys("uma");
    const before = me.ines;
    const { answer } = await make_keys("ines", before);
    assert.equal(answer.standing, "waiting");
    const { contacts } = (await who.ada.get("/api/v1/concern_contacts")).json;
    const shown = contacts.find(({ name }) => name.startsWith("ines"));
    assert.deepEqual([shown.standing, shown.bundle], ["waiting", undefined]);
    const word = identity.give_word(sodium, me.ines.read.hash, me.omar.user, me.omar.seeds.sign);
    const given = { account: me.ines.account, version: 2, signature: base64(word) };
    assert.equal((await who.uma.post("/api/v1/contact_keys/word", given)).status, 400, "another's word");
    const vouched = await who.omar.post("/api/v1/contact_keys/word", given);
    assert.equal(vouched.status, 200, vouched.text);
    const box = (await who.ines.get(`/api/v1/concerns/${concern.proof.concern}`)).json;
    assert.equal(thread.read_as_contact(sodium, me.ines, box, []).lines[0].refused, "not_for_this_key");
    assert.equal(thread.read_as_contact(sodium, before, box, []).content.text, marker);
  });

  it("a contact who leaves gets nothing any more, and nothing is sealed to them", async () => {
    assert.equal((await who.uma.post("/api/v1/contact_keys/leave", {})).status, 204);
    assert.equal((await who.uma.get("/api/v1/concerns")).status, 404);
    assert.equal((await who.uma.get("/api/v1/contact_keys")).status, 404);
    const { contacts } = (await who.ada.get("/api/v1/concern_contacts")).json;
    assert.equal(contacts.length, 2);
    assert.equal((await open("eli", { ...content, text: "OKAPI" })).status, 204);
  });

  it("leave nothing of the words and nothing of who wrote in database, backup and log", async () => {
    const to = at(base, "backups");
    run_well(["backup", "--data", data, "--to", to, "--secrets-to", at(base, "secrets")]);
    await server.stop();
    const ada = known.ada;
    const files = [data, to].flatMap((root) =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => at(entry.parentPath ?? entry.path, entry.name)),
    );
    assert.ok(files.some((file) => file.endsWith("chiron.db")));
    const words = [marker, "WHISPERED", "PANGOLIN", "MORE of it", "OKAPI", "mistreatment"];
    const in_base64 = (word) => base64(Buffer.from(word)).slice(0, -4);
    const forms = (word) => [Buffer.from(word), Buffer.from(in_base64(word)), Buffer.from(word, "utf16le")];
    for (const file of files) {
      const content = readFileSync(file);
      for (const word of words)
        for (const form of forms(word)) assert.equal(content.indexOf(form), -1, `${word} in ${file}`);
      // The sealed message is there; the token of the case code is not, only its hash.
      assert.equal(content.indexOf(Buffer.from(concern.of.token)), -1, file);
    }
    const database = readFileSync(files.find((file) => file.endsWith("chiron.db")));
    const hash = createHash("sha256").update(Buffer.from(concern.of.token)).digest();
    assert.notEqual(database.indexOf(hash), -1, "the search finds what is there");
    // As an administrator would look: no row of a concern holds an id of the writer, nor a time of day.
    const dump = execFileSync("sqlite3", [at(data, "chiron.db"), ".dump"], { encoding: "utf8", maxBuffer: 1 << 28 });
    const rows = dump.split("\n").filter((line) => /^INSERT INTO (concerns|concern_messages)\b/.test(line));
    assert.equal(rows.length, 6, "two concerns, four messages");
    for (const id of [ada.account, ada.person]) {
      const found = hex_of(id);
      assert.ok(dump.toLowerCase().includes(found), "the search finds the account itself");
      for (const row of rows) assert.ok(!row.toLowerCase().includes(found));
    }
    const day = Math.floor(Date.now() / 86_400_000);
    for (const row of rows)
      for (const [, number] of row.matchAll(/[,(](\d{5,})/g)) assert.ok(Number(number) <= day + 1, row.slice(0, 200));
    const entries = [...dump.matchAll(/^INSERT INTO audit_entries .*?'((?:concern|contact)\.\w+)'/gm)];
    const by_contacts = ["keys_made", "keys_reset", "left", "vouched_for"].map((what) => `contact.${what}`);
    const audited = [...new Set(entries.map(([, type]) => type))].sort();
    assert.deepEqual(audited, ["concern.answered", "concern.moved", ...by_contacts], "none says that somebody wrote");
    const said = readFileSync(log, "utf8");
    assert.match(said, /"route":"\/api\/v1\/concerns"/);
    for (const word of [...words, ada.account, ada.person, "ada@"]) assert.ok(!said.includes(word), word);
  });

});
