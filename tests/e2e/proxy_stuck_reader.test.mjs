// Goal: behind lighttpd a browser that stops reading fills neither lighttpd's temporary files nor
// the worker's memory; the worker ends its stream.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { hubSite, publish, streamPath } from "./support/mercure.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";
import { openBareStream, openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const updates = 50;
// Just below the worker's limit for a body.
const updateBytes = 1024 * 1024 - 64;
const smallBytes = 4 * 1024 * 1024;

function uploadedBytes(site) {
  const folder = path.join(site.folder, "uploads");
  return fs.readdirSync(folder).map((name) => path.join(folder, name))
    .map((file) => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

/** Publishes 50 MB to a browser that reads and one that does not; gives {most: the most bytes in
 *  temporary files, ended: how often the worker ended a stream that fell behind}. */
async function flood(configuration) {
  const settings = { server: "lighttpd", configuration, ...hubSite(["--anonymous"]) };
  return withProxy(settings, async (site) => {
    const stuck = openBareStream({ nginx: site.server }, streamPath("flood"));
    await until(() => stuck.text.includes("retry: "), "the first bytes");
    stuck.socket.pause();
    let most = 0;
    const data = "x".repeat(updateBytes - "topic=flood&data=".length);
    for (let i = 0; i < updates; i += 1) {
      await publish(site, { topic: "flood", data });
      most = Math.max(most, uploadedBytes(site));
    }
    const live = await openStream(site, streamPath("flood"));
    await publish(site, { topic: "flood", data: "at once" });
    await until(() => live.events.length > 0, "the reader that reads");
    const metrics = await (await fetch(`${site.origin}/sluice/metrics`)).text();
    live.close();
    stuck.socket.destroy();
    return { most, ended: Number(/reason="fell_behind"\} (\d+)/.exec(metrics)[1]) };
  });
}

test("[P4] with the shipped file the worker cuts a stuck browser, and no file grows", async (t) => {
  const { most, ended } = await flood();
  t.diagnostic(`at most ${(most / 1024).toFixed(0)} KiB in temporary files`);
  assert.equal(ended, 1);
  assert.ok(most < smallBytes, `${most} bytes in server.upload-dirs`);
});

test("[P4] with stream-response-body 1 lighttpd stores it all in temporary files", async (t) => {
  const spool = (shipped) => replaced(shipped, "response-body = 2", "response-body = 1");
  const { most } = await flood(spool);
  t.diagnostic(`at most ${(most / 1024 / 1024).toFixed(0)} MiB in temporary files`);
  assert.ok(most > smallBytes, `${most} bytes in server.upload-dirs`);
});
