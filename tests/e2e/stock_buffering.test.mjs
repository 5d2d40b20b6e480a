// Goal: behind an nginx location with nothing but fastcgi_pass and its parameters, which buffers by
// default, every event arrives the moment it is sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withSite } from "./support/site.mjs";
import { curlLines, latencies } from "./support/stream.mjs";

// 8 bytes behind number and time make the 30 bytes of the field report: larger events hide the
// fault, because nginx passes its buffer on when that is full.
const fiveEvents = "/sluice/events?count=5&interval_ms=300&bytes=8";
const atOnceMs = 200;

/** {head: lines, events: [{data, at}]} of the five events, read by curl. */
async function readFive(site) {
  const lines = await curlLines(site.origin + fiveEvents, "-i");
  const events = lines.filter(({ line }) => line.startsWith("data: "))
    .map(({ line, at }) => ({ data: line.slice("data: ".length), at }));
  assert.deepEqual(events.map(({ data }) => data.length), [30, 30, 30, 30, 30]);
  return { head: lines.slice(0, lines.findIndex(({ line }) => line === "")), events };
}

test("[P1] a stock location passes each of five small events on at once", async () => {
  await withSite({}, async (site) => {
    const { head, events } = await readFive(site);
    for (const late of latencies(events)) assert.ok(late < atOnceMs, `late by ${late} ms`);
    const names = head.map(({ line }) => line.split(":")[0].toLowerCase());
    assert.ok(!names.includes("x-accel-buffering"), "the browser sees nginx's own header");
  });
});

test("[P1] a location with kept connections passes them on at once as well", async () => {
  await withSite({ location: "fastcgi_keep_conn on;" }, async (site) => {
    const { events } = await readFive(site);
    for (const late of latencies(events)) assert.ok(late < atOnceMs, `late by ${late} ms`);
  });
});

test("[P1] a location that ignores X-Accel-Buffering holds them until the end", async () => {
  const location = "fastcgi_ignore_headers X-Accel-Buffering;";
  await withSite({ location }, async (site) => {
    const { events } = await readFive(site);
    // Four intervals of 0.3 s lie between the first event and the end.
    assert.ok(latencies(events)[0] > 1000, `the first is late by ${latencies(events)[0]} ms only`);
  });
});
