// Importing over HTTP as the browser does it: files, preview, names, accept, undo; a preview that no longer holds; and
// the second person where duties of an open pair would go.
import assert from "node:assert/strict";
import { appendFileSync, readdirSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { execFileSync } from "node:child_process";
import { Browser, invite, join } from "./accounts.mjs";
import { today } from "./demo_files.mjs";
import { folder, run_well, write } from "./program.mjs";
import { serve } from "./server.mjs";

const base = folder("imports");
const data = at(base, "data");
const header = "id,given_name,family_name,kind";
const first = write(at(base, "first.csv"), `${header}\nX1,Una,First,learner\n`);
const people = `${header}\nL1,Ada,Onu,learner\nE1,Bea,Tor,educator\nE2,Bert,Tor,educator\n`;
const duties = (rows) => `person,duty,target,from,to\n${rows.join("\n")}\n`;
const assesses = "E1,assesses,L1,2027-01-01,2027-02-01";

/** Makes an offered pair by hand: publishing matches is another room's. */
function pair_by_hand(learner, educator, program) {
  const statements = `
    CREATE TEMP TABLE made AS SELECT p.institution_id, p.id AS program_id, p.role, randomblob(16) AS id
      FROM programs p WHERE p.name = '${program}';
    INSERT INTO relationships (institution_id, id, program_id, charter_version, role, state, standing, from_day,
      to_day, revision)
      SELECT institution_id, id, program_id, 1, role, 'offered', 'unchecked', 20000, 25000, 1 FROM made;
    ${Object.entries({ learner, educator })
      .map(
        ([side, who]) => `
    INSERT INTO relationship_parties (institution_id, relationship_id, person_id, side, judged_revision)
      SELECT m.institution_id, m.id, p.id, '${side}', 0 FROM made m
        JOIN people p ON p.institution_id = m.institution_id AND p.external_id = '${who}';`,
      )
      .join("")}`;
  execFileSync("sqlite3", ["-bail", at(data, "chiron.db")], { input: statements });
}

describe("importing in the browser", async () => {
  let server, ada, bea, lead, stranger;
  const start = async () =>
    (server = await serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]));
  before(async () => {
    for (const slug of ["north", "south"]) {
      const named = ["--institution", slug, "--name", `${slug} school`, "--people", first];
      run_well(["import", "--data", data, ...named, "--today", today, "--accept"]);
    }
    await start();
    const enter = (email, roles, slug = "north") =>
      join(server.port, invite(data, email, roles, ["--institution", slug]));
    ada = await enter("ada@north.edu", ["coordinator"]);
    bea = await enter("bea@north.edu", ["coordinator"]);
    lead = await enter("lea@north.edu", ["lead"]);
    stranger = await enter("sam@south.edu", ["coordinator"], "south");
  });
  after(() => server?.stop());
  const room = () => at(data, "uploads", "imports");

  const upload = async (who, kind, name, text) => {
    const { file } = (await who.post("/api/v1/import_files", { kind, name })).json;
    const put = await who.send("PUT", `/api/v1/import_files/${file}`, text, { "content-type": "text/csv" });
    assert.equal(put.status, 200, put.text);
    return file;
  };
  /** The answer to a preview of files, given as {kind: text}. */
  const look = async (who, files, more = {}) => {
    const ids = [];
    for (const [kind, text] of Object.entries(files)) ids.push(await upload(who, kind, `${kind}.csv`, text));
    return who.post("/api/v1/import_previews", { files: ids, complete: false, ...more });
  };
  const accept = (who, id) => who.post(`/api/v1/import_previews/${id}/accept`, {});
  const take = async (who, files, more) => {
    const preview = await look(who, files, more);
    assert.equal(preview.status, 201, preview.text);
    const outcome = await accept(who, preview.json.id);
    assert.equal(outcome.status, 200, outcome.text);
    return outcome.json;
  };
  const key = (answer) => [answer.status, answer.json.error?.key];
  const listed = async (who = ada) => (await who.get("/api/v1/imports")).json;

  it("shows what would change, row by row, and changes nothing", async () => {
    const { json } = await look(ada, { people, duties: duties([assesses]) });
    assert.equal(json.acceptable, true);
    assert.deepEqual(json.people_added, { count: 3, first: ["Ada Onu", "Bea Tor", "Bert Tor"] });
    assert.deepEqual(json.duties_added.first, [
      { holder: "Bea Tor", duty: "assesses", target: "Ada Onu", days: { from: "2027-01-01", to: "2027-02-01" } },
    ]);
    assert.equal((await listed()).imports.length, 1);
    assert.equal((await ada.get(`/api/v1/import_previews/${json.id}`)).json.people_added.count, 3);
  });

  it("accepts once, lists it, undoes it, and accepts it again", async () => {
    const { import_id } = await take(ada, { people });
    assert.equal((await listed()).imports[0].id, import_id);
    assert.deepEqual((await listed()).imports[0].files, ["people.csv"]);
    const undone = await ada.post(`/api/v1/imports/${import_id}/undo`, {});
    assert.equal(undone.json.people_taken_back, 3);
    assert.deepEqual(key(await ada.post(`/api/v1/imports/${import_id}/undo`, {})), [409, "imports.undone_already"]);
    await take(ada, { people });
    assert.deepEqual(key(await accept(ada, (await look(ada, { people })).json.id)), [400, "imports.nothing"]);
  });

  it("takes a list of pairs alone, once", async () => {
    const pairs = "learner,educator,role\nL1,E1,mentor\n";
    const first = (await look(ada, { pairs })).json;
    assert.deepEqual([first.pairs, first.acceptable], [1, true]);
    assert.equal((await accept(ada, first.id)).status, 200);
    const again = (await look(ada, { pairs })).json;
    assert.deepEqual([again.pairs, again.acceptable], [1, false], "it is known now");
  });

  it("names each row that breaks a rule, and refuses to accept", async () => {
    const { json } = await look(ada, { people: `${header}\nL7,Eve,Ill,learner\nL7,Eva,Ill,learner\n` });
    assert.equal(json.acceptable, false);
    const [problem] = json.problems;
    assert.deepEqual([problem.severity, problem.file, problem.row], ["error", "people.csv", 3]);
    assert.ok(!JSON.stringify(json).includes(data), "no path of ours");
    assert.deepEqual(key(await accept(ada, json.id)), [400, "imports.roster_has_errors"]);
  });

  it("asks whom a written name means, once", async () => {
    const named = duties(['"Tor, B.",assesses,L1,2027-05-01,2027-06-01']);
    const { json } = await look(ada, { duties: named });
    assert.equal(json.acceptable, false);
    assert.equal(json.names.length, 1);
    assert.deepEqual([json.names[0].written, json.names[0].file, json.names[0].row], ["Tor, B.", "duties.csv", 2]);
    assert.deepEqual(json.names[0].candidates.map(({ person }) => person).sort(), ["E1", "E2"]);
    const chosen = await ada.post(`/api/v1/import_previews/${json.id}/names`, { names: { "Tor, B.": "E2" } });
    assert.equal(chosen.json.names.length, 0);
    assert.equal(chosen.json.duties_added.first[0].holder, "Bert Tor");
    assert.equal((await accept(ada, json.id)).status, 200);
    const again = await look(bea, { duties: duties(['"Tor, B.",assesses,L1,2027-07-01,2027-08-01']) });
    assert.equal(again.json.acceptable, true, "another coordinator is not asked again");
  });

  it("asks what a heading means, once, and forgets it on a word", async () => {
    const strange = "id,given_name,family_name,Rolle,Gender\nL11,Ola,Kim,learner,f\n";
    const { json } = await look(ada, { people: strange });
    assert.equal(json.acceptable, false);
    const [file] = json.columns;
    assert.deepEqual([file.file, file.kind, file.meanings.includes("kind")], ["people.csv", "people", true]);
    const shown = (columns, heading) => columns.find((each) => each.heading === heading);
    assert.deepEqual(shown(file.columns, "Rolle").samples, ["learner"]);
    const identity = shown(file.columns, "Gender");
    assert.deepEqual([identity.use, identity.fixed, identity.samples], ["dropped", true, []]);
    const choose = (heading, meaning, kind = "people") =>
      ada.post(`/api/v1/import_previews/${json.id}/columns`, { columns: [{ kind, heading, meaning }] });
    assert.deepEqual(key(await choose("Rolle", "evaluator")), [400, "imports.column_meaning"]);
    const smuggled = await choose("Gender", "interests");
    assert.ok(smuggled.json.problems.some((each) => each.key === "people.mapping_identity"));
    await choose("Gender", "");
    const wrong = (await choose("Rolle", "capacity")).json;
    assert.ok(wrong.errors > 0, "a wrong meaning is named row by row");
    const right = (await choose("Rolle", "kind")).json;
    assert.deepEqual([right.acceptable, right.people_added.first], [true, ["Ola Kim"]]);
    assert.equal(shown(right.columns[0].columns, "Rolle").told, "chosen");
    const as_seen = (fingerprint) => ada.post(`/api/v1/import_previews/${json.id}/accept`, { fingerprint });
    assert.deepEqual(key(await as_seen(json.fingerprint)), [409, "imports.reading_changed"]);
    assert.equal((await as_seen(right.fingerprint)).status, 200);

    const again = (await look(bea, { people: strange.replace("L11,Ola", "L12,Ole") })).json;
    assert.equal(shown(again.columns[0].columns, "Rolle").told, "remembered");
    assert.deepEqual((await listed()).columns, [{ kind: "people", heading: "Rolle", meaning: "kind" }]);
    const forget = (who) => who.post("/api/v1/import_columns/forget", { kind: "people", heading: "rolle" });
    assert.deepEqual(key(await forget(stranger)), [404, "imports.column_not_remembered"]);
    assert.deepEqual(key(await forget(lead)), [403, "imports.not_yours"]);
    assert.equal((await forget(ada)).status, 204);
    assert.deepEqual(key(await accept(bea, again.id)), [409, "imports.reading_changed"]);
    assert.deepEqual((await listed()).columns, []);
    const samples = JSON.stringify(right.columns);
    assert.ok(!samples.includes('"f"'), "no value of a dropped column leaves the server");
  });

  it("lets a remembered name wait when these files know nobody of that name", async () => {
    const { json } = await look(ada, { people: `${header}\nL9,Ida,Jay,learner\n` });
    assert.deepEqual([json.errors, json.acceptable], [0, true]);
  });

  it("refuses a preview that other changes have overtaken", async () => {
    const { json } = await look(ada, { people: `${header}\nL3,Cleo,Day,learner\n` });
    await take(bea, { people: `${header}\nL4,Dan,Eng,learner\n` });
    assert.deepEqual(key(await accept(ada, json.id)), [409, "imports.changed_since"]);
    assert.deepEqual(key(await ada.get(`/api/v1/import_previews/${json.id}`)), [409, "imports.changed_since"]);
  });

  it("refuses a file that is not what it was in the preview", async () => {
    const { json } = await look(ada, { people: `${header}\nL5,Eli,Fox,learner\n` });
    appendFileSync(at(room(), `${json.files[0].id}.bytes`), "L6,Flo,Gay,learner\n");
    assert.deepEqual(key(await accept(ada, json.id)), [409, "imports.file_changed"]);
    assert.ok(!(await listed()).imports[0].files.includes("L5"));
  });

  it("belongs to whoever made it", async () => {
    const { json } = await look(ada, { people: `${header}\nL8,Gus,Hall,learner\n` });
    const file = (await ada.post("/api/v1/import_files", { kind: "people", name: "mine.csv" })).json.file;
    for (const other of [bea, stranger]) {
      assert.deepEqual(key(await other.get(`/api/v1/import_previews/${json.id}`)), [404, "imports.preview_unknown"]);
      assert.deepEqual(key(await accept(other, json.id)), [404, "imports.preview_unknown"]);
      const put = await other.send("PUT", `/api/v1/import_files/${file}`, people, { "content-type": "text/csv" });
      assert.deepEqual(key(put), [404, "imports.file_unknown"]);
      const theirs = await other.post("/api/v1/import_previews", { files: [json.files[0].id], complete: false });
      assert.deepEqual(key(theirs), [404, "imports.file_unknown"]);
    }
    assert.deepEqual(key(await lead.post("/api/v1/import_files", { kind: "people", name: "a.csv" })), [
      403,
      "imports.not_yours",
    ]);
    assert.equal((await new Browser(server.port).get("/api/v1/imports")).status, 401);
    assert.equal((await stranger.get("/api/v1/imports")).json.imports.length, 1, "their own school's first");
  });

  it("refuses what is no file of ours", async () => {
    assert.deepEqual(key(await ada.post("/api/v1/import_previews", { files: [], complete: false })), [
      400,
      "imports.no_files",
    ]);
    assert.deepEqual(key(await ada.post("/api/v1/import_files", { kind: "people", name: "../x" })), [
      400,
      "imports.file_name",
    ]);
    const two = [await upload(ada, "people", "a.csv", people), await upload(ada, "people", "b.csv", people)];
    assert.deepEqual(key(await ada.post("/api/v1/import_previews", { files: two, complete: false })), [
      400,
      "imports.two_of_a_kind",
    ]);
    assert.deepEqual(key(await look(ada, { duties: duties([assesses]) }, { complete: true })), [
      400,
      "imports.complete_needs_people",
    ]);
    const none = await look(ada, { people: "nothing,of,this,is\nknown,to,us,here\n" });
    assert.ok(none.json.errors > 0);
  });

  it("waits for a second person where duties of an open pair would go, also over a restart", async () => {
    await take(ada, { duties: duties([assesses]) });
    const program = { name: "Pairs", role: "mentor", term: "2026-08-01..2027-08-01" };
    assert.equal((await ada.post("/api/v1/programs", program)).status, 201);
    await server.stop();
    pair_by_hand("L1", "E1", "Pairs");
    const port = server.port;
    server = await serve(["serve", "--data.directory", data, "--http.port", String(port), "--ops.port", "0"]);
    const everybody = `${header}\nX1,Una,First,learner\nL4,Dan,Eng,learner\n${people.split("\n").slice(1).join("\n")}`;
    const complete = { people: everybody, duties: duties(["E1,assesses,L1,2027-01-01,2027-01-15"]) };
    const { json } = await look(ada, complete, { complete: true });
    assert.equal(json.duties_lost, 2, "the shortened one, and what the names test had recorded");
    const asked = (await accept(ada, json.id)).json;
    assert.equal(asked.waiting, json.id);
    assert.deepEqual(key(await accept(ada, json.id)), [409, "imports.waits"]);
    await server.stop();
    server = await serve(["serve", "--data.directory", data, "--http.port", String(port), "--ops.port", "0"]);
    const [request] = (await listed(bea)).requests;
    assert.deepEqual([request.state, request.own, request.duties_lost], ["waiting", false, 2]);
    const approve = (who) => who.post(`/api/v1/import_requests/${json.id}/approve`, {});
    assert.deepEqual(key(await approve(ada)), [403, "imports.second_person"]);
    assert.deepEqual(key(await approve(stranger)), [404, "imports.request_unknown"]);
    const approved = await approve(lead);
    assert.equal(approved.status, 200, approved.text);
    assert.equal((await listed()).imports[0].id, approved.json.import_id);
    assert.equal((await listed()).imports[0].duties_ended > 0, true);
    assert.deepEqual(key(await approve(bea)), [409, "imports.request_decided"]);
    assert.match(run_well(["check", "--data", data]).out, /is sound/);
  });

  it("leaves nothing behind but what waits", () => {
    for (const name of readdirSync(room())) assert.match(name, /\.(upload|bytes|preview|csv)$/);
  });
});
