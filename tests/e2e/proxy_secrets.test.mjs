// Goal: behind each of the five servers with its shipped file, no token is in a log, and what is
// for operators stays closed to the world however it is spelled.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { bearer, cookie, grant, hubSite, streamPath } from "./support/mercure.mjs";
import { servers, withProxy } from "./support/proxies/index.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const run = promisify(execFile);
// The worker lets both in, so that a refusal is the server's. The loopback net is 127.0.0.0/8, and
// the shipped files allow 127.0.0.1 only: the other plays the world.
const world = "127.0.0.2";
const settings = hubSite(["--query-tokens", "--drain", "1s", "--admin-allow", "127.0.0.1",
  "--admin-allow", world]);
const spellings = ["/sluice//metrics", "/sluice/%73tatus", "//sluice/status",
  "/sluice/status%2Fevents", "/sluice/x/../metrics", "/sluice/./metrics", "/sluice/METRICS",
  "/sluice/metrics/",
  "/sluice/metrics;x", "/x/../sluice/metrics", "/sluice/%2e/status"];

async function status(...options) {
  const { stdout } = await run("curl", ["-s", "--head", "--path-as-is", "-o", "/dev/null",
    "-w", "%{http_code}", ...options]);
  return Number(stdout);
}

for (const server of servers) {
  test(`${server} shows the operators' pages to the machine itself only`, async () => {
    await withProxy({ server, ...settings }, async (site) => {
      for (const shown of ["status", "status/events", "metrics"]) {
        const url = `${site.origin}/sluice/${shown}`;
        assert.equal(await status(url), 200, shown);
        assert.equal(await status(url, "--interface", world), 403, shown);
      }
      for (const spelled of spellings) {
        const found = await status(site.origin + spelled, "--interface", world);
        assert.ok(found >= 400 || (found >= 300 && found < 400), `${spelled} answers ${found}`);
      }
      const open = `${site.origin}/sluice/healthz`;
      assert.equal(await status(open, "--interface", world), 200);
    });
  });

  test(`[H7] ${server} leaves tokens out of its log`, async () => {
    await withProxy({ server, ...settings }, async (site) => {
      const tokens = ["header", "cookie", "query", "refused"].map((user) => grant(
        { subscribe: ["news"], payload: { user } }));
      const [inHeader, inCookie, inQuery, bad] = tokens;
      const streams = [
        await openStream(site, streamPath("news"), bearer(inHeader)),
        await openStream(site, streamPath("news"), cookie(inCookie)),
        await openStream(site, streamPath("news", { authorization: inQuery })),
        await openStream(site, streamPath("news", { authorization: `${bad}x` })),
        await openStream(site, `${streamPath("news")}&%61uthorization=${inQuery}&x=y`),
      ];
      assert.deepEqual(streams.map((stream) => stream.status), [200, 200, 200, 401, 200]);
      // Servers write a stream's line when it ends.
      await site.worker.stop("SIGTERM");
      await Promise.all(streams.map((stream) => stream.ended));
      const asked = () => site.logs().split("\n").filter((line) => /mercure/.test(line)).length;
      await until(() => asked() >= streams.length, "the lines of the access log");
      for (const text of tokens) {
        // The last part is the signature, without which the others are worth nothing.
        for (const part of [text, text.split(".")[1], text.split(".")[2]]) {
          assert.equal(site.logs().includes(part), false, `${server} logs a token`);
          assert.equal(site.worker.text().includes(part), false, "the worker logs a token");
        }
      }
    });
  });
}

