// Goal: with the shipped files and the worker's default heartbeat, a stream without events stays
// open for five minutes behind each of the five servers, and has its next event then.
import assert from "node:assert/strict";
import { test } from "node:test";

import { hubSite, publish, streamPath } from "./support/mercure.mjs";
import { servers, withProxy } from "./support/proxies/index.mjs";
import { overHttp2 } from "./support/proxies/secure.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

// The patience of nginx is 60 s, of HAProxy's usual file 50 s, of Apache 300 s.
const idleMs = 305_000;

/** Waits for the time, or for the end of a stream, which must not come. */
async function idle(streams) {
  let timer;
  await Promise.race([...streams.map((stream) => stream.ended),
    new Promise((resolve) => { timer = setTimeout(resolve, idleMs); })]);
  clearTimeout(timer);
}

async function stayOpen(server, t) {
  const settings = { server, ...hubSite(["--anonymous"]) };
  await withProxy(settings, (site) => overHttp2(site, async (get) => {
    const began = performance.now();
    const streams = [await openStream(site, streamPath("idle")), await get(streamPath("idle"))];
    await idle(streams);
    const lived = `${((performance.now() - began) / 1000).toFixed(0)} s`;
    assert.deepEqual(streams.map(({ isEnded }) => isEnded), [false, false],
      `${server} cut a stream after ${lived}`);
    await publish(site, { topic: "idle", data: "at last" });
    await until(() => streams.every(({ events }) => events.length > 0), "the event");
    for (const { events } of streams) assert.deepEqual(events.map(({ data }) => data), ["at last"]);
    t.diagnostic(`${server}: open for ${lived}, over HTTP/1.1 and HTTP/2`);
    streams[0].close();
  }));
}

test("[P5] idle streams live for five minutes behind all five servers", async (t) => {
  const all = await Promise.allSettled(servers.map((server) => stayOpen(server, t)));
  const failed = all.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  assert.deepEqual(failed, []);
});
