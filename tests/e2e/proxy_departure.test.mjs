// Goal: the worker notices that a browser has left within as many heartbeats as the README of the
// server says, with the shipped files and over both kinds of socket.
import assert from "node:assert/strict";
import { test } from "node:test";

import { hubSite, streamPath } from "./support/mercure.mjs";
import { transports, withProxy } from "./support/proxies/index.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const streams = 5;
// nginx tells the worker at once. The others are noticed by failing to write, and each takes so
// many writes for it; the README has one more, for the part of an interval that has passed.
const writes = { nginx: 0, apache: 2, lighttpd: 1, caddy: 4, haproxy: 2 };
// A heartbeat of a second comes up to a tenth earlier or later.
const beatMs = 1100;
const answeredMs = 10_000;
// What a busy machine may add.
const slackMs = 1500;

async function openStreams(site) {
  // HAProxy with kept connections lets a request hang here when browsers have left.
  const answer = await fetch(`${site.origin}/sluice/metrics`,
    { signal: AbortSignal.timeout(answeredMs) });
  return Number(/^sluice_streams_open (\d+)$/m.exec(await answer.text())[1]);
}

async function measure(server, over, t) {
  const settings = hubSite(["--anonymous", "--heartbeat", "1s"]);
  await withProxy({ server, over, ...settings }, async (site) => {
    const opened = await Promise.all(Array.from({ length: streams }, () => openStream(site,
      streamPath("departure"))));
    assert.equal(await openStreams(site), streams);
    const left = performance.now();
    opened.forEach((stream) => stream.close());
    await until(async () => (await openStreams(site)) === 0, "the departure");
    const took = performance.now() - left;
    t.diagnostic(`${server} over ${over}: noticed after ${(took / 1000).toFixed(2)} s`);
    const limit = (writes[server] + 1) * beatMs + slackMs;
    assert.ok(took < limit, `${server} over ${over}: noticed after ${took} ms only`);
  });
}

test("[H10] browsers that leave are noticed within the bound of each server", async (t) => {
  // All at once: they wait most of the time.
  await Promise.all(Object.keys(writes).flatMap((server) => transports
    .map((over) => measure(server, over, t))));
});
