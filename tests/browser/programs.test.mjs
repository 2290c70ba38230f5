// A coordinator on a phone and at a desk, in a real browser against the real program: sets up a program, looks at its
// charter and calendar, imports files, chooses a name, is told what is wrong, undoes. Each page: no finding of axe, all
// within reach of the keyboard, nothing cut off, light and dark.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fits, launch, looks_right, page_of as signed_in, settled, widths } from "./browser.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const header = "id,given_name,family_name,kind,cohort";
const rows = ["L1,Ada,Onu,learner,2027", "L2,Bo,Ray,learner,2028", "E1,Bea,Tor,educator,", "E2,Bert,Tor,educator,"];
const people = [header, ...rows, ""].join("\n");
const duties = 'person,duty,target,from,to\n"Tor, B.",assesses,L1,2027-10-01,2027-11-01\n';
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

describe("programs and imports", { skip }, () => {
  let browser, tools, server, coordinator, other;
  before(async () => {
    // These need the program when they are loaded.
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("programs-browser");
    const data = `${folder}/data`;
    const first = tools.write(`${folder}/first.csv`, `${header}\nX1,Una,First,learner,2030\n`);
    const school = ["--institution", "north", "--name", "North School", "--people", first];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    coordinator = await tools.join(server.port, tools.invite(data, "ada@north.edu", ["coordinator"]));
    other = await tools.join(server.port, tools.invite(data, "bea@north.edu", ["coordinator"]));
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const base = () => `http://localhost:${server.port}`;
  const page_of = (who, path, options) => signed_in(browser, base(), who, path, options);
  for (const [device, viewport] of Object.entries(widths))
    test(`a ${device}: files are looked at, mended, accepted and undone`, async () => {
      const { page, troubles, close } = await page_of(coordinator, "/people/import", { viewport, expect: [/40\d/] });
      const look = () => page.getByRole("button", { name: "Look at the changes" }).click();
      const choose = (...files) => page.getByLabel("Files", { exact: true }).setInputFiles(files);
      const errors = () => page.getByRole("alert");
      await look();
      await errors().filter({ hasText: "Choose at least one file" }).waitFor();
      if (device === "phone") await looks_right(page, "import");
      await page.setViewportSize(viewport);

      await choose(csv("people.csv", `${header}\nL1,Ada,Onu,learner,\nL1,Eva,Ill,learner,\n`));
      await look();
      await page.getByText("These files cannot be accepted yet").waitFor();
      assert.equal(await page.locator("#import-errors + .problem-list li").count(), 1);
      assert.equal(await page.getByRole("button", { name: "Accept this import" }).count(), 0);
      if (device === "phone") await looks_right(page, "import-errors");
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Leave it" }).click();

      await page.getByRole("button", { name: "Leave out people.csv" }).click();
      await choose(csv("people.csv", people), csv("duties.csv", duties));
      assert.deepEqual(
        await page.locator(".file-list select").evaluateAll((all) => all.map((each) => each.value)),
        ["people", "duties"],
        "what they hold is guessed from their names",
      );
      await look();
      if (device === "phone") {
        await page.getByText("Whom do these names mean?").waitFor();
        await looks_right(page, "import-names");
        await page.setViewportSize(viewport);
        await page.getByLabel("“Tor, B.” is").selectOption({ label: "Bert Tor (E2)" });
        await page.getByRole("button", { name: "Use these names" }).click();
      }
      await page.getByText("Bert Tor assesses Ada Onu").waitFor();
      await looks_right(page, `import-preview-${device}`);
      await page.setViewportSize(viewport);
      await page.reload();
      await page.getByText("Bert Tor assesses Ada Onu").waitFor();
      await page.getByRole("button", { name: "Accept this import" }).click();
      await page.getByText("The import is accepted").waitFor();
      await page.getByText("people.csv, duties.csv").first().waitFor();
      if (device === "phone") await looks_right(page, "import-done");
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Undo" }).first().click();
      await page.getByText("Taken back: 4 people and").waitFor();
      assert.deepEqual(troubles, []);
      await close();
    });

  test("a preview that another import has overtaken says so, and a new one is one press away", async () => {
    const { page, troubles, close } = await page_of(coordinator, "/people/import", { expect: [/409/] });
    await page.getByLabel("Files", { exact: true }).setInputFiles([csv("people.csv", people)]);
    await page.getByRole("button", { name: "Look at the changes" }).click();
    await page.getByRole("button", { name: "Accept this import" }).waitFor();
    const { file } = (await other.post("/api/v1/import_files", { kind: "people", name: "more.csv" })).json;
    const more = `${header}\nL9,Zoe,Ray,learner,\n`;
    await other.send("PUT", `/api/v1/import_files/${file}`, more, { "content-type": "text/csv" });
    const { json } = await other.post("/api/v1/import_previews", { files: [file], complete: false });
    assert.equal((await other.post(`/api/v1/import_previews/${json.id}/accept`, {})).status, 200);
    await page.getByRole("button", { name: "Accept this import" }).click();
    await page.getByRole("alert").filter({ hasText: "changed after this preview" }).waitFor();
    await page.getByRole("button", { name: "Look at a new preview" }).click();
    await page.getByRole("button", { name: "Accept this import" }).click();
    await page.getByText("The import is accepted").waitFor();
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a heading that is not known gets its meaning once, and is forgotten on a word", async () => {
    const { page, troubles, close } = await page_of(coordinator, "/people/import", { viewport: widths.phone });
    const strangers = ["L21,Ola,Kim,learner,f,cat", "L22,Ole,Lie,learner,m,dog"];
    const strange = ["id,given_name,family_name,Rolle,Gender,Pet", ...strangers, ""].join("\n");
    const look = async () => {
      await page.getByLabel("Files", { exact: true }).setInputFiles([csv("people.csv", strange)]);
      await page.getByRole("button", { name: "Look at the changes" }).click();
    };
    await look();
    await page.getByText("There is 1 error").waitFor();
    await page.getByText("It describes who somebody is.").waitFor();
    assert.equal(await page.getByRole("combobox", { name: /Gender/ }).count(), 0, "nobody chooses to keep identity");
    await page.getByText("learner · This heading is not known.").waitFor();
    await looks_right(page, "import-columns");
    await page.setViewportSize(widths.phone);
    await page.getByLabel("“Rolle” means").selectOption("kind");
    await page.getByLabel("“Pet” means").selectOption("ignore");
    await page.getByRole("button", { name: "Read again with these meanings" }).click();
    await page.getByText("2 people are added").waitFor();
    await page.getByText("people.csv: 6 columns").click();
    await page.getByText("chosen", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Accept this import" }).click();
    await page.getByText("The import is accepted").waitFor();
    await look();
    await page.getByText("These files say nothing that is not known already.").waitFor();
    await page.getByText("people.csv: 6 columns").click();
    assert.equal(await page.getByText("remembered", { exact: true }).count(), 2);
    await looks_right(page, "import-columns-remembered");
    await page.setViewportSize(widths.phone);
    await page.getByRole("button", { name: "Leave it" }).click();
    await page.getByText("2 headings are remembered").click();
    await looks_right(page, "import-remembered");
    await page.setViewportSize(widths.phone);
    await page.getByRole("button", { name: "Forget “Rolle”" }).click();
    await page.getByText("1 heading is remembered").waitFor();
    assert.deepEqual(troubles, []);
    await close();
  });

  for (const [device, viewport] of Object.entries(widths))
    test(`a ${device}: a program is set up, read, changed, started, archived and cloned`, async () => {
      const { page, troubles, close } = await page_of(coordinator, "/programs", { viewport, expect: [/409/, /400/] });
      const name = `Mentoring on a ${device}`;
      await page.getByRole("link", { name: "Set up a program" }).click();
      await page.getByRole("heading", { name: "Set up a program" }).waitFor();
      await page.getByRole("button", { name: "Set up as a draft" }).click();
      await page.waitForFunction(() => document.activeElement?.className === "error-summary");
      const missing = await page.locator(".error-summary li").count();
      assert.equal(missing, 2, "role and name are missing; the days are offered");
      await looks_right(page, `program-new-${device}`);
      await page.setViewportSize(viewport);
      // With the keyboard alone.
      await page.getByRole("radio").first().focus();
      await page.keyboard.press("Space");
      assert.ok(await page.getByRole("radio", { name: /^Mentor/ }).isChecked());
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("First day").fill("2028-08-01");
      await page.getByLabel("Last day").fill("2027-07-31");
      await page.getByRole("button", { name: "Set up as a draft" }).click();
      await page.getByRole("alert").filter({ hasText: "comes before the first" }).waitFor();
      await page.getByLabel("Last day").fill("2029-07-31");
      await page.getByLabel("Cohort").selectOption("2030");
      await page.getByText("1 learner of the roster takes part").waitFor();
      await page.getByRole("button", { name: "Set up as a draft" }).click();
      await page.getByRole("heading", { name }).waitFor();
      await page.getByText("A draft. The calendar’s next step: Recruit educators").waitFor();
      await page.getByText("The program office sees that they met, not what they said.").waitFor();
      assert.equal(await page.locator(".calendar li").count(), 9);
      assert.match(await page.locator(".calendar li").first().textContent(), /Recruit educators/);
      await looks_right(page, `program-${device}`);
      await page.setViewportSize(viewport);

      // A rule as a sentence, within its range, with its examples.
      await page.getByText(/^\d+ rules: who is kept apart/).click();
      const rule = page.getByRole("group", { name: "Supervisor until recently" }).first();
      await rule.getByText("Examples, day by day").click();
      await rule.getByText(/Facts: the educator/).first().waitFor();
      await rule.getByRole("combobox").selectOption("disclose");
      await page.getByText("This protects learners less than before").waitFor();
      await looks_right(page, `program-charter-${device}`);
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Record the new version" }).click();
      await page.getByText("marked as wider than the one before").waitFor();

      // Somebody else changes it meanwhile: it shows by itself, and what was chosen here stays.
      const id = page.url().split("/").at(-1);
      await rule.getByRole("combobox").selectOption("block");
      await other.post(`/api/v1/programs/${id}/charter`, { number: 2, look_ahead_days: 400 });
      await page.getByText("Changed by somebody else a moment ago").waitFor();
      await page.getByText(/: 400$/).waitFor();
      await page.getByRole("button", { name: "Record the new version" }).click();
      await page.getByRole("alert").filter({ hasText: "Somebody else changed this charter" }).waitFor();
      assert.equal(await rule.getByRole("combobox").inputValue(), "block");
      if (device === "phone") await looks_right(page, "program-newer");
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Save what stands here" }).click();
      await page.getByText("Version 4 of the charter").waitFor();
      const both = (await other.get(`/api/v1/programs/${id}`)).json;
      assert.equal(both.look_ahead_days, 400);
      assert.equal(await rule.getByRole("combobox").inputValue(), "block");

      await page.getByText("Move steps").click();
      await page.locator("#step-match").fill("-60");
      await page.getByRole("button", { name: "Save the calendar" }).click();
      await page.getByRole("alert").filter({ hasText: "begin before the one that it follows" }).waitFor();
      await page.locator("#step-match").fill("-20");
      await page.getByRole("button", { name: "Save the calendar" }).click();
      await page.getByText("The calendar is saved.").waitFor();

      await page.getByRole("button", { name: "Start the program" }).click();
      await page.getByText("The program runs.").waitFor();
      // Its mails: other words with a preview, and the way back.
      await page.getByRole("link", { name: "Mails of this program" }).click();
      const mail = page.getByRole("region", { name: "Invitation" });
      await mail.getByText("Change the words").click();
      await mail.getByLabel("Text").fill("Dear {first_name}, come as a {role}.\n\n{link}");
      await mail.getByRole("button", { name: "Save the words" }).click();
      await page.getByRole("alert").filter({ hasText: "Nothing can fill “first_name”" }).waitFor();
      await mail.getByLabel("Text").fill("Come as a {role}.\n\n{next_step}\n{link}");
      await mail.getByText(/Come as a mentor\.[^{}]*\/programs\/\w+\/wishes$/).waitFor();
      if (device === "phone") await looks_right(page, "program-mails");
      await page.setViewportSize(viewport);
      await mail.getByRole("button", { name: "Save the words" }).click();
      await page.getByText("The words are saved.").waitFor();
      await mail.getByRole("button", { name: "Back to the shipped words" }).click();
      await page.getByText("The mail has the shipped words again.").waitFor();
      assert.match(await mail.getByLabel("Text").inputValue(), /^\{program\} begins on \{day\}/);
      await page.getByRole("link", { name: "Back to the program" }).click();
      await page.getByRole("button", { name: "Archive the program" }).click();
      await page.getByText("The program is archived.").waitFor();
      await looks_right(page, `program-archived-${device}`);
      await page.setViewportSize(viewport);
      await page.getByRole("button", { name: "Reopen the program" }).click();
      await page.getByText("The program is open again.").waitFor();

      await page.getByText("Set up the same for another cohort").click();
      await page.locator("#clone-name").fill(`${name}, again`);
      assert.equal(await page.locator("#clone-first").inputValue(), "2029-08-01", "the day after the last one");
      await page.getByRole("button", { name: "Set up this copy" }).click();
      await page.getByRole("heading", { name: `${name}, again` }).waitFor();
      await page.goto(`${base()}/programs`);
      await settled(page);
      await page.getByRole("link", { name: new RegExp(`${name}, again`) }).waitFor();
      await looks_right(page, `programs-${device}`);
      assert.deepEqual(troubles, []);
      await close();
    });

  test("reads in both pseudo-locales without a missing sentence", async () => {
    const id = (await coordinator.get("/api/v1/programs")).json.programs[0].id;
    for (const lang of ["en-XA", "en-XB"])
      for (const path of ["/programs", "/programs/new", `/programs/${id}`, `/programs/${id}/mails`, "/people/import"]) {
        const asked = `${path}?lang=${lang}`;
        const { page, troubles, close } = await page_of(coordinator, asked, { viewport: widths.phone });
        await fits(page, `${path} ${lang}`);
        assert.deepEqual(troubles, [], `${path} ${lang}`);
        await close();
      }
  });
});
