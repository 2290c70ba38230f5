// Recruiting and wishes over HTTP: an educator's yes, the questions on the role, a learner's wishes and everybody's
// "not this person", and what each of them is not told. Then a match run that uses all of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { invite, join } from "./accounts.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("preferences");
const data = at(base, "data");
const header = "id,given_name,family_name,email,kind,stage,site,languages";
const rows = [
  "L1,Ada,Onu,ada@north.edu,learner,Year 1,North,English",
  "L2,Bo,Ray,bo@north.edu,learner,Year 1,North,English",
  "L3,Cy,Day,cy@north.edu,learner,Year 2,North,English",
  ...["Ann", "Ben", "Cleo", "Dora", "Eli", "Fay", "Gus"].map(
    (name, n) => `E${n + 1},${name},Tor,${name.toLowerCase()}@north.edu,educator,,North,English`,
  ),
];
const people = write(at(base, "people.csv"), [header, ...rows, ""].join("\n"));
const duties = write(
  at(base, "duties.csv"),
  ["person,duty,target,from,to", "E7,assesses,L1,,", "E7,sits_on,L2,,", ""].join("\n"),
);
const other_people = write(at(base, "other.csv"), `${header}\nX1,Una,Far,una@south.edu,learner,Year 1,South,English\n`);

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Wishes are open from 42 to 21 days before the start. */
const open_term = `${day(30)}..${day(395)}`;
const closed_term = `${day(10)}..${day(375)}`;
const early_term = `${day(60)}..${day(425)}`;
/** By question; the others' are the second of three. */
const right = {
  purpose_mentor: 2,
  purpose_peer_mentor: 1,
  ask_first: 2,
  limits: 1,
  apart: 3,
  refer: 3,
};

