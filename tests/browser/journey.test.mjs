// A coordinator's journey from an empty installation to a learner who sees their mentor: at a desk with the mouse, and
// on a phone with the keyboard alone (journey.mjs walks it). The decisions are counted (coordinator.mjs says what one
// is), and so is the time; the browser is closed on the way and the work goes on where it was. Every page passes axe,
// light and dark, in English and in both pseudo-locales.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessible, fits, launch, open, settled, widths } from "./browser.mjs";
import { empty_office, walk } from "./journey.mjs";

const skip = process.env.CHIRON_BIN ? false : "needs the program";
const decisions_at_most = 12;
const minutes_at_most = 10;
const looks = {
  desk: { viewport: widths.desk, colorScheme: "light" },
  phone: { viewport: widths.phone, colorScheme: "dark" },
};

/** An office that knows that nothing is missing in a ward says so, and accepts it like any import. */
async function nothing_is_missing(page, conflicts) {
  const unknown = (ward) => page.locator(".unknown-list li").filter({ hasText: ` ${ward}:` });
  await unknown("Ward 1").getByRole("button").click();
  await page.getByRole("button", { name: "Accept this import" }).click();
  await page.locator("#import-done").filter({ hasText: /./ }).waitFor();
  await page.goto(conflicts);
  await unknown("Ward 2").waitFor();
  assert.equal(await unknown("Ward 1").count(), 0, "what was accepted is known");
}

describe("the coordinator's journey", { skip }, () => {
  let browser, office;
  before(async () => {
    browser = await launch();
    office = await empty_office();
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  for (const [device, slug, language] of [
    ["desk", "north", "en-XA"],
    ["phone", "south", "en-XB"],
  ])
    test(`${device}, ${looks[device].colorScheme}, ${device === "phone" ? "no mouse" : "mouse"}`, async () => {
      const visited = new Set();
      const seen = async (page, where) => {
        await settled(page);
        await accessible(page, `${where}, ${device}`);
        await fits(page, `${where}, ${device}`);
        const { pathname, search } = new URL(page.url());
        visited.add(pathname + search);
      };
      const walked = await walk({ browser, office, slug, look: looks[device], keyboard: device === "phone", seen });
      const { decisions, seconds } = walked;
      assert.ok(decisions.length <= decisions_at_most, `decided ${decisions.length} times: ${decisions.join(", ")}`);
      assert.ok(seconds <= minutes_at_most * 60, `took ${seconds.toFixed(0)} seconds`);

      // The pages that stay, in other words, scheme and size.
      const strange = await open(browser, `${office.base}/help.html`, looks[device === "desk" ? "phone" : "desk"]);
      await strange.page.context().addCookies(walked.cookies);
      const gone = /^\/join|^\/my-people|\/wishes$|preview=/;
      for (const path of [...visited].filter((each) => !gone.test(each))) {
        await strange.page.goto(`${office.base}${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
        await settled(strange.page);
        await accessible(strange.page, `${path} ${language}`);
        await fits(strange.page, `${path} ${language}`);
      }
      await strange.page.goto(`${office.base}/conflicts?lang=en`);
      await nothing_is_missing(strange.page, `${office.base}/conflicts?lang=en`);
      assert.deepEqual(strange.troubles, []);
      await strange.close();
      await walked.close();
    });
});
