// Accounts over HTTP, as browsers reach them: joining by a link, signing in and out, and everybody who must not get in.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join as at } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Browser, code_of, invite, join, next_code, some_auth } from "./accounts.mjs";
import { openapi } from "./api.mjs";
import { today } from "./demo_files.mjs";
import { folder, run, run_well, start, write } from "./program.mjs";
import { ask, free_port, serve } from "./server.mjs";

const base = folder("accounts");
const flags = (data, more = {}) => {
  const all = { "data.directory": data, "http.port": "0", "ops.port": "0", ...more };
  return ["serve", ...Object.entries(all).flatMap(([name, value]) => [`--${name}`, value])];
};
const lines = ["id,given_name,family_name,kind", "L1,Ada,Onu,learner", "E1,Ben,Ito,educator", ""];
const people = write(at(base, "people.csv"), lines.join("\n"));
function import_school(data, slug) {
  const named = ["--institution", slug, "--name", `${slug} school`, "--people", people];
  run_well(["import", "--data", data, ...named, "--today", today, "--accept"]);
}

describe("an account of production", async () => {
  const data = at(base, "production");
  const log = at(base, "log.jsonl");
  let server, port, ada;
  before(async () => {
    import_school(data, "north");
    server = await serve(flags(data, { "log.file": log, "log.level": "info" }));
    port = server.port;
  });
  after(() => server.stop());

  it("begins with a link that the machine's command line gives, also while the server runs", async () => {
    const token = invite(data, "Ada@North.edu", ["coordinator"], ["--person", "E1"]);
    const browser = new Browser(port);
    const seen = await browser.post("/api/v1/join/look", { token });
    assert.equal(seen.status, 200);
    assert.equal(seen.json.institution, "north school");
    assert.equal(seen.json.email, "a…@north.edu");
    assert.deepEqual({ ...seen.json.kdf, salt: "" }, { scheme: "passphrase", ops: 3, memory_kib: 65536, salt: "" });
    assert.equal(Buffer.from(seen.json.kdf.salt, "base64").length, 16);
    ada = await join(port, token);
    const me = await ada.me();
    assert.equal(me.email, "ada@north.edu");
    assert.equal(me.name, "Ben Ito");
    assert.deepEqual(me.roles, [{ role: "coordinator" }]);
    const again_and_again = { "join/look": {}, join: { auth: some_auth() }, "join/confirm": { code: "123456" } };
    for (const [path, more] of Object.entries(again_and_again)) {
      const again = await browser.post(`/api/v1/${path}`, { token, ...more });
      assert.equal(again.status, 409);
      assert.equal(again.json.error.key, "accounts.invitation_used");
    }
  });

  it("has a cookie that scripts and other sites never see, and that is not in the database", async () => {
    const token = invite(data, "cookie@north.edu", ["leader"]);
    const browser = new Browser(port);
    const { json: app } = await browser.post("/api/v1/join", { token, auth: some_auth() });
    const { headers } = await browser.post("/api/v1/join/confirm", { token, code: code_of(app.secret) });
    assert.match(headers["set-cookie"][0], /^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.equal(headers["cache-control"], "no-store");
    const value = browser.cookie.slice(4);
    await server.stop();
    for (const file of readdirSync(data, { recursive: true }).map((name) => at(data, name)))
      if (statSync(file).isFile()) {
        const bytes = readFileSync(file);
        assert.ok(!bytes.includes(value) && !bytes.includes(token), file);
      }
    assert.equal(statSync(at(data, "secrets/accounts.key")).mode & 0o777, 0o600);
    server = await serve(flags(data, { "log.file": log, "log.level": "info" }));
    port = server.port;
    for (const each of [ada, browser]) Object.assign(each, { port, origin: `http://localhost:${port}` });
    assert.ok(await browser.me(), "a login outlives a restart");
  });

  it("signs in with a code that counts once, and every login has its own cookie", async () => {
    await next_code();
    const other = new Browser(port);
    const credentials = () => ({ email: "ADA@north.edu", auth: ada.auth, code: code_of(ada.secret) });
    const done = await other.post("/api/v1/login", credentials());
    assert.equal(done.status, 204, done.text);
    assert.notEqual(other.cookie, ada.cookie);
    const replayed = await new Browser(port).post("/api/v1/login", credentials());
    assert.equal(replayed.status, 401);
    const { logins } = (await ada.get("/api/v1/logins")).json;
    assert.equal(logins.length, 2);
    assert.deepEqual(logins.map((login) => login.current), [false, true]);
    assert.equal((await ada.del(`/api/v1/logins/${logins[0].id}`)).status, 204);
    assert.equal((await other.get("/api/v1/logins")).status, 401);
    assert.ok(await ada.me());
  });

  it("answers the unknown and the wrong alike", async () => {
    const told = async (body) => {
      const { status, json } = await new Browser(port).post("/api/v1/login", body);
      return { status, ...json.error, request_id: "" };
    };
    const wrong = await told({ email: "ada@north.edu", auth: some_auth(), code: "000000" });
    assert.equal(wrong.status, 401);
    for (const email of ["nobody@north.edu", "no address", ""])
      assert.deepEqual(await told({ email, auth: some_auth(), code: "000000" }), wrong);
    assert.deepEqual(await told({ email: "ada@north.edu", institution: "none", auth: ada.auth, code: "1" }), wrong);
    const salt = async (email) => (await new Browser(port).post("/api/v1/login/salt", { email })).json;
    assert.deepEqual(Object.keys(await salt("nobody@north.edu")), Object.keys(await salt("ada@north.edu")));
    assert.equal((await salt("Nobody@north.edu")).salt, (await salt("nobody@north.edu")).salt);
    assert.notEqual((await salt("nobody@north.edu")).salt, (await salt("nobody2@north.edu")).salt);
  });

  it("is held down after ten wrong tries, but who is signed in stays so", async () => {
    const guesser = new Browser(port);
    let answer;
    for (let i = 0; i < 11; ++i)
      answer = await guesser.post("/api/v1/login", { email: "held@north.edu", auth: some_auth(), code: "000000" });
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers["retry-after"]) > 890, answer.headers["retry-after"]);
    assert.ok(await ada.me());
  });

  it("signs out, and leaves nothing behind in the browser", async () => {
    const kept = ada.cookie;
    const done = await ada.del("/api/v1/login");
    assert.equal(done.status, 204);
    assert.match(done.headers["set-cookie"][0], /^sid=; Path=\/; HttpOnly; SameSite=Strict; Max-Age=0$/);
    assert.match(done.headers["clear-site-data"], /"cookies", "storage"/);
    ada.cookie = kept;
    assert.equal(await ada.me(), undefined);
    assert.equal((await ada.del("/api/v1/login")).status, 401);
  });

  it("leaves no address, token or code in the log", async () => {
    const text = readFileSync(log, "utf8");
    assert.match(text, /api\/v1\/login/);
    assert.doesNotMatch(text, /north\.edu|sid=/);
  });

  it("knows nothing of the demo's links", async () => {
    const browser = new Browser(port);
    for (const answer of [
      await browser.get("/api/v1/demo/people"),
      await browser.post("/api/v1/demo/sign_in", { account: "0".repeat(26) }),
    ]) {
      assert.equal(answer.status, 404);
      assert.equal(answer.json.error.key, "http.unknown_path");
    }
    assert.equal((await browser.get("/api/v1/me")).json.demo_links, false);
  });

  it("derives in a worker that can send nothing anywhere, on pages that may run no WASM", async () => {
    const assets = fileURLToPath(new URL("../../web/dist/assets", import.meta.url));
    const worker = readdirSync(assets).find((name) => /worker.*\.js$/.test(name));
    const policy = async (path) => (await ask(port, path)).headers["content-security-policy"];
    assert.equal(
      await policy(`/assets/${worker}`),
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
    );
    for (const page of ["/", "/sign-in", "/join"]) {
      assert.doesNotMatch(await policy(page), /wasm|unsafe/);
      assert.match(await policy(page), /require-trusted-types-for 'script'; trusted-types chiron-worker /);
    }
  });

  it("misses its key rather than make a new one", async () => {
    const copy = at(base, "no-key");
    run_well(["backup", "--data", data, "--to", at(base, "backup")]);
    const [made] = readdirSync(at(base, "backup"));
    run_well(["restore", "--from", at(base, "backup", made), "--data", copy]);
    const done = run(flags(copy));
    assert.notEqual(done.code, 0);
    assert.match(done.err, /accounts\.key is missing/);
  });
});

