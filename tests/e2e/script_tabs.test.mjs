// Goal: all tabs of a browser have one stream between them, and when the tab that owns it is
// closed, hangs or is frozen, the others go on within five seconds, without a loss or a double.
import assert from "node:assert/strict";
import { test } from "node:test";

import { busyConnections, metric, numbers, publish, publishDuring, scriptSite, Tab, untilStreams,
  withTab } from "./support/script_page.mjs";
import { withSite } from "./support/site.mjs";
import { withTls } from "./support/tls.mjs";
import { until } from "./support/wait.mjs";

const tabs = 8;
const takeOverMs = 5000;
const topic = "news";
const news = { topics: [topic] };

/** Opens further tabs, and waits until each is told that the stream is open. */
async function openTabs(first, site, count, origin) {
  const all = [first];
  while (all.length < count) all.push(await first.another(site, news, origin));
  await Promise.all(all.map((tab) => tab.waitForState("open")));
  return all;
}

/** Runs `stop` of the owner while updates are published, and says how long the others then waited
 *  for one, in ms. */
async function waitBehind(site, others, stop) {
  let waited = 0;
  const count = await publishDuring(site, topic, async (published) => {
    await until(() => published() >= 5, "the first updates");
    await Promise.all(others.map((tab) => tab.waitForData("5")));
    const stoppedAt = Date.now();
    await stop();
    const next = `${published() + 1}`;
    await Promise.all(others.map((tab) => tab.waitForData(next)));
    waited = Date.now() - stoppedAt;
    const more = published() + 5;
    await until(() => published() >= more, "updates behind that");
  });
  await publish(site, topic, "the last");
  await Promise.all(others.map((tab) => tab.waitForData("the last")));
  for (const tab of others) assert.deepEqual(await tab.data(), [...numbers(count), "the last"]);
  return waited;
}

async function shareAmongEight(site, t, { origin, ...more } = {}) {
  await withTab(site, news, async (first) => {
    const all = await openTabs(first, site, tabs, origin);
    await untilStreams(site, 1);
    assert.equal(await busyConnections(site), 1, "connections that nginx is answering on");
    t.diagnostic(`${tabs} tabs: nginx answers on ${await busyConnections(site)} connection`);

    const id = await publish(site, topic, "for all", { type: "notice" });
    await Promise.all(all.map((tab) => tab.waitForData("for all")));
    for (const tab of all) {
      const [{ at, ...event }] = await tab.events();
      assert.deepEqual(event, { id, type: "notice", data: "for all" });
    }
    assert.equal(await metric(site, "sluice_streams_opened_total"), 1);
  }, { origin, ...more });
}

test("[C6] eight tabs over HTTP/1.1 have one stream, and all show the event", async (t) => {
  await withSite(scriptSite(), (site) => shareAmongEight(site, t));
});

test("[C6] eight tabs over HTTP/2 have one stream, and all show the event", async (t) => {
  await withTls(({ lines, origin }) => withSite(scriptSite({ server: lines }),
    (site) => shareAmongEight(site, t, { origin, context: { ignoreHTTPSErrors: true } })));
});

test("[C6] when the owner is closed the others go on within 5 s and miss nothing", async (t) => {
  await withSite(scriptSite(), (site) => withTab(site, news, async (owner) => {
    const [, ...others] = await openTabs(owner, site, 4);
    const waited = await waitBehind(site, others, () => owner.page.close());
    t.diagnostic(`the others waited ${waited} ms`);
    assert.ok(waited < takeOverMs, `${waited} ms`);
    assert.equal(await metric(site, "sluice_streams_opened_total"), 2);
    await untilStreams(site, 1);
  }));
});

test("[C6] when the owner hangs the others go on within 5 s; it is one of them when it is back",
  async (t) => {
    await withSite(scriptSite(), (site) => withTab(site, news, async (owner) => {
      const [, ...others] = await openTabs(owner, site, 3);
      const protocol = await owner.protocol();
      await protocol.send("Debugger.enable");
      const waited = await waitBehind(site, others, () => protocol.send("Debugger.pause"));
      t.diagnostic(`the others waited ${waited} ms`);
      assert.ok(waited < takeOverMs, `${waited} ms`);

      await protocol.send("Debugger.resume");
      await owner.waitForData("the last");
      assert.deepEqual(await owner.data(), await others[0].data());
      await untilStreams(site, 1);
    }));
  });

test("[C6] when the owner is frozen the others go on within 5 s; it has missed nothing later",
  async (t) => {
    await withSite(scriptSite(), (site) => withTab(site, news, async (owner) => {
      const [, ...others] = await openTabs(owner, site, 3);
      const protocol = await owner.protocol();
      const waited = await waitBehind(site, others,
        () => protocol.send("Page.setWebLifecycleState", { state: "frozen" }));
      t.diagnostic(`the others waited ${waited} ms`);
      assert.ok(waited < takeOverMs, `${waited} ms`);

      await protocol.send("Page.setWebLifecycleState", { state: "active" });
      await owner.waitForData("the last");
      assert.deepEqual(await owner.data(), await others[0].data());
      await untilStreams(site, 1);
    }));
  });

test("without locks, as on a site without TLS, each tab has a stream of its own", async () => {
  await withSite(scriptSite(), (site) => withTab(site, news, async (first) => {
    await first.page.context().addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
    });
    const page = await first.page.context().newPage();
    const alone = await Tab.open(page, site, news);
    await Promise.all([first, alone].map((tab) => tab.waitForState("open")));
    await untilStreams(site, 2);
    await publish(site, topic, "for all");
    await Promise.all([first, alone].map((tab) => tab.waitForData("for all")));
    await alone.stop();
    await untilStreams(site, 1);
    assert.deepEqual((await alone.states()).map(({ state }) => state),
      ["connecting", "open", "closed"]);
  }));
});
