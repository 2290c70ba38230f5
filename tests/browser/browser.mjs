// One Chromium for a test file, pages that note every error, and the checks each screen must pass.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const root = fileURLToPath(new URL("../../", import.meta.url));
export const screens = `${root}out/screens`;
mkdirSync(screens, { recursive: true });

/** The app to test: the build with the examples page when there is one, else the one that ships. */
export const built = [`${root}out/web-examples`, `${root}web/dist`].find((path) => existsSync(`${path}/index.html`));
export const hasExamples = built?.endsWith("web-examples") && !process.env.CHIRON_URL;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHIRON_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export const widths = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };

/** A page that collects console errors, failed requests, policy violations and requests to anywhere else. */
export async function open(browser, url, options = {}) {
  const { expect = [], ...rest } = options;
  // Policy is enforced, so axe is put in by the debugger, not as a script of the page.
  const context = await browser.newContext({ viewport: widths.desk, reducedMotion: "reduce", ...rest });
  // A busy machine is slow, not wrong.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const troubles = [];
  const expected = (text) => expect.some((pattern) => pattern.test(text));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !expected(message.text())) troubles.push(message.text());
  });
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith("http") && target.origin !== new URL(url).origin)
      troubles.push(`request to ${target}`);
  });
  await page.goto(url, { waitUntil: "load" });
  return {
    page,
    troubles,
    close: () => context.close(),
  };
}

/** Waits until the page has its title and its fonts, and nothing is on its way. */
export async function settled(page) {
  await page.waitForSelector("h1");
  await page.waitForFunction(() => !document.querySelector(".skeleton") || location.pathname === "/examples");
  await page.evaluate(() => document.fonts.ready);
}

/** WCAG 2.2 A and AA and axe's own good practice: no finding. The dark page differs in its colors alone. */
export async function accessible(page, where, rules = "all") {
  await page.evaluate(axe);
  const result = await page.evaluate(
    (only) => globalThis.axe.run(document, { runOnly: only, resultTypes: ["violations"] }),
    rules === "colors"
      ? { type: "rule", values: ["color-contrast", "link-in-text-block"] }
      : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  );
  const findings = result.violations.map(({ id, help, nodes }) =>
    [`${id}: ${help} (${nodes.length}×)`, nodes[0].html.slice(0, 160), nodes[0].failureSummary ?? ""].join(" "),
  );
  assert.deepEqual(findings, [], where);
}

/** Nothing reaches past the edge of the screen, save what scrolls on purpose. */
export async function fits(page, where) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let at = element; at; at = at.parentElement)
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX) && at !== document.body)
          return true;
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return (
          box.width > 0 &&
          element.checkVisibility() &&
          (box.right > limit + 1 || box.left < -1) &&
          !scrolls(element) &&
          !element.closest(".skip-link, .visually-hidden, thead, svg")
        );
      })
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
  });
  assert.deepEqual(wide, [], `${where}: wider than the screen`);
  const [content, screen] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  assert.ok(content <= screen, `${where}: the page scrolls sideways, ${content} of ${screen} pixels`);
}

/** Tab reaches every control, in the order of reading, with focus that can be seen. */
export async function reachable(page, where) {
  const wanted = await page.evaluate(() => {
    const seen = (element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest("dialog:not([open])");
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    all.forEach((element, i) => (element.dataset.reach = String(i)));
    // Of radio buttons Tab reaches the chosen one, or the first of none; arrow keys do the rest.
    const stop_of = ({ name }) =>
      document.querySelector(`[name="${name}"]:checked`) ?? document.querySelector(`[name="${name}"]`);
    const by_arrow = (element) => element.type === "radio" && element !== stop_of(element);
    const free = all.filter((element) => seen(element) && !element.matches(":disabled") && !by_arrow(element));
    return free.map((element) => element.dataset.reach);
  });
  await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
  });
  const met = new Set();
  const unseen = [];
  // A date is several stops: day, month, year, its calendar.
  const dates = await page.locator('input[type="date"]').count();
  for (let i = 0; i < wanted.length + 4 * dates + 5 && met.size < wanted.length; ++i) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
      return { id: element.dataset.reach, drawn, html: element.outerHTML.slice(0, 100) };
    });
    if (!at) continue;
    met.add(at.id);
    if (!at.drawn) unseen.push(at.html);
  }
  const missed = await page.evaluate(
    (ids) => ids.map((id) => document.querySelector(`[data-reach="${id}"]`)?.outerHTML.slice(0, 120)),
    wanted.filter((id) => !met.has(id)),
  );
  assert.deepEqual(missed, [], `${where}: not reached by Tab`);
  assert.deepEqual(unseen, [], `${where}: focus cannot be seen`);
}

/** How many sheets the page takes on this paper; the PDF stays among the pictures. */
export async function pages_of(page, format, name) {
  const path = `${screens}/${name}.pdf`;
  await page.pdf({ path, format, printBackground: true });
  return Number(execFileSync("pdfinfo", [path], { encoding: "utf8" }).match(/^Pages:\s+(\d+)/m)[1]);
}

/** What a reader of that PDF finds in it. */
export const printed = (name) =>
  execFileSync("pdftotext", ["-layout", `${screens}/${name}.pdf`, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });

export async function screenshot(page, name) {
  await page.screenshot({ path: `${screens}/${name}.png`, fullPage: true });
}

/** A page of somebody who is signed in already: `who.cookie` is "name=value". */
export async function page_of(browser, base, who, path, options = {}) {
  const opened = await open(browser, `${base}/help.html`, options);
  const [name, value] = who.cookie.split("=");
  await opened.page.context().addCookies([{ name, value, url: base }]);
  await opened.page.goto(`${base}${path}`);
  await settled(opened.page);
  return opened;
}

/** Every check of a screen, on a phone and at a desk, light and dark, with pictures to look at. */
export async function looks_right(page, name) {
  for (const [device, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await screenshot(page, `${name}-${viewport.width}-${colorScheme}`);
      await accessible(page, `${name} ${device} ${colorScheme}`, colorScheme === "dark" ? "colors" : "all");
    }
    await fits(page, `${name} ${device}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await reachable(page, name);
}
