// Goal: behind each of the five servers, with the file that is shipped for it and over both kinds
// of socket, what a hub needs goes through in both directions, at once and unchanged.
import assert from "node:assert/strict";
import http from "node:http";
import { once } from "node:events";
import { test } from "node:test";

import { bearer, cookie, everything, form, grant, hubPath, hubSite, publish, streamPath }
  from "./support/mercure.mjs";
import { servers, transports, withProxy } from "./support/proxies/index.mjs";
import { overHttp2 } from "./support/proxies/secure.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const events = 20;
// Half of them within this, which a server that delays each event (HAProxy: 205 ms) does not reach;
// a busy machine may hold one up longer.
const medianMs = 50;
const eachMs = 1000;
const firstByteMs = 1000;
const headMs = 1000;
const mebibyte = 1024 * 1024;

const now = () => performance.timeOrigin + performance.now();

/** Publishes one after another, and gives how late each came, in ms, in rising order. */
async function latenciesOf(site, stream, topic) {
  const late = [];
  for (let number = 0; number < events; number += 1) {
    const sent = now();
    const before = stream.events.length;
    await publish(site, { topic, data: `event ${number} of 30 bytes`.padEnd(30, ".") });
    await until(() => stream.events.length > before, "the event", eachMs * 2);
    late.push(stream.events.at(-1).at - sent);
  }
  return late.sort((a, b) => a - b);
}

function assertAtOnce(t, late) {
  const median = late[Math.floor(late.length / 2)];
  t.diagnostic(`p50 ${median.toFixed(1)} ms, p99 ${late.at(-1).toFixed(1)} ms`);
  assert.ok(median < medianMs, `half of the events came later than after ${median} ms`);
  assert.ok(late.at(-1) < eachMs, `one event came after ${late.at(-1)} ms`);
}

/** The status of a publish whose body is sent in pieces and without its length. */
async function publishInChunks(site, fields) {
  const request = http.request(site.origin + hubPath, { method: "POST", agent: false,
    headers: { ...bearer(everything), "Content-Type": "application/x-www-form-urlencoded",
      "Transfer-Encoding": "chunked" } });
  const text = form(fields).toString();
  request.write(text.slice(0, 10));
  request.write(text.slice(10, 15));
  request.end(text.slice(15));
  const [answer] = await once(request, "response");
  answer.resume();
  return answer.statusCode;
}

