// Mails as they leave: over a real mail server, plain on this machine and with TLS; accepted, put off, refused; and
// that neither log nor database keeps what must not lie there.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { invite, join } from "./accounts.mjs";
import { today } from "./demo_files.mjs";
import { mail_server, self_signed } from "./mail_server.mjs";
import { folder, run, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("mail");
const lines = ["id,given_name,family_name,kind", "L1,Ada,Onu,learner", "E1,Ben,Ito,educator", ""];
const people = write(at(base, "people.csv"), lines.join("\n"));
const flags = (data, more) => {
  const all = { "data.directory": data, "http.port": "0", "ops.port": "0", "log.level": "debug", ...more };
  return ["serve", ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, `${value}`])];
};
const from = "mentoring@north.edu";
/** A school with its server and a coordinator who is signed in: {server, ada, data, log}. */
async function school(name, settings, roster = people) {
  const data = at(base, name);
  const log = at(base, `${name}.jsonl`);
  const named = ["--institution", name, "--name", "Nörth School", "--people", roster];
  run_well(["import", "--data", data, ...named, "--today", today, "--accept"]);
  const server = await serve(flags(data, { "log.file": log, ...settings }));
  const ada = await join(server.port, invite(data, "ada@north.edu", ["coordinator"]));
  return { server, ada, data, log };
}
const settings_of = (mail, more = {}) => ({
  "mail.smtp_host": "127.0.0.1",
  "mail.smtp_port": mail.port,
  "mail.smtp_tls": "none",
  "mail.from": from,
  ...more,
});
const invited = (ada, email) => ada.post("/api/v1/invitations", { email, roles: [{ role: "leader" }] });
/** Every byte under a folder. */
const bytes_in = (place) =>
  statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((name) => name !== "control")
        .map((name) => bytes_in(at(place, name)))
        .join("")
    : readFileSync(place, "latin1");

