// Programs over HTTP, as coordinators run them: set up under each of the seven charters, changed by two at once, moved
// through their states, cloned for the next cohort, and unknown to everybody else.
import assert from "node:assert/strict";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { Browser, invite, join } from "./accounts.mjs";
import { today } from "./demo_files.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("programs");
const header = "id,given_name,family_name,kind,cohort,site";
const rows = ["L1,Ada,Onu,learner,2027,North", "L2,Bo,Ray,learner,2028,North", "E1,Ben,Ito,educator,,North"];
const people = write(at(base, "people.csv"), [header, ...rows, ""].join("\n"));
const data = at(base, "data");
const term = "2027-08-01..2028-08-01";

describe("programs of a school", async () => {
  let server, ada, bea, lead, stranger;
  before(async () => {
    for (const slug of ["north", "south"]) {
      const named = ["--institution", slug, "--name", `${slug} school`, "--people", people];
      run_well(["import", "--data", data, ...named, "--today", today, "--accept"]);
    }
    server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = (email, roles, slug = "north") =>
      join(server.port, invite(data, email, roles, ["--institution", slug]));
    [ada, bea, lead] = [
      await enter("ada@north.edu", ["coordinator"]),
      await enter("bea@north.edu", ["coordinator"]),
      await enter("lea@north.edu", ["lead"]),
    ];
    stranger = await enter("sam@south.edu", ["coordinator"], "south");
  });
  after(() => server?.stop());
  const make = async (more = {}, who = ada) =>
    who.post("/api/v1/programs", { name: "Mentoring 2027", role: "mentor", term, ...more });
  const made = async (more) => {
    const answer = await make(more);
    assert.equal(answer.status, 201, answer.text);
    return (await ada.get(`/api/v1/programs/${answer.json.id}`)).json;
  };
  const error_of = (answer) => [answer.status, answer.json.error.key, answer.json.error.detail.setting];

  it("the seven charters come with every rule, its range and three examples", async () => {
    const { charters, rules } = (await ada.get("/api/v1/charters")).json;
    assert.deepEqual(
      charters.map(({ role, record }) => [role, record]),
      [
        ["mentor", "sealed"],
        ["peer_mentor", "sealed"],
        ["coach", "sealed"],
        ["academic_advisor", "institutional"],
        ["academic_counselor", "institutional"],
        ["career_advisor", "institutional"],
        ["supervisory_coach", "institutional"],
      ],
    );
    for (const charter of charters) assert.equal(charter.rules.length, rules.length);
    for (const rule of rules) assert.equal(rule.examples.length, 3, rule.id);
    const floor = charters[0].rules.find(({ id }) => id === "assesses_now");
    assert.deepEqual([floor.standard, floor.weakest, floor.waivable], ["block", "block", false]);
    const office = charters[0].readers.find(({ reader }) => reader === "program_office");
    assert.equal(office.items.find(({ item }) => item === "notes").sees, "nothing");
  });

  it("each charter makes a program that stands as the charter says", async () => {
    for (const charter of (await ada.get("/api/v1/charters")).json.charters) {
      const page = await made({ role: charter.role, name: `For ${charter.role}` });
      assert.equal(page.state, "draft");
      assert.equal(page.record, charter.record);
      assert.equal(page.capacity_cap, charter.capacity_cap);
      assert.deepEqual(page.term, { from: "2027-08-01", to: "2028-08-01" });
      assert.equal(page.calendar.length, 9);
      assert.equal(page.learners_selected, 2);
    }
  });

  it("what is wrong is refused as in a program file, with the field named", async () => {
    const refused = async (more) => error_of(await make(more));
    assert.deepEqual(await refused({ name: " " }), [400, "programs.nameless", "name"]);
    assert.deepEqual(await refused({ role: "boss" }), [400, "conflict.unknown_role", "role"]);
    assert.deepEqual(await refused({ term: "2027-08-01.." }), [400, "programs.term_open", "term"]);
    assert.deepEqual(await refused({ term: "soon" }), [400, "date.malformed_range", "term"]);
    assert.deepEqual(await refused({ preset: "best" }), [400, "programs.unknown_preset", "preset"]);
    assert.deepEqual(await refused({ capacity_cap: 6 }), [400, "programs.out_of_range", "capacity.cap"]);
    const { message } = (await make({ capacity_cap: 6 })).json.error;
    assert.match(message, /^“capacity.cap” is 6, but must lie between 1 and 5/, "no file and no line");
  });

  it("of two who change one charter the second is told, and sees the first one's change", async () => {
    const { id, charter_number: number } = await made({ name: "Two hands" });
    const change = (who, more) => who.post(`/api/v1/programs/${id}/charter`, { number, ...more });
    const first = await change(ada, { rules: { supervises_back: "disclose" } });
    assert.equal(first.status, 200, first.text);
    assert.equal(first.json.widens, true);
    assert.deepEqual(error_of(await change(bea, { look_ahead_days: 400 })), [409, "programs.version_order", undefined]);
    const seen = (await bea.get(`/api/v1/programs/${id}`)).json;
    assert.equal(seen.charter_number, 2);
    assert.equal(seen.rules.find((rule) => rule.id === "supervises_back").level, "disclose");
    const again = await bea.post(`/api/v1/programs/${id}/charter`, { number: 2, look_ahead_days: 400 });
    assert.equal(again.json.look_ahead_days, 400);
    assert.equal(again.json.widens, false);
  });

  it("a charter keeps the floor and its role", async () => {
    const { id } = await made();
    const change = async (more) => error_of(await ada.post(`/api/v1/programs/${id}/charter`, { number: 1, ...more }));
    const rule = "conflicts.rules.assesses_now";
    assert.deepEqual(await change({ rules: { assesses_now: "allow" } }), [400, "conflict.level_out_of_range", rule]);
    assert.deepEqual(await change({ record: "institutional" }), [400, "programs.record_beyond_charter", undefined]);
    assert.deepEqual(await change({ chain_depth: 9 }), [400, "conflict.depth_out_of_range", "conflicts.chain_depth"]);
  });

  it("moves from draft to running to archived and back, and nothing changes while archived", async () => {
    let page = await made({ name: "Moves" });
    const move = async (to, revision = page.revision) => {
      const answer = await ada.post(`/api/v1/programs/${page.id}/${to}`, { revision });
      if (answer.status === 200) page = answer.json;
      return answer;
    };
    assert.deepEqual(error_of(await move("reopen")).slice(0, 2), [409, "programs.move"]);
    assert.equal((await move("start")).json.state, "running");
    assert.deepEqual(error_of(await move("archive", 1)).slice(0, 2), [409, "programs.changed_meanwhile"]);
    assert.equal((await move("archive")).json.state, "archived");
    const change = await ada.post(`/api/v1/programs/${page.id}/charter`, { number: 1, look_ahead_days: 400 });
    assert.deepEqual(error_of(change).slice(1, 2), ["programs.archived"]);
    assert.equal((await move("reopen")).json.state, "running");
  });

  it("places steps of the calendar and clones them for the next cohort", async () => {
    const page = await made({ name: "Calendar" });
    const place = (steps, revision = page.revision) =>
      ada.post(`/api/v1/programs/${page.id}/calendar`, { revision, steps });
    const backwards = await place([{ step: "match", starts: -60, days: 7 }]);
    assert.deepEqual(error_of(backwards), [400, "programs.step_order", "match"]);
    const placed = await place([{ step: "wishes", starts: -50, days: 20 }]);
    const wishes = (steps) => steps.find(({ step }) => step === "wishes");
    assert.deepEqual(wishes(placed.json.calendar).dates, { from: "2027-06-12", to: "2027-07-02" });
    assert.equal((await place([])).status, 409);
    const clone = { name: "Calendar 2028", term: "2028-08-01..2029-08-01" };
    const copy = await ada.post(`/api/v1/programs/${page.id}/clone`, clone);
    assert.equal(copy.status, 201, copy.text);
    const cloned = (await ada.get(`/api/v1/programs/${copy.json.id}`)).json;
    assert.equal(cloned.name, "Calendar 2028");
    assert.deepEqual(wishes(cloned.calendar).dates, { from: "2028-06-12", to: "2028-07-02" });
  });

  it("says who could take part", async () => {
    const { groups } = (await ada.get("/api/v1/learner_groups")).json;
    assert.deepEqual(groups.map(({ cohort, site, learners }) => [cohort, site, learners]), [
      ["2027", "North", 1],
      ["2028", "North", 1],
    ]);
    const page = await made({ learners: { cohort: "2027", stage: "", site: "", unit: "" } });
    assert.equal(page.learners_selected, 1);
  });

  it("is unknown to another institution and to visitors, and a lead looks but does not change", async () => {
    const { id } = await made({ name: "Ours" });
    assert.deepEqual((await stranger.get("/api/v1/programs")).json, { programs: [], may_set_up: true });
    for (const answer of [
      await stranger.get(`/api/v1/programs/${id}`),
      await stranger.post(`/api/v1/programs/${id}/charter`, { number: 1 }),
      await stranger.post(`/api/v1/programs/${id}/start`, { revision: 1 }),
      await stranger.post(`/api/v1/programs/${id}/clone`, { name: "Mine", term }),
      await ada.get(`/api/v1/programs/${"0".repeat(26)}`),
    ])
      assert.deepEqual([answer.status, answer.json.error.key], [404, "programs.unknown"]);
    const visitor = new Browser(server.port);
    assert.equal((await visitor.get("/api/v1/programs")).status, 401);
    assert.equal((await make({}, visitor)).status, 401);
    assert.equal((await lead.get(`/api/v1/programs/${id}`)).json.may_run, false);
    assert.equal((await lead.post(`/api/v1/programs/${id}/start`, { revision: 1 })).status, 403);
    assert.equal((await make({}, lead)).status, 403);
  });
});
