// Five hundred people at once in mixed use: every one signed in, each asking for something about once a second,
// learners and educators their own pages and answers, the office its lists and rooms. Then the same requests at the
// same pace to nginx, which sends the same bytes from files: what the machine and this program that asks add.
// node bench/people_at_once.mjs [PEOPLE] [SECONDS]; CHIRON_BIN names the program. Ends with 1 after any error.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { code_of, invite, some_auth } from "../tests/functional/accounts.mjs";
import { run_well, start } from "../tests/functional/program.mjs";
import { free_port } from "../tests/functional/server.mjs";

const people_wanted = Number(process.argv[2] ?? 500);
const seconds = Number(process.argv[3] ?? 60);
const mean_pause = 1000;
const folder = mkdtempSync(join(tmpdir(), "chiron-load-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Drawn from a seed, so that two runs ask for the same. */
let state = 20270801;
const draw = () => {
  state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
};

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Somebody with a cookie and a connection of their own. */
class Person {
  constructor(port, role) {
    Object.assign(this, { port, role, cookie: "", agent: new Agent({ keepAlive: true, maxSockets: 1 }) });
  }
  /** {status, text, ms}. */
  send(method, path, body, port = this.port) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { host: `localhost:${port}`, cookie: this.cookie };
    if (method !== "GET") Object.assign(headers, { origin: `http://localhost:${port}`, "x-chiron": "1" });
    if (text) Object.assign(headers, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port, path, method, headers, agent: this.agent }, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part)).on("error", reject);
        response.on("end", () => {
          const cookie = response.headers["set-cookie"]?.[0];
          if (cookie) this.cookie = cookie.split(";")[0];
          const ms = performance.now() - began;
          resolve({ status: response.statusCode, text: Buffer.concat(parts).toString("utf8"), ms });
        });
      });
      asked.on("error", reject).end(text);
    });
  }
  async ask(method, path, body) {
    const answer = await this.send(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.text ? JSON.parse(answer.text) : undefined;
  }
  get = (path) => this.ask("GET", path);
  post = (path, body) => this.ask("POST", path, body);
  async join(token) {
    const app = await this.post("/api/v1/join", { token, auth: some_auth() });
    await this.post("/api/v1/join/confirm", { token, code: code_of(app.secret) });
    return this;
  }
}

/** What people of each role ask for, with how often; `{p}` is a program, `{r}` a run. A function makes the request. */
const uses = {
  learner: [
    [25, "/api/v1/home"],
    [25, "/api/v1/my_people"],
    [15, "/api/v1/my_programs"],
    [10, "/api/v1/programs/{p}/wishes"],
    [5, "/api/v1/me"],
    [5, "/api/v1/cases"],
    [5, (who) => ["POST", "/api/v1/role_suggestion", { need: "growth", trouble: "none", help: "questions" }]],
    [5, (who) => ["POST", `/api/v1/programs/${who.p}/not_with`, { person_id: who.other, stands: draw() < 0.5 }]],
  ],
  educator: [
    [25, "/api/v1/home"],
    [25, "/api/v1/my_people"],
    [15, "/api/v1/my_programs"],
    [15, "/api/v1/programs/{p}/taking_part"],
    [5, "/api/v1/cases"],
    [15, (who) => ["POST", `/api/v1/programs/${who.p}/taking_part`, who.takes_part(), who.kept]],
  ],
  coordinator: [
    [15, "/api/v1/home"],
    [10, "/api/v1/programs"],
    [15, "/api/v1/programs/{p}"],
    [10, "/api/v1/programs/{p}/educators"],
    [10, "/api/v1/programs/{p}/relationships"],
    [10, "/api/v1/match_runs/{r}"],
    [10, "/api/v1/match_runs/{r}/proposals"],
    [5, "/api/v1/programs/{p}/waiting"],
    [5, "/api/v1/programs/{p}/mails"],
    [5, "/api/v1/cases"],
    [5, "/api/v1/imports"],
  ],
};
const said = { takes_part: true, released_by: "", topics: ["exams"], ways: ["asks"], path: "", declared: true };
const yes = { ...said, capacity: 3 };

