// An installation on disk and its server: starting twice, importing, undoing, being killed, backups, a full disk,
// and what the server answers to good and bad requests.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { today, write_demo } from "./demo_files.mjs";
import { contents, folder, run, run_well, start, write } from "./program.mjs";
import { ask, free_port, serve } from "./server.mjs";
import { random_of } from "./tables.mjs";

const base = folder("installation");
const path = (name) => join(base, name);
const demo = write_demo(1);
const file = (name) => join(demo.directory, name);
const north = (data) => ["import", "--data", data, "--institution", "north"];
const named = ["--name", "North School", "--today", today];
const few = write(path("few.csv"), "id,given_name,family_name,kind\nL1,Jane,Smith,learner\nE1,Ann,Lee,educator\n");
const many = ["--people", file("people.csv"), "--duties", file("duties.csv"), "--placements", file("placements.csv")];
const list = (data) => run_well([...north(data), "--list"]).out.trim().split("\n").filter(Boolean);
const accept = (data, files) => run_well([...north(data), ...named, ...files, "--accept"]);

describe("imports", () => {
  const data = path("imports");
  accept(data, ["--people", few]);

  it("previews without changing anything, accepts, and has nothing to say the second time", () => {
    const more = write(path("more.csv"), readFileSync(few, "utf8") + "L2,Omar,Haddad,learner\n");
    const preview = run_well([...north(data), "--people", more]);
    assert.match(preview.out, /L2/);
    assert.equal(list(data).length, 1);
    assert.match(run_well([...north(data), "--people", more]).out, /L2/, "still to be added");
    accept(data, ["--people", more]);
    assert.equal(list(data).length, 2);
    const again = run([...north(data), "--people", more, "--accept"]);
    assert.match(again.said, /nothing was changed/);
    assert.equal(list(data).length, 2);
  });

  it("takes the newest import back, and refuses to do it twice", () => {
    const id = list(data)[0].match(/[0-9a-f]{8}-[0-9a-f-]{27,}|[0-9a-zA-Z_-]{20,}/)[0];
    run_well([...north(data), "--undo", id]);
    const twice = run([...north(data), "--undo", id]);
    assert.equal(twice.code, 1, twice.said);
    assert.match(twice.err, /undone already/);
    const preview = run_well([...north(data), "--people", path("more.csv")]);
    assert.match(preview.out, /L2/, "who was added by it is new again");
  });

  it("gives two imports at once the same database one after the other, or refuses one by name", async () => {
    const one = write(path("one.csv"), "id,given_name,family_name,kind\nL8,Ada,Onu,learner\n");
    const two = write(path("two.csv"), "id,given_name,family_name,kind\nL9,Bea,Tor,learner\n");
    const before = list(data).length;
    const both = [one, two].map((people) => start([...north(data), "--people", people, "--accept"]));
    const done = await Promise.all(both.map((each) => each.ended));
    const made = done.filter((each) => each.code === 0).length;
    assert.ok(made >= 1, done.map((each) => each.said).join("\n"));
    for (const each of done) if (each.code !== 0) assert.match(each.err, /in use by process|another import/i);
    assert.equal(list(data).length, before + made);
  });

  it("leaves all or nothing when it is killed at any moment", async () => {
    const random = random_of(9);
    const killed_data = path("killed");
    accept(killed_data, ["--people", few]);
    const preview_of = () => run_well([...north(killed_data), "--today", today, ...many]).out;
    const all_new = preview_of();
    assert.match(all_new, / people added/);
    const begun = Date.now();
    accept(path("not-killed"), many);
    const whole_ms = Date.now() - begun;
    let killed = 0;
    for (const share of [0.1, 0.4, 0.6, 0.8]) {
      const before = list(killed_data).length;
      const importing = start([...north(killed_data), "--today", today, ...many, "--accept"]);
      const timer = setTimeout(() => importing.child.kill("SIGKILL"), whole_ms * (share + random() / 10));
      const done = await importing.ended;
      clearTimeout(timer);
      killed += done.signal === "SIGKILL";
      const now = list(killed_data);
      assert.ok(now.length === before || now.length === before + 1, now.join("\n"));
      const preview = preview_of();
      if (now.length === 1) assert.equal(preview, all_new);
      else assert.doesNotMatch(preview, / added/);
      const copied = run_well(["backup", "--data", killed_data, "--to", path(`killed-${share}`)]);
      assert.match(copied.out, /chiron-/, "the database opens and passes its check");
      if (now.length > 1) break;
    }
    assert.ok(killed >= 1, "at least one import was really killed");
  });
});

