// Goal: on a path that holds bytes back the script gets the events all the same, in answers that
// end, and returns to a stream when the path passes bytes again.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { metric, numbers, publish, publishDuring, scriptSite, withTab }
  from "./support/script_page.mjs";
import { withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const topic = "news";
const news = { topics: [topic], firstBytesWithin: 4 };
// What a site with a buffering proxy has: nginx holds an answer until it ends.
const holding = "fastcgi_ignore_headers X-Accel-Buffering; fastcgi_buffering on;";

// Slower than the script takes to see that bytes were passed on (2 s).
const slowMs = 2500;
const patienceMs = 60_000;

function heldSite() { return { ...scriptSite(), location: holding }; }

function untilAskedForBatch(site) {
  return until(async () => (await metric(site, "sluice_streams_opened_total")) === 2, "a batch");
}

/** Makes nginx pass bytes on, as an operator does who has read the manual. */
async function stopHolding(site) {
  const file = path.join(site.folder, "nginx.conf");
  const serving = () => fs.readFileSync(
    `/proc/${site.nginx.program.pid}/task/${site.nginx.program.pid}/children`, "utf8").split(" ");
  const [old] = serving();
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(holding, ""));
  site.nginx.program.signal("SIGHUP");
  await until(() => serving().some((each) => each && each !== old), "nginx's new worker");
}

/** Publishes slowly until these tabs are told that they have a stream again; gives what. */
async function publishUntilStream(site, tabs) {
  const published = [];
  let answered = Promise.resolve();
  const publishing = setInterval(() => {
    published.push(`slow ${published.length}`);
    answered = publish(site, topic, published.at(-1));
  }, slowMs);
  const hasStream = async (tab) => {
    const { state, batch } = (await tab.states()).at(-1);
    return state === "open" && !batch;
  };
  await until(async () => (await Promise.all(tabs.map(hasStream))).every(Boolean), "a stream",
    patienceMs)
    .finally(() => clearInterval(publishing));
  await answered;
  return published;
}

test("events come through a proxy that holds bytes, by a stream once it does not", async (t) => {
  await withSite(heldSite(), (site) => withTab(site, news, async (tab) => {
    const { batch } = await tab.waitForState("reconnecting");
    assert.equal(batch, true);
    const sentAt = Date.now();
    await untilAskedForBatch(site);
    await publish(site, topic, "1");
    await tab.waitForData("1");
    const [{ at }] = await tab.events();
    t.diagnostic(`the first event took ${at - sentAt} ms`);
    assert.equal((await tab.waitForState("open")).batch, true);

    const count = await publishDuring(site, topic,
      (published) => until(() => published() >= 30, "thirty updates"), 2);
    await tab.waitForData(`${count}`);
    assert.deepEqual(await tab.data(), numbers(count));
    assert.deepEqual((await tab.states()).map(({ state }) => state),
      ["connecting", "reconnecting", "open"], "a batch's end is no loss");

    const second = await tab.another(site, news);
    await second.waitForState("open");
    await publish(site, topic, "for both");
    await Promise.all([tab, second].map((each) => each.waitForData("for both")));

    await stopHolding(site);
    const behind = await publishUntilStream(site, [tab, second]);
    await publish(site, topic, "live");
    for (const each of [tab, second]) await each.waitForData("live");
    assert.deepEqual(await tab.data(), [...numbers(count), "for both", ...behind, "live"]);
  }));
});
