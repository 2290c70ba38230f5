// What the stream of events says, to whom and how long, against the real server: two people in one matching room;
// everybody who may not look there, for whom not even that something happened exists; streams a login may have; logins
// that end; pages of other sites; a server that stops.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { request as http_request } from "node:http";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { Browser, invite, join } from "./accounts.mjs";
import { fits } from "./api.mjs";
import { today } from "./demo_files.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("live");
const ready = "2026-10-01,2026-10-01";
const people = write(
  at(base, "people.csv"),
  [
    "id,given_name,family_name,kind,site,capacity,trained_on,declared_on",
    "L1,Ada,Onu,learner,North,,,",
    "L2,Bo,Ray,learner,North,,,",
    `E1,Dee,Tor,educator,North,1,${ready}`,
    `E2,Eli,Uno,educator,North,1,${ready}`,
    "",
  ].join("\n"),
);
const data = at(base, "data");
const term = "2027-08-01..2028-08-01";

/** A page's stream: what came so far, and waiting for what comes. */
class Stream {
  text = "";
  over = false;
  #woken = () => {};
  constructor(who, watch, headers = { "sec-fetch-site": "same-origin" }) {
    const path = `/api/v1/events?watch=${encodeURIComponent(watch)}`;
    const all = { host: `localhost:${who.port}`, cookie: who.cookie, ...headers };
    this.opened = new Promise((resolve, reject) => {
      this.asked = http_request({ port: who.port, host: "127.0.0.1", path, headers: all }, (response) => {
        this.status = response.statusCode;
        this.headers = response.headers;
        response.setEncoding("utf8").on("data", (part) => ((this.text += part), this.#woken()));
        response.on("close", () => ((this.over = true), this.#woken()));
        resolve(this);
      });
      this.asked.on("error", (error) => (this.status ? this.#woken() : reject(error)));
      this.asked.end();
    });
    this.opened.catch(() => {});
  }
  /** Every event, held against docs/openapi.json. */
  get events() {
    return [...this.text.matchAll(/event: revision\ndata: (.*)\n\n/g)].map(([, data]) => {
      const event = JSON.parse(data);
      fits("get", "/api/v1/events", 200, "text/event-stream", event);
      return event;
    });
  }
  of = (topic) => this.events.filter((event) => event.topic === topic);
  get ended() {
    const found = this.text.match(/event: ended\ndata: (.*)\n\n/);
    return found ? JSON.parse(found[1]).why : undefined;
  }
  async until(holds) {
    const limit = setTimeout(() => this.#woken(), 30_000);
    const from = Date.now();
    while (!holds(this)) {
      assert.ok(Date.now() - from < 30_000, `it never came; so far:\n${this.text}`);
      await new Promise((done) => (this.#woken = done));
    }
    clearTimeout(limit);
    return this;
  }
  close = () => this.asked.destroy();
}

describe("events", async () => {
  let server, ada, bea, cora, lead, learner, stranger, nobody, program, other_program;
  const streams = [];
  const listen = async (who, watch, headers) => {
    const stream = new Stream(who, watch, headers);
    streams.push(stream);
    return stream.opened;
  };
  before(async () => {
    for (const slug of ["north", "south"]) {
      const named = ["--institution", slug, "--name", `${slug} school`, "--people", people];
      run_well(["import", "--data", data, ...named, "--today", today, "--accept"]);
    }
    server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = (email, roles, ...more) => join(server.port, invite(data, email, roles, ["--institution", ...more]));
    ada = await enter("ada@north.edu", ["coordinator"], "north");
    bea = await enter("bea@north.edu", ["coordinator"], "north");
    lead = await enter("lea@north.edu", ["lead"], "north");
    learner = await enter("l1@north.edu", [], "north", "--person", "L1");
    stranger = await enter("sam@south.edu", ["coordinator"], "south");
    nobody = new Browser(server.port);
    const set_up = async (name) => {
      const made = await ada.post("/api/v1/programs", { name, role: "mentor", term });
      assert.equal(made.status, 201, made.text);
      return made.json.id;
    };
    program = await set_up("Mentors");
    other_program = await set_up("Others");
    // Coordinator of the other program alone.
    const roles = [{ role: "coordinator", program: other_program }];
    const invited = await ada.post("/api/v1/invitations", { email: "cora@north.edu", roles });
    cora = await join(server.port, invited.json.link.split("#")[1]);
  });
  after(async () => {
    for (const stream of streams) stream.close();
    await server?.stop();
  });
  const state_of = async (id) => (await ada.get(`/api/v1/match_runs/${id}`)).json.run.state;
  const until_done = async (id) => {
    while ((await state_of(id)) === "waiting") await new Promise((done) => setTimeout(done, 50));
  };

  it("says what changed in a room that two people look at, and nothing of what it is", async () => {
    const watch = `match_runs.${program},program.${program}`;
    const [mine, theirs] = [await listen(ada, watch), await listen(bea, watch)];
    for (const stream of [mine, theirs]) {
      assert.equal(stream.status, 200);
      assert.equal(stream.headers["content-type"], "text/event-stream");
      assert.equal(stream.headers["x-accel-buffering"], "no");
      assert.equal(stream.headers["cache-control"], "no-store");
      await stream.until(() => stream.events.length === 2);
    }
    const asked = await ada.post(`/api/v1/programs/${program}/match_runs`, { choices: [] });
    assert.equal(asked.status, 202, asked.text);
    const { id } = asked.json;
    for (const stream of [mine, theirs]) await stream.until(() => stream.of("match_runs").length >= 2);
    const room = await listen(bea, `match_run.${id}`);
    await until_done(id);
    await room.until(() => room.events.length >= 1);
    const before = room.events.length;
    assert.equal((await lead.post(`/api/v1/match_runs/${id}/sign_off`, {})).status, 204);
    await room.until(() => room.events.length > before);
    const revisions = theirs.of("match_runs").map((event) => event.revision);
    assert.equal(new Set(revisions).size, revisions.length, "each event says another revision");
    assert.equal(theirs.of("program").length, 1, "the program itself has not changed");
    for (const stream of [theirs, room]) {
      assert.doesNotMatch(stream.text, /Ada|Onu|Mentors|north|signed/i);
      for (const event of stream.events) assert.deepEqual(Object.keys(event), ["topic", "id", "revision"]);
    }
    assert.ok((await ada.get(`/api/v1/match_runs/${id}`)).json.run.signed_off_at);
  });

  it("begins again where things stand, whatever happened meanwhile", async () => {
    const first = await listen(bea, "programs");
    await first.until(() => first.events.length === 1);
    first.close();
    await ada.post("/api/v1/programs", { name: "While away", role: "mentor", term });
    const again = await listen(bea, "programs");
    await again.until(() => again.events.length === 1);
    assert.notEqual(again.events[0].revision, first.events[0].revision);
    const same = await listen(bea, "programs");
    await same.until(() => same.events.length === 1);
    assert.equal(same.events[0].revision, again.events[0].revision);
  });

  it("says nothing to whoever may not look: not even that something happened", async () => {
    const asked = await ada.post(`/api/v1/programs/${program}/match_runs`, { choices: [] });
    assert.equal(asked.status, 202, asked.text);
    const run = asked.json.id;
    const there = [
      ...["match_runs", "program", "educators", "wish_count", "relationships", "waiting", "mails"].map(
        (topic) => `${topic}.${program}`,
      ),
      `match_run.${run}`,
      "imports",
      "cases",
    ];
    // Each also looks at something of their own, whose change comes last.
    const all = {
      learner: await listen(learner, [...there, "my_people"].join()),
      "another institution": await listen(stranger, [...there, "programs"].join()),
      "another program's coordinator": await listen(cora, [...there, "programs"].join()),
    };
    const own = {
      learner: "my_people",
      "another institution": "programs",
      "another program's coordinator": "programs",
    };
    // How often they hear of lists, which are of what is theirs, and may be empty: once, that they are there. That of
    // cases names one's programs, so that a new one is news.
    const allowed = {
      learner: { cases: 1 },
      "another institution": { imports: 1, cases: 2 },
      "another program's coordinator": { cases: 1 },
    };
    for (const [name, stream] of Object.entries(all))
      await stream.until(() => stream.of(own[name]).length === 1);
    await until_done(run);
    await lead.post(`/api/v1/match_runs/${run}/sign_off`, {});
    const about = async () => (await ada.get(`/api/v1/programs/${program}`)).json;
    const { charter_number, revision } = await about();
    assert.equal((await ada.post(`/api/v1/programs/${program}/start`, { revision })).status, 200);
    const published = await ada.post(`/api/v1/match_runs/${run}/publish`, {});
    assert.equal(published.status, 204, published.text);
    await ada.post(`/api/v1/programs/${program}/charter`, { number: charter_number, look_ahead_days: 300 });
    // Now what each may hear of: an offer to the learner, a program in the south, a step of the other program.
    await stranger.post("/api/v1/programs", { name: "In the south", role: "mentor", term });
    const theirs = (await ada.get(`/api/v1/programs/${other_program}`)).json;
    await ada.post(`/api/v1/programs/${other_program}/start`, { revision: theirs.revision });
    for (const [name, stream] of Object.entries(all)) {
      await stream.until(() => stream.of(own[name]).length >= 2);
      const heard = new Set(stream.events.map(({ topic }) => topic));
      heard.delete(own[name]);
      for (const topic of heard) {
        const times = stream.of(topic).length;
        assert.ok(times <= (allowed[name][topic] ?? 0), `${name} hears ${times} times of ${topic}`);
      }
      assert.doesNotMatch(stream.text, new RegExp(`${program}|${run}`), name);
    }
  });

  it("falls silent for a coordinator whose role has ended", async () => {
    const role = `SELECT r.id FROM account_roles r JOIN accounts a ON a.id = r.account_id`;
    const stream = await listen(bea, `program.${program},my_people`);
    await stream.until(() => stream.of("program").length === 1);
    const over = `UPDATE account_roles SET until_day = from_day WHERE id IN (${role} WHERE a.email = 'bea@north.edu')`;
    execFileSync("sqlite3", ["-bail", at(data, "chiron.db"), `PRAGMA busy_timeout = 5000; ${over};`]);
    const other = await listen(ada, `program.${program}`);
    await other.until(() => other.events.length === 1);
    const { charter_number } = (await ada.get(`/api/v1/programs/${program}`)).json;
    await ada.post(`/api/v1/programs/${program}/charter`, { number: charter_number, look_ahead_days: 200 });
    await other.until(() => other.events.length === 2);
    assert.equal((await bea.get(`/api/v1/programs/${program}`)).status, 404);
    // The round that told Ada went on to nobody else; one more of them, and what Bea was not told stays untold.
    await ada.post(`/api/v1/programs/${program}/charter`, { number: charter_number + 1, look_ahead_days: 250 });
    await other.until(() => other.events.length === 3);
    assert.equal(stream.of("program").length, 1);
    assert.equal(stream.over, false);
  });

  it("is for our own pages and for who has signed in", async () => {
    const status = async (who, headers) => {
      const stream = await listen(who, "cases", headers);
      stream.close();
      return stream.status;
    };
    const own = { "sec-fetch-site": "same-origin" };
    assert.equal(await status(ada, own), 200);
    assert.equal(await status(ada, { origin: `http://localhost:${server.port}` }), 200);
    assert.equal(await status(ada, {}), 403);
    assert.equal(await status(ada, { origin: "null", ...own }), 403);
    assert.equal(await status(ada, { origin: "http://evil.example" }), 403);
    for (const site of ["cross-site", "same-site", "none"])
      assert.equal(await status(ada, { "sec-fetch-site": site }), 403, site);
    assert.equal(await status(nobody, own), 401);
    for (const watch of ["", "me", "cases,", "match_run", "match_run.1", "cases.x", "cases,".repeat(13) + "cases"]) {
      const stream = await listen(ada, watch);
      await stream.until(() => stream.over);
      assert.equal(stream.status, 400, watch);
      assert.match(JSON.parse(stream.text).error.key, /^(live|json)\./, watch);
    }
  });

  it("ends the oldest of a login where a sixth page is opened, and no other login's", async () => {
    const theirs = await listen(lead, "cases");
    const mine = [];
    for (let i = 0; i < 5; ++i) mine.push(await listen(cora, "cases"));
    await mine[4].until(() => mine[4].events.length === 1);
    const open = mine.filter((stream) => !stream.over);
    const sixth = await listen(cora, "cases");
    await sixth.until(() => sixth.events.length === 1);
    for (let i = 0; i < 6; ++i) await listen(cora, "cases");
    for (const stream of open) {
      await stream.until(() => stream.over);
      assert.equal(stream.ended, "replaced");
    }
    assert.equal(theirs.over, false);
  });

  it("ends with the login", async () => {
    const one = await listen(lead, "cases");
    const two = await listen(lead, "programs");
    const other = await listen(cora, "cases");
    await one.until(() => one.events.length === 1);
    await two.until(() => two.events.length === 1);
    assert.equal((await lead.del("/api/v1/login")).status, 204);
    for (const stream of [one, two]) {
      await stream.until(() => stream.over);
      assert.equal(stream.ended, "signed_out");
    }
    assert.equal(other.over, false);
    assert.equal((await listen(lead, "cases")).status, 401);
  });

  it("does not keep the server from stopping at once", async () => {
    const open = [await listen(ada, "programs"), await listen(stranger, "programs")];
    await open[0].until(() => open[0].events.length === 1);
    const from = Date.now();
    const done = await server.stop();
    assert.equal(done.code, 0, done.said);
    // An idle server takes milliseconds; one that waited for a stream would take its ten seconds.
    assert.ok(Date.now() - from < 8_000, `it took ${Date.now() - from} ms`);
    for (const stream of open) await stream.until(() => stream.over);
  });
});
