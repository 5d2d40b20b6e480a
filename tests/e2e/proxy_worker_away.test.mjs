// Goal: while the worker is away each of the five servers answers with an error of its own, and
// with the worker again as soon as that is back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { servers, transports, withProxy } from "./support/proxies/index.mjs";
import { until } from "./support/wait.mjs";

// HAProxy tries for three seconds before it answers 503.
const answeredMs = 10_000;
// lighttpd looks once a second which workers are there.
const backMs = 5000;

async function ask(site) {
  const began = performance.now();
  const answer = await fetch(`${site.origin}/sluice/healthz`,
    { signal: AbortSignal.timeout(answeredMs) });
  await answer.text();
  return { status: answer.status, took: performance.now() - began };
}

async function measure(server, over, t) {
  await withProxy({ server, over, worker: "hub", options: ["--anonymous"] }, async (site) => {
    assert.equal((await ask(site)).status, 200);
    await site.worker.stop("SIGKILL");
    const away = await ask(site);
    t.diagnostic(`${server} over ${over}: ${away.status} after ${away.took.toFixed(0)} ms`);
    assert.ok([502, 503].includes(away.status), `${server} over ${over} answers ${away.status}`);
    await site.startWorker();
    const started = performance.now();
    await until(async () => (await ask(site)).status === 200, `${server} to find it`, backMs);
    const took = performance.now() - started;
    t.diagnostic(`${server} over ${over}: found after ${took.toFixed(0)} ms`);
  });
}

test("a worker that is back is found within a second or so", async (t) => {
  await Promise.all(servers.flatMap((server) => transports
    .map((over) => measure(server, over, t))));
});