describe("an import that is killed while it is stored", () => {
  /** Starts the import and waits until its files are read and compared. */
  const begin_storing = async (data) => {
    const importing = start([...north(data), "--today", today, ...many, "--accept"]);
    let over = false;
    importing.ended.then(() => (over = true));
    while (!over && !importing.output().includes("Storing")) await wait(1);
    return importing;
  };
  const preview_of = (data) => run_well([...north(data), "--today", today, ...many]).out;

  it("shows nothing of itself, and the next one stores everything", async () => {
    const whole = path("stored-whole");
    accept(whole, ["--people", few]);
    const undisturbed = await begin_storing(whole);
    const begun = Date.now();
    assert.equal((await undisturbed.ended).code, 0);
    const storing_ms = Date.now() - begun;

    const data = path("stored");
    accept(data, ["--people", few]);
    const all_new = preview_of(data);
    let killed = 0;
    for (const share of [0, 0.2, 0.4, 0.6, 0.8, 0.95]) {
      const importing = await begin_storing(data);
      const timer = setTimeout(() => importing.child.kill("SIGKILL"), storing_ms * share);
      killed += (await importing.ended).signal === "SIGKILL";
      clearTimeout(timer);
      // Once it was applied it is whole, however soon after it the program died.
      if (list(data).length === 2) break;
      assert.equal(list(data).length, 1);
      assert.equal(preview_of(data), all_new, `killed after ${share} of the time`);
    }
    assert.ok(killed >= 2, `${killed} imports were killed while they were stored`);
    if (list(data).length === 1) accept(data, many);
    assert.equal(list(data).length, 2);
    assert.equal(preview_of(data), preview_of(whole));
    run_well(["backup", "--data", data, "--to", path("stored-backup")]);
  });
});

describe("match", () => {
  it("leaves the old result whole when it is killed", async () => {
    const out = path("match");
    const options = ["match", ...many, "--program", file("program.toml"), "--out", out];
    run_well(options);
    const before = contents(out);
    for (const after_ms of [30, 90]) {
      const matching = start(options);
      const timer = setTimeout(() => matching.child.kill("SIGKILL"), after_ms);
      await matching.ended;
      clearTimeout(timer);
      const now = contents(out);
      for (const name of Object.keys(before)) assert.equal(now[name], before[name], name);
    }
  });
});