async function prepare() {
  run_well(["demo", "--out", join(folder, "demo")]);
  const data = join(folder, "data");
  const at = (name) => join(folder, "demo", name);
  const files = ["people", "duties", "placements", "evaluations", "panels", "coverage", "names"].flatMap((name) => [
    `--${name}`,
    at(`${name}.csv`),
  ]);
  run_well(["import", "--data", data, "--institution", "north", "--name", "North", ...files, "--accept"]);
  const flags = ["--http.port", `${await free_port()}`, "--ops.port", "0"];
  const server = start(["serve", "--data.directory", data, ...flags]);
  while (!/Ready: /.test(server.output())) await wait(50);
  const port = Number(server.output().match(/Ready: http:\/\/localhost:(\d+)/)[1]);
  const office = await new Person(port, "coordinator").join(
    invite(data, "office@example.edu", ["coordinator"], ["--institution", "north"]),
  );
  const listed = (name) => readFileSync(at(name), "utf8").trim().split("\n").slice(1).map((row) => row.split(",")[0]);
  const terms = { role: "mentor", learners: { cohort: "", stage: "", site: "", unit: "" } };
  const made = await office.post("/api/v1/programs", { name: "Open", ...terms, term: `${day(30)}..${day(395)}` });
  await office.post(`/api/v1/programs/${made.id}/start`, { revision: 1 });

  const everybody = { learner: [], educator: [], coordinator: [office] };
  const educators = new Set(listed("educators.csv"));
  const all = listed("people.csv");
  const some = (role, count) => all.filter((id) => educators.has(id) === (role === "educator")).slice(0, count);
  const wanted = { educator: Math.round(people_wanted / 4), coordinator: Math.max(1, Math.round(people_wanted / 50)) };
  wanted.learner = people_wanted - wanted.educator - wanted.coordinator;
  for (let n = 1; n < wanted.coordinator; ++n) {
    const token = invite(data, `office${n}@example.edu`, ["coordinator"], ["--institution", "north"]);
    everybody.coordinator.push(await new Person(port, "coordinator").join(token));
  }
  for (const role of ["educator", "learner"])
    for (const id of some(role, wanted[role])) {
      const token = invite(data, `${id.toLowerCase()}@example.org`, [], ["--institution", "north", "--person", id]);
      const who = await new Person(port, role).join(token);
      who.person = (await who.get("/api/v1/me")).me.person;
      everybody[role].push(who);
    }
  for (const who of everybody.educator) {
    who.p = made.id;
    who.revision = (await who.post(`/api/v1/programs/${who.p}/taking_part`, { ...yes, revision: 0 })).revision;
    who.takes_part = () => ({ ...yes, capacity: 1 + Math.floor(draw() * 4), revision: who.revision });
    who.kept = (answer) => (who.revision = JSON.parse(answer.text).revision);
  }
  const mine = (await everybody.learner[0].get("/api/v1/my_programs")).programs.map((one) => one.id ?? one.program_id);
  for (const who of everybody.learner) {
    who.p = mine[0];
    who.other = everybody.educator[Math.floor(draw() * everybody.educator.length)].person;
  }
  const asked = await office.post(`/api/v1/programs/${made.id}/match_runs`, { choices: [] });
  for (;;) {
    const { run } = await office.get(`/api/v1/match_runs/${asked.id}`);
    if (run.state === "failed") throw new Error(JSON.stringify(run));
    if (run.state !== "waiting") break;
    await wait(100);
  }
  for (const who of everybody.coordinator) Object.assign(who, { p: made.id, r: asked.id });
  return { server, port, everybody: Object.values(everybody).flat() };
}

/** One request of somebody: [method, path, body, kept]. */
function pick(who) {
  const list = uses[who.role];
  let at = draw() * list.reduce((sum, [often]) => sum + often, 0);
  const found = list.find(([often]) => (at -= often) < 0) ?? list[0];
  const [, use] = found;
  if (typeof use === "function") return { key: `POST ${use(who)[1].replace(who.p, "{p}")}`, asked: use(who) };
  return { key: `GET ${use}`, asked: ["GET", use.replace("{p}", who.p).replace("{r}", who.r)] };
}

