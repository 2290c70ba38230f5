// Conflicts ahead over HTTP: from the import that brings them to their end, as coordinators, learners, educators and
// independent approvers see them; and everybody for whom there is no such case.
import assert from "node:assert/strict";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Browser, invite, join } from "./accounts.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("cases");
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
const header = "id,given_name,family_name,kind,unit,capacity,trained_on,declared_on";
const learners = ["L1,Ada,Onu", "L2,Bo,Ray", "L3,Cy,Sol", "L4,Di,Ume"];
const educators = ["E1,Dee,Tor", "E2,Eli,Uno", "E3,Fay,Vos", "E4,Gil,Wu"];
const people = write(
  at(base, "people.csv"),
  [
    header,
    ...learners.map((each) => `${each},learner,Surgery,,,`),
    ...educators.map((each) => `${each},educator,,1,2026-01-01,2026-01-01`),
    "O1,Oda,Xu,educator,,0,,",
    "O2,Pia,Yu,educator,,0,,",
    "",
  ].join("\n"),
);
const data = at(base, "data");
const term = `${day(-30)}..${day(300)}`;

describe("conflicts ahead", async () => {
  let server, program, other_program;
  const who = {}; // name -> Browser
  const pairs = []; // {learner, educator, relationship}
  const bring = (lines) => {
    const file = write(at(base, "duties.csv"), ["person,duty,target,from,to", ...lines, ""].join("\n"));
    const where = ["--data", data, "--institution", "north", "--people", people, "--duties", file];
    run_well(["import", ...where, "--today", day(0), "--accept"]);
  };
  const error_of = (answer) => [answer.status, answer.json?.error.key];
  const page = async (name, id) => (await who[name].get(`/api/v1/cases/${id}`)).json;
  const listed = async (name, query = "") => (await who[name].get(`/api/v1/cases${query}`)).json.cases;
  const decide = async (name, id, way, more = {}) =>
    who[name].post(`/api/v1/cases/${id}/decision`, { way, revision: (await page("office", id)).revision, ...more });
  const case_of = async (pair) => (await who[pair.learner].get("/api/v1/my_people")).json.cases[0].id;

  before(async () => {
    for (const slug of ["north", "south"]) {
      const named = ["--institution", slug, "--name", `${slug} school`, "--people", people];
      run_well(["import", "--data", data, ...named, "--today", day(0), "--accept"]);
    }
    server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, slug, ...more) => {
      const token = invite(data, `${name}@${slug}.edu`, roles, ["--institution", slug, ...more]);
      who[name] = await join(server.port, token);
    };
    await enter("office", ["coordinator"], "north", "--person", "O1");
    await enter("lead", ["lead"], "north", "--person", "O2");
    await enter("nobody", ["lead"], "north");
    await enter("leader", ["leader"], "north");
    await enter("stranger", ["coordinator"], "south");
    for (const id of ["L1", "L2", "L3", "L4", "E1", "E2", "E3", "E4"]) await enter(id, [], "north", "--person", id);
    who.visitor = new Browser(server.port);
    const make = async (name) => (await who.office.post("/api/v1/programs", { name, role: "mentor", term })).json.id;
    [program, other_program] = [await make("Mentors"), await make("Others")];
    for (const [name, of] of [
      ["own", program],
      ["elsewhere", other_program],
    ]) {
      const roles = [{ role: "coordinator", program: of }];
      const made = await who.office.post("/api/v1/invitations", { email: `${name}@north.edu`, roles });
      assert.equal(made.status, 201, made.text);
      who[name] = await join(server.port, made.json.link.split("#")[1]);
    }
    // Four pairs that run.
    const asked = await who.office.post(`/api/v1/programs/${program}/match_runs`, { choices: [] });
    assert.equal(asked.status, 202, asked.text);
    const run = `/api/v1/match_runs/${asked.json.id}`;
    const until = async (state) => {
      while ((await who.office.get(run)).json.run.state !== state) await new Promise((done) => setTimeout(done, 50));
    };
    await until("done");
    assert.equal((await who.lead.post(`${run}/sign_off`, {})).status, 204);
    assert.equal((await who.office.post(`${run}/publish`, {})).status, 204);
    await until("published");
    for (const name of ["L1", "L2", "L3", "L4", "E1", "E2", "E3", "E4"]) {
      const [one] = (await who[name].get("/api/v1/my_people")).json.people;
      const answer = { answer: "accepted" };
      assert.equal((await who[name].post(`/api/v1/relationships/${one.relationship_id}/answer`, answer)).status, 204);
      const pair = pairs.find((each) => each.relationship === one.relationship_id);
      if (pair) pair.educator = name;
      else pairs.push({ relationship: one.relationship_id, learner: name });
    }
    const [first, second, third] = pairs;
    bring([
      `${first.educator},sits_on,${first.learner},${day(31)},${day(60)}`,
      `${second.educator},assesses,${second.learner},${day(-50)},${day(-10)}`,
      `${third.educator},supervises,${third.learner},${day(9)},${day(40)}`,
    ]);
  });
  after(() => server?.stop());

  it("the list is whoever runs or leads the program’s, soonest first, page by page", async () => {
    for (const name of ["office", "lead", "own"]) {
      const all = await listed(name);
      assert.deepEqual(
        all.map(({ day }) => day),
        [...all.map(({ day }) => day)].sort(),
      );
      assert.equal(all.length, 3);
    }
    const [first] = await listed("office", "?limit=1");
    const next = await listed("office", `?limit=1&after_day=${first.day}&after_id=${first.id}`);
    assert.equal(next.length, 1);
    assert.notEqual(next[0].id, first.id);
    const one = (await who.office.get("/api/v1/cases")).json;
    assert.equal(one.days.reduce((sum, { cases }) => sum + cases, 0), 3);
    assert.deepEqual(one.programs.map(({ name }) => name), ["Mentors", "Others"]);
    assert.equal((await listed("office", `?program_id=${other_program}`)).length, 0);
    assert.equal((await listed("office", "?state=closed")).length, 0);
    for (const name of ["L1", "E1", "leader", "stranger", "elsewhere"]) assert.deepEqual(await listed(name), []);
    assert.equal((await who.visitor.get("/api/v1/cases")).status, 401);
    const theirs = await who.elsewhere.get(`/api/v1/cases?program_id=${program}`);
    assert.deepEqual(error_of(theirs), [404, "programs.unknown"]);
  });

  it("what is not theirs to see is not there", async () => {
    const [first, second] = pairs;
    const id = await case_of(first);
    for (const name of [second.learner, second.educator, "leader", "stranger", "elsewhere"]) {
      const answers = [
        await who[name].get(`/api/v1/cases/${id}`),
        await who[name].post(`/api/v1/cases/${id}/decision`, { way: "rematch", revision: 1 }),
        await who[name].post(`/api/v1/cases/${id}/told`, {}),
        await who[name].post(`/api/v1/cases/${id}/contests`, { statement: "Not so." }),
      ];
      for (const answer of answers) assert.deepEqual(error_of(answer), [404, "relationships.case_unknown"], name);
    }
    assert.deepEqual(error_of(await decide("lead", id, "reassignment")), [403, "relationships.way_not_yours"]);
  });

  it("the learner is told first; before, there is no case for the educator", async () => {
    const [first] = pairs;
    const id = await case_of(first);
    assert.equal((await page("office", id)).learner_told, false, "no mail is set up here");
    assert.equal((await who[first.educator].get(`/api/v1/cases/${id}`)).status, 404);
    assert.equal((await who[first.educator].get("/api/v1/my_people")).json.cases.length, 0);
    assert.deepEqual(error_of(await decide(first.educator, id, "recusal")), [404, "relationships.case_unknown"]);
    assert.equal((await who[first.learner].post(`/api/v1/cases/${id}/told`, {})).status, 204);
    const seen = await page(first.educator, id);
    assert.deepEqual([seen.as, seen.ways], ["educator", ["recusal", "rematch"]]);
    assert.equal((await who[first.educator].get("/api/v1/my_people")).json.cases[0].mine, "educator");
  });

  it("the educator recuses, once, and the pair goes on", async () => {
    const [first] = pairs;
    const id = await case_of(first);
    const { revision } = await page(first.educator, id);
    assert.deepEqual(error_of(await decide(first.learner, id, "recusal")), [403, "relationships.way_not_yours"]);
    assert.deepEqual(error_of(await decide(first.educator, id, "waiver")), [400, "relationships.way_not_open"]);
    const stale = await decide(first.educator, id, "recusal", { revision: revision - 1 });
    assert.deepEqual(error_of(stale), [409, "relationships.case_changed"]);
    assert.equal((await decide(first.educator, id, "recusal", { revision })).status, 204);
    assert.deepEqual(error_of(await decide(first.educator, id, "recusal")), [409, "relationships.case_settled"]);
    const now = await page("office", id);
    assert.deepEqual([now.state, now.way, now.relationship_state], ["closed", "recusal", "active"]);
    assert.equal((await listed("office", "?state=closed"))[0].id, id);
    assert.equal((await who[first.learner].get("/api/v1/my_people")).json.cases.length, 0);
  });

  it("a waiver takes the learner’s consent and somebody who is no party and did not ask for it", async () => {
    const [, second] = pairs;
    const id = await case_of(second);
    const before = await page("office", id);
    assert.equal(before.relationship_state, "paused", "it was learned late: the look-back blocks today");
    assert.deepEqual(error_of(await decide("office", id, "waiver")), [400, "conflicts.waiver_reason"]);
    assert.equal((await decide("office", id, "waiver", { reason: "continuity" })).status, 204);
    const [waiver] = (await page("office", id)).waivers;
    assert.deepEqual([waiver.turn, waiver.may_approve], ["learner", false]);
    const answer = (name, said, of = id) =>
      who[name].post(`/api/v1/cases/${of}/waivers/${waiver.id}/answer`, { answer: said });
    assert.deepEqual(error_of(await answer("lead", "approve")), [409, "conflicts.consent_first"]);
    assert.deepEqual(error_of(await answer("office", "consent")), [403, "conflicts.waiver_not_yours"]);
    assert.equal((await answer(second.learner, "consent")).status, 204);
    await who[second.learner].post(`/api/v1/cases/${id}/told`, {});
    for (const name of ["office", "nobody", second.learner, second.educator])
      assert.deepEqual(error_of(await answer(name, "approve")), [403, "conflicts.approver_independent"], name);
    assert.equal((await page("office", id)).waivers[0].not_approver, "asked");
    assert.equal((await page("nobody", id)).waivers[0].not_approver, "no_person");
    const of_another = await answer("lead", "approve", await case_of(pairs[2]));
    assert.deepEqual(error_of(of_another), [404, "conflicts.waiver_unknown"]);
    assert.deepEqual(error_of(await answer("elsewhere", "approve")), [404, "relationships.case_unknown"]);
    assert.equal((await answer("lead", "approve")).status, 204);
    const now = await page("office", id);
    assert.deepEqual([now.state, now.relationship_state, now.waivers[0].turn], ["closed", "active", "counts"]);
    assert.equal((await answer(second.learner, "withdraw")).status, 204);
    assert.equal((await listed("office")).filter(({ paused }) => paused).length, 1, "taken back, it pauses again");
  });

  it("a fact is contested by the one it is about and answered by somebody who is no party", async () => {
    const [, , third] = pairs;
    const id = await case_of(third);
    await who.office.post(`/api/v1/cases/${id}/told`, {});
    const contest = (name, statement) => who[name].post(`/api/v1/cases/${id}/contests`, { statement });
    const too_long = await contest(third.learner, "x".repeat(1001));
    assert.deepEqual(error_of(too_long), [409, "relationships.contest_statement"]);
    assert.deepEqual(error_of(await contest("office", "Not so.")), [403, "relationships.contest_not_yours"]);
    const said = await contest(third.educator, "I moved to another ward.");
    assert.equal(said.status, 201, said.text);
    assert.deepEqual(error_of(await contest(third.educator, "Again.")), [409, "relationships.contest_waits"]);
    assert.equal((await page(third.learner, id)).contests.length, 0, "the other one does not read it");
    assert.equal((await page("lead", id)).contests.length, 0);
    assert.equal((await page("office", id)).contests[0].statement, "I moved to another ward.");
    const answer = (name, more) => who[name].post(`/api/v1/cases/${id}/contests/${said.json.id}/answer`, more);
    const stands = { answer: "fact_stands", reason: "The schedule names you." };
    for (const name of [third.learner, third.educator, "lead"])
      assert.deepEqual(error_of(await answer(name, stands)), [403, "relationships.contest_fixed"], name);
    const without = await answer("office", { answer: "fact_stands" });
    assert.deepEqual(error_of(without), [400, "relationships.contest_reason"]);
    assert.equal((await answer("office", stands)).status, 204);
    assert.deepEqual(error_of(await answer("office", stands)), [409, "relationships.contest_answered"]);
    const [mine] = (await page(third.educator, id)).contests;
    assert.deepEqual([mine.mine, mine.answer, mine.reason], [true, "fact_stands", stands.reason]);
  });

  it("nobody is held by what others promised: a learner may still ask for a new match", async () => {
    const [, , third] = pairs;
    const id = await case_of(third);
    assert.equal((await decide("own", id, "reassignment")).status, 204);
    assert.deepEqual(error_of(await decide("own", id, "reassignment")), [409, "relationships.case_settled"]);
    assert.equal((await decide(third.learner, id, "rematch")).status, 204);
    const now = await page(third.learner, id);
    assert.deepEqual([now.state, now.relationship_state], ["closed", "closed"]);
    // Ended, it is nothing of the educator's any more.
    assert.equal((await who[third.educator].get(`/api/v1/cases/${id}`)).status, 404);
    assert.equal((await who[third.learner].get(`/api/v1/cases/${id}`)).status, 200);
  });

  it("home says first what has a deadline", async () => {
    const [, second] = pairs;
    const next = async (name) => (await who[name].get("/api/v1/home")).json.next.map(({ href }) => href);
    assert.equal((await next("office"))[0], "/conflicts");
    assert.equal((await next("own"))[0], "/conflicts");
    assert.deepEqual(await next(second.learner), ["/my-people"]);
    assert.deepEqual(await next("elsewhere"), [`/programs/${other_program}`], "of their own program alone");
    // The page for the accreditor is made by a job, a moment after there are pairs.
    for (const end = Date.now() + 20_000; (await next("leader")).length === 0 && Date.now() < end; ) await wait(50);
    assert.deepEqual(await next("leader"), ["/accreditor"]);
  });

  it("a unit without data is unknown, and says so to whoever runs or leads a program", async () => {
    const gaps = async (name) => (await who[name].get("/api/v1/coverage_gaps")).json.gaps;
    const kinds = (await gaps("office")).map(({ what, unit }) => `${what} ${unit}`);
    assert.deepEqual(kinds, ["supervision Surgery", "assessment Surgery"], "nobody supervises there yet");
    assert.deepEqual(await gaps("leader"), []);
    assert.deepEqual(await gaps("L1"), []);
  });
});
