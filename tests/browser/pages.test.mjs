// Every page at phone and desk width, light and dark, in English and both pseudo-locales: no finding of axe, no error,
// no violation of the content policy, nothing cut off, everything within reach of the keyboard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  accessible,
  built,
  fits,
  launch,
  open,
  pages_of,
  printed,
  reachable,
  screenshot,
  settled,
  widths,
} from "./browser.mjs";
import { serve_demo } from "../../scripts/demo_server.mjs";
import { serve } from "./server.mjs";

const pages = {
  home: "/",
  audit: "/audit",
  eligibility: "/eligibility",
  matches: "/matches",
  ahead: "/ahead",
  accreditor: "/accreditor",
  help: "/help.html",
  absent: "/no-such-page",
};

let browser;
let server;
let base;
before(async () => {
  assert.ok(built || process.env.CHIRON_URL, "build the app first: npm run build in web/");
  browser = await launch();
  // The pages as the program serves them, with the demo's own reports; without a program, the fixtures.
  if (!process.env.CHIRON_URL)
    server = process.env.CHIRON_BIN ? await serve_demo(process.env.CHIRON_BIN) : await serve(built);
  base = process.env.CHIRON_URL ?? server.url;
});
after(async () => {
  await browser?.close();
  await server?.close();
});

for (const [name, path] of Object.entries(pages)) {
  describe(name, () => {
    // A server may answer an unknown path with its own 404 and this page; that line in the console is no error.
    const expect = name === "absent" ? [/404/] : [];
    for (const [device, viewport] of Object.entries(widths))
      for (const colorScheme of ["light", "dark"])
        test(`${device} ${colorScheme}`, async () => {
          const where = `${name} ${device} ${colorScheme}`;
          const { page, troubles, close } = await open(browser, base + path, { viewport, colorScheme, expect });
          await settled(page);
          await screenshot(page, `${name}-${viewport.width}-${colorScheme}`);
          assert.equal(await page.locator("h1").count(), 1, where);
          await fits(page, where);
          await accessible(page, where, colorScheme === "dark" ? "colors" : "all");
          if (colorScheme === "light") await reachable(page, where);
          assert.deepEqual(troubles, [], where);
          await close();
        });
    // WCAG 1.4.10: 320 pixels wide is a window of 1280 at four times its size.
    test("reflows at 320 pixels, and at twice the size of letters", async () => {
      for (const [what, viewport, size] of [
        ["320 pixels", { width: 320, height: 640 }, "100%"],
        ["letters twice as large", { width: 640, height: 900 }, "200%"],
      ]) {
        const { page, troubles, close } = await open(browser, base + path, { viewport, expect });
        await settled(page);
        await page.evaluate((percent) => (document.documentElement.style.fontSize = percent), size);
        await fits(page, `${name} ${what}`);
        assert.deepEqual(troubles, [], what);
        await close();
      }
    });
    test("nothing moves with reduced motion, and nothing is marked as sealed that is not", async () => {
      const { page, close } = await open(browser, base + path, { expect });
      await settled(page);
      const moving = await page.evaluate(() =>
        [...document.querySelectorAll("body *")]
          .flatMap((element) => [null, "::before", "::after"].map((part) => [element, getComputedStyle(element, part)]))
          .filter(([, { transitionDuration, animationDuration }]) =>
            [transitionDuration, animationDuration].some((time) => parseFloat(time) > 0.002),
          )
          .map(([element]) => element.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(moving, []);
      if (process.env.CHIRON_BIN) assert.equal(await page.locator(".is-sealed, .tone-sealed").count(), 0);
      await close();
    });
    if (name === "help") return;
    for (const lang of ["en-XA", "en-XB"])
      test(`phone and desk ${lang}`, async () => {
        for (const [device, viewport] of Object.entries(widths)) {
          const where = `${name} ${device} ${lang}`;
          const { page, troubles, close } = await open(browser, `${base}${path}?lang=${lang}`, { viewport, expect });
          await settled(page);
          await screenshot(page, `${name}-${viewport.width}-${lang}`);
          assert.equal(await page.locator("html").getAttribute("dir"), lang === "en-XB" ? "rtl" : "ltr");
          await fits(page, where);
          assert.deepEqual(troubles, [], where);
          await close();
        }
      });
  });
}

test("help loads without scripts and asks for nothing but its style and fonts", async () => {
  const { page, close } = await open(browser, "about:blank", { javaScriptEnabled: false });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${base}/help.html`, { waitUntil: "networkidle" });
  assert.match(await page.textContent("h1"), /crisis/i);
  for (const number of ["988", "116123", "111", "131114", "1737"])
    assert.ok(await page.locator(`a[href="tel:${number}"]`).first().isVisible(), number);
  assert.deepEqual(
    asked.filter((path) => !/\.(css|woff2|svg)$/.test(path)),
    ["/help.html"],
  );
  await close();
});

test("crisis help is one tap away on every page, and before the app has started", async () => {
  for (const path of ["/", "/audit", "/no-such-page"]) {
    const { page, close } = await open(browser, base + path, { viewport: widths.phone });
    await settled(page);
    assert.ok(await page.locator('a[href="/help.html"]').first().isVisible(), path);
    await close();
    const still = await open(browser, base + path, { javaScriptEnabled: false });
    assert.ok(await still.page.locator('a[href="/help.html"]').first().isVisible(), `${path} without scripts`);
    await still.close();
  }
});

test("the page for the accreditor is one sheet, printed from the app as well", async () => {
  const { page, close } = await open(browser, base + "/accreditor");
  await settled(page);
  for (const format of ["A4", "Letter"]) {
    assert.equal(await pages_of(page, format, `accreditor-${format}`), 1, format);
    const text = printed(`accreditor-${format}`);
    assert.ok(text.includes((await page.textContent("h1")).trim()), `${format}: the title`);
    assert.match(text, /1 ?\/ ?1\s*$/, `${format}: the sheet's number`);
  }
  await close();
});

test("moving on puts focus on the new title and back restores the old page", async () => {
  const { page, troubles, close } = await open(browser, base + "/");
  await settled(page);
  const home = await page.textContent("h1");
  await page.click('nav a[href="/audit"]');
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(new URL(page.url()).pathname, "/audit");
  assert.notEqual(await page.textContent("h1"), home);
  assert.match(await page.title(), /Chiron$/);
  await page.goBack();
  await page.waitForFunction((title) => document.querySelector("h1")?.textContent === title, home);
  assert.deepEqual(troubles, []);
  await close();
});

test("keys: g and a letter goes, ? lists them, j and k walk the rows", async () => {
  const { page, troubles, close } = await open(browser, base + "/");
  await settled(page);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.waitForURL("**/audit");
  await page.waitForSelector("tr[data-row]");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.row), "1");
  await page.keyboard.press("k");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.row), "0");
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog[open]").isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.deepEqual(troubles, []);
  await close();
});

