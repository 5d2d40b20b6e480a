// Goal: 2000 browsers lose no answer when the worker restarts: their streams end complete, they
// come back spread over time, and none meets a 502.
import assert from "node:assert/strict";
import { test } from "node:test";

import { comeBack, fullestSlot } from "./support/returning.mjs";
import { shippedFile, withSite } from "./support/site.mjs";
import { openBareStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const browsers = 2000;
const patienceMs = 60_000;
const refusedByQueue = /Resource temporarily unavailable/; // errno 11

const hasHead = (stream) => stream.text.includes("\r\n\r\n");
const hasBody = (stream) => /retry: \d+\n\n/.test(stream.text);
const isComplete = (stream) => stream.text.endsWith("0\r\n\r\n");
const isGood = (stream) => stream.text.startsWith("HTTP/1.1 200 OK\r\n");
const firstBad = (streams) => streams.find((stream) => !isGood(stream))?.text ?? "";

test("[F6] [H9] 2000 browsers come back from a restart over time, without a 502", async () => {
  const options = ["--drain", "2s", "--retry-min", "1s", "--retry-max", "4s"];
  await withSite({ location: shippedFile, options }, async (site) => {
    const opened = Array.from({ length: browsers }, () => openBareStream(site, "/sluice/idle"));
    await until(() => opened.every(hasBody), "2000 streams", patienceMs);

    const returns = [];
    const allBack = Promise.all(opened.map((stream) => comeBack(site, stream,
      () => "/sluice/idle", returns)));
    const old = await site.handOverToNewWorker();
    const { code } = await old.ended;
    assert.equal(code, 0);
    await allBack;
    await until(() => returns.every(({ stream }) => hasHead(stream)), "2000 answers", patienceMs);

    assert.equal(opened.filter((stream) => !isComplete(stream)).length, 0, "streams cut short");
    assert.equal(returns.filter(({ stream }) => !isGood(stream)).length, 0,
      firstBad(returns.map(({ stream }) => stream)));
    assert.doesNotMatch(site.nginx.errorLog(), refusedByQueue);
    const fullest = fullestSlot(returns.map(({ at }) => at));
    assert.ok(fullest <= browsers / 10, `${fullest} in one slot`);
    for (const { stream } of returns) stream.socket.destroy();
  });
});

test("[F6] 2000 browsers that come at once are all answered", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    const opened = Array.from({ length: browsers }, () => openBareStream(site, "/sluice/idle"));
    await until(() => opened.every(hasHead), "2000 answers", patienceMs);
    assert.equal(opened.filter((stream) => !isGood(stream)).length, 0, firstBad(opened));
    assert.doesNotMatch(site.nginx.errorLog(), refusedByQueue);
    for (const stream of opened) stream.socket.destroy();
  });
});
