// Goal: a private update reaches the browser whose cookie grants it, and nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { bearer, browserCookie, grant, hubSite, publish, streamPath } from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const topic = "https://example.com/orders/7";
const hers = grant({ subscribe: ["https://example.com/orders/{id}"] });
const others = grant({ subscribe: ["https://example.com/users/{id}"] });

const dataOf = async (stream) => (await stream.events()).map(({ data }) => data);

test("a private update reaches the browser whose cookie grants it, and no other", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPages(3, async (...pages) => {
    const [granted, other] = pages;
    await granted.context().addCookies([browserCookie(site, hers)]);
    await other.context().addCookies([browserCookie(site, others)]);
    const streams = [];
    for (const page of pages) {
      await page.goto(site.origin);
      streams.push(await PageStream.open(page, streamPath(topic)));
    }
    await publish(site, { topic, data: "for her", private: "on" });
    await publish(site, { topic, data: "for all" });
    for (const stream of streams) await stream.waitForData("for all");
    assert.deepEqual(await dataOf(streams[0]), ["for her", "for all"]);
    assert.deepEqual(await dataOf(streams[1]), ["for all"]);
    assert.deepEqual(await dataOf(streams[2]), ["for all"]);
  }));
});

test("an alternate topic that the token grants is enough for a private update", async () => {
  await withSite(hubSite(), async (site) => {
    const stream = await openStream(site, streamPath(topic), bearer(others));
    const alternate = "https://example.com/users/3";
    const unrelated = "https://example.com/groups/3";
    await publish(site, { topic: [topic, unrelated], data: "not granted", private: "" });
    await publish(site, { topic: [topic, alternate], data: "granted", private: "" });
    await until(() => stream.events.some(({ data }) => data === "granted"), "the update");
    assert.deepEqual(stream.events.map(({ data }) => data), ["granted"]);
    stream.close();
  });
});

test("what a browser missed is judged by the token it comes back with", async () => {
  await withSite(hubSite(), async (site) => {
    await publish(site, { topic, data: "the first", id: "urn:first" });
    await publish(site, { topic, data: "for her", private: "on" });
    await publish(site, { topic, data: "the last" });
    const after = { "Last-Event-ID": "urn:first" };
    for (const [by, expected] of [[hers, ["for her", "the last"]], [others, ["the last"]]]) {
      const stream = await openStream(site, streamPath(topic), { ...bearer(by), ...after });
      await until(() => stream.events.some(({ data }) => data === "the last"), "the last update");
      assert.deepEqual(stream.events.map(({ data }) => data), expected);
      assert.equal(stream.headers["last-event-id"], "urn:first");
      stream.close();
    }
  });
});

test("without --anonymous a browser needs a token, and is told so", async () => {
  const expected = /401/;
  await withSite(hubSite(), (site) => withPages(1, async (page) => {
    await page.goto(site.origin);
    const stream = await PageStream.begin(page, streamPath(topic));
    await stream.waitForGivenUp();
    const answer = await fetch(site.origin + streamPath(topic));
    assert.equal(answer.status, 401);
    assert.equal(await answer.text(), "no token came with the request.\n");
    assert.equal(answer.headers.get("WWW-Authenticate"), "Bearer realm=\"sluice\"");
    await until(() => /a stream from 127\.0\.0\.1 was refused with 401: no token came/
      .test(site.worker.text()), "the reason in the worker's log");
  }, { expected }));
});
