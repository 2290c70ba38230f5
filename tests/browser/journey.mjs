// The walk from an empty installation to a learner who sees their mentor, in production, over a real server and a real
// mail server. The journey's test takes it and looks at every page; the script that makes the handbook's pictures takes
// it too, and keeps some.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { open, settled } from "./browser.mjs";
import { Coordinator, small_school } from "./coordinator.mjs";

/** How many answer and wish over HTTP, beside the learner in the browser. */
const answering = 6;
const wishing = 8;

/** An empty installation that serves, and a mail server that it writes to: {base, data, link_to(address), close()}. */
export async function empty_office() {
  // These need the program when they are loaded.
  const tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
  Object.assign(tools, await import("../functional/server.mjs"), await import("../functional/mail_server.mjs"));
  const mail = await tools.mail_server();
  const data = `${tools.folder("journey")}/data`;
  const settings = {
    "data.directory": data,
    "http.port": await tools.free_port(),
    "ops.port": "0",
    "mail.smtp_host": "127.0.0.1",
    "mail.smtp_port": mail.port,
    "mail.smtp_tls": "none",
    "mail.from": "mentoring@north.edu",
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, `${value}`]);
  const server = await tools.serve(["serve", ...flags]);
  /** The token of the newest way in that was mailed to an address. */
  const link_to = async (address) => {
    for (const end = Date.now() + 30_000; Date.now() < end; await wait(50)) {
      const token = mail.got.filter(({ to }) => to.includes(address)).at(-1)?.text.match(/\/join#([\w-]{43})/)?.[1];
      if (token) return token;
    }
    throw new Error(`no link came to ${address}`);
  };
  const close = async () => {
    await server.stop();
    await mail.close();
  };
  return { tools, server, data, base: `http://localhost:${server.port}`, link_to, close };
}

/**
 * Walks it in an institution of its own: {decisions, seconds, cookies, close()}; `seconds` without those of wishing.
 * `look` is the browser's size and scheme; `seen(page, where)` is called on every page.
 */
