// Goal: over HTTP/2 events arrive at once as well, many streams on one connection.
import assert from "node:assert/strict";
import { once } from "node:events";
import http2 from "node:http2";
import { test } from "node:test";

import { shippedFile, withSite } from "./support/site.mjs";
import { latencies } from "./support/stream.mjs";

const atOnceMs = 200;
const streams = 20; // more than three times what a browser opens to a host over HTTP/1.1

/** The events of one stream: [{data, at}]. */
async function readEvents(connection, path) {
  const request = connection.request({ ":path": path });
  const events = [];
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    const at = performance.timeOrigin + performance.now();
    for (const [, data] of chunk.matchAll(/^data: (.*)$/gm)) events.push({ data, at });
  });
  await once(request, "end");
  return events;
}

test("twenty streams on one HTTP/2 connection get every event at once", async () => {
  await withSite({ location: shippedFile, nginx: { listen: "http2" } }, async (site) => {
    const connection = http2.connect(site.origin);
    const path = "/sluice/events?count=5&interval_ms=200&bytes=8";
    const all = await Promise.all(
      Array.from({ length: streams }, () => readEvents(connection, path)));
    for (const events of all) {
      assert.equal(events.length, 5);
      for (const late of latencies(events)) assert.ok(late < atOnceMs, `late by ${late} ms`);
    }
    connection.close();
  });
});
