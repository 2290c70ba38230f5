// Saved reports: open from disk without a script or a request, pass axe on phone and desk, and print on A4 and Letter
// with nothing cut. CHIRON_REPORTS names a folder (searched deeply) or files separated by ":"; else the specimen.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { accessible, fits, launch, open, pages_of, reachable, screenshot, screens, widths } from "./browser.mjs";

const asked = process.env.CHIRON_REPORTS ?? "";
const files = asked
  .split(":")
  .filter((path) => path && existsSync(path))
  .flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true })
          .map((file) => join(path, String(file)))
          .filter((file) => file.endsWith(".html"))
      : [path],
  );

describe("saved reports", { skip: files.length ? false : "CHIRON_REPORTS names no report" }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(async () => await browser?.close());

  for (const file of files) {
    const url = pathToFileURL(resolve(file)).href;
    const name =
      basename(file) === "report.html" ? `report-${basename(dirname(resolve(file)))}` : basename(file, ".html");

    test(`${file} holds no script and asks for nothing`, async () => {
      const html = readFileSync(file, "utf8");
      assert.doesNotMatch(html, /<script|<link|<img|<iframe|url\(|@import|\son\w+="/);
      const { page, troubles, close } = await open(browser, url);
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.reload({ waitUntil: "networkidle" });
      assert.deepEqual(asked, [url]);
      assert.deepEqual(troubles, []);
      await close();
    });

    for (const [device, viewport] of Object.entries(widths))
      for (const colorScheme of ["light", "dark"])
        test(`${file} ${device} ${colorScheme}`, async () => {
          const { page, troubles, close } = await open(browser, url, { viewport, colorScheme });
          await screenshot(page, `${name}-${viewport.width}-${colorScheme}`);
          await fits(page, device);
          await accessible(page, `${file} ${device}`, colorScheme === "dark" ? "colors" : "all");
          if (device === "desk" && colorScheme === "light") await reachable(page, file);
          assert.deepEqual(troubles, []);
          await close();
        });

    // What `chiron audit` calls report.html is handed to an accreditor: one sheet, without a name on it.
    if (name === "report-audit")
      test(`${file} is one printed page that names nobody`, async () => {
        const { page, close } = await open(browser, url);
        for (const format of ["A4", "Letter"])
          assert.equal(await pages_of(page, format, `${name}-one-${format}`), 1, format);
        const rows = readFileSync(join(dirname(resolve(file)), "../demo/people.csv"), "utf8").split(/\r?\n/).slice(1);
        const text = await page.textContent("body");
        const named = rows
          .map((row) => row.split(","))
          .filter(([id, given, family]) => family && (text.includes(id) || text.includes(`${given} ${family}`)));
        assert.deepEqual(named.slice(0, 3), []);
        await close();
      });

    test(`${file} prints with nothing cut`, async () => {
      const { page, close } = await open(browser, url);
      const words = (text) => text.normalize("NFKC").replace(/\s+/g, "");
      for (const format of ["A4", "Letter"]) {
        const out = `${screens}/${name}-${format}.pdf`;
        await page.pdf({ path: out, format, printBackground: true });
        const text = words(execFileSync("pdftotext", ["-layout", out, "-"], { encoding: "utf8", maxBuffer: 1 << 28 }));
        // Laid out for this paper, no box of a table reaches past the sheet.
        await page.emulateMedia({ media: "print" });
        const inches = { A4: 8.27, Letter: 8.5 }[format];
        await page.setViewportSize({ width: Math.floor((inches - 32 / 25.4) * 96), height: 1000 });
        const cut = await page.evaluate(() => {
          const edge = document.documentElement.clientWidth + 1;
          return [...document.querySelectorAll("table, th, td, svg, figure, dl, p")]
            .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > edge)
            .slice(0, 3)
            .map((element) => element.outerHTML.slice(0, 120));
        });
        assert.deepEqual(cut, [], `${format}: cut at the edge`);
        // What stands on the page stands on paper, folded parts included.
        const cells = await page.evaluate(() =>
          [...document.querySelectorAll("tbody th, .details-body p, .heading-2, .callout p")]
            .filter((element) => !element.closest(".bars-table"))
            .slice(0, 200)
            .map((element) => {
              const copy = element.cloneNode(true);
              for (const hidden of copy.querySelectorAll(".visually-hidden")) hidden.remove();
              return copy.textContent.trim();
            }),
        );
        const squeezed = words(text);
        const missing = cells.filter(
          (cell) =>
            words(cell).split("").length > 0 &&
            // A name may break at its hyphen, its second half a line further down.
            ![...cell.split(/[\s\u2010-]+/)].filter(Boolean).every((word) => squeezed.includes(words(word))),
        );
        assert.deepEqual(missing, [], `${format}: missing on paper`);
        await page.emulateMedia({ media: null });
        await page.setViewportSize(widths.desk);
      }
      await close();
    });
  }
});
