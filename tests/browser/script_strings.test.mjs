// Two hundred strings that would run as script where a page forgot to take them as text: as names of people, units,
// sites and interests, as the program's name, its rules' words and what people write; then every page that shows any of
// them, in a real browser. Nothing runs, nothing is asked of elsewhere, and the words stand as they were written.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, page_of as signed_in } from "./browser.mjs";

const skip = process.env.CHIRON_BIN ? false : "CHIRON_BIN does not name the program to test";
const harm = "globalThis.harmed=1";
const vectors = [
  `<script>${harm}</script>`,
  `<img src=x onerror=${harm}>`,
  `<svg onload=${harm}>`,
  `<svg><animate onbegin=${harm} attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>parent.${harm}</script>"></iframe>`,
  `<body onload=${harm}>`,
  `<a href="javascript:${harm}">here</a>`,
  `<details open ontoggle=${harm}>`,
  `<input autofocus onfocus=${harm}>`,
  `<video><source onerror=${harm}></video>`,
  `<math><mi xlink:href="data:x,<script>${harm}</script>">`,
  `<style>@import "javascript:${harm}";</style>`,
  `<base href="https://elsewhere.example/">`,
  `<meta http-equiv=refresh content="0;url=https://elsewhere.example/">`,
  `<template><script>${harm}</script></template>`,
  `<object data="javascript:${harm}"></object>`,
  `<form action="javascript:${harm}"><button>Go on</button></form>`,
  `javascript:${harm}`,
  `\${${harm}}`,
  `{{constructor.constructor('${harm}')()}}`,
];
const wrapped = [
  (it) => it,
  (it) => `"${it}`,
  (it) => `'${it}`,
  (it) => `">${it}`,
  (it) => `'>${it}`,
  (it) => `--> ${it}`,
  (it) => `]]>${it}`,
  (it) => `</title>${it}`,
  (it) => `</script>${it}`,
  (it) => `{${it}}`,
];
const strings = wrapped.flatMap((wrap) => vectors.map(wrap));
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

describe("strings that would be scripts", { skip }, () => {
  let browser, tools, server, program;
  const who = {};
  before(async () => {
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("script-strings");
    const data = `${folder}/data`;
    const row = (id, kind, n, rest) => {
      const said = (step) => quoted(strings[(n + step) % strings.length]);
      return [id, said(0), said(7), kind, said(1), said(2), said(3), said(4), ...rest].join(",");
    };
    const header = "id,given_name,family_name,kind,site,unit,specialty,interests,capacity";
    const learners = strings.map((_, n) => row(`L${n}`, "learner", n, [""]));
    const educators = strings.slice(0, 150).map((_, n) => row(`E${n}`, "educator", n + 50, [2]));
    const people = tools.write(`${folder}/people.csv`, [header, ...learners, ...educators, ""].join("\n"));
    const school = ["--institution", "north", "--name", strings[1], "--people", people];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, more = []) =>
      (who[name] = await tools.join(server.port, tools.invite(data, `${name}@north.edu`, roles, more)));
    await enter("coordinator", ["coordinator"]);
    await enter("lead", ["lead"]);
    await enter("learner", [], ["--person", "L0"]);
    await enter("educator", [], ["--person", "E0"]);
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const asked = { name: strings[0], role: "mentor", term: `${day(30)}..${day(395)}` };
    program = (await who.coordinator.post("/api/v1/programs", asked)).json.id;
    for (const name of strings.slice(1, 40))
      await who.coordinator.post("/api/v1/programs", { ...asked, name });
    await who.coordinator.post(`/api/v1/programs/${program}/start`, { revision: 1 });
    const yes = { revision: 0, takes_part: true, capacity: 2, topics: [], ways: [], declared: true };
    const answered = { ...yes, released_by: strings[2], path: strings.slice(0, 8).join("\n").slice(0, 600) };
    await who.educator.post(`/api/v1/programs/${program}/taking_part`, answered);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Goes there, waits for what it shows, and holds that nothing ran; answers with the words of the page. */
  async function unharmed(name, paths) {
    const expect = [/40[049]/];
    const base = `http://localhost:${server.port}`;
    const { page, troubles, close } = await signed_in(browser, base, who[name], paths[0], { expect });
    page.on("dialog", (dialog) => troubles.push(`a dialog: ${dialog.message()}`));
    const words = {};
    for (const path of paths) {
      await page.goto(base + path);
      await page.waitForSelector("h1");
      await page.waitForFunction(() => !document.querySelector(".skeleton"));
      for (const summary of await page.locator("main summary").all()) await summary.click().catch(() => {});
      words[path] = await page.locator("body").innerText();
      const ran = await page.evaluate(() => [globalThis.harmed, document.querySelectorAll("main script, base").length]);
      assert.deepEqual(ran, [undefined, 0], path);
      assert.equal(new URL(page.url()).origin, base, path);
    }
    assert.deepEqual(troubles, []);
    return { page, words, close };
  }

  test("are words wherever a coordinator meets them", async () => {
    const own = `/programs/${program}`;
    const rooms = [own, `${own}/mails`, `/matching/${program}`];
    const paths = ["/", "/programs", "/people/import", "/people/invite", "/conflicts", "/concern", ...rooms];
    const { page, words, close } = await unharmed("coordinator", paths);
    assert.ok(words["/programs"].includes(strings[0]), "the program's name stands as it was written");
    await page.getByRole("button", { name: "Match now" }).click();
    await page.locator(".page-standing").filter({ hasText: /learners have a proposal/ }).waitFor();
    const run = new URL(page.url());
    await close();
    const room = run.pathname + run.search;
    const matched = await unharmed("coordinator", [room, own]);
    assert.ok(matched.words[room].includes("<img src=x"), "people's names stand as they were written");
    await matched.close();
  });

  test("are words wherever a learner, an educator and a lead meet them", async () => {
    const wishes = `/programs/${program}/wishes`;
    const learner = await unharmed("learner", ["/my-people", wishes, "/account", "/who-looked", "/concern"]);
    assert.ok(learner.words[wishes].includes("onerror="), "an educator's words stand as they were written");
    await learner.close();
    for (const name of ["educator", "lead"])
      await (await unharmed(name, ["/", "/my-people", `/programs/${program}/take-part`, "/programs"])).close();
  });
});
