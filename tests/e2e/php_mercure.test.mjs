// Goal: a Symfony application publishes to the hub with its own library and nothing of ours, and
// its visitors get public and private updates by the headers that the library makes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { cookieName, everything, grant, hubPath, hubSite, streamPath, token }
  from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { runPhp, withApplication } from "./support/php.mjs";
import { withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const topic = "https://example.com/books/1";
const template = "https://example.com/books/{id}";
const data = "{\"title\":\"caf\u00e9 & cr\u00e8me\",\n \"price\": \"100 %\"}";
const visitorsToken = grant({ subscribe: [template] });

function publish(site, update, by = everything) {
  return runPhp("publish.php", { url: site.origin + hubPath, token: by, ...update });
}

/** Where the page's own Link header says that the hub is (draft 07, section 4). */
function discoverHub(page) {
  return page.evaluate(async () => {
    const link = (await fetch("/")).headers.get("Link");
    return /^<([^>]+)>; rel="mercure"$/.exec(link)[1];
  });
}

test("an update that Symfony publishes reaches a browser as it was given", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPages(1, async (page) => {
    await page.goto(site.origin);
    const types = ["message", "changed"];
    const stream = await PageStream.open(page, streamPath(template), { types });
    const id = "https://example.com/updates/\u00e9#1";
    const first = { topics: [topic, "https://example.com/all"], data, id, type: "changed" };
    assert.deepEqual(await publish(site, first), { id });
    const made = await publish(site, { topics: [topic], data: "", retry: 4000 });
    assert.match(made.id, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}(-[0-9a-f]+){2}$/);
    await stream.waitFor(({ events }) => events.length === 2);
    assert.deepEqual(await stream.events(),
      [{ type: "changed", id, data }, { type: "message", id: made.id, data: "" }]);
  }));
});

test("a visitor gets private updates by the Link and the cookie that Symfony sets", async () => {
  await withApplication(hubPath, visitorsToken, (home) => withSite(
    hubSite(["--anonymous"], { home }), (site) => withPages(2, async (visitor, nobody) => {
      await visitor.goto(site.origin);
      const [set] = await visitor.context().cookies(site.origin + hubPath);
      assert.deepEqual([set.name, set.value, set.path, set.httpOnly, set.sameSite],
        [cookieName, visitorsToken, hubPath, true, "Strict"]);
      const hub = await discoverHub(visitor);
      assert.equal(hub, site.origin + hubPath);

      await nobody.goto(site.origin);
      await nobody.context().clearCookies();
      const query = `?topic=${encodeURIComponent(topic)}`;
      const hers = await PageStream.open(visitor, hub + query);
      const theirs = await PageStream.open(nobody, hub + query);
      await publish(site, { topics: [topic], data: "for visitors", private: true });
      await publish(site, { topics: [topic], data: "for all" });
      await hers.waitForData("for all");
      await theirs.waitForData("for all");
      const dataOf = async (stream) => (await stream.events()).map((each) => each.data);
      assert.deepEqual(await dataOf(hers), ["for visitors", "for all"]);
      assert.deepEqual(await dataOf(theirs), ["for all"]);
    })));
});

test("what Symfony hides of a refusal stands in the worker's log", async () => {
  const wrongKey = token({ mercure: { publish: ["*"] } }, "not the hub's key");
  const cases = [
    { by: wrongKey, status: 401, reason: "Authorization: Bearer ***: the token is not signed with "
      + "a configured key, or was changed afterwards" },
    { by: grant({ subscribe: ["*"] }), status: 403,
      reason: "the token does not permit publishing; mercure.publish is missing or empty" },
    { by: grant({ publish: ["https://example.com/users/{id}"] }), status: 403,
      reason: `the token does not permit this for every topic named: "${topic}"` },
  ];
  await withSite(hubSite(), async (site) => {
    for (const { by, status, reason } of cases) {
      const found = await publish(site, { topics: [topic], data }, by);
      assert.equal(found.error, "Failed to send an update.");
      assert.equal(found.status, status);
      assert.match(found.cause, new RegExp(`^HTTP/1\\.1 ${status} .* returned for "http://`));
      const line = `a publish from 127.0.0.1 was refused with ${status}: ${reason}`;
      await until(() => site.worker.text().includes(line), `the line "${line}"`);
      assert.ok(!site.worker.text().includes(by));
    }
  });
});
