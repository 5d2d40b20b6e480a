// Goal: a page that is hidden, left and come back to, or offline goes on where it was.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openTabs, publish, scriptSite, streamLog, untilStreams, withTab }
  from "./support/script_page.mjs";
import { withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const news = { topics: ["news"] };

/** Makes the page hidden or visible, as far as it can see. */
function setHidden(tab, isHidden) {
  return tab.page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
}

test("a page that is hidden for longer than it set has no stream until it is seen", async () => {
  await withSite(scriptSite(), (site) => withTab(site, { ...news, hiddenAfter: 0.2 },
    async (tab) => {
      await tab.waitForState("open");
      await publish(site, "news", "1");
      await tab.waitForData("1");
      await setHidden(tab, true);
      await tab.waitForState("paused");
      await untilStreams(site, 0);
      await publish(site, "news", "2");
      await setHidden(tab, false);
      await tab.waitForData("2");
      assert.deepEqual(await tab.data(), ["1", "2"]);
      assert.deepEqual((await tab.states()).map(({ state }) => state),
        ["connecting", "open", "paused", "reconnecting", "open"]);
    }));
});

test("a hidden page that comes back to others is told what it missed", async () => {
  await withSite(scriptSite(), (site) => withTab(site, { ...news, hiddenAfter: 0.2 },
    async (tab) => {
      const [, other] = await openTabs(tab, site, { ...news, hiddenAfter: 0.2 }, 2);
      await publish(site, "news", "1");
      await Promise.all([tab, other].map((each) => each.waitForData("1")));
      await setHidden(tab, true);
      await tab.waitForState("paused");
      for (const data of ["2", "3", "4"]) await publish(site, "news", data);
      await other.waitForData("4");
      await setHidden(tab, false);
      await tab.waitForData("4");
      await publish(site, "news", "5");
      await Promise.all([tab, other].map((each) => each.waitForData("5")));
      await untilStreams(site, 1);
      await publish(site, "news", "6");
      await Promise.all([tab, other].map((each) => each.waitForData("6")));
      for (const each of [tab, other]) {
        assert.deepEqual(await each.data(), ["1", "2", "3", "4", "5", "6"]);
      }
    }));
});

test("a page that is left for another and come back to goes on where it was", async () => {
  const transition = (tab, name) => tab.page.evaluate((type) => (
    dispatchEvent(new PageTransitionEvent(type, { persisted: true }))), name);
  await withSite(scriptSite(), (site) => withTab(site, news, async (tab) => {
    await tab.waitForState("open");
    await publish(site, "news", "1");
    await tab.waitForData("1");
    await transition(tab, "pagehide");
    await untilStreams(site, 0);
    await publish(site, "news", "2");
    await transition(tab, "pageshow");
    await tab.waitForData("2");
    assert.deepEqual(await tab.data(), ["1", "2"]);
  }));
});

test("a page that was offline goes on where it was", async () => {
  await withSite(scriptSite(), (site) => withTab(site, news, async (tab) => {
    await tab.waitForState("open");
    await publish(site, "news", "1");
    await tab.waitForData("1");
    await tab.page.context().setOffline(true);
    await publish(site, "news", "2");
    await tab.page.context().setOffline(false);
    await tab.waitForData("2");
    await publish(site, "news", "3");
    await tab.waitForData("3");
    assert.deepEqual(await tab.data(), ["1", "2", "3"]);
    await until(() => streamLog(site).length > 0, "the old stream in nginx's log");
  }, { expected: /ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE|ERR_NETWORK/ }));
});
