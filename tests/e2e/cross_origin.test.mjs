// Goal: pages of a listed origin may read streams and errors, with cookies; pages of any other
// origin get nothing, and a preflight needs no token.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { bearer, browserCookie, cookie, everything, grant, hubPath, hubSite, publish,
  streamPath } from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { withStranger } from "./support/stranger.mjs";
import { until } from "./support/wait.mjs";

const topic = "news";
const listedOrigin = "https://app.example.com";
const reader = grant({ subscribe: [topic] });

async function preflight(site, origin) {
  return fetch(site.origin + streamPath(topic), { method: "OPTIONS", headers: { Origin: origin,
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "authorization,cache-control,last-event-id" } });
}

/** How many subscriptions the hub counts. */
async function countSubscriptions(site) {
  const answer = await fetch(`${site.origin}${hubPath}/subscriptions`,
    { headers: bearer(everything) });
  return (await answer.json()).subscriptions.length;
}

test("[C3] the four requests of another origin get what the list allows them", async () => {
  const options = ["--cors-origin", listedOrigin, "--subscriptions"];
  await withSite(hubSite(options), async (site) => {
    const target = streamPath(topic);
    const origin = { Origin: listedOrigin };
    const good = await openStream(site, target, { ...origin, ...cookie(reader) });
    const bad = await openStream(site, target, { ...origin, ...cookie(`${reader}x`) });
    assert.deepEqual([good.status, bad.status], [200, 401]);
    for (const { headers } of [good, bad]) {
      assert.equal(headers["access-control-allow-origin"], listedOrigin);
      assert.equal(headers["access-control-allow-credentials"], "true");
      assert.match(headers.vary, /\bOrigin\b/);
    }
    assert.equal(await countSubscriptions(site), 1);

    for (const [asking, isListed] of [[listedOrigin, true], ["https://example.net", false]]) {
      const answer = await preflight(site, asking);
      assert.equal(answer.status, 204);
      assert.equal(answer.headers.get("access-control-allow-origin"), isListed ? asking : null);
      const names = answer.headers.get("access-control-allow-headers")?.toLowerCase().split(/, */);
      for (const name of ["authorization", "cache-control", "last-event-id"]) {
        assert.equal(names?.includes(name) ?? false, isListed, name);
      }
    }
    assert.equal(await countSubscriptions(site), 1, "a preflight counts as no subscriber");

    const unlisted = { Origin: "https://example.net", ...cookie(reader) };
    const foreign = await openStream(site, target, unlisted);
    assert.equal(foreign.headers["access-control-allow-origin"], undefined);
    assert.equal(foreign.headers["access-control-allow-credentials"], undefined);
    foreign.close();
    good.close();
    bad.close();
  });
});

test("[C3] a listed page's stream with its cookie works, another page gets none", async () => {
  const expected = /CORS|ERR_FAILED/;
  await withStranger((listed) => withStranger((unlisted) => withSite(
    hubSite(["--cors-origin", listed]), (site) => withPages(2, async (friend, foe) => {
      const url = site.origin + streamPath(topic);
      for (const [page, origin] of [[friend, listed], [foe, unlisted]]) {
        await page.context().addCookies([browserCookie(site, reader)]);
        await page.goto(origin);
      }
      const withCredentials = { withCredentials: true };
      const stream = await PageStream.open(friend, url, withCredentials);
      const kept = await PageStream.begin(foe, url, withCredentials);
      await kept.waitForGivenUp();
      await publish(site, { topic, data: "private", private: "on" });
      await stream.waitForData("private");
      assert.deepEqual(await kept.events(), []);
      assert.equal(await kept.opens(), 0);
      // The browser asked with the cookie, and hung up when no header allowed the page to read.
      const closed = `GET ${hubPath} 200 last=-`;
      await until(() => site.nginx.accessLog().includes(closed), "the end of the second stream");
    }, { expected }))));
});

test("[C3] a page of another origin can read why it is refused", async () => {
  const expected = /401/;
  await withStranger((listed) => withSite(hubSite(["--cors-origin", listed]), (site) => withPages(1,
    async (page) => {
      await page.goto(listed);
      const read = await page.evaluate(async (url) => {
        const answer = await fetch(url, { headers: { Authorization: "Bearer no.good.token" } });
        return [answer.status, await answer.text()];
      }, site.origin + streamPath(topic));
      assert.equal(read[0], 401);
      assert.match(read[1], /^Authorization: Bearer \*\*\*: .*\.\n$/);
    }, { expected })));
});