describe("backups", () => {
  const data = path("backed-up");
  const backups = path("backups");
  accept(data, ["--people", few]);
  run_well(["backup", "--data", data, "--to", backups]);
  const backup = join(backups, readdirSync(backups).find((name) => /^chiron-\d/.test(name)));

  it("restores into a new directory what was backed up", () => {
    run_well(["restore", "--from", backup, "--data", path("restored")]);
    assert.deepEqual(list(path("restored")), list(data));
  });

  it("refuses to restore over anything", () => {
    const kept = write(path("occupied/notes.txt"), "mine");
    const done = run(["restore", "--from", backup, "--data", path("occupied")]);
    assert.equal(done.code, 1, done.said);
    assert.match(done.err, /not empty/);
    assert.deepEqual(Object.keys(contents(path("occupied"))), ["notes.txt"]);
    assert.equal(readFileSync(kept, "utf8"), "mine");
  });

  it("refuses a damaged backup and names the file", () => {
    const damaged = path("damaged");
    execFileSync("cp", ["-a", backup, damaged]);
    const database = join(damaged, "chiron.db");
    const bytes = readFileSync(database);
    bytes[bytes.length >> 1] ^= 1;
    rmSync(database);
    writeFileSync(database, bytes);
    const done = run(["restore", "--from", damaged, "--data", path("never")]);
    assert.ok([1, 3].includes(done.code), `${done.code}: ${done.said}`);
    assert.match(done.err, /damaged.*chiron\.db/);
    assert.equal(existsSync(path("never")), false);
  });

  it("leaves older backups as they are when one is killed half way", async () => {
    const before = contents(backup);
    for (const after_ms of [5, 25, 60]) {
      const copying = start(["backup", "--data", data, "--to", backups]);
      const timer = setTimeout(() => copying.child.kill("SIGKILL"), after_ms);
      await copying.ended;
      clearTimeout(timer);
      assert.deepEqual(contents(backup), before);
    }
    for (const name of readdirSync(backups).filter((one) => /^chiron-\d+T\d+Z$/.test(one))) {
      run_well(["restore", "--from", join(backups, name), "--data", path(`from-${name}`)]);
    }
  });
});

/** Why a small file system cannot be mounted here, or its place. */
function small_disk() {
  const place = folder("installation/disk");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", place], { stdio: "pipe" });
    after(() => execFileSync("umount", [place]));
    return { place };
  } catch (error) {
    return { skip: `no small file system can be mounted: ${String(error.stderr ?? error.message).trim()}` };
  }
}

describe("a full disk", () => {
  const disk = small_disk();
  it("refuses the import and keeps the database readable", { skip: disk.skip ?? false }, () => {
    const data = join(disk.place, "data");
    accept(data, ["--people", few]);
    const before = list(data);
    try {
      writeFileSync(join(disk.place, "filler"), Buffer.alloc(4 << 20));
    } catch {
      // The disk is full, which is the point.
    }
    const done = run([...north(data), "--today", today, ...many, "--accept"]);
    assert.ok([1, 3].includes(done.code), `${done.code}: ${done.said}`);
    assert.doesNotMatch(done.err, /unexpected error/);
    rmSync(join(disk.place, "filler"), { force: true });
    assert.deepEqual(list(data), before);
    run_well([...north(data), "--people", few]);
  });
});

/** The bytes a server sends for raw bytes. */
const ask_raw = (port, bytes) =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.on("data", (part) => (text += part));
    socket.on("close", () => resolve(text)).on("error", reject);
    socket.setTimeout(5000, () => socket.destroy());
  });