describe("an invitation", async () => {
  let mail, place;
  before(async () => {
    mail = await mail_server();
    place = await school("inviting", settings_of(mail));
  });
  after(async () => {
    await place.server.stop();
    await mail.close();
  });

  it("reaches the invited, who joins by its link", async () => {
    const made = await invited(place.ada, "canary.ben@north.edu");
    assert.equal(made.status, 201);
    assert.equal(made.json.mailed, "sent");
    const [one] = await mail.arrived(1);
    assert.deepEqual(one.to, ["canary.ben@north.edu"]);
    assert.equal(one.from, from);
    assert.match(one.headers, /^Auto-Submitted: auto-generated$/m);
    assert.match(one.headers, /^From: =\?utf-8\?B\?\S+\?= <mentoring@north.edu>$/m);
    assert.match(one.headers, /^Message-ID: <[0-9a-f]{32}@north.edu>$/m);
    assert.match(one.text, /Nörth School/);
    assert.equal(one.bytes.length, 4096);
    const link = one.text.match(/^(http:\/\/localhost:\d+)\/join#([\w-]{43})$/m);
    assert.equal(link[1], `http://localhost:${place.server.port}`);
    assert.ok(made.json.link.endsWith(`/join#${link[2]}`));
    assert.ok(bytes_in(place.data).includes("canary.ben@north.edu"), "what is looked through holds the account");
    assert.ok(!bytes_in(place.data).includes(link[2]), "the link's token lies in the data directory");
    const ben = await join(place.server.port, link[2]);
    assert.equal((await ben.me()).email, "canary.ben@north.edu");
  });

  it("says when the mail server does not take it, so that the link is handed over", async () => {
    for (const [n, code] of [451, 550].entries()) {
      mail.answers.push({ code, at: "rcpt" });
      const made = await invited(place.ada, `canary.no${n}@north.edu`);
      assert.equal(made.status, 201);
      assert.equal(made.json.mailed, "failed");
      assert.match(made.json.link, /\/join#[\w-]{43}$/);
    }
    assert.equal(mail.got.length, 1);
  });

  it("carries no header that somebody typed", async () => {
    for (const evil of ["eve@north.edu\r\nBcc: canary@evil.example", "eve@north.edu\nx: y", "eve@north.edu,b@c.edu"])
      assert.equal((await invited(place.ada, evil)).status, 400, evil);
    assert.equal(mail.got.length, 1);
  });

  it("leaves lines in the log without address, name or token", async () => {
    const said = readFileSync(place.log, "utf8") + place.server.output();
    assert.match(said, /"event":"mail.sent"/);
    assert.match(said, /"event":"mail.not_sent","key":"mail.refused","status":550/);
    for (const secret of ["canary", "north.edu", "Nörth", "join#", "the words of a server"])
      assert.ok(!said.includes(secret), `the log holds ${secret}`);
  });
});

/** What the outbox sends: a mail of `chiron mail`. */
const posted = (data, to = "ben@north.edu") => run_well(["mail", "--data", data, "--to", to]);
const log_of = (place) => readFileSync(place.log, "utf8");
/** Waits until the log says something. */
async function logged(place, expression, within_ms = 15_000) {
  for (const end = Date.now() + within_ms; !expression.test(log_of(place)) && Date.now() < end; ) await wait(50);
  assert.match(log_of(place), expression);
}

describe("a letter in the outbox", async () => {
  let mail, place;
  before(async () => {
    mail = await mail_server();
    place = await school("posting", settings_of(mail));
  });
  after(async () => {
    await place.server.stop();
    await mail.close();
  });

  it("is handed on at once", async () => {
    posted(place.data);
    const [one] = await mail.arrived(1);
    assert.deepEqual(one.to, ["ben@north.edu"]);
    assert.match(one.headers, /^Subject: Mail from Chiron arrives$/m);
    assert.match(one.text, new RegExp(`http://localhost:${place.server.port}`));
  });

  it("is tried again when the mail server puts it off, and arrives once", async () => {
    mail.answers.push({ code: 451, at: "rcpt" }, { code: 452, at: "data" });
    posted(place.data);
    await mail.arrived(2);
    await wait(1500);
    assert.equal(mail.got.length, 2);
    assert.equal(mail.tries, 4);
    assert.match(log_of(place), /"event":"mail.not_sent","key":"mail.later","status":45[12]/);
  });

  it("is given up when the mail server refuses it for good", async () => {
    for (const at of ["rcpt", "data"]) {
      const tries = mail.tries;
      mail.answers.push({ code: 550, at });
      posted(place.data, "nobody@north.edu");
      await logged(place, /"event":"job.failed","kind":"mail.send".*"code":"invalid","key":"mail.refused"/);
      await wait(3000);
      assert.equal(mail.tries, tries + 1);
    }
    assert.equal(mail.got.length, 2);
  });

  it("is refused with a line end or a second receiver in its address", () => {
    const evil = { "eve@north.edu\r\nBcc: b@c.edu": /control character/, "eve@north.edu,b@c.edu": /no address/ };
    for (const [to, why] of Object.entries(evil)) {
      const done = run(["mail", "--data", place.data, "--to", to]);
      assert.equal(done.code, 1);
      assert.match(done.said, why);
    }
  });
});

describe("TLS", async () => {
  const starttls = { "mail.smtp_host": "localhost", "mail.smtp_tls": "starttls" };
  const { key_file, cert_file } = self_signed(base);
  let mail, place;
  before(async () => {
    mail = await mail_server({
      key: readFileSync(key_file),
      cert: readFileSync(cert_file),
      authOptional: false,
      allowInsecureAuth: false,
      password: "pass canary word",
    });
  });
  after(() => mail.close());
  const safe = (more) =>
    settings_of(mail, { ...starttls, "mail.smtp_user": "chiron", ...more });
  /** With the password in the data directory's secrets. */
  async function with_password(name, settings, password = "pass canary word") {
    const secrets = at(base, name, "secrets");
    mkdirSync(secrets, { recursive: true, mode: 0o700 });
    writeFileSync(at(secrets, "mail.password"), `${password}\n`, { mode: 0o600 });
    return school(name, settings);
  }

  it("is refused with a certificate that nobody vouches for, before anything is said", async () => {
    place = await with_password("unsafe", safe());
    assert.equal((await invited(place.ada, "canary.ben@north.edu")).json.mailed, "failed");
    await logged(place, /"event":"mail.not_sent","key":"mail.unsafe"/);
    await place.server.stop();
    assert.equal(mail.got.length, 0);
    assert.equal(mail.tries, 0);
  });

  it("carries login and mail with a certificate that the site vouches for", async () => {
    place = await with_password("safe", safe({ "mail.smtp_ca": cert_file }));
    assert.equal((await invited(place.ada, "ben@north.edu")).json.mailed, "sent");
    const [one] = await mail.arrived(1);
    assert.equal(one.secure, true);
    assert.equal(one.user, "chiron");
    await place.server.stop();
    assert.ok(!(log_of(place) + place.server.output()).includes("canary"), "the log holds the password");
  });

  it("is refused for another name than the certificate's", async () => {
    place = await with_password("named", safe({ "mail.smtp_ca": cert_file, "mail.smtp_host": "127.0.0.1" }));
    assert.equal((await invited(place.ada, "ben@north.edu")).json.mailed, "failed");
    await logged(place, /"event":"mail.not_sent","key":"mail.unsafe"/);
    await place.server.stop();
    assert.equal(mail.got.length, 1);
  });

  it("keeps a mail whose login is refused, for when the password is mended", async () => {
    place = await with_password("login", safe({ "mail.smtp_ca": cert_file }), "wrong canary word");
    posted(place.data);
    await logged(place, /"event":"job.failed","kind":"mail.send".*"code":"unavailable","key":"mail.login"/);
    await place.server.stop();
    writeFileSync(at(place.data, "secrets", "mail.password"), "pass canary word\n");
    const again = await serve(flags(place.data, { "log.file": place.log, ...safe({ "mail.smtp_ca": cert_file }) }));
    await mail.arrived(2);
    await again.stop();
    assert.ok(!log_of(place).includes("canary"), "the log holds the password");
  });

  it("is demanded: a mail server that offers none gets nothing", async () => {
    const open = await mail_server();
    place = await school("demanded", settings_of(open, starttls));
    assert.equal((await invited(place.ada, "ben@north.edu")).json.mailed, "failed");
    await place.server.stop();
    await open.close();
    assert.equal(open.tries, 0);
  });
});

describe("mail that is not set up", async () => {
  it("leaves nothing for later, and says so", async () => {
    const place = await school("without", {});
    assert.equal((await invited(place.ada, "ben@north.edu")).json.mailed, "not_set_up");
    posted(place.data);
    await logged(place, /"event":"job.worked","kind":"mail.send"/);
    await place.server.stop();
    const mail = await mail_server();
    const later = await serve(flags(place.data, { "log.file": place.log, ...settings_of(mail) }));
    await wait(1500);
    await later.stop();
    await mail.close();
    assert.equal(mail.tries, 0);
  });

  it("is refused half done or in the open", () => {
    const refused = (more, why) => {
      const done = run(flags(at(base, "refused"), more));
      assert.equal(done.code, 1, done.said);
      assert.match(done.said, why);
    };
    refused({ "mail.smtp_host": "localhost" }, /without a sender/);
    refused({ "mail.smtp_host": "localhost", "mail.from": "north school" }, /no address/);
    const remote = { "mail.smtp_host": "mail.north.edu", "mail.from": from };
    refused({ ...remote, "mail.smtp_tls": "none" }, /without TLS/);
    refused({ ...remote, "mail.smtp_user": "chiron" }, /without a password/);
    refused({ ...remote, "mail.smtp_host": "mail.north.edu/x" }, /is none/);
  });
});

describe("a program's proposal", async () => {
  let mail, place, lea;
  before(async () => {
    mail = await mail_server();
    const rows = [
      "id,given_name,family_name,kind,email",
      "L1,Adacanary,Onu,learner,l1@north.edu",
      "E1,Bencanary,Ito,educator,e1@north.edu",
      "",
    ];
    place = await school("proposing", settings_of(mail), write(at(base, "written_to.csv"), rows.join("\n")));
    lea = await join(place.server.port, invite(place.data, "lea@north.edu", ["lead"]));
  });
  after(async () => {
    await place.server.stop();
    await mail.close();
  });

  it("is mailed to both, with program, role and next step, and without the other's name", async () => {
    const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const program = { name: "Wards “first” – Ürsula", role: "mentor", term: `${day(0)}..${day(300)}` };
    const made = await place.ada.post("/api/v1/programs", program);
    assert.equal(made.status, 201, made.text);
    const asked = await place.ada.post(`/api/v1/programs/${made.json.id}/match_runs`, { choices: [] });
    assert.equal(asked.status, 202, asked.text);
    const room = `/api/v1/match_runs/${asked.json.id}`;
    let run = {};
    for (let n = 0; n < 200 && !["done", "failed"].includes(run.state); n++) {
      await wait(50);
      ({ run } = (await place.ada.get(room)).json);
    }
    assert.equal(run.matched, 1, JSON.stringify((await place.ada.get(room)).json));
    assert.equal((await lea.post(`${room}/sign_off`, {})).status, 204);
    assert.equal((await place.ada.post(`${room}/publish`, {})).status, 204);
    const got = await mail.arrived(2);
    assert.deepEqual(got.flatMap(({ to }) => to).sort(), ["e1@north.edu", "l1@north.edu"]);
    for (const one of got) {
      assert.match(one.text, /Wards “first” – Ürsula/);
      assert.match(one.text, /mentor/);
      assert.match(one.text, new RegExp(`http://localhost:${place.server.port}/my-people`));
      assert.doesNotMatch(one.headers + one.text, /canary|Onu|Ito/);
      assert.equal(one.bytes.length, 4096);
    }
    await wait(1500);
    assert.equal(mail.got.length, 2);
    for (const secret of ["canary", "north.edu", "Ürsula"]) assert.ok(!log_of(place).includes(secret), secret);
  });
});
