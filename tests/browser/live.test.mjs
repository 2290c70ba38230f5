// Two people look at the same thing, in a real browser against the real program: what one does shows to the other in
// place, without moving what they are reading or typing; both edit, and nobody's words are lost; and what is typed
// outlives a reload, a closed page, a lost connection and a login that ran out, and is gone when one signs out.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { launch, looks_right, page_of as signed_in } from "./browser.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const ready = "2026-10-01,2026-10-01";
const people = [
  "id,given_name,family_name,kind,site,capacity,trained_on,declared_on",
  ...["L1,Ada,Onu", "L2,Bo,Ray", "L3,Cy,Sol"].map((each) => `${each},learner,North,,,`),
  ...["E1,Dee,Tor", "E2,Eli,Uno", "E3,Flo,Val"].map((each) => `${each},educator,North,1,${ready}`),
  "",
].join("\n");

describe("live", { skip }, () => {
  let browser, tools, server, data, program;
  const who = {};
  before(async () => {
    // These need the program when they are loaded.
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("live-browser");
    data = `${folder}/data`;
    const file = tools.write(`${folder}/people.csv`, people);
    const school = ["--institution", "north", "--name", "North School", "--people", file];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, more = []) =>
      (who[name] = await tools.join(server.port, tools.invite(data, `${name}@north.edu`, roles, more)));
    await enter("ada", ["coordinator"]);
    await enter("bea", ["coordinator"]);
    await enter("lea", ["lead"]);
    await enter("l1", [], ["--person", "L1"]);
    const term = "2027-08-01..2028-08-01";
    program = (await who.ada.post("/api/v1/programs", { name: "Mentors", role: "mentor", term })).json.id;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const base = () => `http://localhost:${server.port}`;
  // A stream that ends, and a connection that is cut, are told to the console.
  const expect = [/401/, /409/, /ERR_INTERNET_DISCONNECTED/, /ERR_INCOMPLETE|ERR_NETWORK/];
  const page_of = (name, path) => signed_in(browser, base(), who[name], path, { expect });
  const matched = async (asked) => {
    const { id } = (await who.bea.post(`/api/v1/programs/${program}/match_runs`, asked)).json;
    for (;;) {
      const { run } = (await who.bea.get(`/api/v1/match_runs/${id}`)).json;
      if (run.state === "done") return id;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  /** As if time had passed: a login that was left idle ends. */
  const seen_at = (name, micros) => {
    const whose = `account_id IN (SELECT id FROM accounts WHERE email = '${name}@north.edu')`;
    const ask = `PRAGMA busy_timeout = 5000; UPDATE logins SET seen_at = ${micros} WHERE ${whose};`;
    execFileSync("sqlite3", ["-bail", `${data}/chiron.db`, ask]);
  };
  const focused = (page) => page.evaluate(() => [document.activeElement?.id, Math.round(scrollY)]);

  test("one matching room, two people", async () => {
    const first = await matched({ choices: [] });
    const ada = await page_of("ada", `/matching/${program}?run=${first}`);
    const bea = await page_of("bea", `/matching/${program}?run=${first}`);
    await bea.page.getByText("Adjust", { exact: true }).click();
    await bea.page.locator("[id^='weight-']").first().focus();
    const before = await focused(bea.page);
    assert.match(before[0], /^weight-/);
    // Ada keeps a pair: her page says so at once, Bea is told and reads on.
    await ada.page.getByRole("button", { name: /^Keep/ }).first().click();
    await ada.page.getByText("stays with").waitFor();
    await bea.page.getByText("Somebody else matched again: run 2").waitFor();
    assert.deepEqual(await focused(bea.page), before, "what one reads stays where it is");
    assert.match(bea.page.url(), new RegExp(first));
    await looks_right(bea.page, "room-newer");
    // Bea goes over, and sees what it changes.
    await bea.page.getByRole("button", { name: "Show run 2" }).click();
    await bea.page.getByText("This is run 2, which somebody else asked for.").waitFor();
    await bea.page.getByRole("heading", { name: "What changed since run 1" }).waitFor();
    // The lead signs off somewhere else; both may go on without loading anything.
    const second = new URL(bea.page.url()).searchParams.get("run");
    assert.equal((await who.lea.post(`/api/v1/match_runs/${second}/sign_off`, {})).status, 204);
    for (const { page } of [ada, bea]) {
      await page.getByText("Somebody else signed this run off").waitFor();
      await page.getByRole("button", { name: /^Publish/ }).waitFor();
    }
    assert.deepEqual([...ada.troubles, ...bea.troubles], []);
    await ada.close();
    await bea.close();
  });

  test("both edit, and each keeps what they typed", async () => {
    const { page, troubles, close } = await page_of("ada", `/programs/${program}`);
    await page.getByText("Name, days, capacity, how far to look").click();
    const name = page.locator("#charter-name");
    await name.fill("Mentors of the north");
    await name.focus();
    const before = await focused(page);
    const change = (more) => who.bea.post(`/api/v1/programs/${program}/charter`, more);
    assert.equal((await change({ number: 1, look_back_days: 100 })).status, 200);
    await page.getByText("Changed by somebody else a moment ago").waitFor();
    assert.equal((await focused(page))[0], before[0]);
    assert.equal(await name.inputValue(), "Mentors of the north");
    await page.getByRole("button", { name: "Save what stands here" }).click();
    await page.getByText("Version 3 of the charter").waitFor();
    const now = (await who.bea.get(`/api/v1/programs/${program}`)).json;
    assert.deepEqual([now.name, now.look_back_days], ["Mentors of the north", 100], "both are kept");
    // Where nothing is typed, the newer version is simply there.
    assert.equal((await change({ number: 3, name: "Mentors" })).status, 200);
    await page.getByText("Version 4 of the charter").waitFor();
    assert.equal(await name.inputValue(), "Mentors");
    // Or theirs is taken.
    await name.fill("Mine");
    assert.equal((await change({ number: 4, name: "Theirs" })).status, 200);
    await page.getByRole("button", { name: "Show the newer version" }).click();
    assert.equal(await name.inputValue(), "Theirs");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("what is typed outlives a reload, a closed page, a lost connection and a login that ran out", async () => {
    const path = `/programs/${program}/mails`;
    const { page, troubles, close } = await page_of("ada", path);
    const context = page.context();
    const mail = (at) => at.getByRole("region", { name: "Invitation" });
    const words = async (at) => {
      const text = mail(at).getByLabel("Text");
      if (!(await text.isVisible())) await mail(at).getByText("Change the words").click();
      return text;
    };
    const typed = "Come, {program} begins.\n\n{link}";
    await (await words(page)).fill(typed);
    await page.reload();
    await mail(page).getByText("This is what you typed earlier").waitFor();
    assert.equal(await (await words(page)).inputValue(), typed);
    await looks_right(page, "mail-restored");
    // Another tab of the same browser, after this one was closed.
    const second = await context.newPage();
    await page.close();
    await second.goto(`${base()}${path}`);
    await mail(second).getByText("This is what you typed earlier").waitFor();
    assert.equal(await (await words(second)).inputValue(), typed);
    // No connection: refused with words, and still there.
    await context.setOffline(true);
    await mail(second).getByRole("button", { name: "Save the words" }).click();
    await second.getByRole("alert").filter({ hasText: "The connection is down" }).waitFor();
    await context.setOffline(false);
    // The login ends; after signing in one is back on the same page with the same words.
    seen_at("ada", "0");
    await mail(second).getByRole("button", { name: "Save the words" }).click();
    await second.getByText("You are no longer signed in").waitFor();
    await second.getByRole("link", { name: "Sign in and come back here" }).click();
    await second.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(new URL(second.url()).searchParams.get("next"), path);
    seen_at("ada", `${Date.now()}000`);
    await second.goto(`${base()}${new URL(second.url()).searchParams.get("next")}`);
    assert.equal(await (await words(second)).inputValue(), typed);
    await mail(second).getByRole("button", { name: "Save the words" }).click();
    await second.getByText("The words are saved.").waitFor();
    const kept = () =>
      second.evaluate(
        () =>
          new Promise((done) => {
            const opened = indexedDB.open("chiron", 1);
            opened.onsuccess = () => {
              const asked = opened.result.transaction("drafts").objectStore("drafts").getAllKeys();
              asked.onsuccess = () => {
                opened.result.close();
                const tab = Object.keys(sessionStorage).filter((name) => name.startsWith("chiron.draft."));
                done([...asked.result, ...tab]);
              };
            };
          }),
      );
    assert.deepEqual(await kept(), [], "what is saved is kept nowhere else");
    await (await words(second)).fill("Something that nobody else shall find here");
    await second.waitForFunction(() => Object.keys(sessionStorage).some((name) => name.startsWith("chiron.draft.")));
    // Another window of the same login is told when one signs out here.
    const window = await context.newPage();
    await window.goto(`${base()}/programs`);
    await window.getByRole("heading", { name: "Programs" }).waitFor();
    const listening = window.waitForRequest(/\/api\/v1\/events/);
    await window.goto(`${base()}/programs`);
    await listening;
    await second.goto(`${base()}/account`);
    await second.getByRole("button", { name: "Sign out" }).click();
    await window.getByText("You are no longer signed in").waitFor();
    await second.waitForURL(/\/sign-in/);
    assert.deepEqual(await kept(), [], "nothing is left at sign-out");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("my people: what the office does shows by itself", async () => {
    const { page, troubles, close } = await page_of("l1", "/my-people");
    await page.getByText("No one yet").first().waitFor();
    const run = await matched({ choices: [] });
    await who.lea.post(`/api/v1/match_runs/${run}/sign_off`, {});
    const { revision } = (await who.bea.get(`/api/v1/programs/${program}`)).json;
    await who.bea.post(`/api/v1/programs/${program}/start`, { revision });
    const published = await who.bea.post(`/api/v1/match_runs/${run}/publish`, {});
    assert.equal(published.status, 204, published.text);
    await page.getByRole("heading", { name: /Tor|Uno|Val/ }).waitFor();
    assert.deepEqual(troubles, []);
    await close();
  });
});
