// Goal: the doctor measures when a quiet stream is cut, and asks for a heartbeat below half of that
// where the worker has none (P5).
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFaults, assertFine, examine, of, text } from "./support/doctor.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";

const timeoutSeconds = 3;
// What a busy machine adds.
const toleranceSeconds = 1;
// Above the longest cut: Apache lets the worker go at 3 s, and the browser five seconds later.
const watched = "10s";

/** What makes each server cut after three seconds: in the shipped file, in its place, and how many
 *  seconds later it may be. lighttpd looks once a second for what has waited too long. */
const cuts = {
  nginx: ["fastcgi_read_timeout 1h;", `fastcgi_read_timeout ${timeoutSeconds}s;`, 0],
  apache: ["timeout=3600", `timeout=${timeoutSeconds}`, 0],
  lighttpd: ["server.max-write-idle = 3600", `server.max-write-idle = ${timeoutSeconds}`, 1],
  haproxy: ["timeout server 1h", `timeout server ${timeoutSeconds}s`, 0],
};

async function examineCut(server, heartbeat) {
  const [from, to] = cuts[server];
  const settings = { server, worker: "sluice", options: ["--heartbeat", heartbeat],
    configuration: (shipped) => replaced(shipped, from, to) };
  return withProxy(settings, (site) =>
    examine(site.origin, "--idle", watched, "--server", server));
}

function assertMeasured(t, found, server) {
  const { seen } = of(found, "idle");
  t.diagnostic(`${server}: ${seen}; ${found.seconds.toFixed(1)} s`);
  const [, measured] = /cut after (\d+\.\d+) s/.exec(seen) ?? [];
  const later = Number(measured) - timeoutSeconds;
  assert.ok(later >= -toleranceSeconds, text(found));
  assert.ok(later <= cuts[server][2] + toleranceSeconds, text(found));
}

// Side by side, for they mostly wait.
test("a quiet stream is cut by …", { concurrency: true }, async (t) => {
  const cut = Object.keys(cuts).map((server) => t.test(server, async () => {
    const found = await examineCut(server, "0");
    const [setting] = cuts[server][0].split(/[ =]/);
    assertFaults(found, { "cut-when-idle": ["--heartbeat", "below half of the time", setting] });
    assertMeasured(t, found, server);
  }));
  const kept = t.test("nginx, and the heartbeat comes often enough", async () => {
    const found = await examineCut("nginx", "1s");
    assertFine(found);
    assert.equal(of(found, "idle").judgement, "remark", text(found));
    assertMeasured(t, found, "nginx");
  });
  await Promise.all([...cut, kept]);
});
