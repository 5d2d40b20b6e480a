// Goal: a page that is open while the worker restarts goes on by itself where it was; one whose
// worker stays away says so, and goes on when it is back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageRows, pageState, withPage } from "./support/browser.mjs";
import { shippedFile, withSite } from "./support/site.mjs";

const demo = {
  worker: "sluice",
  location: shippedFile,
  options: ["--retry-min", "1s", "--retry-max", "1s", "--drain", "1s"],
};

function rowsShown(page, count) {
  return page.waitForFunction((n) => document.getElementById("events").rows.length >= n, count);
}

test("the page comes back after a restart with its last event id and misses nothing", async () => {
  await withSite({ ...demo, socketOf: "keeper" }, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/page`);
    await rowsShown(page, 3);
    await site.worker.restart();
    await rowsShown(page, 10);
    const ids = (await pageRows(page)).map(({ id }) => id);
    assert.deepEqual(ids, ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    await pageState(page, "finished");
    const asked = site.nginx.accessLog().filter((line) => line.startsWith("GET /sluice/events"));
    assert.match(asked[0], /^GET \/sluice\/events 200 last=-$/);
    assert.match(asked[1], /^GET \/sluice\/events 200 last=[2-9]$/);
    assert.match(asked[2], /^GET \/sluice\/events 204 /);
    assert.equal(asked.length, 3);
  }));
});

test("[C2] the page says what it is answered without a worker, and goes on by itself", async () => {
  await withSite(demo, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/page`);
    await rowsShown(page, 1);
    await site.worker.stop("SIGKILL");
    await page.waitForFunction(() => (
      document.getElementById("hint").textContent.includes("answered 502")));
    await pageState(page, "reconnecting");
    await site.startWorker();
    await pageState(page, "open");
  }, { expected: /502/ }));
});
