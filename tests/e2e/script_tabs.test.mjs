// Goal: all tabs of a browser have one stream between them where it has locks, and one each where
// it has none.
import assert from "node:assert/strict";
import { test } from "node:test";

import { busyConnections, openTabs, publish, scriptSite, Tab, untilStreams, withTab }
  from "./support/script_page.mjs";
import { withSite } from "./support/site.mjs";
import { withTls } from "./support/tls.mjs";
import { until } from "./support/wait.mjs";

const tabs = 8;
const topic = "news";
const news = { topics: [topic] };

async function shareAmongEight(site, t, { origin, ...more } = {}) {
  await withTab(site, news, async (first) => {
    const all = await openTabs(first, site, news, tabs, origin);
    await untilStreams(site, 1);
    // An answer that has ended is counted for a moment longer.
    await until(async () => (await busyConnections(site)) === 1, "nginx to answer on one connection");
    t.diagnostic(`${tabs} tabs: nginx answers on one connection`);

    const id = await publish(site, topic, "for all", { type: "notice" });
    await Promise.all(all.map((tab) => tab.waitForData("for all")));
    for (const tab of all) {
      const [{ at, ...event }] = await tab.events();
      assert.deepEqual(event, { id, type: "notice", data: "for all" });
    }
    await untilStreams(site, 1);
  }, { origin, ...more });
}

test("[C6] eight tabs over HTTP/1.1 have one stream, and all show the event", async (t) => {
  await withSite(scriptSite(), (site) => shareAmongEight(site, t));
});

test("[C6] eight tabs over HTTP/2 have one stream, and all show the event", async (t) => {
  await withTls(({ lines, origin }) => withSite(scriptSite({ server: lines }),
    (site) => shareAmongEight(site, t, { origin, context: { ignoreHTTPSErrors: true } })));
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
