// Goal: a stream without events is open at once, stays open past nginx's patience, and is noticed
// when its browser leaves.
import assert from "node:assert/strict";
import { test } from "node:test";

import { shippedFile, withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const firstByteMs = 500;
// nginx closes the connection to the worker when a browser leaves.
const noticedMs = 1000;
const cutAfter = "fastcgi_read_timeout 3s;";

test("[C7] an idle stream shows its head and first bytes at once, and no event", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    const stream = await openStream(site, "/sluice/idle");
    assert.ok(stream.headAfterMs < firstByteMs, `the head came after ${stream.headAfterMs} ms`);
    await until(() => stream.text.endsWith("\n\n"), "the first bytes", firstByteMs);
    assert.match(stream.text, /^:\n\nretry: \d+\n\n$/);
    assert.deepEqual(stream.events, []);
    stream.close();
  });
});

test("[P5] a heartbeat keeps an idle stream open past nginx's read timeout", async () => {
  await withSite({ location: cutAfter, options: ["--heartbeat", "1s"] }, async (site) => {
    const stream = await openStream(site, "/sluice/idle");
    // Nine heartbeats of about a second: three times the timeout.
    const beats = () => stream.text.split("\n").filter((line) => line === ":").length - 1;
    await until(() => beats() >= 9 || stream.isEnded, "nine heartbeats");
    assert.equal(stream.isEnded, false, "nginx cut the stream");
    assert.match(stream.text, /^:\n\nretry: \d+\n\n(:\n\n)+$/);
    assert.deepEqual(stream.events, []);
    stream.close();
  });
});

test("[P5] without a heartbeat nginx cuts the same stream", async () => {
  await withSite({ location: cutAfter, options: ["--heartbeat", "0"] }, async (site) => {
    const began = performance.now();
    const stream = await openStream(site, "/sluice/idle");
    await stream.ended;
    const lived = performance.now() - began;
    assert.ok(lived > 2500 && lived < 4500, `it lived ${lived} ms`);
    assert.match(site.nginx.errorLog(), /upstream timed out/);
  });
});

test("a browser that leaves an idle stream is noticed without a heartbeat", async () => {
  await withSite({ location: shippedFile, options: ["--heartbeat", "0"] }, async (site) => {
    const before = site.worker.openDescriptors();
    const opening = Array.from({ length: 20 }, () => openStream(site, "/sluice/idle"));
    const streams = await Promise.all(opening);
    assert.ok(site.worker.openDescriptors() >= before + 20);
    streams.forEach((stream) => stream.close());
    await until(() => site.worker.openDescriptors() <= before, "the streams' end", noticedMs);
  });
});