/** [title, check(t, site)], each with topics of its own. */
const checks = [
  ["each of twenty events comes at once", async (t, site) => {
    const stream = await openStream(site, streamPath("at-once"));
    assertAtOnce(t, await latenciesOf(site, stream, "at-once"));
    stream.close();
  }],
  ["each of twenty events comes at once over HTTP/2", async (t, site) => {
    await overHttp2(site, async (get) => {
      const stream = await get(streamPath("at-once-h2"));
      assertAtOnce(t, await latenciesOf(site, stream, "at-once-h2"));
    });
  }],
  ["[C7] an idle stream shows its head and first bytes at once", async (t, site) => {
    const stream = await openStream(site, streamPath("idle"));
    await until(() => stream.text.includes("retry: "), "the first bytes");
    assert.ok(stream.headAfterMs < firstByteMs, `the head came after ${stream.headAfterMs} ms`);
    stream.close();
  }],
  ["[C7] HEAD is answered at once", async (t, site) => {
    const began = now();
    const answer = await fetch(site.origin + streamPath("idle"), { method: "HEAD" });
    await answer.text();
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/event-stream");
    const took = now() - began;
    assert.ok(took < headMs, `it took ${took} ms`);
  }],
  ["a private update reaches the bearer of a token and the bearer of a cookie", async (t, site) => {
    const reader = grant({ subscribe: ["private"] });
    const streams = await Promise.all([bearer(reader), cookie(reader), {}]
      .map((headers) => openStream(site, streamPath("private"), headers)));
    await publish(site, { topic: "private", data: "secret", private: "on" });
    await publish(site, { topic: "private", data: "public" });
    await until(() => streams.every(({ events: got }) => got.length > 0), "the updates");
    await until(() => streams.every(({ events: got }) => got.at(-1).data === "public"), "the last");
    assert.deepEqual(streams.map(({ events: got }) => got.map(({ data }) => data)),
      [["secret", "public"], ["secret", "public"], ["public"]]);
    streams.forEach((stream) => stream.close());
  }],
  ["a browser that comes back with its last id gets what it missed", async (t, site) => {
    const id = await publish(site, { topic: "missed", data: "seen" });
    await publish(site, { topic: "missed", data: "missed" });
    const stream = await openStream(site, streamPath("missed"), { "Last-Event-ID": id });
    await until(() => stream.events.length > 0, "the missed event");
    assert.deepEqual(stream.events.map(({ data }) => data), ["missed"]);
    stream.close();
  }],
  ["a path with encoded slashes arrives as it was written", async (t, site) => {
    const topic = "https://example.com/rooms/{id}";
    const stream = await openStream(site, streamPath(topic));
    const list = `${hubPath}/subscriptions/${encodeURIComponent(topic)}`;
    const watcher = grant({ subscribe: [`${hubPath}/subscriptions{/topic}{/subscriber}`] });
    for (const origin of [site.origin]) {
      const answer = await fetch(origin + list, { headers: bearer(watcher) });
      assert.equal(answer.status, 200, await answer.clone().text());
      const { subscriptions } = await answer.json();
      assert.deepEqual(subscriptions.map((one) => one.topic), [topic]);
    }
    await overHttp2(site, async (get) => {
      assert.equal((await get(list, { authorization: `Bearer ${watcher}` })).status, 200);
    });
    stream.close();
  }],
  ["[F3] a publish without a length, in chunks, is taken once", async (t, site) => {
    const stream = await openStream(site, streamPath("chunked"));
    assert.equal(await publishInChunks(site, { topic: "chunked", data: "in pieces" }), 200);
    await publish(site, { topic: "chunked", data: "end" });
    await until(() => stream.events.length >= 2, "both");
    assert.deepEqual(stream.events.map(({ data }) => data), ["in pieces", "end"]);
    stream.close();
  }],
  ["[C5] a large event of three-byte characters arrives byte for byte", async (t, site) => {
    const stream = await openStream(site, streamPath("large"));
    // The form takes nine bytes for each three, and the worker's limit is on the body.
    const data = "x" + "\u2192".repeat(Math.floor((mebibyte - 200) / 9));
    await publish(site, { topic: "large", data });
    await until(() => stream.events.length > 0, "the large event");
    // Not assert.equal, which would print all of it.
    assert.ok(stream.events[0].data === data, "the data differs");
    stream.close();
  }],
  ["[P2][P6] the head is the same with and without compression on offer", async (t, site) => {
    const heads = [];
    for (const coding of ["identity", "gzip, br, zstd"]) {
      const topic = `coded-${coding.slice(0, 4)}`;
      const stream = await openStream(site, streamPath(topic), { "Accept-Encoding": coding });
      await publish(site, { topic, data: "plain" });
      await until(() => stream.events.length > 0, "an event that is not compressed");
      const { "content-type": type, "content-encoding": encoding, "cache-control": cache,
        "content-length": length } = stream.headers;
      heads.push({ type, encoding, cache, length });
      stream.close();
    }
    assert.deepEqual(heads[0], heads[1]);
    assert.equal(heads[0].type, "text/event-stream");
    assert.equal(heads[0].encoding, undefined);
    assert.equal(heads[0].length, undefined);
    assert.match(heads[0].cache, /no-cache.*no-transform/);
  }],
];

const settings = hubSite(["--anonymous", "--subscriptions", "--heartbeat", "1s"]);

for (const server of servers) {
  for (const over of transports) {
    test(`${server} over ${over}`, async (t) => {
      await withProxy({ server, over, ...settings }, async (site) => {
        for (const [title, check] of checks) await t.test(title, (each) => check(each, site));
      });
    });
  }
}
