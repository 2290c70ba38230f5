// What an operator does with a running installation: commands while it serves, a first start from nothing, limits,
// health and metrics, the crisis page that nobody counts, and what is said when something is in the way.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { fits_document } from "./api.mjs";
import { today, write_demo } from "./demo_files.mjs";
import { environment as own_environment, folder, run, run_well, start, write } from "./program.mjs";
import { ask, free_port, serve } from "./server.mjs";

const base = folder("serving");
const path = (name) => join(base, name);
const demo = write_demo(1);
const many = ["people", "duties", "placements"].flatMap((name) => [`--${name}`, join(demo.directory, `${name}.csv`)]);
const person = (name, id) => write(path(name), `id,given_name,family_name,kind\n${id},Ada,Onu,learner\n`);
const north = (data) => ["import", "--data", data, "--institution", "north", "--today", today];
const named = ["--name", "North School"];
const list = (data) => run_well([...north(data), "--list"]).out.trim().split("\n").filter(Boolean);
const flags = (data, more = {}) => {
  const all = { "data.directory": data, "http.port": "0", "ops.port": "0", ...more };
  return ["serve", ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])];
};

describe("a server on an empty installation", async () => {
  const data = path("empty");
  const server = await serve(flags(data));
  after(() => server.stop());

  it("says how the first institution is made, on the terminal and on its start page", async () => {
    assert.match(server.output(), /chiron invite --data .*empty --institution .* --name .* --role coordinator/);
    const home = JSON.parse((await ask(server.port, "/api/v1/home")).text);
    assert.deepEqual(home, { mode: "production", program: "", next: [], reports: [] });
    assert.match((await ask(server.port, "/")).text, /<!doctype html>/i);
  });

  it("shows the institution as soon as it was imported, without a restart", async () => {
    const done = run_well([...north(data), ...named, "--people", person("first.csv", "L1"), "--accept"]);
    assert.match(done.out, /Accepted as import/);
    assert.equal(JSON.parse((await ask(server.port, "/api/v1/home")).text).institution, "North School");
  });

  it("names the hash of every script and style that its pages load", async () => {
    for (const page of ["/", "/help.html"]) {
      const tags = (await ask(server.port, page)).text.match(/<(script|link)\b[^>]*\.(js|css)"[^>]*>/g);
      for (const tag of tags) {
        const [, file] = tag.match(/(?:src|href)="([^"]+)"/);
        const hash = createHash("sha384").update((await ask(server.port, file)).text).digest("base64");
        assert.ok(tag.includes(`integrity="sha384-${hash}"`), tag);
      }
    }
  });

  it("keeps the reports of a production institution closed", async () => {
    assert.equal((await ask(server.port, "/api/v1/reports/audit")).status, 404);
  });

  it("has a socket for its owner alone", () => {
    const socket = statSync(join(data, "control"));
    assert.ok(socket.isSocket());
    assert.equal(socket.mode & 0o777, 0o600);
  });
});

