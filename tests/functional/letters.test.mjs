// A program's mails over HTTP and a real mail server: words of an office's own, once for a person whoever asks and
// however often, refused addresses, and what follows from a match; and who may not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { invite, join } from "./accounts.mjs";
import { today } from "./demo_files.mjs";
import { mail_server } from "./mail_server.mjs";
import { folder, run_well, write } from "./program.mjs";
import { free_port, serve } from "./server.mjs";

const base = folder("letters");
const header = "id,given_name,family_name,kind,email,capacity";
const rows = [
  "L1,Adacanary,Onu,learner,l1@north.edu,",
  "L2,Bocanary,Ray,learner,l2@north.edu,",
  "L3,Cycanary,Day,learner,,",
  "E1,Bencanary,Ito,educator,e1@north.edu,1",
  "E2,Clocanary,Orr,educator,,0",
];
const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
/** Educators are asked from 84 to 42 days before the start, learners from 42 to 21. */
const recruiting = `${day(60)}..${day(400)}`;
const of_kind = ({ mails }, kind) => mails.find((each) => each.kind === kind);
const figures = (page, kind) => {
  const { to_write, without_address, waiting, sent, failed, kept } = of_kind(page, kind);
  return { to_write, without_address, waiting, sent, failed, kept };
};
const refused = ({ status, json }) => [status, json.error.key];

/** A school with its server, mail server and office; `again()` serves it anew, with the night yet to come. */
async function school(name, rows) {
  const data = at(base, name);
  const log = at(base, `${name}.jsonl`);
  const mail = await mail_server();
  const people = write(at(base, `${name}.csv`), [header, ...rows, ""].join("\n"));
  for (const [slug, file] of [
    ["north", people],
    ["south", write(at(base, "south.csv"), `${header}\nX1,Una,Far,learner,,\n`)],
  ]) {
    const named = ["--institution", slug, "--name", `${slug} school`, "--people", file];
    run_well(["import", "--data", data, ...named, "--today", today, "--accept"]);
  }
  const settings = { "data.directory": data, "ops.port": "0", "log.file": log, "log.level": "debug" };
  const to = { "mail.smtp_host": "127.0.0.1", "mail.smtp_port": mail.port, "mail.smtp_tls": "none" };
  const all = { ...settings, ...to, "mail.from": "mentoring@north.edu", "http.port": await free_port() };
  const place = { data, log, mail };
  const looks = () => readFileSync(log, "utf8").split('"event":"job.worked","kind":"letters.look"').length - 1;
  let seen = 0;
  /** Serves until the night of both institutions is done, so that it does not come in the middle of what follows. */
  const start = async () => {
    place.server = await serve(["serve", ...Object.entries(all).flatMap(([key, value]) => [`--${key}`, `${value}`])]);
    for (const end = Date.now() + 30_000; looks() < seen + 2 && Date.now() < end; ) await wait(50);
    assert.ok(looks() >= seen + 2, "both institutions were looked at");
    seen = looks();
  };
  await start();
  const join_as = (email, role, slug = "north") =>
    join(place.server.port, invite(data, email, [role], ["--institution", slug]));
  place.office = await join_as("office@north.edu", "coordinator");
  place.lead = await join_as("lead@north.edu", "lead");
  place.south = await join_as("office@south.edu", "coordinator", "south");
  place.make = async (name, term) => {
    const made = await place.office.post("/api/v1/programs", { name, role: "mentor", term });
    assert.equal(made.status, 201, made.text);
    const program = `/api/v1/programs/${made.json.id}`;
    assert.equal((await place.office.post(`${program}/start`, { revision: 1 })).status, 200);
    return program;
  };
  place.page = async (program) => (await place.office.get(`${program}/mails`)).json;
  /** Waits until nothing of a kind is on its way. */
  place.settled = async (program, kind) => {
    for (const end = Date.now() + 20_000; Date.now() < end; await wait(50)) {
      const found = figures(await place.page(program), kind);
      if (found.waiting === 0 && found.sent + found.failed > 0) return found;
    }
    throw new Error(`${kind}: ${JSON.stringify(figures(await place.page(program), kind))}`);
  };
  /** Ends the server, forgets that the night was done, serves again and waits until it is done once more. */
  place.night_again = async () => {
    await place.server.stop();
    const forget = "DELETE FROM jobs WHERE kind IN ('nightly', 'letters.look')";
    execFileSync("sqlite3", [at(data, "chiron.db"), `PRAGMA busy_timeout = 5000; ${forget}`]);
    seen = looks();
    await start();
  };
  place.stop = async () => {
    await place.server.stop();
    await mail.close();
  };
  return place;
}

