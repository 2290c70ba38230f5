// Home of each role through the year of a program: what is to be done next, on whose page, before which day; and for
// everybody whom it is not about, nothing.
import assert from "node:assert/strict";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { invite, join } from "./accounts.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("home");
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const people = write(
  at(base, "people.csv"),
  [
    "id,given_name,family_name,kind,site,capacity,trained_on,declared_on",
    "L1,Ada,Onu,learner,North,,,",
    "L2,Bo,Ray,learner,North,,,",
    `E1,Dee,Tor,educator,North,2,${day(-60)},${day(-60)}`,
    "",
  ].join("\n"),
);
const data = at(base, "data");

describe("home", async () => {
  let server, program, other;
  const who = {};
  before(async () => {
    for (const slug of ["north", "south"]) {
      const named = ["--institution", slug, "--name", `${slug} school`, "--people", people];
      run_well(["import", "--data", data, ...named, "--accept"]);
    }
    server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, where = "north", ...more) =>
      (who[name] = await join(
        server.port,
        invite(data, `${name}@${where}.edu`, roles, ["--institution", where, ...more]),
      ));
    for (const role of ["coordinator", "lead", "leader", "operator", "evaluator"]) await enter(role, [role]);
    for (const id of ["L1", "L2", "E1"]) await enter(id, [], "north", "--person", id);
    await enter("elsewhere", ["coordinator"], "south");
  });
  after(() => server?.stop());

  const home = async (name) => (await who[name].get("/api/v1/home")).json;
  /** "key href" of each thing to do. */
  const next = async (name) =>
    (await home(name)).next.map(({ sentence, href }) => `${sentence.key.replace("home.next.", "")} ${href ?? "-"}`);
  const made = async (body) => {
    const answer = await who.coordinator.post("/api/v1/programs", body);
    assert.equal(answer.status, 201, answer.text);
    return answer.json.id;
  };
  const start = (id) => who.coordinator.post(`/api/v1/programs/${id}/start`, { revision: 1 });

  it("says that a program comes first, to whoever can set one up", async () => {
    assert.deepEqual(await next("coordinator"), ["first_program /programs/new"]);
    for (const name of ["lead", "leader", "evaluator", "L1", "E1"]) assert.deepEqual(await next(name), [], name);
    assert.deepEqual(await next("operator"), ["mail -"]);
  });

  it("leads from the draft to its start, and to nobody else's page", async () => {
    // Wishes are open three weeks before the term, educators can still say yes.
    program = await made({ name: "Mentors", role: "mentor", term: `${day(30)}..${day(395)}` });
    other = await made({ name: "Coaches", role: "coach", term: `${day(300)}..${day(665)}` });
    assert.deepEqual(await next("coordinator"), [other, program].map((id) => `draft /programs/${id}`), "by name");
    assert.deepEqual(await next("lead"), []);
    assert.deepEqual(await next("L1"), []);
    const own = { email: "own@north.edu", roles: [{ role: "coordinator", program: other }] };
    const invited = await who.coordinator.post("/api/v1/invitations", own);
    assert.equal(invited.status, 201, invited.text);
    who["own coordinator"] = await join(server.port, invited.json.link.split("#")[1]);
    assert.deepEqual(await next("own coordinator"), [`draft /programs/${other}`]);
  });

  it("asks each side for its answer, with the day, until it is given", async () => {
    assert.equal((await start(program)).status, 200);
    assert.deepEqual(await next("L1"), [`wishes /programs/${program}/wishes`]);
    const [{ sentence }] = (await home("L1")).next;
    assert.equal(sentence.args.program, "Mentors");
    assert.ok(sentence.args.before.date > day(0) && sentence.args.before.date < day(30), sentence.args.before.date);
    assert.deepEqual(await next("E1"), [`take_part /programs/${program}/take-part`]);
    const answer = { takes_part: true, capacity: 2, released_by: "", topics: [], ways: [], path: "", declared: true };
    const said = await who.E1.post(`/api/v1/programs/${program}/taking_part`, { revision: 0, ...answer });
    assert.equal(said.status, 200, said.text);
    assert.deepEqual(await next("E1"), [`readiness /programs/${program}/take-part`], "the role is to be known");
    const no = { ...answer, takes_part: false, capacity: 0 };
    await who.E1.post(`/api/v1/programs/${program}/taking_part`, { revision: 1, ...no });
    assert.deepEqual(await next("E1"), [], "a no is an answer");
    await who.E1.post(`/api/v1/programs/${program}/taking_part`, { revision: 2, ...answer });
    const step = (await next("coordinator")).find((each) => each.startsWith("step"));
    assert.match(step, new RegExp(`^step /(programs|matching)/${program}$`));
  });

  it("leads a run from review over sign-off to the offers, each to whom it is", async () => {
    const asked = await who.coordinator.post(`/api/v1/programs/${program}/match_runs`, { choices: [] });
    let room;
    do room = (await who.coordinator.get(`/api/v1/match_runs/${asked.json.id}`)).json;
    while (room.run.state === "waiting");
    assert.equal(room.run.state, "done", JSON.stringify(room.run));
    const page = `/matching/${program}?run=${room.run.id}`;
    assert.ok((await next("coordinator")).includes(`run_waits ${page}`));
    assert.deepEqual(await next("lead"), [`run_sign_off ${page}`]);
    assert.deepEqual(await next("own coordinator"), [`draft /programs/${other}`], "of another program");
    await who.lead.post(`/api/v1/match_runs/${room.run.id}/sign_off`, {});
    assert.deepEqual(await next("lead"), []);
    assert.ok((await next("coordinator")).includes(`run_publish ${page}`));
    await who.coordinator.post(`/api/v1/match_runs/${room.run.id}/publish`, {});
    do room = (await who.coordinator.get(`/api/v1/match_runs/${asked.json.id}`)).json;
    while (room.run.state !== "published");
    assert.ok(!(await next("coordinator")).some((each) => each.startsWith("run_")));
    const offered = (await next("L1")).filter((each) => each.startsWith("offers"));
    assert.deepEqual(offered, room.run.matched === 2 ? ["offers /my-people"] : offered);
    assert.equal((await next("E1"))[0], "offers /my-people", "what has a day stands first");
  });

  it("names nobody, and nothing of one institution in another", async () => {
    for (const name of ["coordinator", "lead", "leader", "operator", "evaluator", "elsewhere"]) {
      const { text } = await who[name].get("/api/v1/home");
      assert.doesNotMatch(text, /Onu|Ray|Tor/, name);
    }
    for (const name of ["leader", "operator", "evaluator", "elsewhere"])
      assert.doesNotMatch((await who[name].get("/api/v1/home")).text, /Mentors|Coaches/, name);
    assert.deepEqual(await next("elsewhere"), ["first_program /programs/new"]);
  });

  it("asks for the match that is late before anything that follows it", async () => {
    const late = await made({ name: "Late", role: "mentor", term: `${day(3)}..${day(368)}` });
    assert.equal((await start(late)).status, 200);
    const things = (await next("coordinator")).filter((each) => each.endsWith(late));
    assert.deepEqual(things, [`match_late /matching/${late}`], "the calendar would say appeals");
  });

  it("says what comes next and when, where nothing is to be done", async () => {
    assert.equal((await start(other)).status, 200);
    const { next: things, later } = await home("own coordinator");
    assert.equal(things.length === 0 ? later.key : "home.later.step", "home.later.step");
    const quiet = await home("L2");
    assert.equal(quiet.later.key, "home.later.wishes");
    assert.equal(quiet.later.args.program, "Coaches");
    assert.ok(quiet.later.args.day.date > day(100));
  });
});