describe("recruiting and wishes", async () => {
  let server, office, ada, bo, cy, ann, ben, gus, una, lead;
  const ids = {};
  const programs = {};
  const at_program = (what, name = "open") => `/api/v1/programs/${programs[name]}/${what}`;
  const refused = ({ status, json }) => [status, json.error.key];
  const person_of = async (email, slug = "north") => {
    const browser = await join(server.port, invite(data, email, [], ["--institution", slug, "--person", ids[email]]));
    return Object.assign(browser, { id: (await browser.me()).person });
  };
  const make = async (name, term, more = {}) => {
    const body = { name, role: "mentor", term, ...more };
    const made = await office.post("/api/v1/programs", body);
    assert.equal(made.status, 201, made.text);
    const started = await office.post(`/api/v1/programs/${made.json.id}/start`, { revision: 1 });
    assert.equal(started.status, 200, started.text);
    return made.json.id;
  };
  const yes = { takes_part: true, capacity: 2, released_by: "", topics: [], ways: [], path: "", declared: true };

  before(async () => {
    const bring = (slug, files) =>
      run_well(["import", "--data", data, "--institution", slug, "--name", slug, ...files, "--accept"]);
    bring("north", ["--people", people, "--duties", duties]);
    bring("south", ["--people", other_people]);
    server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    for (const row of [...rows, "X1,,,una@south.edu"]) ids[row.split(",")[3]] = row.split(",")[0];
    office = await join(server.port, invite(data, "office@north.edu", ["coordinator"], ["--institution", "north"]));
    lead = await join(server.port, invite(data, "lead@north.edu", ["lead"], ["--institution", "north"]));
    const all = [];
    for (const name of ["ada", "bo", "cy", "ann", "ben", "gus"]) all.push(await person_of(`${name}@north.edu`));
    [ada, bo, cy, ann, ben, gus] = all;
    una = await person_of("una@south.edu", "south");
    programs.open = await make("Mentors", open_term);
    programs.closed = await make("Mentors of last time", closed_term);
    programs.early = await make("Mentors of next time", early_term);
    const learners = { cohort: "", stage: "Year 1", site: "", unit: "" };
    programs.peers = await make("Peers", open_term, { role: "peer_mentor", learners });
    const draft = { name: "Draft", role: "mentor", term: open_term };
    programs.draft = (await office.post("/api/v1/programs", draft)).json.id;
  });
  after(() => server?.stop());

  it("somebody's own programs ask on the side that is theirs", async () => {
    const sides = async (who) =>
      Object.fromEntries(
        (await who.get("/api/v1/my_programs")).json.programs.map((one) => [one.name, [one.teaches, one.learns]]),
      );
    assert.deepEqual(await sides(ann), {
      Mentors: [true, false],
      "Mentors of last time": [true, false],
      "Mentors of next time": [true, false],
      Peers: [true, false],
    });
    assert.deepEqual((await sides(ada)).Mentors, [false, true]);
    assert.deepEqual((await sides(cy)).Peers, [true, false], "a stage later than the learners of the program");
    assert.deepEqual((await sides(ada)).Peers, [false, true]);
    assert.deepEqual(await sides(una), {});
    assert.deepEqual(await sides(office), {});
  });

  it("an educator says yes, within the charter's limits, and nothing is lost to a second window", async () => {
    const page = (await ann.get(at_program("taking_part"))).json;
    assert.deepEqual([page.revision, page.capacity, page.capacity_cap, page.near_peer], [0, 3, 5, false]);
    const post = (more, revision = 0) => ann.post(at_program("taking_part"), { ...yes, revision, ...more });
    assert.deepEqual(refused(await post({ capacity: 6 })), [400, "educators.capacity"]);
    assert.deepEqual(refused(await post({ capacity: 0 })), [400, "educators.capacity"]);
    assert.deepEqual(refused(await post({ path: "x".repeat(601) })), [400, "educators.too_long"]);
    assert.equal((await post({ topics: ["gossip"] })).status, 400);
    const path = "From a small town, by detours.";
    const saved = await post({ topics: ["exams", "wellbeing"], ways: ["asks"], path, hours_per_month: 3 });
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual([saved.json.revision, saved.json.capacity, saved.json.path], [1, 2, path]);
    assert.deepEqual(refused(await post({ capacity: 1 })), [409, "educators.changed_meanwhile"]);
    assert.equal((await ann.get(at_program("taking_part"))).json.capacity, 2);
    assert.equal((await post({ topics: ["exams"], ways: ["asks"], path }, 1)).json.revision, 2);
  });

  it("the questions on the role are marked one by one, and only a pass is kept", async () => {
    const { questions } = (await ann.get(at_program("taking_part"))).json;
    assert.equal(questions.length, 5);
    const answers = questions.map((question) => ({ question, option: right[question] }));
    const wrong = answers.map((one) => (one.question === "apart" ? { ...one, option: 1 } : one));
    const post = (list) => ann.post(at_program("readiness"), { answers: list });
    assert.deepEqual(refused(await post(answers.slice(1))), [400, "educators.check_incomplete"]);
    const marked = (await post(wrong)).json;
    assert.equal(marked.passed, false);
    assert.deepEqual(marked.marked.filter((one) => !one.right).map((one) => one.question), ["apart"]);
    assert.equal((await ann.get(at_program("taking_part"))).json.passed_on, undefined);
    assert.equal((await post(answers)).json.passed, true);
    assert.ok((await ann.get(at_program("taking_part"))).json.passed_on);
    assert.ok((await ann.get(at_program("taking_part", "early"))).json.passed_on, "for the role, not for one program");
  });

  it("an educator sees which of their own duties keep learners away", async () => {
    assert.deepEqual((await ann.get(at_program("taking_part"))).json.in_the_way, []);
    const { in_the_way } = (await gus.get(at_program("taking_part"))).json;
    const assesses = in_the_way.find((one) => one.rule === "assesses_now");
    assert.equal(assesses.learners, 1);
    assert.deepEqual(assesses.duties.map(({ kind, towards }) => [kind, towards]), [["assesses", "Ada Onu"]]);
  });

  it("a near-peer applies to a program of peer mentors; a learner whom it is about does not", async () => {
    const page = (await cy.get(at_program("taking_part", "peers"))).json;
    assert.deepEqual([page.near_peer, page.questions[0]], [true, "purpose_peer_mentor"]);
    const said = await cy.post(at_program("taking_part", "peers"), { ...yes, revision: 0, capacity: 1 });
    assert.equal(said.status, 200, said.text);
    const { yes: answered, silent } = (await office.get(at_program("educators", "peers"))).json;
    assert.deepEqual([answered, silent], [1, 7], "a near-peer who answered is none of the seven silent educators");
    for (const what of ["peers", "open"])
      assert.deepEqual(refused(await ada.get(at_program("taking_part", what))), [404, "educators.unknown"]);
    assert.deepEqual(refused(await cy.get(at_program("wishes", "peers"))), [404, "preferences.unknown"]);
  });

  /** Everybody but Gus is trained and declared for the learner's page. */
  const offered = async (who) => {
    const page = (await who.get(at_program("wishes"))).json;
    return { ...page, names: page.profiles.map((one) => one.name).sort() };
  };
  const of_name = (page, name) => page.profiles.find((one) => one.name === name).person_id;

  it("a learner is offered those who are ready and free of conflict; who said no is left out", async () => {
    for (const who of [ben, gus]) {
      const { questions } = (await who.get(at_program("taking_part"))).json;
      await who.post(at_program("taking_part"), { ...yes, revision: 0 });
      await who.post(at_program("readiness"), {
        answers: questions.map((question) => ({ question, option: right[question] })),
      });
    }
    // Whoever has not answered is not trained, as far as anybody knows.
    assert.deepEqual((await offered(ada)).names, ["Ann Tor", "Ben Tor"]);
    assert.deepEqual((await offered(cy)).names, ["Ann Tor", "Ben Tor", "Gus Tor"], "Gus assesses Ada, not Cy");
    assert.equal((await offered(ada)).fewest, 2, "no more is asked than there are");
    await ben.post(at_program("taking_part"), { ...yes, revision: 1, takes_part: false, capacity: 0 });
    assert.deepEqual((await offered(cy)).names, ["Ann Tor", "Gus Tor"]);
    await ben.post(at_program("taking_part"), { ...yes, revision: 2 });
    for (const name of ["cleo", "dora", "eli", "fay"]) {
      const who = await person_of(`${name}@north.edu`);
      await who.post(at_program("taking_part"), { ...yes, revision: 0, capacity: 1 });
      const { questions } = (await who.get(at_program("taking_part"))).json;
      const answers = questions.map((question) => ({ question, option: right[question] }));
      assert.equal((await who.post(at_program("readiness"), { answers })).json.passed, true);
    }
    const page = await offered(ada);
    assert.deepEqual(page.names, ["Ann Tor", "Ben Tor", "Cleo Tor", "Dora Tor", "Eli Tor", "Fay Tor"]);
    const profile = page.profiles.find((one) => one.name === "Ann Tor");
    assert.deepEqual([profile.topics, profile.ways, profile.path.slice(0, 4)], [["exams"], ["asks"], "From"]);
    assert.equal(profile.capacity, undefined, "learners are not told how many others");
  });

  it("three to five, each once, on offer, from the newest list", async () => {
    const page = await offered(ada);
    const some = ["Ann", "Ben", "Cleo", "Dora", "Eli", "Fay"].map((name) => of_name(page, `${name} Tor`));
    const save = (wishes, revision = 0, who = ada) => who.post(at_program("wishes"), { revision, wishes });
    assert.deepEqual(refused(await save(some.slice(0, 2))), [400, "preferences.too_few"]);
    assert.deepEqual(refused(await save(some)), [400, "preferences.too_many"]);
    assert.deepEqual(refused(await save([some[0], some[1], some[0]])), [400, "preferences.repeated"]);
    assert.deepEqual(refused(await save([some[0], some[1], gus.id])), [400, "preferences.not_offered"]);
    assert.deepEqual(refused(await save([some[0], some[1], ada.id])), [400, "preferences.not_offered"]);
    assert.deepEqual(refused(await save([some[0], some[1], "0".repeat(26)])), [400, "preferences.not_offered"]);
    const saved = await save([some[2], some[1], some[0]]);
    assert.equal(saved.status, 200, saved.text);
    assert.deepEqual(saved.json.wishes.map((one) => one.name), ["Cleo Tor", "Ben Tor", "Ann Tor"]);
    assert.deepEqual(refused(await save(some.slice(0, 3))), [409, "preferences.changed_meanwhile"]);
    assert.deepEqual(refused(await save(some.slice(0, 3), 7)), [409, "preferences.changed_meanwhile"]);
    assert.equal((await save(some.slice(0, 5), 1)).json.revision, 2);
    assert.equal((await save([some[1], some[0], some[2]], 2)).json.wishes[0].name, "Ben Tor");
  });

  it("not before they are open nor after", async () => {
    const wishes = [ann.id, ben.id, gus.id];
    const save = (name) => cy.post(at_program("wishes", name), { revision: 0, wishes });
    assert.deepEqual(refused(await save("closed")), [409, "preferences.closed"]);
    assert.deepEqual(refused(await save("early")), [409, "preferences.not_open"]);
    const page = (await cy.get(at_program("wishes", "closed"))).json;
    assert.deepEqual([page.window, page.profiles], ["closed", []]);
  });

  it("nobody else reads a list of wishes, whatever they ask for", async () => {
    assert.deepEqual((await bo.get(at_program("wishes"))).json.wishes, [], "another learner sees their own: none");
    for (const who of [office, lead, ann, una])
      for (const what of ["wishes", "not_with"]) {
        const answer = await who.get(at_program(what));
        if (who === ann && what === "not_with") continue;
        assert.deepEqual(refused(answer), [404, "preferences.unknown"], what);
      }
    for (const who of [office, lead, ann, una])
      assert.deepEqual(
        refused(await who.post(at_program("wishes"), { revision: 0, wishes: [ann.id, ben.id, gus.id] })),
        [404, "preferences.unknown"],
      );
    for (const who of [ada, ann, una])
      for (const what of ["educators", "wish_count"])
        assert.deepEqual(refused(await who.get(at_program(what))), [404, "programs.unknown"]);
    for (const who of [ada, ann])
      for (const what of ["wishes", "taking_part", "not_with"])
        assert.equal((await who.get(at_program(what, "draft"))).status, 404, "a draft asks nobody");
  });

  it("the office is told numbers and the educators' answers, no more", async () => {
    const { educators, ...numbers } = (await office.get(at_program("educators"))).json;
    const told = { yes: 7, no: 0, silent: 0, seats: 10, learners: 3 };
    assert.deepEqual(numbers, { ...told, more: false, pending: false });
    assert.deepEqual(Object.keys(educators[0]).sort(), [
      "capacity",
      "declared",
      "name",
      "person_id",
      "ready",
      "released_by",
      "site",
      "takes_part",
    ]);
    const count = (await office.get(at_program("wish_count"))).json;
    assert.deepEqual([count.wished, count.learners, count.window], [1, 3, "open"]);
  });

  it("not this person: found by name, kept for oneself, gone from the other's offer, and taken back", async () => {
    const found = await ann.post(at_program("people_found"), { name: "ONU" });
    assert.deepEqual(found.json.people.map((one) => one.name), ["Ada Onu"]);
    assert.deepEqual((await ann.post(at_program("people_found"), { name: " " })).json.people, []);
    const not_with = (who, person_id, stands = true) => who.post(at_program("not_with"), { person_id, stands });
    assert.deepEqual(refused(await not_with(ann, "0".repeat(26))), [404, "preferences.unknown"]);
    assert.deepEqual(refused(await not_with(ann, ann.id)), [404, "preferences.unknown"]);
    assert.deepEqual(refused(await not_with(ann, una.id)), [404, "preferences.unknown"]);
    assert.deepEqual(refused(await not_with(office, ann.id)), [404, "preferences.unknown"]);
    const before = (await ada.get(at_program("wishes"))).json;
    assert.deepEqual((await not_with(ann, ada.id)).json.people.map((one) => one.name), ["Ada Onu"]);
    assert.equal((await not_with(ann, ada.id)).status, 200, "saying it twice changes nothing");
    // Ada had wished for Ann: her own list does not tell that Ann said so.
    const after = (await ada.get(at_program("wishes"))).json;
    assert.deepEqual(after.wishes, before.wishes);
    assert.deepEqual((await ada.get(at_program("not_with"))).json.people, []);
    assert.deepEqual((await office.get(at_program("educators"))).json.educators.length, 7);
    assert.equal((await offered(bo)).names.includes("Ann Tor"), true);
    assert.equal((await not_with(bo, ann.id)).status, 200);
    assert.equal((await offered(bo)).names.includes("Ann Tor"), false);
    assert.deepEqual(
      refused(await bo.post(at_program("wishes"), { revision: 0, wishes: [ann.id, ben.id, gus.id] })),
      [400, "preferences.not_offered"],
    );
    assert.deepEqual((await not_with(bo, ann.id, false)).json.people, []);
    assert.equal((await offered(bo)).names.includes("Ann Tor"), true);
  });

  it("three answers lead to a role, and to where it is offered", async () => {
    const ask = async (need, trouble, help) =>
      (await ada.post("/api/v1/role_suggestion", { need, trouble, help })).json;
    const peer = await ask("belonging", "none", "experience");
    assert.deepEqual([peer.role, peer.programs.map((one) => one.name)], ["peer_mentor", ["Peers"]]);
    const counselor = await ask("growth", "studies", "questions");
    assert.deepEqual([counselor.role, counselor.programs], ["academic_counselor", []]);
    assert.equal((await ask("goal", "unwell", "questions")).see_help, true);
  });

  const run = async (choices = []) => {
    const asked = await office.post(at_program("match_runs"), { choices });
    assert.equal(asked.status, 202, asked.text);
    for (;;) {
      const room = (await office.get(`/api/v1/match_runs/${asked.json.id}`)).json;
      if (room.run.state !== "waiting") return room;
      await wait(100);
    }
  };
  const pairs_of = async (room) =>
    Object.fromEntries(
      (await office.get(`/api/v1/match_runs/${room.run.id}/proposals`)).json.proposals.map((one) => [
        one.learner.name,
        one,
      ]),
    );

  it("a match run uses seats, wishes and vetoes, and tells of wishes only by both, one or neither", async () => {
    const room = await run();
    assert.equal(room.run.state, "done", JSON.stringify(room.run));
    assert.deepEqual([room.run.educators, room.run.seats, room.run.matched], [7, 10, 3]);
    const pairs = await pairs_of(room);
    assert.equal(pairs["Ada Onu"].educator.name, "Ben Tor", "her first wish");
    assert.equal(pairs["Ada Onu"].wished, "one");
    const report = await office.get(`/api/v1/match_runs/${room.run.id}/report`);
    for (const word of ["veto", "rank"]) assert.ok(!report.text.toLowerCase().includes(`"${word}`), word);
    // Ben too: now both whom she wished for first are ruled out, and her third wish comes.
    await ben.post(at_program("not_with"), { person_id: ada.id, stands: true });
    const next = await run();
    assert.equal((await pairs_of(next))["Ada Onu"].educator.name, "Cleo Tor");
    assert.deepEqual([next.run.educators, next.run.seats], [7, 10], "numbers are those of a run without the veto");
    // The run before is as it was.
    assert.equal((await pairs_of(room))["Ada Onu"].educator.name, "Ben Tor");
  });

  it("a pair kept against a veto is refused in the words of any other that is not available", async () => {
    const keep = (learner, educator) => run([{ learner, educator, choice: "keep" }]);
    const [vetoed, conflicting] = [await keep(ada.id, ben.id), await keep(ada.id, gus.id)];
    assert.equal(vetoed.run.state, "failed");
    assert.equal(vetoed.run.error, "match_runs.keep_not_available");
    assert.equal(conflicting.run.error, vetoed.run.error);
    assert.deepEqual(vetoed.error_detail, { learner: "Ada Onu", educator: "Ben Tor" }, "which pair, never why");
    assert.deepEqual(Object.keys(conflicting.error_detail), ["educator", "learner"]);
  });

  it("neither the audit log nor what the server wrote names whom somebody ruled out", async () => {
    const said = server.output();
    for (const person of [ada, ann, ben]) assert.ok(!said.includes(person.id));
    await server.stop();
    const log = ["-bail", at(data, "chiron.db"), "SELECT type, payload FROM audit_entries"];
    const entries = execFileSync("sqlite3", log, { encoding: "utf8" });
    assert.match(entries, /educator\.answered/);
    assert.match(entries, /wishes\.saved/);
    for (const word of ["veto", "not_with", ada.id, ann.id, ben.id]) assert.ok(!entries.includes(word), word);
  });
});
