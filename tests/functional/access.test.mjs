// Every operation of the API × every role × the institution that is asked about and another one, against a table that
// is read and reviewed by people: access_matrix.json. Whoever had a role and has it no more, and who coordinates or
// leads another program, get what somebody without any role gets, but for what a row says of `elsewhere`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { Browser, join } from "./accounts.mjs";
import { openapi } from "./api.mjs";
import { today } from "./demo_files.mjs";
import { folder, run_well } from "./program.mjs";
import { free_port, serve } from "./server.mjs";

const { rows } = JSON.parse(readFileSync(new URL("access_matrix.json", import.meta.url), "utf8"));
const operations = Object.fromEntries(
  Object.entries(openapi.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { operationId }]) => [operationId, { path, method: verb.toUpperCase() }]),
  ),
);
const roles = ["learner", "educator", "coordinator", "lead", "leader", "evaluator", "operator", "confidential_contact"];

it("every operation has a row, and every row names everybody", () => {
  assert.deepEqual(
    Object.keys(operations).filter((id) => !rows.some((row) => row.operation === id)),
    [],
    "operations without a row in access_matrix.json",
  );
  for (const row of rows) {
    assert.ok(operations[row.operation], `${row.operation} is no operation`);
    assert.deepEqual(Object.keys(row.own), ["visitor", ...roles], row.operation);
    assert.deepEqual(Object.keys(row.other), roles, row.operation);
  }
});

describe("who gets what", () => {
  const asking = {}; // "own coordinator" -> Browser
  const filled = {};
  let server;
  before(async () => {
    const data = at(folder("access"), "data");
    run_well(["demo", "--data", data, "--once", "--today", today], { timeout: 280_000 });
    const flags = (more) => {
      const all = { "data.directory": data, "ops.port": "0", ...more };
      return ["serve", ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])];
    };
    // Signed in by the links, while there are any.
    const port = await free_port();
    server = await serve(flags({ "http.port": String(port) }));
    const { people } = (await new Browser(port).get("/api/v1/demo/people")).json;
    for (const person of people) {
      const browser = new Browser(port);
      assert.equal((await browser.post("/api/v1/demo/sign_in", { account: person.account })).status, 204);
      const me = await browser.me();
      const whose = person.institution === "Riverside School of Medicine" ? "own" : "other";
      const name = me.roles[0]?.role ?? me.email.split("@")[0];
      asking[`${whose} ${name}`] = Object.assign(browser, { me_then: me });
    }
    await server.stop();
    server = await serve(flags({ "http.port": String(port), "http.public_url": `http://localhost:${port}` }));
    // The demo's first institution is not the first by its slug: visitors of this server stand before the other one.
    asking["own visitor"] = new Browser(port);
    filled.person = asking["own educator"].me_then.person;
    filled.case = (await asking["own learner"].get("/api/v1/my_people")).json.cases[0].id;
    filled.account = asking["own educator"].me_then.account;
    const program = { name: "Theirs", role: "mentor", term: "2027-08-01..2028-08-01" };
    filled.program = (await asking["own coordinator"].post("/api/v1/programs", program)).json.id;
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const asking_now = { name: "Asking", role: "mentor", term: `${day(30)}..${day(90)}` };
    filled.asking = (await asking["own coordinator"].post("/api/v1/programs", asking_now)).json.id;
    await asking["own coordinator"].post(`/api/v1/programs/${filled.asking}/start`, { revision: 1 });
    const { people: holders } = (await asking["own coordinator"].get("/api/v1/access")).json;
    filled.grant = holders.flatMap((each) => each.roles).find((each) => each.role === "lead").id;
    const elsewhere = { ...program, name: "Elsewhere" };
    const { id: other_program } = (await asking["own coordinator"].post("/api/v1/programs", elsewhere)).json;
    const enter = async (name, role, of) => {
      const roles = [{ role, ...(of ? { program: of } : {}) }];
      const made = await asking["own coordinator"].post("/api/v1/invitations", { email: `${name}@here.edu`, roles });
      assert.equal(made.status, 201, made.text);
      return (asking[name] = await join(port, made.json.link.split("#")[1]));
    };
    await enter("elsewhere_coordinator", "coordinator", other_program);
    await enter("elsewhere_lead", "lead", other_program);
    for (const role of ["coordinator", "lead"]) await enter(`former_${role}`, role);
    for (const { email, roles: held } of (await asking["own coordinator"].get("/api/v1/access")).json.people)
      if (email.startsWith("former"))
        for (const { id } of held) await asking["own coordinator"].post(`/api/v1/roles/${id}/end`, {});
    filled.login = (await asking["own educator"].get("/api/v1/logins")).json.logins[0].id;
  });
  after(() => server?.stop());

  let number = 0;
  const fill = (value) =>
    typeof value === "string"
      ? value.replace(/\{(\w+)\}/g, (_, name) => (name === "unique" ? `u${++number}` : filled[name]))
      : Array.isArray(value)
        ? value.map(fill)
        : typeof value === "object"
          ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each)]))
          : value;

  const answer_to = async (name, row, ask) => {
    const { path, method } = operations[row.operation];
    let target = path;
    for (const [part, value] of Object.entries(ask))
      if (path.includes(`{${part}}`)) {
        target = target.replace(`{${part}}`, value);
        delete ask[part];
      }
    const in_query = method === "GET" || method === "DELETE";
    if (in_query && Object.keys(ask).length) target += `?${new URLSearchParams(ask)}`;
    const body = in_query ? undefined : ask;
    return (await asking[name].send(method, target, body)).status;
  };

  for (const row of rows) {
    for (const whose of ["own", "other"])
      it(`${row.operation} ${JSON.stringify(row.ask ?? {})}, ${whose} institution`, async () => {
        const answers = {};
        for (const who of Object.keys(row[whose])) {
          const ask = fill(row.ask ?? {});
          // Nobody may end the login that the others' answers are asked with.
          if (row.operation === "end_login" && whose === "own" && who === "educator") ask.id = "0".repeat(26);
          answers[who] = await answer_to(`${whose} ${who}`, row, ask);
        }
        assert.deepEqual(answers, row[whose]);
      });
    // Whoever signs out has no answers after that.
    if (row.operation === "sign_out" || row.elsewhere === "own") continue;
    it(`${row.operation} ${JSON.stringify(row.ask ?? {})}, formerly and elsewhere`, async () => {
      const answers = {};
      const allowed = {};
      for (const who of ["former_coordinator", "former_lead", "elsewhere_coordinator", "elsewhere_lead"]) {
        answers[who] = await answer_to(who, row, fill(row.ask ?? {}));
        allowed[who] = row.elsewhere?.[who] ?? row.own.evaluator;
      }
      assert.deepEqual(answers, allowed);
    });
  }
});
