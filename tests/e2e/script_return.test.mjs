// Goal: pages with the script go on by themselves where they were when the worker is away and nginx
// answers 502, and stop where the worker says so, in all tabs, with its words.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { bearer, everything } from "./support/mercure.mjs";
import { numbers, publish, publishDuring, scriptSite, streamLog, Tab, untilStreams, withTab }
  from "./support/script_page.mjs";
import { withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const topic = "news";
const news = { topics: [topic] };
const awayMs = 10_000; // as long as field report C2 has it
const returnMs = 30_000;
const durable = (site) => ["--history", `sqlite:${path.join(site.folder, "history.db")}`];

async function twoTabs(site, scenario, options = news, more = {}) {
  await withTab(site, options, async (first) => {
    const second = await first.another(site, options);
    await scenario(first, second);
  }, more);
}

test("[C2] a worker that was away for 10 s is come back to within 30 s, and nothing is lost",
  async (t) => {
    await withSite(scriptSite({ options: durable }), (site) => twoTabs(site, async (...tabs) => {
      await Promise.all(tabs.map((tab) => tab.waitForState("open")));
      const before = await publishDuring(site, topic,
        (published) => until(() => published() >= 10, "updates before"));
      await site.worker.stop("SIGTERM");
      const stoppedAt = Date.now();
      await until(() => Date.now() - stoppedAt >= awayMs, "ten seconds without a worker");
      const met = streamLog(site).filter((line) => line.includes(" 502 "));
      assert.ok(met.length >= 2, "the script has met nginx's page");
      for (const each of met) assert.match(each, / last=urn:uuid:/, "it asked with the last id");

      await site.startWorker();
      const startedAt = Date.now();
      await publish(site, topic, `${before + 1}`);
      await Promise.all(tabs.map((tab) => tab.waitForData(`${before + 1}`)));
      const [{ at }] = (await tabs[0].events()).slice(-1);
      t.diagnostic(`${at - startedAt} ms from the worker's start to the first event`);
      assert.ok(at - startedAt < returnMs, `${at - startedAt} ms`);
      for (const tab of tabs) assert.deepEqual(await tab.data(), numbers(before + 1));
    }, news, { expected: /502|ERR_INCOMPLETE_CHUNKED_ENCODING/ }));
  });

test("a tab that the others told where they are goes on from there as the owner", async () => {
  const settings = scriptSite({ options: durable });
  await withSite(settings, (site) => twoTabs(site, async (first, second) => {
    await Promise.all([first, second].map((tab) => tab.waitForState("open")));
    await publish(site, topic, "1");
    await second.waitForData("1");
    await site.worker.stop("SIGTERM");
    await first.page.close();
    await site.startWorker();
    await publish(site, topic, "2");
    await second.waitForData("2");
    assert.deepEqual(await second.data(), ["1", "2"]);
  }, news, { expected: /502|ERR_INCOMPLETE_CHUNKED_ENCODING/ }));
});

test("updates that will never come are told as a gap in every tab", async () => {
  // Its history is in memory, and the new worker knows nothing of what the old one had.
  await withSite(scriptSite(), (site) => twoTabs(site, async (...tabs) => {
    await Promise.all(tabs.map((tab) => tab.waitForState("open")));
    const asked = await publish(site, topic, "1");
    await Promise.all(tabs.map((tab) => tab.waitForData("1")));
    await site.restartWorker();
    await publish(site, topic, "2");
    for (const tab of tabs) {
      await tab.waitForData("2");
      assert.deepEqual(await tab.gaps(), [{ asked, reason: "unknown", follows: "oldest" }]);
      assert.deepEqual(await tab.data(), ["1", "2"]);
    }
  }, news, { expected: /502|ERR_INCOMPLETE_CHUNKED_ENCODING/ }));
});

test("a stream that begins behind an id which is not held tells the gap first", async () => {
  await withSite(scriptSite(), async (site) => {
    await publish(site, topic, "1");
    await withTab(site, { ...news, lastEventId: "urn:x:gone" }, async (tab) => {
      await tab.waitForData("1");
      assert.deepEqual(await tab.gaps(),
        [{ asked: "urn:x:gone", reason: "unknown", follows: "oldest" }]);
    });
  });
});

test("[C1] a topic that has ended ends in all tabs, and none asks again", async () => {
  await withSite(scriptSite(), (site) => twoTabs(site, async (...tabs) => {
    await Promise.all(tabs.map((tab) => tab.waitForState("open")));
    await publish(site, topic, "1");
    await fetch(`${site.origin}/.well-known/mercure?topic=${topic}`,
      { method: "DELETE", headers: bearer(everything) });
    await Promise.all(tabs.map((tab) => tab.waitForState("finished")));
    assert.deepEqual(await tabs[1].data(), ["1"]);
    const told = () => streamLog(site).filter((line) => line.includes(" 204 "));
    await until(() => told().length > 0, "the answer in nginx's log");
    // Whoever would ask again would do so before this stream, which is asked for later, is there.
    await Tab.open(await tabs[0].page.context().newPage(), site, { topics: ["other"] });
    await untilStreams(site, 1);
    assert.equal(told().length, 1);
  }));
});

test("a refusal is told in all tabs with the worker's own words, and none asks again", async () => {
  await withSite(scriptSite(), (site) => twoTabs(site, async (...tabs) => {
    await Promise.all(tabs.map((tab) => tab.waitForState("open")));
    // As when somebody's token has expired: who was let in before is let in no more.
    site.options = site.options.filter((each) => each !== "--anonymous");
    await site.restartWorker();
    const refused = await Promise.all(tabs.map((tab) => tab.waitForState("refused")));
    assert.equal(streamLog(site).filter((line) => line.includes(" 401 ")).length, 1);

    const answer = await fetch(`${site.origin}/sluice/events?topic=news`);
    const reason = (await answer.text()).trim();
    assert.match(reason, /token/);
    for (const each of refused) assert.deepEqual([each.status, each.reason], [401, reason]);
  }, news, { expected: /40[01]|502|ERR_INCOMPLETE_CHUNKED_ENCODING/ }));
});

test("a stream without a topic is refused with the reason", async () => {
  await withSite(scriptSite(), (site) => withTab(site, {}, async (tab) => {
    const refused = await tab.waitForState("refused");
    assert.equal(refused.status, 400);
    assert.match(refused.reason, /topic/);
  }, { expected: /400/ }));
});
