// Goal: the page shows the ten events of the demo one after another in a real browser, and then the
// browser stops asking.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./support/browser.mjs";
import { fetchText, Site, until } from "./support/site.mjs";

test("the page shows ten events one after another and then stops", async () => {
  const site = await Site.start({ worker: "sluice", location: "shipped", options: ["--retry-min", "1s", "--retry-max", "1s"] });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(`${site.origin}/sluice/page`);

    const arrivals = [];
    for (let count = 1; count <= 10; count += 1) {
      await page.waitForFunction((n) => document.querySelectorAll("#events tr").length >= n, count);
      arrivals.push(Date.now());
    }
    const rows = await page.$$eval("#events tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.deepEqual(rows.map((row) => row[1]), ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    assert.match(rows[9][3], /^0 \d{4}-\d\d-\d\dT/);
    const gaps = arrivals.slice(1).map((at, i) => at - arrivals[i]);
    assert.ok(gaps.every((gap) => gap > 500 && gap < 2000), `gaps between events: ${gaps}`);

    await page.waitForFunction(() => document.body.dataset.state === "finished", null, { timeout: 15_000 });
    const asked = () => site.accessLog().filter((line) => line.includes("GET /sluice/events")).map((line) => line.split('"')[2].trim().split(" ")[0]);
    await until(() => asked().length === 2, "the browser's second request in nginx's log");
    assert.deepEqual(asked(), ["200", "204"]);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
    await site.stop();
  }
});

test("[C2] the page asked for an event stream names the event route", async () => {
  const site = await Site.start({ worker: "sluice", location: "shipped" });
  try {
    const answer = await fetchText(site, "/sluice/page", { headers: { Accept: "text/event-stream" } });
    assert.equal(answer.status, 406);
    assert.match(answer.text, /events/);
  } finally {
    await site.stop();
  }
});
