// Goal: whatever patience a server has with a silent worker, a heartbeat that is shorter keeps the
// stream open; without one the server cuts it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { hubSite, streamPath } from "./support/mercure.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

// For each server [what its shipped file says, the same with a patience of three seconds].
const impatient = {
  nginx: ["fastcgi_read_timeout 1h;", "fastcgi_read_timeout 3s;"],
  apache: ["timeout=3600", "timeout=3"],
  lighttpd: ["server.max-write-idle = 3600", "server.max-write-idle = 3"],
  caddy: ["transport fastcgi", "transport fastcgi {\n read_timeout 3s\n }"],
  haproxy: ["timeout server 1h", "timeout server 3s"],
};
const beats = 9; // three times the patience
// Apache tells the browser five seconds after it has left the worker; a busy machine adds some.
const cutWithinMs = 20_000;
// The servers look once a second, and may begin to count before the browser does.
const cutNotBeforeMs = 2_000;

function withPatience(server, options, scenario) {
  const configuration = (shipped) => replaced(shipped, ...impatient[server]);
  return withProxy({ server, configuration, ...hubSite(["--anonymous", ...options]) }, scenario);
}

async function lives(server) {
  await withPatience(server, ["--heartbeat", "1s"], async (site) => {
    const stream = await openStream(site, streamPath("idle"));
    const count = () => stream.text.split("\n").filter((line) => line === ":").length - 1;
    await until(() => count() >= beats || stream.isEnded, `${server}: nine heartbeats`);
    assert.equal(stream.isEnded, false, `${server} cut the stream`);
    assert.deepEqual(stream.events, []);
    stream.close();
  });
}

async function isCut(server, t) {
  await withPatience(server, ["--heartbeat", "0"], async (site) => {
    const began = performance.now();
    const stream = await openStream(site, streamPath("idle"));
    await until(() => stream.isEnded, `${server} to cut the stream`, cutWithinMs);
    const lived = performance.now() - began;
    t.diagnostic(`${server}: cut after ${(lived / 1000).toFixed(1)} s`);
    assert.ok(lived > cutNotBeforeMs, `${server} cut the stream after ${lived} ms already`);
  });
}

// All at once: they wait most of the time.
describe("a silent worker", { concurrency: true }, () => {
  test("[P5] a heartbeat keeps an idle stream open past each server's patience", async () => {
    await Promise.all(Object.keys(impatient).filter((server) => server !== "caddy").map(lives));
  });

  // Its read_timeout is for the whole answer, which is why the shipped file has none.
  test("[P5] Caddy with a read_timeout cuts every stream, heartbeat or not", async () => {
    await withPatience("caddy", ["--heartbeat", "1s"], async (site) => {
      const stream = await openStream(site, streamPath("idle"));
      await until(() => stream.isEnded, "Caddy to cut the stream");
      assert.match(stream.text, /^:\n\n/m);
    });
  });

  test("[P5] without a heartbeat each server cuts the same stream", async (t) => {
    await Promise.all(Object.keys(impatient).map((server) => isCut(server, t)));
  });
});
