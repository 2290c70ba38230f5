// Each component by its example: looks, accessibility, and what it does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  accessible,
  built,
  fits,
  hasExamples,
  launch,
  open,
  reachable,
  screenshot,
  settled,
  widths,
} from "./browser.mjs";
import { serve } from "./server.mjs";

describe("components", { skip: hasExamples ? false : "needs npm run build:examples" }, () => {
  let browser;
  let server;
  before(async () => {
    browser = await launch();
    server = await serve(built);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  const at = async (query = "", options = {}) => {
    const opened = await open(browser, `${server.url}/examples${query}`, options);
    await settled(opened.page);
    await opened.page.waitForSelector('[data-example="table"] tr[data-row]');
    return opened;
  };

  for (const [device, viewport] of Object.entries(widths))
    for (const colorScheme of ["light", "dark"])
      test(`all of them, ${device} ${colorScheme}`, async () => {
        const { page, troubles, close } = await at("", { viewport, colorScheme });
        await screenshot(page, `examples-${viewport.width}-${colorScheme}`);
        await fits(page, device);
        await accessible(page, device, colorScheme === "dark" ? "colors" : "all");
        if (colorScheme === "light" && device === "desk") await reachable(page, device);
        assert.deepEqual(troubles, []);
        await close();
      });

  test("table: search, sort, filter and the address that remembers them", async () => {
    const { page, close } = await at();
    const long = page.locator("#long");
    await long.getByRole("searchbox").fill("garcia luczak");
    await page.waitForFunction(() => document.querySelector("#long .table-count").textContent.startsWith("500 "));
    await long.getByRole("button", { name: /^Count/ }).click();
    assert.equal(await long.locator("th[aria-sort]").getAttribute("aria-sort"), "ascending");
    const numbers = await long.locator("tbody td:nth-child(5)").allTextContents();
    const values = numbers.filter(Boolean).map(Number);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    );
    await long.getByRole("button", { name: /disclose/ }).click();
    assert.match(page.url(), /long\.q=garcia\+luczak/);
    assert.match(page.url(), /long\.sort=count%7Eup/);
    assert.match(page.url(), /long\.state=disclose/);
    await page.reload();
    await page.waitForSelector("#long tr[data-row]");
    assert.equal(await long.getByRole("searchbox").inputValue(), "garcia luczak");
    assert.deepEqual(new Set(await long.locator("tbody .badge").allTextContents()), new Set(["disclose"]));
    await long.getByRole("searchbox").fill("nobody at all");
    assert.match(await long.locator(".table-empty").textContent(), /No row matches/);
    await long.locator(".table-empty button").click();
    await page.waitForSelector("#long tr[data-row]");
    await close();
  });

  test("table: twenty thousand rows scroll with a few in the page, to the very last", async () => {
    const { page, close } = await at();
    const drawn = () => page.locator("#long tr[data-row]").count();
    assert.ok((await drawn()) < 60);
    const scroller = page.locator("#long .table-scroll");
    await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.waitForFunction(() => document.querySelector('#long tr[data-row="19999"]'));
    assert.ok((await drawn()) < 60);
    await page.locator('#long tr[data-row="19999"]').focus();
    await page.keyboard.press("k");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.row), "19998");
    assert.equal(await page.locator("#long table").getAttribute("aria-rowcount"), "20001");
    await close();
  });

  test("table: the CSV holds what is shown, and no formula", async () => {
    const { page, close } = await at();
    await page.locator("#long").getByRole("searchbox").fill("4 okafor");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#long").getByRole("button", { name: "CSV" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "long.csv");
    const few = await Promise.all([
      page.waitForEvent("download"),
      page
        .locator("#long")
        .getByRole("searchbox")
        .fill("")
        .then(() => page.locator("#long").getByRole("button", { name: "CSV" }).click()),
    ])
      .then(([file]) => file.createReadStream())
      .then(async (stream) => Buffer.concat(await stream.toArray()).toString());
    const lines = few.split("\r\n");
    assert.equal(lines[0], "\uFEFFlearner,educator,verdict,days,count,fit");
    assert.equal(lines.length, 20002);
    assert.match(few, /,"'=HYPERLINK\(""x""\)",/);
    assert.match(lines[1], /2027-09-14\.\.2027-10-01,0,$/);
    await close();
  });

  test("table: on a phone a row is a card that opens", async () => {
    const { page, close } = await at("", { viewport: widths.phone });
    const card = page.locator('#few tr[data-row="0"]');
    assert.ok(!(await card.locator(".on-detail").first().isVisible()));
    await card.getByRole("button", { name: /More/ }).click();
    assert.ok(await card.locator(".on-detail").first().isVisible());
    assert.equal(await page.locator("#long tr[data-row]").count(), 20);
    await page.getByRole("button", { name: "Show 20 more" }).click();
    assert.equal(await page.locator("#long tr[data-row]").count(), 40);
    await close();
  });

  test("form: errors stand in a summary that takes focus and leads to the field; nothing typed is lost", async () => {
    const { page, close } = await at();
    const form = page.locator('[data-example="field"]');
    await form.getByLabel("Program’s address").fill("nonsense");
    await form.getByRole("button", { name: "Save" }).click();
    await page.waitForFunction(() => document.activeElement?.className === "error-summary");
    assert.match(await form.getByRole("alert").textContent(), /2 things/);
    await form.getByRole("link", { name: /first day/ }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "example-from");
    assert.equal(await form.getByLabel("Program’s address").inputValue(), "nonsense");
    assert.equal(await form.getByLabel("Program’s address").getAttribute("aria-invalid"), "true");
    await accessible(page, "form with errors");
    await close();
  });

  test("button: a refused one stays reachable, says why and does nothing", async () => {
    const { page, close } = await at();
    const box = page.locator('[data-example="button"]');
    const refused = box.getByRole("button", { name: "Publish", exact: true });
    await refused.dispatchEvent("click");
    assert.match(await box.getByRole("status").textContent(), /Pressed 0 times/);
    await box.getByRole("button", { name: "Publish proposals" }).click();
    assert.match(await box.getByRole("status").textContent(), /Pressed 1 times/);
    const why = await refused.getAttribute("aria-describedby");
    assert.match(await page.locator(`[id="${why}"]`).textContent(), /Six learners/);
    await close();
  });

  test("iris and the lock stand only where content is sealed", async () => {
    const { page, close } = await at();
    const who = page.locator('[data-example="who-can-see"] .who');
    assert.match(await who.nth(0).getAttribute("class"), /is-sealed/);
    assert.doesNotMatch(await who.nth(1).getAttribute("class"), /is-sealed/);
    const lock = JSON.parse(
      await page.evaluate(async () => JSON.stringify(document.querySelector(".who.is-sealed path").getAttribute("d"))),
    );
    const locks = await page
      .locator(`path[d="${lock}"]`)
      .evaluateAll((paths) => paths.map((path) => Boolean(path.closest(".is-sealed, .tone-sealed"))));
    assert.ok(locks.length > 1 && locks.every(Boolean));
    await close();
  });
});