describe("a program's mails", async () => {
  let place, program;
  before(async () => {
    place = await school("writing", rows);
    program = await place.make("Wards", recruiting);
  });
  after(() => place.stop());
  const words = (kind, subject, text, revision = 0) =>
    place.office.post(`${program}/mails/${kind}/words`, { revision, subject, text });

  it("say when each goes, to how many, and who has no address", async () => {
    const page = await place.page(program);
    assert.deepEqual(
      page.mails.map(({ kind }) => kind),
      ["invite", "wishes", "answers", "preview", "matched", "waiting", "reminder", "changed"],
    );
    assert.equal(page.sending, "on");
    const none = { waiting: 0, sent: 0, failed: 0, kept: 0 };
    assert.deepEqual(figures(page, "invite"), { to_write: 3, without_address: 2, ...none });
    assert.deepEqual(of_kind(page, "invite").days, { from: day(60 - 84), to: day(60 - 42) });
    assert.equal(of_kind(page, "preview").to_write, 0);
    assert.ok(!JSON.stringify(page).includes("canary"), "nobody is named");
  });

  it("refuse words that could not be sent, naming what is wrong", async () => {
    for (const evil of ["Hello\r\nBcc: eve@evil.example", "Hello\nX: y"])
      assert.deepEqual(refused(await words("invite", evil, "{link}")), [400, "letters.control"]);
    const unknown = await words("invite", "Hello", "Dear {first_name}, {link}");
    assert.deepEqual(refused(unknown), [400, "letters.unknown_place"]);
    assert.match(unknown.json.error.message, /first_name/);
    assert.equal(unknown.json.error.detail.setting, "text");
    assert.deepEqual(refused(await words("invite", "Hello", "Nothing to press")), [400, "letters.link_absent"]);
    assert.deepEqual(refused(await words("spam", "Hello", "{link}")), [404, "letters.unknown_kind"]);
    assert.equal(of_kind(await place.page(program), "invite").own, false);
  });

  it("are nobody else's: another institution's office, another program's, and a lead, who only looks", async () => {
    const other = await place.make("Clinic", recruiting);
    const only = { email: "clinic@north.edu", roles: [{ role: "coordinator", program: other.split("/").at(-1) }] };
    const { json } = await place.office.post("/api/v1/invitations", only);
    await place.mail.arrived(1);
    const clinic = await join(place.server.port, json.link.split("#")[1]);
    assert.equal((await clinic.get(`${other}/mails`)).status, 200);
    for (const who of [place.south, clinic]) {
      assert.deepEqual(refused(await who.get(`${program}/mails`)), [404, "programs.unknown"]);
      for (const [what, body] of [
        ["words", { revision: 0, subject: "Hello", text: "{link}" }],
        ["shipped", { revision: 0 }],
        ["silence", { revision: 0, silent: true }],
        ["send", { people: 3 }],
      ])
        assert.deepEqual(refused(await who.post(`${program}/mails/invite/${what}`, body)), [404, "programs.unknown"]);
    }
    assert.equal((await place.lead.get(`${program}/mails`)).status, 200);
    const by_lead = await place.lead.post(`${program}/mails/invite/send`, { people: 3 });
    assert.deepEqual(refused(by_lead), [403, "programs.not_yours"]);
    await place.office.post(`${other}/archive`, { revision: 2 });
  });

  it("arrive in the office's own words, once for each; a refused address is counted, the others go on", async () => {
    const saved = await words("invite", "Canary: {program}", "Come, as a {role}, on {day}.\n\n{next_step}\n{link}");
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual(refused(await words("invite", "Later", "{link}")), [409, "letters.changed_meanwhile"]);
    const send = (people) => place.office.post(`${program}/mails/invite/send`, { people });
    assert.deepEqual(refused(await send(2)), [409, "letters.people_changed"]);
    const sample = async () => {
      const { places } = of_kind(await place.page(program), "invite");
      return places.find(({ name }) => name === "day").sample;
    };
    const begins = await sample();
    place.mail.got.length = 0;
    place.mail.answers.push({ code: 550, at: "rcpt" });
    assert.equal((await send(3)).status, 200);
    const done = await place.settled(program, "invite");
    assert.deepEqual(done, { to_write: 0, without_address: 2, waiting: 0, sent: 2, failed: 1, kept: 0 });
    assert.equal(place.mail.got.length, 2);
    for (const one of place.mail.got) {
      assert.match(one.headers, /^Subject: Canary: Wards$/m);
      assert.match(one.text, /Come, as a mentor, on \w+ \d+ \w+ \d{4}\./);
      const page = one.to[0] === "e1@north.edu" ? "take-part" : "wishes";
      assert.ok(one.text.includes(`http://localhost:${place.server.port}${program.slice(7)}/${page}`), one.text);
      assert.doesNotMatch(one.text, /[{}]/);
      assert.equal(one.bytes.length, 4096);
    }
    assert.deepEqual(refused(await send(0)), [409, "letters.nobody"]);
    assert.equal(await sample(), begins, "an example of nobody in particular names the same day");
  });

  it("go out at night by the calendar, once though the night comes twice and the server starts anew", async () => {
    const nightly = await place.make("Night", recruiting);
    const silent = await place.make("Silent", recruiting);
    const archived = await place.make("Archived", recruiting);
    const off = await place.office.post(`${silent}/mails/invite/silence`, { revision: 0, silent: true });
    assert.equal(off.status, 200, off.text);
    assert.equal((await place.office.post(`${archived}/archive`, { revision: 2 })).status, 200);
    place.mail.got.length = 0;
    await place.night_again();
    assert.equal((await place.settled(nightly, "invite")).sent, 3);
    await place.night_again();
    assert.equal((await place.settled(nightly, "invite")).sent, 3);
    assert.deepEqual(
      place.mail.got.map(({ to, headers }) => `${to} ${headers.match(/^Subject: (.*)$/m)[1].split(" ")[0]}`).sort(),
      ["e1@north.edu Night", "l1@north.edu Night", "l2@north.edu Night"],
    );
    for (const none of [silent, archived]) assert.equal(of_kind(await place.page(none), "invite").sent, 0);
    const send = (to) => place.office.post(`${to}/mails/invite/send`, { people: 3 });
    assert.deepEqual(refused(await send(silent)), [409, "letters.silent"]);
    assert.deepEqual(refused(await send(archived)), [409, "programs.archived"]);
  });

  it("have their shipped words again", async () => {
    const back = await place.office.post(`${program}/mails/invite/shipped`, { revision: 1 });
    assert.equal(back.status, 200, back.text);
    const mail = of_kind(back.json, "invite");
    assert.deepEqual([mail.own, mail.subject, mail.revision], [false, mail.shipped_subject, 2]);
  });

  it("leave nothing that was typed, and nobody's name, in the log", () => {
    const said = readFileSync(place.log, "utf8") + place.server.output();
    assert.match(said, /"event":"mail.sent"/);
    for (const secret of ["anary", "north.edu", "first_name", "Wards", "Nothing to press"])
      assert.ok(!said.includes(secret), `the log holds ${secret}`);
  });
});