describe("commands while the server runs", async () => {
  const data = path("running");
  const server = await serve(flags(data));
  after(() => server.stop());
  run_well([...north(data), ...named, "--people", person("one.csv", "L1"), "--accept"]);

  it("preview, accept, list and undo as they do without it", () => {
    const more = person("two.csv", "L2");
    assert.match(run_well([...north(data), "--people", more]).out, /1 person added: L2/);
    assert.equal(list(data).length, 1, "a preview changes nothing");
    const id = run_well([...north(data), "--people", more, "--accept"]).out.match(/Accepted as import (\w+)/)[1];
    assert.equal(list(data).length, 2);
    run_well([...north(data), "--undo", id]);
    const twice = run([...north(data), "--undo", id]);
    assert.equal(twice.code, 1, twice.said);
    assert.match(twice.err, /undone already/);
  });

  it("name the file, the row and the rule in the words of the person's own path", () => {
    const bad = write(path("bad.csv"), "id,given_name,family_name,kind\nL3,Ada,Onu,learner\nL3,Bea,Tor,learner\n");
    const served = run([...north(data), "--people", bad, "--accept"]);
    const alone = run(["check", "--people", bad]);
    assert.equal(served.code, 1);
    const problem = (said) => said.split("\n").find((line) => line.includes("L3"));
    assert.equal(problem(served.err), problem(alone.err));
    assert.ok(problem(served.err).includes(bad), served.err);
  });

  it("make two imports at once one after the other, both whole", async () => {
    const before = list(data).length;
    const both = [person("eight.csv", "L8"), person("nine.csv", "L9")].map((people) =>
      start([...north(data), "--people", people, "--accept"]),
    );
    for (const done of await Promise.all(both.map((each) => each.ended))) assert.equal(done.code, 0, done.said);
    assert.equal(list(data).length, before + 2);
  });

  it("leave all or nothing when they are killed at any moment, and the server goes on", async () => {
    const begun = Date.now();
    run_well([...north(data), ...many]);
    const whole_ms = Date.now() - begun;
    let killed = 0;
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const before = list(data).length;
      const importing = start([...north(data), ...many, "--accept"]);
      const timer = setTimeout(() => importing.child.kill("SIGKILL"), whole_ms * share);
      const done = await importing.ended;
      clearTimeout(timer);
      killed += done.signal === "SIGKILL";
      // The next import waits for the one whose command was killed, so what it finds is the end of that.
      const preview = run_well([...north(data), ...many]).out;
      const now = list(data).length;
      assert.ok(now === before || now === before + 1);
      if (now > before) assert.doesNotMatch(preview, / added/);
      else assert.match(preview, / people added/);
      if (now > before) break;
    }
    assert.ok(killed >= 1, "at least one import was really killed");
    assert.equal((await ask(server.port, "/api/v1/home")).status, 200);
    assert.deepEqual(readdirSync(join(data, "uploads")), []);
  });

  it("back up the live installation while writes go on, and the copy is whole", async () => {
    const copies = [];
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; ++i) {
        const people = write(path(`w${i}.csv`), `id,given_name,family_name,kind\nW${i},Ada,Onu,learner\n`);
        const done = await start([...north(data), "--people", people, "--accept"]).ended;
        assert.equal(done.code, 0, done.said);
      }
    })();
    for (let i = 0; i < 3; ++i) {
      const done = await start(["backup", "--data", data, "--to", path(`copies/${i}`)]).ended;
      assert.equal(done.code, 0, done.said);
      copies.push(done.out.match(/checked: (\S+)/)[1]);
    }
    writing = false;
    await writer;
    const imports = list(data);
    for (const [i, copy] of copies.entries()) {
      run_well(["restore", "--from", copy, "--data", path(`restored-${i}`)]);
      const kept = list(path(`restored-${i}`));
      assert.deepEqual(kept, imports.slice(imports.length - kept.length), "what was accepted before the copy began");
      run_well(["check", "--data", path(`restored-${i}`)]);
    }
  });

  it("back up to where the command stands, not where the server does", () => {
    run_well(["backup", "--data", data, "--to", "here"], { cwd: folder("serving/elsewhere") });
    assert.equal(readdirSync(path("elsewhere/here")).length, 1);
  });

  it("check the database and the audit log of the live installation", () => {
    assert.match(run_well(["check", "--data", data]).out, /is sound: 1 institution, \d+ audit entries/);
    const both = run(["check", "--data", data, "--people", path("one.csv")]);
    assert.equal(both.code, 1);
    assert.match(both.err, /not both/);
  });
});

describe("the jobs of a server", () => {
  const nights = (server) =>
    server
      .output()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line))
      .filter((line) => line.event.startsWith("job.") && line.kind === "nightly");
  const until_worked = async (server) => {
    while (!nights(server).length) await once(server.child.stderr, "data");
    return nights(server).map(({ event, kind, attempt }) => ({ event, kind, attempt }));
  };

  it("begin an institution's day once, as soon as there is one, and leave a line", async () => {
    const data = path("nights");
    const one_night = [{ event: "job.worked", kind: "nightly", attempt: 1 }];
    const first = await serve(flags(data));
    run_well([...north(data), ...named, "--people", person("night.csv", "L1"), "--accept"]);
    assert.deepEqual(await until_worked(first), one_night);
    assert.equal((await first.stop()).code, 0);
    // A second server on the same day finds that it was done; another institution has a night of its own.
    const second = await serve(flags(data));
    const south = ["import", "--data", data, "--institution", "south", "--name", "South", "--today", today];
    run_well([...south, "--time-zone", "Asia/Tokyo", "--people", path("night.csv"), "--accept"]);
    assert.deepEqual(await until_worked(second), one_night);
    assert.equal((await second.stop()).code, 0);
    assert.deepEqual(await until_worked(second), one_night);
  });
});