export async function walk({ browser, office, slug, look, keyboard = false, seen }) {
  const { tools, server, data, base, link_to } = office;
  // The audit is asked for until it is made, a moment after the import.
  const options = { ...look, expect: [/404/] };
  const school = small_school(`${slug}.edu`);
  const began = Date.now();
  let waited = 0;
  let opened, ada;

  /** The browser is closed; whoever opens it again goes on where they were. */
  const close_and_come_back = async () => {
    const at = opened.page.url();
    const cookies = await opened.page.context().cookies();
    assert.deepEqual(opened.troubles, []);
    await opened.close();
    opened = await open(browser, `${base}/help.html`, options);
    await opened.page.context().addCookies(cookies);
    await opened.page.goto(at);
    await settled(opened.page);
    const counted = ada.decisions;
    ada = new Coordinator(opened.page, { keyboard });
    ada.decisions = counted;
  };
  const page = () => opened.page;
  const main = (selector) => page().locator("main").locator(selector);
  const button = (name) => page().locator("main").getByRole("button", { name });
  const standing = (text) => page().locator(".page-standing").filter({ hasText: text }).waitFor();
  const primary = () => main(".page-action .button").first();
  const home = async () => {
    await ada.follow(page().locator("a.shell-name"));
    await page().waitForURL(`${base}/`);
    await settled(page());
  };
  const start_here = async () => {
    await home();
    await ada.follow(primary());
    await page().waitForFunction(() => location.pathname !== "/");
    await settled(page());
  };
  const join_in_browser = async (page, hands, token_page) => {
    await seen(page, token_page);
    await hands.decide("take the offered passphrase", page.getByRole("button", { name: "Go on" }));
    const secret = (await page.locator(".app-secret").textContent()).replaceAll(" ", "");
    await hands.type(page.getByLabel("Code of your app"), tools.code_of(secret));
    await hands.decide("finish joining", page.getByRole("button", { name: "Finish" }));
    await page.waitForURL(`${base}/`);
    await settled(page);
  };

  // The first coordinator gets in by the machine's own command, which makes the institution.
  const school_of = [
    ...["--institution", slug, "--name", `${slug[0].toUpperCase()}${slug.slice(1)} School`],
    ...["--time-zone", "Europe/Berlin"],
  ];
  const token = tools.invite(data, `ada@${slug}.edu`, ["coordinator"], school_of);
  opened = await open(browser, `${base}/join#${token}`, options);
  ada = new Coordinator(page(), { keyboard });
  await join_in_browser(page(), ada, "join");
  await standing("Nobody is known here yet");
  await seen(page(), "home, empty");

  // People, schedule, panel and pairs, in one import.
  await start_here();
  await seen(page(), "import");
  await ada.decide_files("choose the files", page().getByLabel("Files", { exact: true }), school.files);
  await ada.decide("look at the changes", button("Look at the changes"));
  await page().getByText("64 people are added").waitFor();
  await page().getByText("people.csv: 12 columns, 2 not read").waitFor();
  await seen(page(), "preview");
  await close_and_come_back();
  await page().getByText("64 people are added").waitFor();
  await ada.decide("accept the import", button("Accept this import"));
  await page().getByText("The import is accepted").waitFor();
  await seen(page(), "imported");

  // The audit of the pairs there are.
  const audit = `${school.mixed} of ${school.paired} learners`;
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    await page().goto(`${base}/audit`);
    await settled(page());
    if ((await page().locator(".page-standing").filter({ hasText: audit }).count()) > 0) break;
  }
  await standing(audit);
  await seen(page(), "audit");

  // A charter.
  await home();
  await page().getByText("No program is set up yet").waitFor();
  await ada.follow(main('a[href="/programs/new"]').first());
  await page().waitForURL("**/programs/new");
  await seen(page(), "new program");
  await ada.decide("choose the charter", main('input[value="mentor"]'));
  await ada.decide("set up and start", button("Set up and start"));
  await page().waitForURL((url) => /\/programs\/[a-z0-9]{26}$/.test(url.pathname));
  await standing("Running");
  await seen(page(), "program");
  const program = page().url().split("/").at(-1);

  // Educators and learners are told; each gets a way in.
  await close_and_come_back();
  await ada.follow(main(`a[href="/programs/${program}/mails"]`).first());
  await page().getByRole("heading", { name: "Mails" }).waitFor();
  await seen(page(), "mails");
  const invitation = page().getByRole("region", { name: "Invitation" });
  await ada.decide("write to everybody", invitation.getByRole("button", { name: "Write to 64 people now" }));
  await page().getByText("The mails are on their way").waitFor();

  // A lead, who will sign off.
  await home();
  await ada.follow(main('a[href="/people/invite"]').first());
  await page().getByRole("heading", { name: "Give somebody a role" }).waitFor();
  await ada.type(page().getByLabel("E-mail"), `lea@${slug}.edu`);
  await ada.decide("invite the lead", button("Invite"));
  await page().getByText("is on its way to").waitFor();
  await seen(page(), "invite");

  // They answer and wish; that is their time.
  const before_wishes = Date.now();
  const as = async (person) => tools.join(server.port, await link_to(person.mail));
  for (const educator of school.educators.slice(3, 3 + answering)) {
    const who = await as(educator);
    const answer = { revision: 0, takes_part: true, capacity: 2, released_by: "", topics: [], ways: [], path: "" };
    const said = await who.post(`/api/v1/programs/${program}/taking_part`, { ...answer, declared: true });
    assert.equal(said.status, 200, said.text);
  }
  for (const intern of school.interns.slice(1, 1 + wishing)) {
    const who = await as(intern);
    const { profiles, revision } = (await who.get(`/api/v1/programs/${program}/wishes`)).json;
    const wishes = profiles.slice(0, 3).map((each) => each.person_id);
    const said = await who.post(`/api/v1/programs/${program}/wishes`, { revision, wishes });
    assert.equal(said.status, 200, said.text);
  }
  const learner_page = await open(browser, `${base}/join#${await link_to(school.interns[0].mail)}`, look);
  const learner = new Coordinator(learner_page.page);
  await join_in_browser(learner_page.page, learner, "a learner joins");
  await learner_page.page.locator(".page-standing").filter({ hasText: "whom you would like as" }).waitFor();
  await learner_page.page.getByRole("link", { name: "Start here" }).click();
  for (let n = 0; n < 3; ++n) await learner_page.page.getByRole("button", { name: /^Choose / }).nth(n).click();
  await seen(learner_page.page, "wishes");
  await learner_page.page.getByRole("button", { name: "Save my wishes" }).click();
  await learner_page.page.getByText("Your wishes are saved.").waitFor();
  waited += Date.now() - before_wishes;

  // The match, with one pair kept.
  await page().goto(`${base}/programs/${program}`);
  await settled(page());
  await ada.follow(primary());
  await page().waitForURL(`**/matching/${program}`);
  await seen(page(), "matching room, no run");
  await ada.decide("match", button("Match now"));
  await standing("40 of 40 learners have a proposal");
  await page().locator(".room-pair").first().waitFor();
  await seen(page(), "matching room");
  await close_and_come_back();
  await page().locator(".room-pair").first().waitFor();
  await ada.decide("keep a pair", page().getByRole("button", { name: /^Keep/ }).first());
  await page().getByRole("heading", { name: "What changed since run 1" }).waitFor();
  const room = new URL(page().url());

  // The lead signs it off, in a browser of their own.
  const lead = await tools.join(server.port, await link_to(`lea@${slug}.edu`));
  const lead_page = await open(browser, `${base}/help.html`, look);
  const [cookie, value] = lead.cookie.split("=");
  await lead_page.page.context().addCookies([{ name: cookie, value, url: base }]);
  await lead_page.page.goto(`${base}/`);
  await seen(lead_page.page, "a lead's home");
  await lead_page.page.getByRole("link", { name: "Start here" }).click();
  await lead_page.page.waitForURL(`**${room.pathname}${room.search}`);
  await lead_page.page.getByRole("button", { name: "Sign this run off" }).click();
  await lead_page.page.getByText(/^Signed off on/).waitFor();
  assert.deepEqual(lead_page.troubles, []);
  await lead_page.close();

  // Published.
  await home();
  await ada.follow(main(`a[href="${room.pathname}${room.search}"]`).first());
  await page().waitForURL(`**${room.pathname}${room.search}`);
  await ada.decide("publish", button("Publish 40 pairs"));
  await standing("Published: 40 offers made.");
  await seen(page(), "published");

  // The learner sees whom, and who can see what.
  await learner_page.page.goto(`${base}/my-people`);
  await learner_page.page.locator(".page-standing").filter({ hasText: "An offer waits for your answer" }).waitFor();
  await learner_page.page.getByText("Who can see this").first().waitFor();
  await seen(learner_page.page, "my people");
  assert.deepEqual(learner_page.troubles, []);

  assert.deepEqual(opened.troubles, []);
  const seconds = (Date.now() - began - waited) / 1000;
  const cookies = await page().context().cookies();
  const close = async () => {
    await opened.close();
    await learner_page.close();
  };
  return { decisions: ada.decisions, seconds, cookies, close };
}