describe("the demo served", async () => {
  const data = path("demo");
  const once = ["demo", "--data", data, "--today", today, "--once"];
  run_well(once);
  const port = await free_port();

  it("changes nothing on a second start", () => {
    const before = contents(join(data, "files"));
    const listed = run_well(["import", "--data", data, "--institution", "riverside", "--list"]).out;
    assert.doesNotMatch(run_well(once).err, /Writing|Matching/);
    assert.deepEqual(contents(join(data, "files")), before);
    assert.equal(run_well(["import", "--data", data, "--institution", "riverside", "--list"]).out, listed);
  });

  it("answers pages and reports, refuses what it should, and ends cleanly", async (t) => {
    const server = await serve(["demo", "--data", data, "--port", String(port)]);
    try {
      await t.test("the start page and the reports are JSON", async () => {
        const home = await ask(port, "/api/v1/home");
        assert.equal(home.status, 200);
        JSON.parse(home.text);
        for (const name of ["audit", "accreditor", "eligibility", "matches", "ahead"]) {
          const report = await ask(port, `/api/v1/reports/${name}`);
          assert.equal(report.status, 200, name);
          assert.match(report.headers["content-type"], /^application\/json/);
          assert.ok(JSON.parse(report.text), name);
          for (const mark of ["Quillan", "Q105", "Solheim"]) assert.ok(!report.text.includes(mark), `${name}: ${mark}`);
        }
      });
      await t.test("the conflicts ahead are the key's: one is new, in 31 days, and a recusal resolves it", async () => {
        const { changed_schedule: change } = JSON.parse(readFileSync(join(data, "files/answer_key.json"), "utf8"));
        const { standing, blocks } = JSON.parse((await ask(port, "/api/v1/reports/ahead")).text);
        assert.equal(standing.key, "ahead.standing.brought");
        const day = { date: change.conflict_from };
        assert.deepEqual(standing.args, { count: 1, day, days: change.days_from_today });
        const [news] = blocks.filter((block) => block.kind === "callout");
        assert.equal(news.title.args.learner, change.learner.name);
        assert.equal(news.title.args.educator, change.educator.name);
        assert.equal(news.remedy.key, "ahead.recuse");
      });
      await t.test("the page for the accreditor names nobody", async () => {
        const { text } = await ask(port, "/api/v1/reports/accreditor");
        const { planted } = JSON.parse(readFileSync(join(data, "files/answer_key.json"), "utf8"));
        for (const { learner, educator } of planted)
          for (const who of [learner, educator])
            assert.ok(!text.includes(who.name) && !text.includes(`"${who.id}"`), who.name);
      });
      await t.test("an unknown report is refused in the shape of every refusal", async () => {
        const unknown = await ask(port, "/api/v1/reports/nothing");
        const nowhere = await ask(port, "/api/v1/nothing-there");
        assert.equal(unknown.status, 404);
        assert.equal(nowhere.status, 404);
        assert.deepEqual(Object.keys(JSON.parse(unknown.text)).sort(), Object.keys(JSON.parse(nowhere.text)).sort());
      });
      await t.test("every answer carries the headers that protect its reader", async () => {
        for (const target of ["/", "/api/v1/home", "/api/v1/reports/nothing"]) {
          const { headers } = await ask(port, target);
          assert.match(headers["content-security-policy"] ?? "", /default-src 'none'/, target);
          assert.equal(headers["x-content-type-options"], "nosniff", target);
          assert.match(headers["referrer-policy"] ?? "", /no-referrer|same-origin/, target);
        }
      });
      await t.test("no path leads out of the assets", async () => {
        const outside = ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd"];
        for (const target of [...outside, "//etc/passwd"]) {
          const answer = await ask(port, target);
          assert.doesNotMatch(answer.text, /root:/, target);
          assert.ok(answer.status >= 400 || answer.text.startsWith("<!doctype html>"), `${target}: ${answer.status}`);
        }
      });
      await t.test("methods that mean nothing here are refused", async () => {
        for (const method of ["DELETE", "PUT", "TRACE", "POST"]) {
          const answer = await ask(port, "/api/v1/home", { method });
          assert.ok(answer.status >= 400 && answer.status < 600, `${method}: ${answer.status}`);
        }
        const brewed = await ask_raw(port, "BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert.match(brewed, /^HTTP\/1\.1 [45]\d\d /);
      });
      await t.test("a second server is told that the directory, or the port, is taken", async () => {
        const second = run(["demo", "--data", data, "--port", "0"]);
        assert.notEqual(second.code, 0);
        assert.match(second.err, /in use by process/);
        run_well(["restore", "--from", demo_backup, "--data", path("other-demo")]);
        const taken = run(["demo", "--data", path("other-demo"), "--port", String(port)], { timeout: 20_000 });
        assert.ok([1, 3].includes(taken.code), `${taken.code}: ${taken.said}`);
        assert.ok(taken.err.includes(String(port)), taken.err);
      });
    } finally {
      void server.stop();
    }
    const done = await server.ended;
    assert.equal(done.signal, null);
    assert.equal(done.code, 0, done.said);
  });

  run_well(["backup", "--data", data, "--to", path("demo-backups")]);
  const demo_backup = join(path("demo-backups"), readdirSync(path("demo-backups"))[0]);
});