describe("an audit log that was changed by hand", () => {
  it("is found by check", () => {
    const data = path("tampered");
    run_well([...north(data), ...named, "--people", person("t.csv", "L1"), "--accept"]);
    run_well(["check", "--data", data]);
    const changed = join(data, "chiron.db");
    // The payload's only count of one added person, overwritten in place: the file stays a database.
    const bytes = readFileSync(changed);
    const at = bytes.indexOf('{"people_added":1');
    assert.ok(at > 0);
    bytes.write('{"people_added":2', at);
    writeFileSync(changed, bytes);
    const done = run(["check", "--data", data]);
    assert.equal(done.code, 3, done.said);
    assert.match(done.err, /audit log of North School does not fit together at entry 1/);
  });
});

describe("a server that is told to stop", () => {
  it("lets a command that is at work end, and ends itself cleanly", async () => {
    const data = path("stopping");
    const server = await serve(flags(data));
    run_well([...north(data), ...named, "--people", person("s.csv", "L1"), "--accept"]);
    const importing = start([...north(data), ...many, "--accept"]);
    const working = new Promise((resolve) =>
      importing.child.stderr.on("data", () => importing.output().includes("Reading") && resolve()),
    );
    await Promise.race([working, importing.ended]);
    const done = await server.stop();
    assert.equal(done.signal, null);
    assert.equal(done.code, 0, done.said);
    const imported = await importing.ended;
    assert.equal(imported.code, 0, imported.said);
    assert.equal(existsSync(join(data, "control")), false);
    assert.equal(list(data).length, 2);
  });

  it("ends at once on SIGINT when nothing is under way", async () => {
    const done = await (await serve(flags(path("interrupted")))).stop("SIGINT");
    assert.deepEqual([done.code, done.signal], [0, null], done.said);
  });

  it("leaves a directory that the next one can use when it is killed", async () => {
    const data = path("killed");
    await (await serve(flags(data))).stop("SIGKILL");
    assert.ok(existsSync(join(data, "control")), "its socket stays behind");
    run_well([...north(data), ...named, "--people", person("k.csv", "L1"), "--accept"]);
    const next = await serve(flags(data));
    assert.equal(list(data).length, 1);
    assert.equal((await next.stop()).code, 0);
  });
});

describe("what stands in the way", async () => {
  const data = path("held");
  const server = await serve(flags(data));
  after(() => server.stop());

  it("a second server on the directory: says who serves it and where", () => {
    for (const args of [flags(data), ["demo", "--data", data, "--port", "0"]]) {
      const second = run(args);
      assert.equal(second.code, 3, second.said);
      assert.ok(second.out.includes(`serves this directory at http://localhost:${server.port}`), second.said);
      assert.ok(second.err.includes(`in use by process ${server.child.pid}`), second.said);
    }
  });

  it("a taken port: says which and what to do", async () => {
    for (const setting of ["http.port", "ops.port"]) {
      const done = run(flags(path("port"), { [setting]: String(server.port) }));
      assert.equal(done.code, 3, done.said);
      assert.match(done.err, new RegExp(`Port ${server.port} on 127.0.0.1 is already in use.*http.port.*ops.port`));
    }
  });

  const skip = process.getuid() === 0 ? false : "only root can mount a file system";
  it("a directory that cannot be written: says why and what to look at", { skip }, () => {
    // Root may write anywhere but on a file system that is mounted for reading only.
    const place = folder("serving/read-only");
    execFileSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", place]);
    try {
      const done = run(flags(join(place, "data")));
      assert.equal(done.code, 3, done.said);
      assert.match(done.err, /read-only.*cannot be used: Read-only file system. Check its owner/);
    } finally {
      execFileSync("umount", [place]);
    }
  });

  it("a file where the directory should be", () => {
    const done = run(flags(write(path("a-file"), "notes")));
    assert.equal(done.code, 3, done.said);
    assert.match(done.err, /cannot be used: Not a directory/);
  });

  it("a slip in a setting: named with its place, before anything is opened", () => {
    const settings = write(path("chiron.toml"), "[http]\nprot = 8080\n");
    const done = run(flags(path("slip"), { config: settings }));
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, /chiron.toml:2:1: there is no setting http.prot. Did you mean http.port\?/);
    assert.equal(existsSync(path("slip")), false);
  });
});

