// Mails as they leave: over a real mail server, plain on this machine and with TLS; accepted, put off, refused; and that
// neither log nor database keeps what must not lie there.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
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
async function school(name, settings) {
  const data = at(base, name);
  const log = at(base, `${name}.jsonl`);
  const named = ["--institution", name, "--name", "Nörth School", "--people", people];
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
      assert.equal((await invited(place.ada, evil)).status, 422, evil);
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
