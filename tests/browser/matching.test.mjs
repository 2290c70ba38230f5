// From "nobody is matched" to "this is my mentor, and this is who can see what", in a real browser against the real
// program: a coordinator matches, rules a pair out and sees what that changes; a lead signs off; the pairs are offered;
// a learner says yes and, later, leaves. Phone and desk, light and dark, no finding of axe, all within the keyboard's
// reach.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, looks_right, page_of as signed_in, widths } from "./browser.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const learners = ["L1,Ada,Onu", "L2,Bo,Ray", "L3,Cy,Sol"].map((each) => `${each},learner,North,,,`);
const educators = ["E1,Dee,Tor", "E2,Eli,Uno"].map((each) => `${each},educator,North,1,2026-10-01,2026-10-01`);
const header = "id,given_name,family_name,kind,site,capacity,trained_on,declared_on";

describe("matching", { skip }, () => {
  let browser, tools, server, program;
  const who = {};
  before(async () => {
    // These need the program when they are loaded.
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("matching-browser");
    const data = `${folder}/data`;
    const people = tools.write(`${folder}/people.csv`, [header, ...learners, ...educators, ""].join("\n"));
    const school = ["--institution", "north", "--name", "North School", "--people", people];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, more) =>
      (who[name] = await tools.join(server.port, tools.invite(data, `${name.toLowerCase()}@north.edu`, roles, more)));
    await enter("coordinator", ["coordinator"]);
    await enter("lead", ["lead"]);
    for (const id of ["L1", "L2", "L3"]) await enter(id, [], ["--person", id]);
    const term = "2027-08-01..2028-08-01";
    program = (await who.coordinator.post("/api/v1/programs", { name: "Mentors", role: "mentor", term })).json.id;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const base = () => `http://localhost:${server.port}`;
  const page_of = (name, path, options) => signed_in(browser, base(), who[name], path, options);
  const standing = (page) => page.locator(".page-standing");

  test("matched, ruled out, signed off, published, answered, left", async () => {
    const room = await page_of("coordinator", `/matching/${program}`);
    await looks_right(room.page, "matching-none");
    await room.page.getByRole("button", { name: "Match now" }).click();
    await standing(room.page).filter({ hasText: "2 of 3 learners have a proposal; 1 is left over." }).waitFor();
    await room.page.getByText("Proven best for these rules").waitFor();
    assert.equal(await room.page.locator(".room-pair").count(), 2);
    assert.equal(await room.page.getByRole("button", { name: /^Publish/ }).count(), 0, "nobody has signed it off");
    await room.page.getByRole("button", { name: /^Rule out/ }).first().click();
    await room.page.getByRole("heading", { name: "What changed since run 1" }).waitFor();
    await room.page.getByRole("button", { name: /^Keep/ }).first().click();
    await room.page.getByRole("heading", { name: "What changed since run 2" }).waitFor();
    await room.page.getByText("1 pair is ruled out in this run.").waitFor();
    await looks_right(room.page, "matching-room");
    const address = new URL(room.page.url());

    const lead = await page_of("lead", address.pathname + address.search, { viewport: widths.phone });
    await lead.page.getByRole("button", { name: "Sign this run off" }).click();
    await lead.page.getByText(/^Signed off on/).waitFor();
    assert.equal(await lead.page.getByRole("button", { name: /^Rule out/ }).count(), 0, "a lead only looks");
    await lead.close();

    await room.page.reload();
    await room.page.getByRole("button", { name: "Publish 2 pairs" }).click();
    await standing(room.page).filter({ hasText: "Published: 2 offers made." }).waitFor();
    await looks_right(room.page, "matching-published");
    await room.page.getByRole("link", { name: /^The whole report/ }).click();
    await room.page.getByRole("link", { name: "Back to the room" }).waitFor();
    await room.close();
    assert.deepEqual(room.troubles, []);

    const offers = {};
    for (const name of ["L1", "L2", "L3"])
      offers[name] = (await who[name].get("/api/v1/my_people")).json.people.length;
    const [paired] = Object.keys(offers).filter((name) => offers[name] === 1);
    const [alone] = Object.keys(offers).filter((name) => offers[name] === 0);
    const mine = await page_of(paired, "/my-people", { viewport: widths.phone });
    await standing(mine.page).filter({ hasText: "An offer waits for your answer" }).waitFor();
    await mine.page.getByText("not see who said no").waitFor();
    await looks_right(mine.page, "my-people-offered");
    await mine.page.getByRole("button", { name: "Yes, let us begin" }).click();
    await mine.page.getByText("You have answered.").waitFor();
    await looks_right(mine.page, "my-people-answered");
    await mine.close();
    assert.deepEqual(mine.troubles, []);
    const nobody = await page_of(alone, "/my-people");
    await nobody.page.getByText("No one yet").waitFor();
    await looks_right(nobody.page, "my-people-none");
    await nobody.close();
    assert.deepEqual(nobody.troubles, []);
  });

  test("the room of a program that is not theirs is not there", async () => {
    const learner = await page_of("L1", `/matching/${program}`, { expect: [/404/] });
    await learner.page.getByText(/not (there|here)|cannot find|There is nothing here/i).first().waitFor();
    await learner.close();
  });
});