describe("limits of imported files", async () => {
  const small = person("small.csv", "L1");
  const wide = write(path("wide.csv"), `id,given_name,family_name,kind\n${"L1,Ada,Onu,learner\n".repeat(80)}`);
  const each = [
    ["check", "--people", wide],
    ["match", "--people", wide, "--out", path("limited")],
    ["audit", "--people", wide, "--pairs", small, "--term", "2027-01-01..2028-01-01", "--out", path("limited")],
    ["conflicts", "--people", wide, "--term", "2027-01-01..2028-01-01", "--out", path("limited.csv")],
    [...north(path("limited-data")), ...named, "--people", wide, "--accept"],
  ];
  for (const args of each)
    it(`are flags of ${args[0]}`, () => {
      const bytes = run([...args, "--limits.import_bytes", "1024"]);
      assert.equal(bytes.code, 1, bytes.said);
      assert.match(bytes.err, /wide.csv.*limit of 1024 bytes/);
      const rows = run([...args, "--limits.import_rows", "20"]);
      assert.equal(rows.code, 1, rows.said);
      assert.match(rows.err, /wide.csv.*20 rows/);
    });

  it("are settings of the environment and of the file too", () => {
    const environment = run(["check", "--people", wide], {
      env: { ...own_environment, CHIRON_LIMITS_IMPORT_ROWS: "20" },
    });
    assert.match(environment.err, /20 rows/);
    const file = write(path("limits.toml"), "[limits]\nimport_rows = 21\n");
    assert.match(run(["check", "--people", wide, "--config", file]).err, /21 rows/);
  });

  it("are the server's own when it runs", async () => {
    const data = path("limited-server");
    const server = await serve(flags(data, { "limits.import_bytes": "1024" }));
    try {
      const done = run([...north(data), ...named, "--people", wide, "--accept"]);
      assert.equal(done.code, 1, done.said);
      assert.match(done.err, /wide.csv is larger than the limit of 1024 bytes/);
      assert.deepEqual(readdirSync(join(data, "uploads")), []);
    } finally {
      await server.stop();
    }
  });
});

describe("health, metrics and the log", async () => {
  const log = path("log.jsonl");
  const ops = await free_port();
  const server = await serve(flags(path("watched"), { "log.file": log, "ops.port": String(ops) }));
  after(() => server.stop());
  const lines = () => readFileSync(log, "utf8").trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const counted = async () => (await ask(ops, "/metrics")).text.match(/chiron_http_responses_total\{.*\} \d+/g).join();

  it("are on the second port only", async () => {
    assert.equal((await ask(ops, "/healthz")).text, "ok\n");
    assert.equal((await ask(ops, "/readyz")).text, "ready\n");
    assert.match((await ask(ops, "/metrics")).text, /^chiron_http_responses_total/m);
    for (const place of ["/healthz", "/readyz", "/metrics"])
      assert.match((await ask(server.port, place)).text, /<!doctype html>/i, `${place} is the app's on the first port`);
  });

  it("every answer has a request id, the one of its line", async () => {
    const answer = await ask(server.port, "/api/v1/home");
    const line = lines().find((each) => each.request_id === answer.headers["x-request-id"]);
    assert.equal(line?.route, "/api/v1/home");
    const absent = JSON.parse((await ask(server.port, "/api/v1/reports/none")).text).error;
    assert.equal(lines().find((each) => each.request_id === absent.request_id)?.route, "/api/v1/reports/{name}");
  });

  it("nobody can tell who opened the crisis page, or how many", async () => {
    await ask(server.port, "/api/v1/home");
    const [before, before_count] = [lines().length, await counted()];
    for (const place of ["/help", "/help.html", "/help/", "/help/north", "/help/north/ward-4?from=mail"]) {
      const page = await ask(server.port, place);
      assert.equal(page.status, 200);
      assert.match(page.text, /Help in a crisis/, place);
      assert.doesNotMatch(page.text, /<script/, place);
      for (const style of page.text.matchAll(/href="(\/assets\/[^"]+)"/g)) await ask(server.port, style[1]);
      await ask(server.port, place, { method: "HEAD" });
      assert.equal((await ask(server.port, place, { headers: { "if-none-match": page.headers.etag } })).status, 304);
    }
    const after_lines = lines().slice(before).filter((line) => !/healthz|metrics/.test(line.route));
    assert.deepEqual(after_lines, []);
    const own = (text) => text.replace(/class="2xx"\} \d+/, ""); // asking for /metrics is itself counted
    assert.equal(own(await counted()), own(before_count));
    const added = (text) => Number(text.match(/class="2xx"\} (\d+)/)[1]);
    assert.equal(added(await counted()) - added(before_count), 2, "the two looks at /metrics, and nothing else");
  });
});

