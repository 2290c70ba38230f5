// The five minutes of docs/demo.md as somebody tells them: each step's page of the demo is opened, and each number that
// the story says of it stands on it. The numbers come from the demo's answer key; the story must say them too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { launch, open, settled } from "./browser.mjs";
import { demo_day, serve_demo } from "../../scripts/demo_server.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/** A number as the story writes it: digits, or a small one as a word. */
const written = (count) => new RegExp(`\\b(${count}${small[count] ? `|${small[count]}` : ""})\\b`, "i");
/** The numbered steps of "Five minutes", in order. */
const steps = readFileSync(new URL("../../docs/demo.md", import.meta.url), "utf8")
  .match(/## Five minutes\n([\s\S]*?)\n## /)[1]
  .split(/^(?=\d\. )/m)
  .slice(1)
  .map((step) => step.replace(/\s+/g, " "));

describe("the demo's five minutes", { skip }, () => {
  let browser, demo, key;
  before(async () => {
    const tools = await import("../functional/program.mjs");
    const out = `${tools.folder("story")}/demo`;
    tools.run_well(["demo", "--out", out, "--today", demo_day]);
    key = JSON.parse(readFileSync(`${out}/answer_key.json`, "utf8"));
    browser = await launch();
    demo = await serve_demo(process.env.CHIRON_BIN);
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });
  const at = async (path) => {
    const opened = await open(browser, `${demo.url}${path}`);
    await settled(opened.page);
    const text = (await opened.page.locator("main").innerText()).replace(/\s+/g, " ");
    return { ...opened, text };
  };
  /** A page of the story: what it must say, and which of these numbers the story says. */
  const page_says = async (path, says, step, told) => {
    const opened = await at(path);
    for (const words of says)
      assert.ok(opened.text.includes(words), `${path} does not say “${words}”: ${opened.text.slice(0, 600)}`);
    for (const count of told) assert.match(steps[step - 1], written(count), `step ${step} of docs/demo.md`);
    assert.deepEqual(opened.troubles, []);
    await opened.close();
    return opened.text;
  };
  const as = async (page, role) => {
    await page.goto(`${demo.url}/sign-in`);
    await page.getByRole("listitem").filter({ hasText: `${role} · ` }).first().getByRole("button").click();
    await page.waitForURL(`${demo.url}/`);
    await settled(page);
  };

  test("1: is it separate from assessment?", async () => {
    const { learners_assessed_by_mentor: mixed, learners_paired: paired } = key.audit;
    const silent = key.department_without_evaluator_data;
    await page_says("/audit", [`${mixed} of ${paired} learners`, silent], 1, [mixed, paired]);
    assert.ok(steps[0].includes(silent));
  });

  test("2: can it be done right?", async () => {
    const { interns, unmatched, shortages } = key.matching;
    const freed = key.matching.freed_by_one_mentor_with_four_places_at_the_small_site;
    const matched = interns - unmatched;
    await page_says("/eligibility", [`of ${interns}`], 2, [interns]);
    const text = await page_says("/matches", [`${matched}`, `${unmatched}`], 2, [unmatched, freed]);
    for (const { site, interns: who, places } of shortages) {
      assert.ok(text.includes(site), `${site} is not named`);
      for (const count of [who, places]) assert.match(steps[1], written(count), site);
    }
    // The answers that the room matches with are the office's numbers.
    const { page, troubles, close } = await open(browser, `${demo.url}/sign-in`);
    await as(page, "Coordinator");
    await page.goto(`${demo.url}/programs`);
    await settled(page);
    await page.locator('main a[href^="/programs/"]:not([href="/programs/new"])').first().click();
    await page.locator("#recruiting").waitFor();
    await page.getByText(/learners have wished/).waitFor();
    const office = (await page.locator("main").innerText()).replace(/\s+/g, " ");
    const [, yes, no] = office.match(/(\d+) yes, (\d+) no/).map(Number);
    const wished = Number(office.match(/(\d+) of \d+ learners have wished/)[1]);
    for (const count of [yes + no, wished]) assert.match(steps[1], written(count), `${count} in step 2`);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("3: and when the schedule changes?", async () => {
    const { learner, educator, days_from_today: days, block, file } = key.changed_schedule;
    const said = [learner.name, educator.name, file, `${days} days`];
    await page_says("/ahead", said, 3, [days, block]);
    const { page, troubles, close } = await open(browser, `${demo.url}/sign-in`);
    await as(page, "Coordinator");
    await page.goto(`${demo.url}/conflicts`);
    await settled(page);
    const cases = await page.locator(".case-day a").count();
    assert.match(steps[2], written(cases), `${cases} cases`);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("4: what can you see? is not built, and the story says so", () => assert.match(steps[3], /Not built yet/));

  test("5: and for the accreditor?", async () => {
    const { learners_assessed_by_mentor: mixed, learners_paired: paired } = key.audit;
    const text = await page_says("/accreditor", [`${mixed} of ${paired}`], 5, []);
    for (const { learner, answer } of key.pairs)
      if (answer === "block") assert.ok(!text.includes(learner), "it names nobody");
    for (const { learner, educator } of key.planted)
      for (const { name } of [learner, educator]) assert.ok(!text.includes(name), "it names nobody");
  });
});
