// From an educator's yes and a learner's wishes, over "nobody is matched", to "this is my mentor, and this is who can
// see what", in a real browser against the real program: an educator answers, a learner wishes; a coordinator matches,
// rules a pair out and sees what that changes; a lead signs off; the pairs are offered; a learner says yes; a duty
// comes between the two, and the educator recuses; the learner asks for somebody else, and the seat goes to who waits.
// Phone and desk, light and dark, no finding of axe, all within the keyboard's reach.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, looks_right, page_of as signed_in, widths } from "./browser.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const learners = ["L1,Ada,Onu", "L2,Bo,Ray", "L3,Cy,Sol"].map((each) => `${each},learner,North,,,`);
const educators = ["E1,Dee,Tor", "E2,Eli,Uno"].map((each) => `${each},educator,North,1,2026-10-01,2026-10-01`);
const ready = ["E2,Ben,Ito", "E3,Cleo,Day", "E4,Dora,Ray", "E5,Eli,Sol"];
const asked = [
  ...["L1,Ada,Onu,learner,South,,,", "L2,Bo,Lund,learner,South,,,", "E1,Dee,Tor,educator,South,,,"],
  ...ready.map((each) => `${each},educator,South,2,2026-10-01,2026-10-01`),
];
const header = "id,given_name,family_name,kind,site,capacity,trained_on,declared_on";

