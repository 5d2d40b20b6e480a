// Goal: the operators' page shows what happens to the worker as it happens, says plainly when what
// it shows is old, and comes back by itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageState, withPage } from "./support/browser.mjs";
import { endTopic } from "./support/chat.mjs";
import { hubSite, publish, streamPath } from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { cellOf, figureOf, openStatus, shows } from "./support/status.mjs";
import { openStream } from "./support/stream.mjs";

const quickReturn = ["--retry-min", "1s", "--retry-max", "1s", "--drain", "1s"];
const open = hubSite(["--anonymous", ...quickReturn]);

test("the status page counts streams, updates, deliveries and what history holds", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    await openStatus(page, site);
    await shows(figureOf(page, "streams"), /^1$/); // the page's own
    for (let i = 0; i < 3; i += 1) await openStream(site, streamPath("news"));
    await shows(figureOf(page, "streams"), /^4$/);
    await shows(figureOf(page, "connections"), /^4$/);
    await publish(site, { topic: "news", data: "hello" });
    await publish(site, { topic: "news", data: "world" });
    await publish(site, { topic: "elsewhere", data: "unheard" });
    await shows(figureOf(page, "published", "beside"), /^3 in all$/);
    await shows(figureOf(page, "deliveries", "beside"), /^6 in all$/);
    await shows(page.locator("#history-updates"), /^3 of 10,000$/);
    await shows(page.locator("#history-bytes"), /^[1-9].* of 64 MiB$/);
    await shows(page.locator("#proxy"), /^nginx\//);
    await shows(page.locator("#version"), /^\d+\.\d+\.\d+$/);
    await shows(page.locator("#log"), /^takes updates$/);
    await shows(page.locator("#drain"), /^serving$/);
  }));
});

test("the status page says why streams ended, of late and in all", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    const first = await openStream(site, streamPath("news"));
    const early = await openStream(site, streamPath("news"));
    early.close();
    await openStatus(page, site);
    await shows(cellOf(page, "reasons", "client_gone", 4), /^1$/);
    await endTopic(site, "news");
    await first.ended;
    await shows(cellOf(page, "reasons", "finished", 4), /^1$/);
    await shows(cellOf(page, "reasons", "finished", 3), /^1$/);
    await shows(cellOf(page, "reasons", "fell_behind", 4), /^0$/);
    const other = await openStream(site, streamPath("chat"));
    await shows(figureOf(page, "streams"), /^2$/);
    other.close();
    await shows(cellOf(page, "reasons", "client_gone", 4), /^2$/);
  }));
});

test("the status page sorts what publishing and delivery took into buckets", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    await openStatus(page, site);
    await openStream(site, streamPath("news"));
    await shows(figureOf(page, "streams"), /^2$/);
    for (let i = 0; i < 5; i += 1) await publish(site, { topic: "news", data: String(i) });
    await shows(figureOf(page, "published", "beside"), /^5 in all$/);
    const totals = await page.$$eval("#publish tr", (rows) =>
      rows.map((row) => [row.cells[0].textContent, Number(row.cells[2].textContent)]));
    const bounds = totals.map(([bound]) => bound);
    assert.deepEqual(bounds.slice(0, 3), ["≤ 0.1 ms", "≤ 0.25 ms", "≤ 0.5 ms"]);
    assert.deepEqual(bounds.slice(-2), ["≤ 5 s", "> 5 s"]);
    assert.equal(totals.reduce((sum, [, count]) => sum + count, 0), 5);
    for (const which of ["publish-all", "publish-recent", "delivery-all"]) {
      await shows(page.locator(`#${which}`), /^p50 [≤>] [\d.]+ m?s, p99 [≤>] [\d.]+ m?s$/);
    }
  }));
});

test("the slider reads every chart at an earlier time, by the keyboard alone", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    await openStatus(page, site);
    await shows(figureOf(page, "streams"), /^1$/);
    await openStream(site, streamPath("news"));
    await shows(figureOf(page, "streams"), /^2$/);
    await page.focus("#look-back");
    await page.keyboard.press("Home");
    await shows(figureOf(page, "streams"), /^1$/);
    await shows(figureOf(page, "connections", "beside"), /^at \d\d:\d\d:\d\d$/);
    assert.match(await page.getAttribute("#look-back", "aria-valuetext"),
      /^\d\d:\d\d:\d\d, \d+ s ago$/);
    await page.keyboard.press("End");
    await shows(figureOf(page, "streams"), /^2$/);
    assert.equal(await page.getAttribute("#look-back", "aria-valuetext"), "now");
    assert.match(await page.getAttribute('[data-figure="streams"] .chart', "aria-label"),
      /^Streams open, so far: lowest 1, highest 2$/);
  }));
});

test("the status page is out of date while the worker is away, and then comes back", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    await openStatus(page, site);
    await publish(site, { topic: "news", data: "hello" });
    await shows(figureOf(page, "published", "beside"), /^1 in all$/);
    await site.worker.stop("SIGKILL");
    await pageState(page, "stale");
    await shows(page.locator("#age"), /^as of \d+ s ago$/);
    await shows(page.locator("#hint"),
      /^The server answered 502\. The page asks again by itself\.$/);
    assert.match(await page.title(), /^Out of date - /);
    await shows(figureOf(page, "published", "beside"), /^1 in all$/); // what was known stays
    await site.startWorker();
    await pageState(page, "live");
    await shows(figureOf(page, "published", "beside"), /^0 in all$/);
    await shows(page.locator("#age"), /^$/);
    await publish(site, { topic: "news", data: "again" });
    await shows(cellOf(page, "counts", "Answered 2xx", 3), /^1$/);
    await shows(cellOf(page, "counts", "Answered 2xx", 2), /^2$/); // both workers'
  }, { expected: /502/ }));
});

test("the status page is out of date when its stream is open and nothing comes", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    await openStatus(page, site);
    site.worker.signal("SIGSTOP");
    await pageState(page, "stale");
    await shows(page.locator("#hint"), /^The stream is open, but nothing comes\.$/);
    site.worker.signal("SIGCONT");
    await pageState(page, "live");
    await shows(page.locator("#hint"), /^$/);
  }));
});

test("the status page stops when it is paused, and goes on when asked", async () => {
  await withSite(open, (site) => withPage(async (page) => {
    await openStatus(page, site);
    await page.click("#toggle");
    await pageState(page, "paused");
    await shows(page.locator("#age"), /^as of \d+ s ago$/);
    await page.click("#toggle");
    await pageState(page, "live");
    await shows(cellOf(page, "counts", "Streams opened", 3), /^2$/);
  }));
});