describe("what follows from a match", async () => {
  let place, program, room;
  before(async () => {
    place = await school("matching", rows.slice(0, 4));
    program = await place.make("Wards", `${day(0)}..${day(300)}`);
    const asked = await place.office.post(`${program}/match_runs`, { choices: [] });
    room = `/api/v1/match_runs/${asked.json.id}`;
    let run = {};
    for (let n = 0; n < 400 && !["done", "failed"].includes(run.state); n++) {
      await wait(50);
      ({ run } = (await place.office.get(room)).json);
    }
    assert.equal(run.matched, 1, JSON.stringify(run));
  });
  after(() => place.stop());
  const to_of = (word) => place.mail.got.filter(({ text }) => text.includes(word)).map(({ to }) => to[0]);

  it("an educator hears how many, not who, once the lead has signed it off", async () => {
    assert.equal(of_kind(await place.page(program), "preview").to_write, 0);
    assert.equal(place.mail.got.length, 0);
    assert.equal((await place.lead.post(`${room}/sign_off`, {})).status, 204);
    const [one] = await place.mail.arrived(1);
    assert.deepEqual(one.to, ["e1@north.edu"]);
    assert.match(one.text, /proposed to you: 1\./);
    assert.doesNotMatch(one.text, /canary|Onu|Ray/);
  });

  it("both sides get the proposal, and who got nobody hears what happens next", async () => {
    assert.equal((await place.office.post(`${room}/publish`, {})).status, 204);
    await place.mail.arrived(4);
    const matched = to_of("proposes somebody");
    assert.equal(matched.length, 2);
    assert.ok(matched.includes("e1@north.edu"));
    const [waiting, ...others] = to_of("found nobody for you");
    assert.deepEqual(others, []);
    assert.deepEqual([...matched, waiting].sort(), ["e1@north.edu", "l1@north.edu", "l2@north.edu"]);
    for (const { text } of place.mail.got) assert.doesNotMatch(text, /canary|Onu|Ray|Ito/);
    const page = await place.page(program);
    assert.equal(of_kind(page, "reminder").to_write, 2, "both may be reminded by hand");
    for (const kind of ["preview", "matched", "waiting"]) assert.equal(of_kind(page, kind).to_write, 0, kind);
  });

  it("both sides hear that something changed, and the night adds nothing", async () => {
    const ids = await place.office.get(`${program}/relationships`);
    assert.equal(ids.json.relationships.length, 1);
    const person = invite(place.data, "e1@north.edu", [], ["--institution", "north", "--person", "E1"]);
    const educator = await join(place.server.port, person);
    const [{ id }] = ids.json.relationships;
    const said = await educator.post(`/api/v1/relationships/${id}/answer`, { answer: "declined" });
    assert.equal(said.status, 204, said.text);
    await place.mail.arrived(6);
    assert.equal(to_of("Something changed").length, 2);
    await place.night_again();
    await place.settled(program, "changed");
    assert.equal(to_of("Something changed").length, 2);
    assert.equal(to_of("found nobody for you").length, 1);
  });
});
