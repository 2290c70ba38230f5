// A concern to the confidential contacts, in a real browser against the real program: keys are made, a learner writes,
// a contact reads and answers, the learner reads the answer with the case code. And a server that lies: the page
// refuses, says why, and sends nothing.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fits, launch, looks_right, page_of, settled, widths } from "./browser.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const marker = "ZEBRAMARKER the chief shouted at me";
const harm = `<img src=x onerror="globalThis.harmed=1">`;

describe("concerns", { skip }, () => {
  let browser, tools, server, data;
  const who = {};
  const known = {}; // what each contact keeps
  let case_code;
  before(async () => {
    tools = { ...(await import("../functional/accounts.mjs")), ...(await import("../functional/program.mjs")) };
    tools.serve = (await import("../functional/server.mjs")).serve;
    browser = await launch();
    const folder = tools.folder("concerns");
    data = `${folder}/data`;
    const rows = ["id,given_name,family_name,kind", "L1,Ada,Onu,learner", "L2,Ben,Ray,learner"];
    const people = tools.write(`${folder}/people.csv`, rows.join("\n") + "\n");
    const school = ["--institution", "north", "--name", "North School", "--people", people];
    tools.run_well(["import", "--data", data, ...school, "--accept"]);
    server = await tools.serve(["serve", "--data.directory", data, "--http.port", "0", "--ops.port", "0"]);
    const enter = async (name, roles, more = []) =>
      (who[name] = await tools.join(server.port, tools.invite(data, `${name}@north.edu`, roles, more)));
    await enter("ines", ["confidential_contact"]);
    await enter("omar", ["confidential_contact"]);
    await enter("ada", [], ["--person", "L1"]);
    await enter("ben", [], ["--person", "L2"]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const base = () => `http://localhost:${server.port}`;
  const open = (name, path, options = {}) =>
    page_of(browser, base(), who[name], path, { expect: [/40[0149]/], ...options });
  const button = (page, name) => page.getByRole("button", { name });

  /** Makes a contact's keys as a person would. */
  async function make_keys(page, name) {
    const passphrase = await page.locator(".passphrase").textContent();
    await button(page, "Make my keys").click();
    await page.getByRole("heading", { name: "Your recovery code" }).waitFor();
    const code = await page.locator(".concern-code").textContent();
    for (const input of await page.locator("[id^=recovery-]").all()) {
      const label = await page.locator(`label[for=${await input.getAttribute("id")}]`).textContent();
      await input.fill(code.split(" ")[Number(label.match(/\d+/)[0]) - 1].toLowerCase());
    }
    known[name] = { passphrase, code };
  }

  test("nobody can write before two contacts have keys", async () => {
    const { page, troubles, close } = await open("ada", "/concern");
    await page.getByText("Nothing can be written here yet").waitFor();
    await page.getByText("ines@north.edu").waitFor();
    await looks_right(page, "concern-too-few");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("contacts make their keys, which count once the recovery code was typed back", async () => {
    for (const name of ["ines", "omar"]) {
      const { page, troubles, close } = await open(name, "/concerns");
      if (name === "ines") await looks_right(page, "concerns-setup");
      await make_keys(page, name);
      if (name === "ines") {
        await looks_right(page, "concerns-recovery");
        const first = page.locator("#recovery-0");
        const right = await first.inputValue();
        await first.fill("0000");
        await button(page, "Type back and finish").click();
        await page.getByText("The three groups are not those of the code.").first().waitFor();
        await first.fill(right);
      }
      await button(page, "Type back and finish").click();
      await button(page, "Lock").waitFor();
      await page.getByText("No concerns").waitFor();
      if (name === "omar") await looks_right(page, "concerns-own-keys");
      assert.deepEqual(troubles, []);
      await close();
    }
  });

  /** Fills in the form and presses the button, be it one that says why it does nothing. */
  async function write(page, text, more = async () => {}) {
    await page.getByLabel("What is it about?").selectOption("conflict");
    await page.getByLabel("What happened?").fill(text);
    await more();
    const code = await page.locator(".concern-keep .concern-code").textContent();
    await page.getByLabel("I have kept the code").check();
    await button(page, "Lock and send").click({ force: true });
    return code;
  }

  test("a learner writes, on a phone", async () => {
    const { page, troubles, close } = await open("ada", "/my-people", { viewport: widths.phone });
    await page.getByRole("link", { name: "Write to a confidential contact" }).click();
    await page.getByLabel("What happened?").waitFor();
    await looks_right(page, "concern-write");
    await button(page, "Lock and send").click();
    await page.waitForFunction(() => document.activeElement?.className === "error-summary");
    assert.equal(await page.locator(".error-summary li").count(), 3);
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request.postData() ?? ""));
    case_code = await write(page, `${marker} ${harm}`, () => page.getByLabel("Your name").fill("Ada Onu"));
    await page.getByRole("heading", { name: "Sent, and locked to the contacts" }).waitFor();
    assert.match(case_code, /^([0-9A-Z]{4} ){5}[0-9A-Z]{4}$/);
    assert.equal(sent.length, 1);
    assert.doesNotMatch(Buffer.from(JSON.parse(sent[0]).sealed, "base64").toString("latin1"), /ZEBRA|Ada/);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.doesNotMatch(kept, /ZEBRA/);
    assert.ok(!kept.includes(case_code), "the code is kept by the writer alone");
    await looks_right(page, "concern-sent");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a contact sees days and sizes, unlocks, reads, answers and says where it stands", async () => {
    const { page, troubles, close } = await open("ines", "/concerns");
    await page.getByText("1 message, no answer").waitFor();
    assert.equal(await button(page, /^Read what came/).count(), 0, "nothing to open while locked");
    await looks_right(page, "concerns-locked");
    await page.locator("#unlock-secret").fill("not the passphrase at all");
    await button(page, "Unlock").click();
    await page.getByText("This does not open your keys.").first().waitFor();
    await page.locator("#unlock-secret").fill(known.ines.passphrase);
    await button(page, "Unlock").click();
    await button(page, /^Read what came/).click();
    await page.getByText("ZEBRAMARKER").waitFor();
    assert.equal(await page.locator(".concern-text").textContent(), `${marker} ${harm}`, "words stay words");
    await page.getByText("Ada Onu").waitFor();
    await page.getByText("A mentor who also supervises or assesses").waitFor();
    await page.getByLabel("Your answer").fill(`Thank you. Come on Tuesday. ${harm}`);
    await button(page, "Lock and answer").click();
    await page.getByText("Answered.", { exact: true }).waitFor();
    await looks_right(page, "concerns-file");
    await page.getByLabel("Where it stands").selectOption("closed");
    await page.getByText("Now: Closed").waitFor();
    assert.equal(await page.evaluate(() => globalThis.harmed), undefined);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    assert.doesNotMatch(kept, /ZEBRA|Tuesday/);
    await button(page, "Lock", { exact: true }).first().click();
    await page.locator("#unlock-secret").waitFor();
    assert.equal(await page.getByText("ZEBRAMARKER").count(), 0);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("whoever is called away leaves nothing open: the page locks itself", async () => {
    const { page, troubles, close } = await open("ines", "/concerns");
    await page.clock.install();
    await page.reload();
    await page.locator("#unlock-secret").fill(known.ines.passphrase);
    await button(page, "Unlock").click();
    await button(page, /^Read what came/).click();
    await page.getByText("ZEBRAMARKER").waitFor();
    await page.clock.fastForward("04:50");
    await page.keyboard.press("Shift");
    await page.clock.fastForward("04:50");
    assert.equal(await page.getByText("ZEBRAMARKER").count(), 1, "a key pressed begins the five minutes anew");
    await page.clock.fastForward("00:15");
    await page.getByText("Locked after five minutes without use.").waitFor();
    assert.equal(await page.getByText("ZEBRAMARKER").count(), 0);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("the form holds in a language that is longer, and in one that runs the other way", async () => {
    for (const lang of ["en-XA", "en-XB"]) {
      const { page, troubles, close } = await open("ada", `/concern?lang=${lang}`, { viewport: widths.phone });
      await page.locator("#concern-text").waitFor();
      await fits(page, lang);
      assert.deepEqual(troubles, []);
      await close();
    }
  });

  test("the other contact reads the same with the recovery code", async () => {
    const { page, troubles, close } = await open("omar", "/concerns", { viewport: widths.phone });
    await button(page, "Use the recovery code").click();
    await page.locator("#unlock-secret").fill(known.omar.code.replace("0", "O").toLowerCase());
    await button(page, "Unlock").click();
    await button(page, /^Read what came/).click();
    await page.getByText("Come on Tuesday").waitFor();
    assert.equal(await page.locator(".concern-line.is-refused").count(), 0);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("the learner reads the answer with the code, without signing in, and adds more", async () => {
    const { page, troubles, close } = await page_of(browser, base(), { cookie: "none=1" }, "/concern", {
      viewport: widths.phone,
      expect: [/40[0149]/],
    });
    await button(page, "I have a case code").click();
    await page.getByLabel("Case code").fill("ABCD");
    await button(page, "Open").click();
    await page.getByText("A case code has 24 letters and digits.").first().waitFor();
    await page.getByLabel("Case code").fill(case_code.toLowerCase());
    const cookies = [];
    page.on("request", (request) => request.method() === "POST" && cookies.push(request.headers()["cookie"]));
    await button(page, "Open").click();
    await page.getByText("Come on Tuesday").waitFor();
    await page.getByText("The contacts closed it.").waitFor();
    await page.getByLabel("Add something").fill("It happened again.");
    await button(page, "Lock and add").click();
    await page.getByText("Added.", { exact: true }).waitFor();
    await page.getByText("No contact has said yet").waitFor();
    assert.equal(await page.locator(".concern-line").count(), 3);
    assert.equal(await page.locator(".concern-line.is-refused").count(), 0);
    assert.ok((await page.locator(".concern-text").first().textContent()).startsWith(marker));
    assert.deepEqual(cookies, [undefined, undefined]);
    await looks_right(page, "concern-read");
    assert.equal(await page.evaluate(() => globalThis.harmed), undefined);
    assert.deepEqual(troubles, []);
    await close();
  });

  describe("before a server that lies", () => {
    let web;
    const patched = (field, change) => async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      change(json, field);
      await route.fulfill({ response, json });
    };
    const altered = (text, at, value) => {
      const bytes = Buffer.from(text, "base64");
      bytes[at] = value ?? bytes[at] ^ 1;
      return bytes.toString("base64");
    };
    before(async () => {
      const { sodium, web_module } = await import("../functional/web_code.mjs");
      web = { sodium, ...(await web_module("crypto/bytes.ts")), ...(await web_module("crypto/identity.ts")) };
    });
    /** A bundle that is all it should be, of keys that somebody else holds. */
    function others_bundle(account, version = 1) {
      const some = () => web.sodium.randombytes_buf(32);
      const seeds = { sign: some(), receive: some() };
      const before = version > 1 ? some() : new Uint8Array(32);
      const made = web.make_bundle(web.sodium, seeds, web.id_bytes(account), version, 1_800_000_000, before);
      return Buffer.from(made).toString("base64");
    }
    /** A learner whose browser has seen the contacts' keys; then the server lies, and the page is loaded again. */
    async function lied_to(change) {
      const opened = await open("ben", "/concern");
      await opened.page.getByLabel("What happened?").waitFor();
      const posted = [];
      opened.page.on("request", (request) => request.method() === "POST" && posted.push(request.url()));
      await opened.page.route("**/api/v1/concern_contacts", patched("contacts", change));
      await opened.page.reload();
      await settled(opened.page);
      return { ...opened, posted };
    }
    async function nothing_leaves(page, posted) {
      await write(page, "EVIL");
      const send = button(page, "Lock and send");
      assert.equal(await send.getAttribute("aria-disabled"), "true");
      await page.getByText("Nothing can be sent while").waitFor();
      assert.deepEqual(posted, []);
    }

    test("a key that was replaced under the same number is refused, and nothing is sent", async () => {
      const { page, posted, close } = await lied_to(({ contacts }) => {
        contacts[0].bundle = others_bundle(contacts[0].account);
      });
      await page.getByText("That never happens rightly").waitFor();
      await nothing_leaves(page, posted);
      await looks_right(page, "concern-replaced");
      await close();
    });
    test("keys after a loss without another contact's word are refused", async () => {
      const { page, posted, close } = await lied_to(({ contacts }) => {
        Object.assign(contacts[0], { bundle: others_bundle(contacts[0].account, 2), version: 2 });
      });
      await page.getByText("no other contact has vouched for them").waitFor();
      await nothing_leaves(page, posted);
      await close();
    });
    test("one contact's keys under the other's name are refused", async () => {
      const { page, posted, close } = await lied_to(({ contacts }) => {
        contacts[0].bundle = contacts[1].bundle;
      });
      await page.getByText("belong to somebody else than the server says").waitFor();
      await nothing_leaves(page, posted);
      await close();
    });
    test("a contact whom the browser has not seen is shown loudly; nothing is sealed to them unconfirmed", async () => {
      const { page, posted, close } = await lied_to(({ contacts }) => {
        const account = web.id_of(web.sodium.randombytes_buf(16));
        contacts.push({ account, name: "Mallory", standing: "ready", version: 1, bundle: others_bundle(account) });
      });
      await page.getByText("Mallory is a contact whom this browser has not seen before").waitFor();
      await write(page, "EVIL");
      await page.getByText("Compare the numbers of Mallory").first().waitFor();
      assert.deepEqual(posted, []);
      await looks_right(page, "concern-added");
      await close();
    });

    /** What a contact is told who unlocks with the right passphrase, after the server changed what it gives. */
    async function unlocks(change) {
      const { page, close } = await open("ines", "/concerns");
      await page.route("**/api/v1/contact_keys", patched("keys", change));
      await page.reload();
      await page.locator("#unlock-secret").fill(known.ines.passphrase);
      await button(page, "Unlock").click();
      const told = await page.locator(".error-summary").textContent();
      assert.equal(await button(page, /^Read what came/).count(), 0);
      await close();
      return told;
    }
    test("a derivation below the floor is not done", async () => {
      for (const [at, value] of [[11, 1], [13, 0], [4, 0]])
        assert.match(await unlocks((keys) => (keys.slots[0] = altered(keys.slots[0], at, value))), /weaker derivation/);
    });
    test("the slot of another is not opened", async () => {
      const theirs = (await who.omar.get("/api/v1/contact_keys")).json;
      assert.match(await unlocks((keys) => (keys.slots = theirs.slots)), /somebody else’s keys/);
    });
    test("a slot, seeds or public keys that were altered open nothing", async () => {
      assert.match(await unlocks((keys) => (keys.slots[0] = altered(keys.slots[0], 130))), /was altered/);
      assert.match(await unlocks((keys) => (keys.seeds = altered(keys.seeds, 60))), /sealed keys were altered/);
      const replaced = (keys) => (keys.bundle = others_bundle(keys.account));
      assert.match(await unlocks(replaced), /are not yours/);
    });
    test("an altered message, and another concern than was asked for, show nothing", async () => {
      const { page, close } = await open("ines", "/concerns");
      await page.locator("#unlock-secret").fill(known.ines.passphrase);
      await button(page, "Unlock").click();
      let lie = (box) => (box.messages[0].sealed = altered(box.messages[0].sealed, 3000));
      await page.route(/\/api\/v1\/concerns\/\w{26}$/, patched("box", (box) => lie(box)));
      await button(page, /^Read what came/).click();
      await page.getByText("A message was altered on the server").first().waitFor();
      assert.equal(await page.getByText("ZEBRAMARKER").count(), 0);
      await button(page, "Back to the list").click();
      lie = (box) => (box.concern = "0".repeat(26));
      await button(page, /^Read what came/).click();
      await page.getByRole("alert").first().waitFor();
      assert.equal(await page.locator(".concern-thread").count(), 0);
      await close();
    });
  });

  test("a contact who lost everything makes new keys; another vouches; whoever wrote before is warned", async () => {
    // The writer's browser has seen the old keys.
    const writer = await open("ben", "/concern");
    await writer.page.getByLabel("What happened?").waitFor();

    const ines = await open("ines", "/concerns");
    await ines.page.getByText("Lost both passphrase and recovery code?").click();
    await button(ines.page, "Make new keys").click();
    await make_keys(ines.page, "ines");
    await button(ines.page, "Type back and finish").click();
    await ines.page.getByText("Your new keys wait until another contact").waitFor();
    await button(ines.page, /^Read what came/).click();
    await ines.page.getByText("This was not locked to your keys").waitFor();
    await looks_right(ines.page, "concerns-not-for-me");
    await ines.close();

    await writer.page.reload();
    await writer.page.getByText("Nothing can be written here yet").waitFor();

    const omar = await open("omar", "/concerns");
    await omar.page.locator("#unlock-secret").fill(known.omar.passphrase);
    await button(omar.page, "Unlock").click();
    await omar.page.getByText("ines@north.edu lost their keys").waitFor();
    await looks_right(omar.page, "concerns-vouch");
    await omar.page.getByLabel("read these numbers to me").check();
    await button(omar.page, "Vouch for ines@north.edu").click();
    await omar.page.getByText("You vouched for").waitFor();
    await omar.close();

    await writer.page.reload();
    await writer.page.getByText("has other keys than before. omar@north.edu").waitFor();
    const posted = [];
    writer.page.on("request", (request) => request.method() === "POST" && posted.push(request.url()));
    await write(writer.page, "after the reset");
    await writer.page.getByText("Compare the numbers of ines@north.edu").first().waitFor();
    assert.deepEqual(posted, []);
    await looks_right(writer.page, "concern-changed");
    await writer.page.getByLabel("they are those of ines@north.edu").check();
    await button(writer.page, "Lock and send").click();
    await writer.page.getByRole("heading", { name: "Sent, and locked to the contacts" }).waitFor();
    await writer.close();
  });
});