/** Everybody at once, for some time: what each request took, by what was asked for. */
async function use(everybody, how_long, ask) {
  const took = new Map();
  const errors = new Map();
  const until = performance.now() + how_long * 1000;
  await Promise.all(
    everybody.map(async (who) => {
      await wait(draw() * mean_pause);
      while (performance.now() < until) {
        const { key, asked } = pick(who);
        try {
          const answer = await ask(who, key, asked);
          if (!took.has(key)) took.set(key, []);
          took.get(key).push(answer.ms);
          if (answer.status >= 400) {
            const what = `${key}: ${answer.status} ${answer.text.slice(0, 120)}`;
            errors.set(what, (errors.get(what) ?? 0) + 1);
          } else asked[3]?.(answer);
        } catch (error) {
          const what = `${key}: ${error.code ?? error.message}`;
          errors.set(what, (errors.get(what) ?? 0) + 1);
        }
        await wait((0.5 + draw()) * mean_pause);
      }
    }),
  );
  return { took, errors };
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
const shown = (ms) => ms.toFixed(ms < 10 ? 1 : 0).padStart(6);
function say(name, { took, errors }, cpu) {
  const all = [...took.values()].flat().sort((a, b) => a - b);
  const failed = [...errors.values()].reduce((sum, n) => sum + n, 0);
  console.log(
    `${name}: ${all.length} requests in ${seconds} s, ${failed} errors; median ${shown(at(all, 0.5))}, ` +
      `p90 ${shown(at(all, 0.9))}, p99 ${shown(at(all, 0.99))}, worst ${shown(all.at(-1) ?? 0)} ms; ` +
      `processor ${(cpu / seconds).toFixed(2)} of ${availableParallelism()}`,
  );
  return { p99: at(all, 0.99), failed };
}
const ticks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const { server, everybody } = await prepare();
console.log(`${everybody.length} people, load ${loadavg()[0].toFixed(1)}`);
const bodies = new Map();
const before = ticks(server.child.pid);
const ours = await use(everybody, seconds, async (who, key, asked) => {
  const answer = await who.send(...asked.slice(0, 3));
  if (!bodies.has(key)) bodies.set(key, answer.text);
  return answer;
});
const chiron = say("chiron", ours, ticks(server.child.pid) - before);
const memory = readFileSync(`/proc/${server.child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1];
console.log(`  highest memory ${Math.round(memory / 1024)} MB`);
const lines = [...ours.took].map(([key, list]) => [key, list.sort((a, b) => a - b)]);
for (const [key, list] of lines.sort(([, a], [, b]) => at(b, 0.99) - at(a, 0.99)))
  console.log(`  ${shown(at(list, 0.5))} ${shown(at(list, 0.99))} ms  ${key} (${list.length})`);
for (const [what, count] of ours.errors) console.log(`  ${count} × ${what}`);
server.child.kill("SIGTERM");
await server.ended;

if (spawnSync("nginx", ["-v"]).error) console.log("nginx is missing: apt-get install nginx");
else {
  const root = join(folder, "root");
  mkdirSync(root);
  const files = new Map([...bodies.keys()].map((key, n) => [key, `/${n}.json`]));
  for (const [key, name] of files) writeFileSync(join(root, name), bodies.get(key));
  const port = await free_port();
  const conf = join(folder, "nginx.conf");
  writeFileSync(
    conf,
    `${process.getuid() === 0 ? "user root; " : ""}daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
     worker_processes 1; events { worker_connections 4096; }
     http { access_log off; keepalive_requests 1000000; types {} default_type application/json;
     server { listen 127.0.0.1:${port}; root ${root}; } }`,
  );
  const nginx = spawn("nginx", ["-c", conf, "-e", join(folder, "error.log")], { stdio: "ignore" });
  while (!existsSync(join(folder, "pid"))) await wait(50);
  const worker = execFileSync("pgrep", ["-P", `${nginx.pid}`]).toString().trim();
  const began = ticks(worker);
  const from_files = (who, key) => who.send("GET", files.get(key) ?? "/0.json", undefined, port);
  const theirs = await use(everybody, seconds, from_files);
  say("nginx, the same bytes from files", theirs, ticks(worker) - began);
  nginx.kill();
}
for (const who of everybody) who.agent.destroy();
if (chiron.failed > 0 || chiron.p99 > 250) {
  console.log("Wanted: no error, p99 below 250 ms.");
  process.exit(1);
}
