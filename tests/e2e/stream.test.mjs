// Goal: through a real nginx every event arrives the moment it is sent, with an exact head, whatever
// nginx's buffering says, as long as it lets the worker say no to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openStream, Site, until } from "./support/site.mjs";

const five = "/sluice/events?count=5&interval_ms=300&bytes=30";

/** Milliseconds from the worker's send to the arrival of each event. */
const latencies = (stream) => stream.events.map((event) => event.at - Number(event.data.split(" ")[1]) / 1e6);

async function withSite(settings, run) {
  const site = await Site.start(settings);
  try {
    await run(site);
  } finally {
    await site.stop();
  }
}

for (const [name, location] of [["a stock location", ""], ["the shipped file", "shipped"], ["kept connections", "fastcgi_keep_conn on;"]]) {
  test(`[P1] ${name} passes each of five events on at once`, async () => {
    await withSite({ location }, async (site) => {
      const stream = await openStream(site, five);
      await until(() => stream.events.length === 5, "five events");
      assert.ok(latencies(stream).every((ms) => ms < 200), `latencies ${latencies(stream)}`);
      assert.equal(stream.headers["x-accel-buffering"], undefined);
      stream.close();
    });
  });
}

test("[P1] a location that ignores X-Accel-Buffering holds them, so the test above can fail", async () => {
  await withSite({ location: "fastcgi_ignore_headers X-Accel-Buffering;" }, async (site) => {
    const stream = await openStream(site, five);
    await stream.ended;
    assert.equal(stream.events.length, 5);
    assert.ok(latencies(stream)[0] > 1000, `the first event came after ${latencies(stream)[0]} ms`);
  });
});

test("[P2] the head that reaches the browser is exact", async () => {
  await withSite({}, async (site) => {
    const stream = await openStream(site, "/sluice/idle", { "Accept-Encoding": "gzip, br, zstd" });
    assert.equal(stream.status, 200);
    assert.equal(stream.headers["content-type"], "text/event-stream");
    assert.equal(stream.headers["cache-control"], "no-cache, no-store, no-transform");
    for (const name of ["content-length", "content-encoding", "x-accel-buffering"]) {
      assert.equal(stream.headers[name], undefined, name);
    }
    stream.close();
  });
});

test("[C7] an idle stream shows its head and a byte at once, and dispatches nothing", async () => {
  await withSite({}, async (site) => {
    const stream = await openStream(site, "/sluice/idle");
    assert.ok(stream.headAfter < 500, `head after ${stream.headAfter} ms`);
    await until(() => stream.text.length > 0, "the first byte", 500);
    assert.match(stream.text, /^:\n\nretry: \d+\n\n$/);
    assert.equal(stream.events.length, 0);
    stream.close();
  });
});

test("[C7] 200 HEAD requests end at once and leave nothing open", async () => {
  await withSite({}, async (site) => {
    const before = site.worker.openDescriptors();
    for (let i = 0; i < 200; i += 1) {
      const began = performance.now();
      const answer = await fetch(`${site.origin}/sluice/idle`, { method: "HEAD" });
      const took = performance.now() - began;
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("content-type"), "text/event-stream");
      assert.ok(took < 200, `HEAD ${i} took ${took} ms`);
    }
    await until(() => site.worker.openDescriptors() <= before, "the descriptors to come back");
  });
});

test("[C5] a megabyte of three-byte characters arrives byte for byte", async () => {
  await withSite({}, async (site) => {
    for (const offset of [0, 1, 2]) {
      const stream = await openStream(site, `/sluice/utf8?offset=${offset}`);
      await stream.ended;
      const characters = Math.floor((1024 * 1024 - offset) / 3);
      assert.equal(stream.events.length, 1);
      assert.ok(stream.events[0].data === "x".repeat(offset) + "→".repeat(characters), `offset ${offset}`);
    }
  });
});

test("a heartbeat keeps an idle stream open past nginx's read timeout", async () => {
  await withSite({ location: "fastcgi_read_timeout 2s;", options: ["--heartbeat", "1s"] }, async (site) => {
    const stream = await openStream(site, "/sluice/idle");
    await until(() => stream.text.split(":\n\n").length > 6 || stream.isEnded, "six heartbeats", 15_000);
    assert.equal(stream.isEnded, false);
    assert.equal(stream.events.length, 0);
    stream.close();
  });
});

test("without a heartbeat nginx cuts the same stream, so the test above can fail", async () => {
  await withSite({ location: "fastcgi_read_timeout 2s;", options: ["--heartbeat", "0"] }, async (site) => {
    const stream = await openStream(site, "/sluice/idle");
    await stream.ended;
    assert.ok(stream.error || stream.isEnded);
  });
});

test("a browser that leaves is noticed at once", async () => {
  await withSite({}, async (site) => {
    const before = site.worker.openDescriptors();
    const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(site, "/sluice/idle")));
    assert.ok(site.worker.openDescriptors() >= before + 20);
    streams.forEach((stream) => stream.close());
    await until(() => site.worker.openDescriptors() <= before, "the descriptors to come back", 1000);
  });
});