describe("over https", async () => {
  it("the cookie is bound to the host and never travels otherwise", async () => {
    const data = at(base, "https");
    import_school(data, "north");
    const token = invite(data, "ada@north.edu", ["coordinator"]);
    const more = { "http.public_url": "https://chiron.north.edu", "http.trusted_proxy": "127.0.0.1" };
    const server = await serve_any(flags(data, { ...more, "http.port": String(await free_port()) }));
    try {
      const browser = new Browser(server.port, { origin: "https://chiron.north.edu" });
      const { json: app } = await browser.post("/api/v1/join", { token, auth: some_auth() });
      const { headers } = await browser.post("/api/v1/join/confirm", { token, code: code_of(app.secret) });
      assert.match(headers["set-cookie"][0], /^__Host-sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
      assert.ok(await browser.me());
      browser.cookie = browser.cookie.replace("__Host-", "");
      assert.equal(await browser.me(), undefined, "a cookie that another host could have set");
    } finally {
      await server.stop();
    }
  });
});

describe("a request of another site", async () => {
  const data = at(base, "sites");
  let server, ada;
  before(async () => {
    import_school(data, "north");
    server = await serve(flags(data));
    ada = await join(server.port, invite(data, "ada@north.edu", ["coordinator"]));
  });
  after(() => server.stop());

  const mutations = Object.entries(openapi.paths).flatMap(([path, operations]) =>
    Object.keys(operations).filter((verb) => verb !== "get").map((verb) => [verb.toUpperCase(), path]),
  );
  const foreign = {
    "without an origin": { origin: null },
    "with a foreign origin": { origin: "https://evil.example" },
    "with the origin null": { origin: "null" },
    "without the pages' own header": { "x-chiron": null },
    "that says it crossed sites": { "sec-fetch-site": "cross-site" },
    "of the same site": { "sec-fetch-site": "same-site" },
    "as a form": { "content-type": "application/x-www-form-urlencoded" },
    "as plain text": { "content-type": "text/plain" },
  };
  for (const [method, path] of mutations)
    it(`is refused: ${method} ${path}`, async () => {
      for (const [how, headers] of Object.entries(foreign)) {
        const target = path.replace(/\{\w+\}/g, "0".repeat(26));
        // A body would be read as what it says it is; DELETE has none, so that its type does not matter.
        if (method === "DELETE" && "content-type" in headers) continue;
        const answer = await ada.send(method, target, method === "DELETE" ? undefined : "{}", headers);
        assert.ok([403, 415].includes(answer.status), `${how}: ${answer.status}`);
      }
      assert.ok(await ada.me(), "and does nothing");
    });
});

/** As serve, for a server whose pages stand at another address. */
async function serve_any(args) {
  const server = start(args);
  const port = Number(args[args.indexOf("--http.port") + 1]);
  await new Promise((resolve, reject) => {
    server.child.stdout.on("data", () => server.output().includes("Ready: ") && resolve());
    server.ended.then((done) => reject(new Error(done.said)));
  });
  return { ...server, port, stop: () => (server.child.kill("SIGTERM"), server.ended) };
}
