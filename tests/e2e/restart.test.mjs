// Goal: a worker that stops or restarts loses no answer: streams end at event borders, browsers come
// back with their last id, a burst of reconnects meets no 502.
import assert from "node:assert/strict";
import net from "node:net";
import { test } from "node:test";
import { launch } from "./support/browser.mjs";
import { openStream, Site, until } from "./support/site.mjs";

/** A bare HTTP/1.1 GET over one socket: two thousand of these cost a test little. */
function bareStream(site, target) {
  const stream = { text: "", isEnded: false };
  stream.socket = net.connect(site.port, "127.0.0.1", () => {
    stream.socket.write(`GET ${target} HTTP/1.1\r\nHost: test\r\n\r\n`);
  });
  stream.socket.setEncoding("latin1");
  stream.socket.on("data", (chunk) => { stream.text += chunk; });
  stream.socket.on("close", () => { stream.isEnded = true; });
  stream.socket.on("error", () => {});
  return stream;
}

const isAnswered = (stream) => stream.text.includes("retry: ");

test("[O2] SIGTERM ends 500 streams at an event border within the window, with exit code 0", async () => {
  const site = await Site.start({ options: ["--drain", "5s"] });
  try {
    const streams = Array.from({ length: 500 }, () => bareStream(site, "/sluice/events?count=100000&interval_ms=100&bytes=100"));
    const slow = bareStream(site, "/sluice/flood");
    slow.socket.pause();
    await until(() => streams.every(isAnswered), "500 streams");
    const began = performance.now();
    site.worker.signal("SIGTERM");
    const { code } = await site.worker.ended;
    const took = performance.now() - began;
    assert.equal(code, 0);
    assert.ok(took < 7000, `the worker took ${took} ms`);
    await until(() => streams.every((stream) => stream.text.endsWith("0\r\n\r\n")), "500 complete answers");
    for (const stream of streams) assert.match(stream.text, /\n\n\r\n0\r\n\r\n$/, "ends at an event border");
  } finally {
    await site.stop();
  }
});

test("[O2] a second signal ends the worker at once", async () => {
  const site = await Site.start({ options: ["--drain", "60s"] });
  try {
    const stuck = bareStream(site, "/sluice/flood");
    stuck.socket.pause();
    await until(() => isAnswered(stuck) || stuck.socket.bytesRead > 0, "the stream");
    site.worker.signal("SIGTERM");
    await until(() => site.worker.text().includes("draining"), "the first signal's line");
    const began = performance.now();
    site.worker.signal("SIGINT");
    await site.worker.ended;
    assert.ok(performance.now() - began < 1000);
  } finally {
    await site.stop();
  }
});

test("[F6] 2000 browsers that come within a second meet no 502", async () => {
  const site = await Site.start({});
  try {
    await site.restartWorker();
    const streams = Array.from({ length: 2000 }, () => bareStream(site, "/sluice/idle"));
    await until(() => streams.every((stream) => stream.text.includes("\r\n\r\n")), "2000 heads", 60_000);
    const refused = streams.filter((stream) => !stream.text.startsWith("HTTP/1.1 200 OK\r\n"));
    assert.equal(refused.length, 0, refused[0]?.text);
    assert.doesNotMatch(site.errorLog(), /Resource temporarily unavailable/);
    streams.forEach((stream) => stream.socket.destroy());
  } finally {
    await site.stop();
  }
});

test("the page comes back by itself after a restart, with its last event id", async () => {
  const site = await Site.start({ options: ["--retry-min", "1s", "--retry-max", "1s"] });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/sluice/page`);
    await page.evaluate(() => {
      window.seen = [];
      const source = new EventSource("events?count=100000&interval_ms=100");
      source.onmessage = (event) => window.seen.push(Number(event.lastEventId));
    });
    await page.waitForFunction(() => window.seen.length >= 5);
    await site.restartWorker();
    const before = await page.evaluate(() => window.seen.length);
    await page.waitForFunction((count) => window.seen.length >= count + 5, before);
    const seen = await page.evaluate(() => window.seen);
    assert.deepEqual(seen, seen.map((_, i) => i), "every number once, in order");
  } finally {
    await browser.close();
    await site.stop();
  }
});

test("a stream that is open when nginx reloads stays, and its worker with it", async () => {
  const site = await Site.start({});
  try {
    const stream = await openStream(site, "/sluice/events?count=100000&interval_ms=50");
    await until(() => stream.events.length >= 3, "three events");
    site.nginx.signal("SIGHUP");
    const count = stream.events.length;
    await until(() => stream.events.length >= count + 20, "twenty more events");
    assert.equal(stream.isEnded, false);
    stream.close();
  } finally {
    await site.stop();
  }
});
