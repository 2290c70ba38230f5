// From an invitation to signing out, in a real browser against the real program: the passphrase is worked on in a
// worker that can send nothing out, under the pages' own content policy.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { accessible, fits, launch, open, reachable, screenshot, settled, widths } from "./browser.mjs";
import { serve_demo } from "../../scripts/demo_server.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const passphrase = "a quiet river bends past Łódź";

describe("accounts", { skip }, () => {
  let browser, tools, server, data;
  before(async () => {
    // These need the program when they are loaded.
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("accounts");
    data = `${folder}/data`;
    const people = tools.write(`${folder}/people.csv`, "id,given_name,family_name,kind\nL1,Ada,Onu,learner\n");
    const school = ["--institution", "north", "--name", "North School", "--people", people];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const base = () => `http://localhost:${server.port}`;
  const looks_right = async (page, name) => {
    await settled(page);
    for (const [device, viewport] of Object.entries(widths)) {
      await page.setViewportSize(viewport);
      await screenshot(page, `${name}-${viewport.width}-light`);
      await fits(page, `${name} ${device}`);
      await accessible(page, `${name} ${device}`);
    }
    await reachable(page, name);
  };

  test("production sends people without a login to sign in", async () => {
    const { page, troubles, close } = await open(browser, `${base()}/matches`, { expect: [/404/] });
    await page.waitForURL(/\/sign-in\?next=%2Fmatches$/);
    await looks_right(page, "sign-in");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForFunction(() => document.activeElement?.className === "error-summary");
    assert.equal(await page.locator(".field.is-wrong").count(), 3);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("invitation, passphrase, app, in, out and in again", async () => {
    const token = tools.invite(data, "ada@north.edu", ["coordinator"], ["--person", "L1"]);
    const link = `${base()}/join#${token}`;
    const { page, troubles, close } = await open(browser, link, { expect: [/400/, /401/, /Clear-Site-Data/] });
    await settled(page);
    assert.equal(page.url(), `${base()}/join`, "the token is gone from the address");
    await page.getByRole("heading", { name: "Join North School" }).waitFor();
    const offered = await page.locator(".passphrase").textContent();
    assert.match(offered, /^[a-z]{3,8}(-[a-z]{3,8}){5}$/);
    await page.getByRole("button", { name: "Other words" }).click();
    assert.notEqual(await page.locator(".passphrase").textContent(), offered);
    await looks_right(page, "join");
    await page.getByRole("button", { name: "Choose my own" }).click();
    const refused = [
      ["short", /at least 15/],
      ["northschool chiron", /name that others know/],
      ["aaaaaaaaaaaaaaaaab", /few different/],
    ];
    for (const [own, told] of refused) {
      await page.getByLabel("New passphrase").fill(own);
      await page.getByRole("button", { name: "Go on" }).click();
      await page.getByRole("alert").filter({ hasText: told }).waitFor();
    }
    await page.getByLabel("New passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Go on" }).click();
    const secret = (await page.locator(".app-secret").textContent()).replaceAll(" ", "");
    await looks_right(page, "join-app");
    await page.getByLabel("Code of your app").fill("000000");
    await page.getByRole("button", { name: "Finish" }).click();
    await page.getByRole("alert").filter({ hasText: /does not fit/ }).waitFor();
    await page.getByLabel("Code of your app").fill(tools.code_of(secret));
    await page.getByRole("button", { name: "Finish" }).click();
    await page.waitForURL(`${base()}/`);
    await page.getByRole("link", { name: "Ada Onu" }).click();
    await page.getByRole("heading", { name: "Ada Onu" }).waitFor();
    await page.getByText("This one").waitFor();
    await looks_right(page, "account");

    // What the browser derived is what anybody derives who follows docs/confidentiality.md 2.2.
    await tools.next_code();
    const elsewhere = new tools.Browser(server.port);
    const { json: kdf } = await elsewhere.post("/api/v1/login/salt", { email: "ada@north.edu" });
    const auth = await derived(passphrase, kdf);
    const done = await elsewhere.post("/api/v1/login", { email: "ada@north.edu", auth, code: tools.code_of(secret) });
    assert.equal(done.status, 204, done.text);

    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.waitForURL("**/sign-in");
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
    await page.goto(`${base()}/account`);
    await page.waitForURL(/\/sign-in\?next=%2Faccount$/);
    assert.ok(await elsewhere.me());

    await tools.next_code();
    const fill = async (words) => {
      await page.getByLabel("E-mail").fill("Ada@north.edu");
      await page.getByLabel("Passphrase").fill(words);
      await page.getByLabel("Code of your app").fill(tools.code_of(secret));
      await page.getByRole("button", { name: "Sign in" }).click();
    };
    await fill("not this one, but long");
    await page.getByRole("alert").filter({ hasText: /do not fit together/ }).waitFor();
    await fill(passphrase);
    await page.waitForURL(`${base()}/account`);
    await page.getByRole("link", { name: "Ada Onu" }).waitFor();
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a server that asks for a weaker derivation gets nothing", async () => {
    const { page, close } = await open(browser, `${base()}/sign-in`);
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(new URL(request.url()).pathname));
    for (const weaker of [{ ops: 2 }, { memory_kib: 19 * 1024 }, { salt: "AAAA" }]) {
      const kdf = { scheme: "passphrase", ops: 3, memory_kib: 65536, salt: "AAAAAAAAAAAAAAAAAAAAAA==", ...weaker };
      await page.route("**/api/v1/login/salt", (route) => route.fulfill({ json: kdf }));
      await page.getByLabel("E-mail").fill("ada@north.edu");
      await page.getByLabel("Passphrase").fill(passphrase);
      await page.getByLabel("Code of your app").fill("123456");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
      await page.unroute("**/api/v1/login/salt");
      await page.reload();
    }
    assert.deepEqual(new Set(sent), new Set(["/api/v1/login/salt"]));
    await close();
  });

  test("a link that was used says so", async () => {
    const { page, close } = await open(browser, `${base()}/join#${"A".repeat(43)}`, { expect: [/404/] });
    await page.getByRole("heading", { name: "This link does not open anything" }).waitFor();
    await close();
  });

  test("in the demo, its people are one press away, and each sees their own", async () => {
    const demo = await serve_demo(process.env.CHIRON_BIN);
    try {
      const { page, troubles, close } = await open(browser, `${demo.url}/sign-in`, { expect: [/404/] });
      await looks_right(page, "sign-in-demo");
      // Another site is no place to come back to, however it is written.
      const elsewhere = ["//evil.example/", "https://evil.example/", "/\\evil.example/"];
      const as = async (who) => {
        await page.goto(`${demo.url}/sign-in?next=${encodeURIComponent(elsewhere.pop())}`);
        await page.getByRole("listitem").filter({ hasText: `${who} · Riverside` }).first().getByRole("button").click();
        await page.waitForURL(`${demo.url}/`);
        await settled(page);
      };
      await as("Leader");
      await page.getByRole("link", { name: "Start here" }).click();
      await page.waitForURL(`${demo.url}/accreditor`);
      await page.goto(`${demo.url}/audit`);
      await page.getByText("There is nothing here").waitFor();
      await as("Coordinator");
      assert.equal(await page.locator(".report-list li").count(), 0, "what to do, and no list of everything");
      assert.ok((await page.locator(".next-list a:visible").count()) >= 2);
      await as("Learner or educator");
      assert.equal(await page.locator(".report-list li").count(), 0);
      assert.deepEqual(troubles, []);
      await close();
    } finally {
      await demo.close();
    }
  });
});

async function derived(words, { salt, ops, memory_kib }) {
  const require = createRequire(new URL("../../web/package.json", import.meta.url));
  const sodium = require("libsodium-wrappers-sumo");
  await sodium.ready;
  const bytes = new Uint8Array(Buffer.from(salt, "base64"));
  const argon2id = sodium.crypto_pwhash_ALG_ARGON2ID13;
  const root = sodium.crypto_pwhash(32, words.normalize("NFKC"), bytes, ops, memory_kib * 1024, argon2id);
  return Buffer.from(sodium.crypto_kdf_derive_from_key(32, 1, "ME1_auth", root)).toString("base64");
}
