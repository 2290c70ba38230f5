// From a program to "this is my mentor", over HTTP: match, choose, sign off, publish, answer, leave; two who publish at
// once; and everybody for whom none of it is there.
import assert from "node:assert/strict";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { invite, join } from "./accounts.mjs";
import { today } from "./demo_files.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("match_runs");
const header = "id,given_name,family_name,kind,site,capacity,trained_on,declared_on";
const ready = "2026-10-01,2026-10-01";
const people = write(
  at(base, "people.csv"),
  [
    header,
    "L1,Ada,Onu,learner,North,,,",
    "L2,Bo,Ray,learner,North,,,",
    "L3,Cy,Sol,learner,North,,,",
    `E1,Dee,Tor,educator,North,1,${ready}`,
    `E2,Eli,Uno,educator,North,1,${ready}`,
    "",
  ].join("\n"),
);
const data = at(base, "data");
const term = "2027-08-01..2028-08-01";

describe("a match, from asking to leaving", async () => {
  let server, ada, bea, lead, stranger, program;
  const person = {};
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
    stranger = await enter("sam@south.edu", ["coordinator"], "south");
    for (const id of ["L1", "L2", "L3", "E1", "E2"])
      person[id] = await enter(`${id}@north.edu`.toLowerCase(), [], "north", "--person", id);
    const made = await ada.post("/api/v1/programs", { name: "Mentors", role: "mentor", term });
    assert.equal(made.status, 201, made.text);
    program = made.json.id;
    assert.equal((await ada.post(`/api/v1/programs/${program}/start`, { revision: 1 })).status, 200);
  });
  after(() => server?.stop());

  const room = async (id, who = ada) => (await who.get(`/api/v1/match_runs/${id}`)).json;
  const until = async (id, state) => {
    for (;;) {
      const now = await room(id);
      assert.notEqual(now.run.state, "failed", JSON.stringify(now));
      if (now.run.state === state) return now;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const matched = async (choices = []) => {
    const asked = await ada.post(`/api/v1/programs/${program}/match_runs`, { choices });
    assert.equal(asked.status, 202, asked.text);
    await until(asked.json.id, "done");
    const { proposals } = (await ada.get(`/api/v1/match_runs/${asked.json.id}/proposals`)).json;
    return { id: asked.json.id, proposals };
  };
  const error_of = (answer) => [answer.status, answer.json.error.key];
  const mine = async (id) => (await person[id].get("/api/v1/my_people")).json;

  let run;
  it("proposes, explains who is left over, and takes choices", async () => {
    const first = await matched();
    assert.equal(first.proposals.length, 2);
    const now = await room(first.id);
    assert.equal(now.run.learners, 3);
    assert.deepEqual(now.unplaced.map(({ reason }) => reason), ["shortage"]);
    const one = first.proposals[0];
    const choice = { learner: one.learner.id, educator: one.educator.id, choice: "forbid" };
    run = await matched([choice]);
    assert.equal((await room(run.id)).run.number, 2);
    assert.ok(!run.proposals.some((p) => p.learner.id === choice.learner && p.educator.id === choice.educator));
    const twice = await ada.post(`/api/v1/programs/${program}/match_runs`, { choices: [choice, choice] });
    assert.deepEqual(error_of(twice), [400, "match_runs.chosen_twice"]);
    const report = await ada.get(`/api/v1/match_runs/${run.id}/report`);
    assert.equal(report.status, 200);
  });

  it("counts as it was said, and a choice of a pair loses nothing of it", async () => {
    const ask = async (body) => {
      const asked = await ada.post(`/api/v1/programs/${program}/match_runs`, { choices: [], ...body });
      return asked.status === 202 ? until(asked.json.id, "done") : asked;
    };
    const site = ({ weights }) => weights.find(({ name }) => name === "same_site").counts;
    const said = await ask({ preset: "wishes_first", weights: [{ name: "same_site", counts: "decisive" }] });
    assert.equal(site(said), "decisive");
    const next = await ask({ like: said.run.id });
    assert.deepEqual([site(next), next.preset], ["decisive", "wishes_first"]);
    assert.equal(site(await ask({})), "much", "as the program says");
    assert.deepEqual(error_of(await ask({ weights: [{ name: "seats", counts: "much" }] })), [400, "match_runs.weight"]);
    const elsewhere = await stranger.post(`/api/v1/programs/${program}/match_runs`, { choices: [], like: said.run.id });
    assert.equal(elsewhere.status, 404);
  });

  it("says of a run that failed why, about whom, and what to do", async () => {
    const [learner, other] = run.proposals.map((each) => each.learner.id);
    const { id: educator, name } = run.proposals[0].educator;
    const choices = [learner, other].map((each) => ({ learner: each, educator, choice: "keep" }));
    const asked = await ada.post(`/api/v1/programs/${program}/match_runs`, { choices });
    let now;
    do now = await room(asked.json.id);
    while (now.run.state === "waiting");
    assert.deepEqual([now.run.state, now.run.error], ["failed", "match_runs.keep_over_capacity"]);
    assert.deepEqual(now.error_detail, { educator: name, seats: "1" }, "by name, which is no part of the run");
    assert.deepEqual(now.choices.length, 2);
    assert.equal((await stranger.get(`/api/v1/match_runs/${asked.json.id}`)).status, 404);
  });

  it("is not there for learners, educators and other institutions", async () => {
    for (const who of [person.L1, person.E1, stranger]) {
      assert.equal((await who.get(`/api/v1/match_runs/${run.id}`)).status, 404);
      assert.equal((await who.get(`/api/v1/match_runs/${run.id}/proposals`)).status, 404);
      assert.equal((await who.post(`/api/v1/match_runs/${run.id}/publish`, {})).status, 404);
      assert.equal((await who.get(`/api/v1/programs/${program}/relationships`)).status, 404);
    }
  });

  it("is published once, after a lead signed it off", async () => {
    const publish = (who) => who.post(`/api/v1/match_runs/${run.id}/publish`, {});
    const sign_off = (who) => who.post(`/api/v1/match_runs/${run.id}/sign_off`, {});
    assert.deepEqual(error_of(await publish(ada)), [409, "match_runs.sign_off_first"]);
    assert.deepEqual(error_of(await sign_off(ada)), [403, "match_runs.sign_off_not_yours"]);
    assert.equal((await sign_off(lead)).status, 204);
    const both = await Promise.all([publish(ada), publish(bea)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 409]);
    const now = await until(run.id, "published");
    assert.deepEqual([now.offered, now.not_offered], [2, 0]);
    const { relationships } = (await ada.get(`/api/v1/programs/${program}/relationships`)).json;
    assert.deepEqual(relationships.map(({ state }) => state), ["offered", "offered"]);
  });

  it("tells each whom they are paired with; a yes of both begins it, a no ends it", async () => {
    const all = await Promise.all(["L1", "L2", "L3"].map(async (id) => [id, (await mine(id)).people]));
    const offered = all.filter(([, list]) => list.length === 1);
    assert.equal(offered.length, 2);
    const [[yes, [one]], [no, [two]]] = offered;
    assert.deepEqual([one.role, one.state, one.record, one.mine], ["mentor", "offered", "sealed", "learner"]);
    const answer = (who, id, said) => who.post(`/api/v1/relationships/${id}/answer`, { answer: said });
    const stranger_id = all.find(([, list]) => list.length === 0)[0];
    assert.equal((await answer(person[stranger_id], one.relationship_id, "accepted")).status, 404);
    assert.equal((await answer(person[yes], one.relationship_id, "accepted")).status, 204);
    assert.deepEqual(error_of(await answer(person[yes], one.relationship_id, "declined")), [
      409,
      "relationships.answered",
    ]);
    const educators = await Promise.all(["E1", "E2"].map(async (id) => [id, (await mine(id)).people[0]]));
    const educator = educators.find(([, each]) => each.relationship_id === one.relationship_id)[0];
    assert.equal((await answer(person[educator], one.relationship_id, "accepted")).status, 204);
    assert.equal((await mine(yes)).people[0].running, true);
    assert.equal((await answer(person[no], two.relationship_id, "declined")).status, 204);
    assert.deepEqual((await mine(no)).ended.map(({ ending }) => ending), ["declined"]);

    // Leaving takes no reason, and tells nobody more than that it ended.
    assert.equal((await person[stranger_id].post(`/api/v1/relationships/${one.relationship_id}/end`, {})).status, 404);
    assert.equal((await person[yes].post(`/api/v1/relationships/${one.relationship_id}/end`, {})).status, 204);
    assert.deepEqual((await mine(educator)).ended.map(({ ending }) => ending), ["ended_early"]);
  });

  it("tells people who of the office looked at what about them, once a day each, and nobody else", async () => {
    for (let again = 0; again < 2; ++again) await ada.get(`/api/v1/programs/${program}/relationships`);
    const looks = async (who) => (await who.get("/api/v1/looks")).json.looks;
    const seen = await looks(person.L1);
    const lines = seen.map(({ by, record, program: of }) => [by, record, of]);
    for (const each of [
      ["ada@north.edu", "pairs", "Mentors"],
      ["ada@north.edu", "proposals", "Mentors"],
    ])
      assert.equal(lines.filter((line) => line.join() === each.join()).length, 1, `${each}: ${JSON.stringify(lines)}`);
    assert.ok(!lines.some(([by]) => by === "sam@south.edu"), "who was shown nothing has seen nothing");
    assert.deepEqual(await looks(person.E1), seen, "the lists are about both sides");
    for (const who of [stranger, ada, lead]) assert.deepEqual(await looks(who), []);
  });
});
