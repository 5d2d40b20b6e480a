// Goal: 2000 browsers of a hub come back from a restart each in its own time, meet no error, and
// miss no update that was published before, during or after it.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { form, hubSite, postForm, streamPath } from "./support/mercure.mjs";
import { comeBack, fullestSlot, retryOf } from "./support/returning.mjs";
import { withSite } from "./support/site.mjs";
import { dechunk, openBareStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const browsers = 2000;
const topic = "news";
const shortestMs = 1000;
const longestMs = 4000;
const patienceMs = 60_000;

function workerOptions(site) {
  return ["--anonymous", "--history", `sqlite:${path.join(site.folder, "history.db")}`,
    "--drain", "2s", "--retry-min", `${shortestMs}ms`, "--retry-max", `${longestMs}ms`];
}

/** Publishes what has these numbers as its data, each until the hub takes it. */
async function publishNumbers(site, from, to) {
  for (let number = from; number <= to;) {
    const { status } = await postForm(site, form({ topic, data: `${number}` }));
    // A worker that is told to stop says so to whom it had accepted already.
    assert.ok([200, 503].includes(status), `the hub answered ${status}`);
    if (status === 200) number += 1;
  }
}

const valuesOf = (stream, field) => [...dechunk(stream.text).body
  .matchAll(new RegExp(`^${field}: (.*)$`, "gm"))].map(([, value]) => value);
const numbersOf = (stream) => valuesOf(stream, "data").map(Number);
const isGood = (stream) => stream.text.startsWith("HTTP/1.1 200 OK\r\n");
const hasBegun = (stream) => /retry: \d+\n\n/.test(stream.text);

/** Where a browser goes on: behind the last id it has seen. */
const targetAfter = (stream) => streamPath(topic, { lastEventID: valuesOf(stream, "id").at(-1) });

test("[H9] 2000 browsers of a hub come back in their own time and miss nothing", async () => {
  const settings = { ...hubSite(workerOptions), socketOf: "keeper" };
  await withSite(settings, async (site) => {
    await publishNumbers(site, 0, 0);
    const opened = Array.from({ length: browsers }, () => openBareStream(site, streamPath(topic)));
    await until(() => opened.every(hasBegun), "2000 streams", patienceMs);
    await publishNumbers(site, 1, 3);

    const returns = [];
    const allBack = Promise.all(opened.map((stream) => comeBack(site, stream,
      targetAfter, returns)));
    await Promise.all([site.worker.restart(), publishNumbers(site, 4, 8)]);
    await allBack;
    await publishNumbers(site, 9, 9);
    await until(() => returns.every(({ stream }) => stream.text.includes("data: 9\n")),
      "the last update at all", patienceMs);

    const bad = returns.filter(({ stream }) => !isGood(stream));
    assert.equal(bad.length, 0, bad[0]?.stream.text);
    assert.doesNotMatch(site.nginx.errorLog(), /\[(error|crit)\]/);
    for (const { stream, former } of returns) {
      assert.deepEqual([...numbersOf(former), ...numbersOf(stream)], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }

    // Each browser's own value is judged, and not its arrival, which a busy machine delays.
    const waits = opened.map(retryOf);
    assert.ok(Math.min(...waits) >= shortestMs && Math.max(...waits) <= longestMs);
    const fullest = fullestSlot(waits);
    assert.ok(fullest <= browsers / 10, `${fullest} of ${browsers} wait equally long`);
    for (const { stream } of returns) stream.socket.destroy();
  });
});