describe("trouble", { skip: Boolean(process.env.CHIRON_URL) }, () => {
  const states = {
    "the server fails": [(request, response, send) => send(500, "application/json", "{}"), /could not be loaded/],
    "not this reader’s": [(request, response, send) => send(403, "application/json", "{}"), /not yours/],
    "not made yet": [(request, response, send) => send(404, "application/json", "{}"), /nothing here/],
    "the connection breaks": [(request, response) => response.destroy(), /cannot be reached/],
    "the answer is broken": [
      (request, response, send) => send(200, "application/json", '{"title":'),
      /could not be loaded/,
    ],
  };
  for (const [name, [answer, words]] of Object.entries(states))
    test(name, async () => {
      const broken = await serve(built, { "/api/v1/reports/audit": answer });
      const { page, troubles, close } = await open(browser, broken.url + "/audit", {
        expect: [/Failed to load resource/],
      });
      await page.waitForSelector(".state");
      assert.match(await page.textContent(".state"), words);
      await accessible(page, name);
      assert.deepEqual(troubles, []);
      await close();
      await broken.close();
    });

  test("without an institution the start page says how the first one is made", async () => {
    const nothing = { mode: "production", program: "", next: [], reports: [] };
    const empty = await serve(built, {
      "/api/v1/home": (request, response, send) => send(200, "application/json", JSON.stringify(nothing)),
    });
    const { page, troubles, close } = await open(browser, empty.url + "/", { viewport: widths.phone });
    await page.waitForSelector(".first-command");
    assert.match(await page.textContent("h1"), /no institution here yet/);
    assert.match(await page.textContent(".first-command"), /^chiron invite --data DIRECTORY .*--email ADDRESS$/);
    await accessible(page, "empty home");
    assert.deepEqual(troubles, []);
    await close();
    await empty.close();
  });

  test("a slow answer shows a skeleton first, then the page", async () => {
    let release;
    const held = new Promise((done) => (release = done));
    const slow = await serve(built, {
      "/api/v1/reports/audit": async (request, response, send) => {
        await held;
        send(404, "application/json", "{}");
      },
    });
    const { page, close } = await open(browser, slow.url + "/audit", { expect: [/Failed to load/] });
    await page.waitForSelector(".skeleton-line.is-block", { state: "visible" });
    release();
    await page.waitForSelector(".state");
    await close();
    await slow.close();
  });
});
