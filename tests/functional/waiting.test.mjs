// What follows a match, over HTTP: pairs from before go on, whoever is left over waits, a free seat is offered by hand
// or by itself, a learner asks for somebody else; and everybody for whom none of it is there.
import assert from "node:assert/strict";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { invite, join } from "./accounts.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("waiting");
const header = "id,given_name,family_name,kind,site,capacity,trained_on,declared_on";
const ready = "2026-10-01,2026-10-01";
const learners = ["L1,Ada,Onu", "L2,Bo,Ray", "L3,Cy,Sol", "L4,Di,Tam", "L5,Ed,Uhl"];
const educators = ["E1,Dee,Tor", "E2,Eli,Uno", "E3,Fay,Voss"];
const people = write(
  at(base, "people.csv"),
  [
    header,
    ...learners.map((each) => `${each},learner,North,,,`),
    ...educators.map((each) => `${each},educator,North,1,${ready}`),
    "",
  ].join("\n"),
);
const pairs = write(
  at(base, "pairs.csv"),
  "learner,educator,from,to,role\nL1,E1,2025-08-01,2026-08-01,mentor\nL2,E2,2025-08-01,2026-08-01,\n",
);
const duties = write(at(base, "duties.csv"), "person,duty,target,from,to\nE2,assesses,L2,,\n");
const data = at(base, "data");
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("the life of a match", async () => {
  let server, ada, lead, stranger, other_office, program, other;
  const person = {};
  before(async () => {
    for (const slug of ["north", "south"]) {
      const named = ["--institution", slug, "--name", `${slug} school`, "--people", people];
      run_well(["import", "--data", data, ...named, "--pairs", pairs, "--duties", duties, "--accept"]);
    }
    server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = (email, roles, ...more) => join(server.port, invite(data, email, roles, ["--institution", ...more]));
    ada = await enter("ada@north.edu", ["coordinator"], "north");
    lead = await enter("lea@north.edu", ["lead"], "north");
    stranger = await enter("sam@south.edu", ["coordinator"], "south");
    for (const id of ["L1", "L2", "L3", "L4", "E1", "E2", "E3"])
      person[id] = Object.assign(await enter(`${id}@north.edu`.toLowerCase(), [], "north", "--person", id));
    const term = `${day(-10)}..${day(355)}`;
    const set_up = async (name) => (await ada.post("/api/v1/programs", { name, role: "mentor", term })).json.id;
    program = await set_up("Mentors");
    other = await set_up("Other mentors");
    const roles = [{ role: "coordinator", program: other }];
    const invited = await ada.post("/api/v1/invitations", { email: "oz@north.edu", roles });
    assert.equal(invited.status, 201, invited.text);
    other_office = await join(server.port, invited.json.link.split("#")[1]);
  });
  after(() => server?.stop());

  const at_program = (path, id = program) => `/api/v1/programs/${id}/${path}`;
  const error_of = (answer) => [answer.status, answer.json.error.key];
  const mine = async (id) => (await person[id].get("/api/v1/my_people")).json;
  const one_of = async (id) => (await mine(id)).people[0];
  const list = async () => (await ada.get(at_program("waiting"))).json;
  const until = async (what) => {
    for (;;) {
      const found = await what();
      if (found) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const outsiders = () => [stranger, other_office, person.L1, person.E1];

  it("pairs from before go on where no rule blocks them, and only there", async () => {
    const before = (await ada.get(at_program("known_pairs"))).json;
    assert.deepEqual([before.count, before.free, before.runs], [2, 1, 0]);
    const blocked = before.pairs.find(({ standing }) => standing === "blocked");
    assert.deepEqual([blocked.learner, blocked.rule], ["Bo Ray", "assesses_now"]);
    assert.equal((await lead.get(at_program("known_pairs"))).status, 200, "a lead looks");
    for (const who of [...outsiders(), lead]) {
      if (who !== lead) assert.equal((await who.get(at_program("known_pairs"))).status, 404);
      assert.equal((await who.post(at_program("known_pairs/take_over"), {})).status, 404);
    }
    const both = await Promise.all([1, 2].map(() => ada.post(at_program("known_pairs/take_over"), {})));
    assert.deepEqual(both.map(({ json }) => json.taken).sort(), [0, 1], "pressed twice");
    const now = (await ada.get(at_program("known_pairs"))).json;
    assert.deepEqual([now.free, now.runs], [0, 1]);
    const one = await one_of("L1");
    assert.deepEqual([one.name, one.state, one.running], ["Dee Tor", "active", true]);
    assert.equal((await mine("L2")).people.length, 0);
  });

  let run;
  it("a match run leaves them together; whoever is left over waits", async () => {
    const asked = await ada.post(at_program("match_runs"), { choices: [] });
    run = `/api/v1/match_runs/${asked.json.id}`;
    const room = await until(async () => {
      const { json } = await ada.get(run);
      assert.notEqual(json.run.state, "failed", JSON.stringify(json));
      return json.run.state === "done" && json;
    });
    assert.deepEqual([room.run.learners, room.run.matched, room.run.seats], [4, 2, 2], "Ada has her place");
    assert.equal(room.answers, undefined);
    await lead.post(`${run}/sign_off`, {});
    await ada.post(`${run}/publish`, {});
    const published = await until(async () => {
      const { json } = await ada.get(run);
      return json.run.state === "published" && json;
    });
    assert.deepEqual(
      [published.answers.until, published.answers.yes, published.answers.silent, published.answers.no],
      [day(6), 0, 2, 0],
    );
    const now = await list();
    assert.equal(now.waiting.length, 2);
    assert.deepEqual([now.seats, now.by_itself], [[], false]);
    assert.ok(!now.waiting.some(({ name }) => name === "Ada Onu"));
    for (const who of outsiders()) assert.equal((await who.get(at_program("waiting"))).status, 404);
  });

  it("an offer that does not fit ends alone; its seat is for the first who waits", async () => {
    const offered = [];
    for (const id of ["L2", "L3", "L4"]) if ((await mine(id)).people.length) offered.push(id);
    const [who] = offered;
    const offer = await one_of(who);
    for (const each of outsiders())
      assert.equal((await each.post(`/api/v1/relationships/${offer.relationship_id}/rematch`, {})).status, 404);
    assert.equal((await person[who].post(`/api/v1/relationships/${offer.relationship_id}/rematch`, {})).status, 204);
    const again = await person[who].post(`/api/v1/relationships/${offer.relationship_id}/rematch`, {});
    assert.deepEqual(error_of(again), [409, "relationships.not_running"]);
    const { answers } = (await ada.get(run)).json;
    assert.deepEqual([answers.yes, answers.silent, answers.no], [0, 1, 1]);
    const now = await list();
    assert.deepEqual(now.waiting.map(({ goes_first }) => goes_first), [true, false, false]);
    assert.equal(now.seats.length, 1);
    const [seat] = now.seats;
    assert.equal(seat.educator, offer.name);
    assert.equal(seat.learner_id, now.waiting.find(({ goes_first }) => !goes_first).learner_id, "not who had it");
    const ask = { learner_id: seat.learner_id, educator_id: seat.educator_id };
    for (const each of [...outsiders(), lead])
      assert.equal((await each.post(at_program("waiting/offer"), ask)).status, 404);
    const first = { learner_id: now.waiting[0].learner_id, educator_id: seat.educator_id };
    assert.deepEqual(error_of(await ada.post(at_program("waiting/offer"), first)), [409, "match_runs.seat_not_free"]);
    const both = await Promise.all([1, 2].map(() => ada.post(at_program("waiting/offer"), ask)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 409], "pressed twice");
    assert.equal((await list()).waiting.length, 2);
  });

  it("by itself, once the program says so: a seat that becomes free is offered at once", async () => {
    for (const who of [...outsiders(), lead])
      assert.equal((await who.post(at_program("waiting/by_itself"), { by_itself: true })).status, 404);
    assert.equal((await ada.post(at_program("waiting/by_itself"), { by_itself: true })).status, 204);
    const kept = await one_of("L1");
    const as_educator = await person.E1.post(`/api/v1/relationships/${kept.relationship_id}/rematch`, {});
    assert.deepEqual(error_of(as_educator), [403, "relationships.rematch_not_yours"]);
    // The educator leaves: the learner waits, and nobody is told who it was.
    assert.equal((await person.E1.post(`/api/v1/relationships/${kept.relationship_id}/end`, {})).status, 204);
    assert.deepEqual((await mine("L1")).ended.map(({ ending }) => ending), ["ended_early"]);
    const now = await until(async () => {
      const json = await list();
      return json.waiting.length === 2 && json;
    });
    assert.ok(now.waiting.some(({ name, goes_first }) => name === "Ada Onu" && goes_first), "never Dee Tor again");
    assert.deepEqual((await mine("E1")).people.map(({ state }) => state), ["offered"]);
    // Who does not want to wait any more says so, for themselves alone.
    assert.equal((await person.E2.post(at_program("waiting/stop"), {})).status, 404);
    assert.equal((await person.L1.post(at_program("waiting/stop"), {})).status, 204);
    assert.equal((await list()).waiting.length, 1);
  });
});
