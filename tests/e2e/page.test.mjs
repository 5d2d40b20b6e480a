// Goal: the page shows the ten events of the demo one after another in a real browser, and then the
// browser stops asking.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageRows, pageState, withPage } from "./support/browser.mjs";
import { shippedFile, withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const demo = {
  worker: "sluice",
  location: shippedFile,
  options: ["--retry-min", "1s", "--retry-max", "1s"],
};

/** When each of the ten rows appeared, in ms. */
async function watchTenRows(page) {
  const arrivals = [];
  for (let count = 1; count <= 10; count += 1) {
    await page.waitForFunction((n) => document.getElementById("events").rows.length >= n, count);
    arrivals.push(Date.now());
  }
  return arrivals;
}

test("the page shows ten events one after another, then says so and stops asking", async () => {
  await withSite(demo, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/page`);
    const arrivals = await watchTenRows(page);
    // The demo sends one a second. The first may be late together while the page loads, on a busy
    // machine several of them; a path that holds them back would bring all ten at once.
    const gaps = arrivals.slice(1).map((at, i) => at - arrivals[i]);
    assert.ok(gaps.filter((gap) => gap > 400).length >= 4, `ms between events: ${gaps}`);

    const rows = await pageRows(page);
    assert.deepEqual(rows.map(({ id }) => id), ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    for (const { id, type, data } of rows) {
      assert.equal(type, "message");
      assert.match(data, new RegExp(`^${id} \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d{4}$`));
    }

    await pageState(page, "finished");
    assert.equal(await page.textContent("#state"), "Stream finished");
    const asked = () => site.nginx.accessLog().filter((line) => line.startsWith("GET /sluice/ev"));
    await until(() => asked().length === 2, "the browser's second try in nginx's log");
    assert.match(asked()[0], /^GET \/sluice\/events 200 last=-$/);
    assert.match(asked()[1], /^GET \/sluice\/events 204 last=.+$/);
  }));
});

test("the page is stopped and started from the keyboard", async () => {
  await withSite(demo, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/page`);
    await page.waitForSelector("#events tr");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await pageState(page, "closed");
    const shown = (await pageRows(page)).length;
    await page.keyboard.press("Space");
    await pageState(page, "open");
    await page.waitForFunction((n) => document.getElementById("events").rows.length > n, shown);
    assert.equal((await pageRows(page))[0].id, "0", "a new stream begins at the first event");
  }));
});

test("[C2] the page opened as an event stream refuses and names the event route", async () => {
  const refusal = /406/;
  await withSite(demo, (site) => withPage(async (page) => {
    const headers = { Accept: "text/event-stream" };
    const answer = await fetch(`${site.origin}/sluice/page`, { headers });
    assert.equal(answer.status, 406);
    assert.equal(await answer.text(),
      "This is a page, not an event stream; the stream is /sluice/events.\n");

    await page.goto(`${site.origin}/sluice/page`);
    const state = await page.evaluate(() => new Promise((resolve) => {
      const source = new EventSource("page");
      source.onerror = () => resolve(source.readyState === EventSource.CLOSED);
    }));
    assert.equal(state, true);
  }, { expected: refusal }));
});