describe("the crisis page", async () => {
  const page = readFileSync(fileURLToPath(new URL("../../web/help.html", import.meta.url)), "utf8");

  it("has the numbers of the clinical rules", () => {
    for (const shown of ["988", "116 123", "111", "13 11 14", "1737"])
      assert.ok(page.includes(`href="tel:${shown.replaceAll(" ", "")}"><strong>${shown}</strong>`), shown);
  });

  it("says when it was checked and who must check it", async () => {
    const server = await serve(flags(path("help")));
    const { text } = await ask(server.port, "/help");
    assert.match(text, /Checked on: .*Whoever runs Chiron here must call these numbers every three months/);
    await server.stop();
  });

  it("can be the site's own, without scripts", async () => {
    const own = write(path("own.html"), "<!doctype html><title>Our help</title><p>Ward phone 4444.</p>");
    const server = await serve(flags(path("own-help"), { "help.page": own }));
    for (const place of ["/help", "/help.html", "/help/north"]) {
      const answer = await ask(server.port, place);
      assert.match(answer.text, /Ward phone 4444/, place);
      assert.match(answer.headers["content-type"], /^text\/html/);
    }
    await server.stop();
    const bad = write(path("bad.html"), "<p>x<SCRIPT src=x></SCRIPT>");
    const scripted = run(flags(path("own-help"), { "help.page": bad }));
    assert.equal(scripted.code, 1, scripted.said);
    assert.match(scripted.err, /holds a script/);
    const absent = run(flags(path("own-help"), { "help.page": path("absent.html") }));
    assert.match(absent.err, /cannot be shown as the crisis page/);
  });
});

describe("config check", () => {
  it("explains every setting and says where its value comes from", () => {
    const settings = write(path("some.toml"), "[http]\nport = 9000\n");
    const done = run_well(["config", "check", "--config", settings, "--ops.port", "9001"], {
      env: { CHIRON_LOG_LEVEL: "debug", CHIRON_DATABASE_URL: "postgresql://chiron:hunter2@db/x" },
    });
    const row = (name) => done.out.split("\n").find((line) => line.startsWith(`${name} `));
    assert.match(row("http.port"), /= 9000 .*some.toml:2:1; \S/);
    assert.match(row("ops.port"), /= 9001 .*--ops.port; \S/);
    assert.match(row("log.level"), /= debug .*CHIRON_LOG_LEVEL; \S/);
    assert.match(row("http.address"), /= 127.0.0.1 .*default; \S/);
    assert.doesNotMatch(done.out, /hunter2/);
    for (const line of done.out.trim().split("\n")) assert.match(line, /^[a-z_.]+ += .+ # .+; [A-Z“].*\.$/, line);
  });
});

describe("what the pages are made and tested with", () => {
  it("answers of the browser tests are answers that the API gives", () => {
    const read = (name) => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8");
    const headers = { "content-type": "application/json" };
    const home = { status: 200, headers, text: read("tests/browser/fixtures/home.json") };
    fits_document("GET", "/api/v1/home", home);
    fits_document("GET", "/api/v1/me", { ...home, text: read("tests/browser/fixtures/me.json") });
    const reports = readdirSync(fileURLToPath(new URL("../browser/fixtures", import.meta.url)))
      .filter((name) => name.endsWith(".json") && !["home.json", "me.json"].includes(name))
      .map((name) => `tests/browser/fixtures/${name}`);
    for (const name of [...reports, "web/src/components/document/specimen.json"])
      fits_document("GET", "/api/v1/reports/one", { status: 200, headers, text: read(name) });
    // And the check itself sees what does not fit.
    const more = { ...home, text: home.text.replace("{", '{"secret":1,') };
    assert.throws(() => fits_document("GET", "/api/v1/home", more), /must NOT have additional properties/);
    assert.throws(() => fits_document("GET", "/api/v1/none", home), /unknown to docs\/openapi.json/);
  });

  it("types are those of docs/openapi.json", () => {
    const web = fileURLToPath(new URL("../../web", import.meta.url));
    execFileSync(process.execPath, ["scripts/types.mjs", "--check"], { cwd: web, stdio: "pipe" });
  });
});
