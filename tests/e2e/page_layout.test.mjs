// Goal: the page is readable where it is read: on a narrow phone, in light and in dark, with long
// ids and long words.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPage } from "./support/browser.mjs";
import { shippedFile, withSite } from "./support/site.mjs";

const phone = { width: 320, height: 640 }; // WCAG 2.2, 1.4.10: no scrolling in two directions
const leastContrast = 4.5; // WCAG 2.2, 1.4.3
const gap = '{"asked":"urn:uuid:01890a5d-ac96-774b-bcce-b302099a8056","reason":"unknown"}';
const awkward = `event: gap\ndata: ${gap}\n\n` +
  `id: urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057\ndata: ${"x".repeat(300)}\n\n`;
const awkwardTopics = new URLSearchParams([["topic", "chat"], ["topic", `/${"y".repeat(200)}`]]);
// Of the counter's page and of that of topics; both have a row for the gap.
const pages = { counter: "", topics: `?${awkwardTopics}` };

/** Runs in the page: the contrast of each text's colour with what is behind it (WCAG 2.2). */
function contrasts() {
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => channels(color).slice(0, 3)
    .map((each) => each / 255)
    .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    .reduce((sum, each, i) => sum + each * [0.2126, 0.7152, 0.0722][i], 0);
  const isClear = (color) => channels(color)[3] === 0;
  const groundOf = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return isClear(color) ? groundOf(element.parentElement) : color;
  };
  const texts = "h1, h2, .state, #hint, #count, #reconnects, button, label, input, textarea, " +
    "#topics span, #outcome, #send-keys, th, td, footer p";
  const shown = [...document.querySelectorAll(texts)]
    .filter((element) => element.getClientRects().length > 0);
  return shown.map((element) => {
    const [high, low] = [getComputedStyle(element).color, groundOf(element)].map(luminance)
      .sort((a, b) => b - a);
    return { name: element.id || element.tagName, contrast: (high + 0.05) / (low + 0.05) };
  });
}

/** Has the send box show a refusal, the longest text it may have. */
async function showRefusal(page) {
  await page.route("**/sluice/publish", (route) => route.fulfill(
    { status: 403, contentType: "text/plain", body: "z".repeat(500) }));
  await page.fill("#send-data", "hello");
  await page.press("#send-data", "Enter");
  await page.waitForSelector("[data-tone='refused']");
}

const looks = Object.keys(pages).flatMap((name) => [[name, "light"], [name, "dark"]]);
for (const [name, colorScheme] of looks) {
  test(`the ${name} page fits a phone and has enough contrast in ${colorScheme}`, async () => {
    await withSite({ worker: "sluice", location: shippedFile }, (site) => withPage(async (page) => {
      await page.setViewportSize(phone);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.route("**/sluice/events*", (route) => route.fulfill(
        { contentType: "text/event-stream", body: awkward }));
      await page.goto(`${site.origin}/sluice/page${pages[name]}`);
      await page.waitForSelector("#events tr:nth-child(2)");
      if (name === "topics") await showRefusal(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), phone.width);
      const measured = await page.evaluate(contrasts);
      assert.ok(measured.length >= 10);
      for (const { name: text, contrast } of measured) {
        assert.ok(contrast >= leastContrast, `${text} has a contrast of ${contrast.toFixed(2)}`);
      }
    }, { expected: /403/ }));
  });
}