describe("matching", { skip }, () => {
  let browser, tools, server, program, asking, data, people;
  const who = {};
  before(async () => {
    // These need the program when they are loaded.
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("matching-browser");
    data = `${folder}/data`;
    people = tools.write(`${folder}/people.csv`, [header, ...learners, ...educators, ""].join("\n"));
    const school = ["--institution", "north", "--name", "North School", "--people", people];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    const others = tools.write(`${folder}/asked.csv`, [header, ...asked, ""].join("\n"));
    const duties = tools.write(`${folder}/duties.csv`, "person,duty,target,from,to\nE1,assesses,L2,,\n");
    const south = ["--institution", "south", "--name", "South School", "--people", others, "--duties", duties];
    tools.run_well(["import", "--data", data, ...south, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, more = []) => {
      const at_north = ["--institution", "north", ...more];
      const token = tools.invite(data, `${name.toLowerCase()}@north.edu`, roles, at_north);
      who[name] = await tools.join(server.port, token);
    };
    const enter_south = async (name, roles, more) => {
      const at_south = ["--institution", "south", ...more];
      const token = tools.invite(data, `${name.toLowerCase().replace(" ", ".")}@south.edu`, roles, at_south);
      who[name] = await tools.join(server.port, token);
    };
    await enter_south("office", ["coordinator"], []);
    await enter_south("an educator", [], ["--person", "E1"]);
    await enter_south("a learner", [], ["--person", "L1"]);
    const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const soon = { name: "Mentors in the south", role: "mentor", term: `${day(30)}..${day(395)}` };
    asking = (await who.office.post("/api/v1/programs", soon)).json.id;
    await who.office.post(`/api/v1/programs/${asking}/start`, { revision: 1 });
    await enter("coordinator", ["coordinator"]);
    await enter("lead", ["lead"]);
    for (const id of ["L1", "L2", "L3", "E1", "E2"]) await enter(id, [], ["--person", id]);
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

  test("an educator says yes on a phone, and loses nothing to a second window", async () => {
    const expect = [/400/, /409/];
    const { page, troubles, close } = await page_of("an educator", "/my-people", { viewport: widths.phone, expect });
    const errors = page.getByRole("alert");
    await page.getByRole("link", { name: /Take part as a mentor/ }).click();
    await standing(page).filter({ hasText: "It takes two minutes" }).waitFor();
    await page.getByRole("button", { name: "Save my answer" }).click();
    await errors.filter({ hasText: "Do you take part?" }).waitFor();
    await page.getByRole("radio", { name: /^Yes/ }).check();
    await page.getByText("Assessor now: 1 learner").waitFor();
    await page.getByText("You: assesses Bo Lund").first().waitFor();
    await page.getByLabel("How many learners at most?").fill("9");
    await page.getByRole("checkbox", { name: "Exams" }).check();
    await page.getByRole("checkbox", { name: "I ask more than I tell" }).check();
    const path = "By detours, and glad of them.";
    await page.getByLabel("Your own path").fill(path);
    await page.getByRole("checkbox", { name: /I have named everything/ }).check();
    await page.getByRole("button", { name: "Save my answer" }).click();
    await errors.filter({ hasText: "Take between 1 and 5 learners" }).waitFor();
    await looks_right(page, "take-part");
    await page.setViewportSize(widths.phone);
    await page.getByLabel("How many learners at most?").fill("2");
    const answered = `/api/v1/programs/${asking}/taking_part`;
    const elsewhere = { revision: 0, takes_part: false, capacity: 0, released_by: "", topics: [], ways: [], path: "" };
    await who["an educator"].post(answered, { ...elsewhere, declared: false });
    await page.getByRole("button", { name: "Save my answer" }).click();
    await errors.filter({ hasText: "What you typed here is still here" }).waitFor();
    assert.equal(await page.getByLabel("Your own path").inputValue(), path);
    await page.getByRole("button", { name: "Save what stands here" }).click();
    await page.getByText("Your answer is saved.").waitFor();
    await standing(page).filter({ hasText: "with 2 learners" }).waitFor();

    await page.getByRole("button", { name: "Check my answers" }).click();
    await errors.filter({ hasText: "There are 5 things to mend" }).waitFor();
    const four_of_five = [/^The whole person/, /^A question/, /^Confidentiality has/, /^Your honest/, /^To listen/];
    for (const said of four_of_five) await page.getByRole("radio", { name: said }).check();
    await page.getByRole("button", { name: "Check my answers" }).click();
    await page.getByText("1 answer is not right yet").waitFor();
    await page.getByText("Even praise makes the next silence speak").waitFor();
    await looks_right(page, "take-part-check");
    await page.setViewportSize(widths.phone);
    await page.getByRole("radio", { name: /^That this is not yours/ }).check();
    await page.getByRole("button", { name: "Check my answers" }).click();
    await page.getByText("All five are right.").waitFor();
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a learner wishes on a phone; the office is told how many", async () => {
    const expect = [/400/];
    const { page, troubles, close } = await page_of("a learner", "/my-people", { viewport: widths.phone, expect });
    await looks_right(page, "my-programs");
    await page.setViewportSize(widths.phone);
    await page.getByRole("link", { name: /Choose whom you wish for/ }).click();
    await page.getByText("5 people without a duty that would collide").waitFor();
    await page.getByText("By detours, and glad of them.").waitFor();
    const choose = (name) => page.getByRole("button", { name: `Choose ${name}` }).click();
    await choose("Dee Tor");
    await page.getByRole("button", { name: "Save my wishes" }).click();
    await page.getByRole("alert").filter({ hasText: "Choose at least 3 people" }).waitFor();
    await choose("Cleo Day");
    await choose("Ben Ito");
    await page.getByRole("button", { name: "Move Ben Ito up" }).click();
    await page.locator(".wish-name").filter({ hasText: "2. Ben Ito" }).waitFor();
    const focused = page.locator("button:focus");
    assert.equal(await focused.getAttribute("aria-label"), "Move Ben Ito up", "focus goes with whoever is moved");
    await page.getByRole("button", { name: "Save my wishes" }).click();
    await page.getByText("Your wishes are saved.").waitFor();
    await page.getByText("Not sure whom you need?").click();
    await page.getByLabel("What do you want most?").selectOption("goal");
    await page.getByRole("button", { name: "Suggest a role" }).click();
    await page.getByText("A good fit: coach").waitFor();
    await page.getByText("Not this person").click();
    await page.getByLabel("A part of their name").fill("ray");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("button", { name: "Not Dora Ray" }).click();
    await page.getByText("You will not be matched with Dora Ray.").waitFor();
    await looks_right(page, "wishes");
    await page.setViewportSize(widths.phone);
    await page.reload();
    await page.getByText("3. Cleo Day").waitFor();
    assert.equal(await page.getByRole("button", { name: "Choose Dora Ray" }).count(), 0, "not this person");
    assert.deepEqual(troubles, []);
    await close();

    const office = await page_of("office", `/programs/${asking}`);
    await office.page.getByText("1 yes, 0 no, 4 not yet.").waitFor();
    await office.page.getByText("1 of 2 learners have wished").waitFor();
    await office.page.getByText("Educators’ answers").click();
    await office.page.getByText("passed the questions").waitFor();
    await looks_right(office.page, "recruiting");
    assert.deepEqual(office.troubles, []);
    await office.close();
  });

  test("matched, ruled out, signed off, published, answered, left", async () => {
    const room = await page_of("coordinator", `/matching/${program}`);
    await looks_right(room.page, "matching-none");
    await room.page.getByRole("button", { name: "Match now" }).click();
    await standing(room.page).filter({ hasText: "2 of 3 learners have a proposal; 1 is left over." }).waitFor();
    await room.page.getByText("Proven best for these rules").waitFor();
    await room.page.locator(".room-pair").first().waitFor();
    assert.equal(await room.page.locator(".room-pair").count(), 2);
    assert.equal(await room.page.getByRole("button", { name: /^Publish/ }).count(), 0, "nobody has signed it off");
    await room.page.getByRole("button", { name: /^Rule out/ }).first().click();
    await room.page.getByRole("heading", { name: "What changed since run 1" }).waitFor();
    await room.page.getByRole("button", { name: /^Keep/ }).first().click();
    await room.page.getByRole("heading", { name: "What changed since run 2" }).waitFor();
    await room.page.getByText("1 pair is ruled out in this run.").waitFor();
    await room.page.getByText("educators with no place left").waitFor();
    await room.page.getByText("Adjust", { exact: true }).click();
    await room.page.getByLabel(/^Having been a pair before counts a little: as much as one shared interest/).waitFor();
    await looks_right(room.page, "matching-room");
    const address = new URL(room.page.url());

    const lead = await page_of("lead", "/", { viewport: widths.phone });
    await standing(lead.page).filter({ hasText: "Run 3 of Mentors waits for your name" }).waitFor();
    await looks_right(lead.page, "home-lead");
    await lead.page.setViewportSize(widths.phone);
    await lead.page.getByRole("link", { name: "Start here" }).click();
    await lead.page.waitForURL(`${base()}${address.pathname}${address.search}`);
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
    // A no is asked once more: a slip of the finger ends nothing.
    await mine.page.getByText("No, thank you").click();
    await mine.page.getByRole("button", { name: "End this offer" }).waitFor();
    await standing(mine.page).filter({ hasText: "An offer waits for your answer" }).waitFor();
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

  test("a coming duty: seen ahead, told to the learner first, ended by the educator’s recusal", async () => {
    const pairs = {};
    for (const name of ["L1", "L2", "L3", "E1", "E2"]) {
      const [one] = (await who[name].get("/api/v1/my_people")).json.people;
      if (!one) continue;
      if (!one.answer)
        await who[name].post(`/api/v1/relationships/${one.relationship_id}/answer`, { answer: "accepted" });
      (pairs[one.relationship_id] ??= []).push(name);
    }
    const [[learner, educator]] = Object.values(pairs);
    const duty = `person,duty,target,from,to\n${educator},sits_on,${learner},2027-10-01,2027-11-01\n`;
    const files = ["--people", people, "--duties", tools.write(`${data}/../duties.csv`, duty)];
    tools.run_well(["import", "--data", data, "--institution", "north", ...files, "--accept"]);

    const office = await page_of("coordinator", "/conflicts", { expect: [/409/] });
    await office.page.getByRole("heading", { name: "Fri 1 Oct 2027: one pair pauses" }).waitFor();
    await office.page.getByRole("heading", { name: "What we do not know" }).waitFor();
    await looks_right(office.page, "conflicts");
    await office.page.locator(".case-day a").click();
    await office.page.getByText("the educator does not see this case").waitFor();
    await office.page.getByRole("button", { name: "Choose this: Recusal" }).click();
    await office.page.getByRole("group", { name: "Before you confirm" }).waitFor();
    await looks_right(office.page, "conflicts-case");

    const early = await page_of(educator, "/my-people");
    assert.equal(await early.page.locator(".person-case").count(), 0, "the learner is told first");
    await early.close();
    const mine = await page_of(learner, "/my-people", { viewport: widths.phone });
    await looks_right(mine.page, "my-people-case");
    const told = mine.page.waitForResponse((answer) => answer.url().endsWith("/told"));
    await mine.page.getByRole("link", { name: "See the ways out" }).click();
    await mine.page.getByText("Recusal: ").waitFor();
    await told;
    await looks_right(mine.page, "my-case");
    await mine.close();

    const theirs = await page_of(educator, "/my-people");
    await theirs.page.getByRole("link", { name: "See the ways out" }).click();
    await theirs.page.getByRole("button", { name: "Choose this: Recusal" }).click();
    await theirs.page.getByText("You take no part in that decision").waitFor();
    await theirs.page.getByRole("button", { name: "Record the recusal" }).click();
    await standing(theirs.page).filter({ hasText: "The pair goes on." }).waitFor();
    await theirs.close();

    // What the coordinator read has been overtaken meanwhile: their page says so by itself.
    await standing(office.page).filter({ hasText: "The pair goes on." }).waitFor();
    await office.close();
    for (const each of [early, mine, theirs, office]) assert.deepEqual(each.troubles, []);
  });

  test("somebody else, please: the learner waits first, the office offers the free seat", async () => {
    const names = { L1: "Ada Onu", L2: "Bo Ray", L3: "Cy Sol" };
    const paired = {};
    for (const name of Object.keys(names)) {
      const { people: own } = (await who[name].get("/api/v1/my_people")).json;
      (paired[own.length ? "yes" : "no"] ??= []).push(name);
    }
    const [learner] = paired.yes;
    const [alone] = paired.no;
    const mine = await page_of(learner, "/my-people", { viewport: widths.phone });
    await mine.page.getByText("Ask for somebody else").click();
    await looks_right(mine.page, "my-people-rematch");
    await mine.page.setViewportSize(widths.phone);
    await mine.page.getByRole("button", { name: "Find me somebody else" }).click();
    await mine.page.getByText("You go first when a seat is free.").waitFor();
    await mine.page.getByRole("heading", { name: "You wait for somebody in Mentors" }).waitFor();
    await looks_right(mine.page, "my-people-waits");
    await mine.close();

    const office = await page_of("coordinator", `/programs/${program}`);
    await office.page.getByRole("heading", { name: "Pairs you already have: 0" }).waitFor();
    await office.page.getByText("2 learners wait. A seat is free.").waitFor();
    await office.page.getByText("Everybody who waits, in order").click();
    await office.page.getByText("Every open pair").click();
    await looks_right(office.page, "waiting");
    await office.page.getByRole("button", { name: `Offer it to ${names[alone]}` }).click();
    await office.page.getByText(`${names[alone]} has an offer now`).waitFor();
    await office.page.getByText("One learner waits.").waitFor();
    await office.close();
    for (const each of [mine, office]) assert.deepEqual(each.troubles, []);
  });

  test("the room of a program that is not theirs is not there", async () => {
    const learner = await page_of("L1", `/matching/${program}`, { expect: [/404/] });
    await learner.page.getByText(/not (there|here)|cannot find|There is nothing here/i).first().waitFor();
    await learner.close();
  });
});
