// Goal: the doctor finds nothing wrong with the files that are shipped, as a check of monitoring
// that runs again and again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFine, examine, of } from "./support/doctor.mjs";
import { servers, withProxy } from "./support/proxies/index.mjs";

const times = 3;
// What is promised of --quick, and what a busy machine is given besides.
const quickSeconds = 5;
const busyFactor = 3;

test("the doctor finds nothing wrong with the shipped file of …", async (t) => {
  for (const server of servers) {
    await t.test(server, async () => withProxy({ server, worker: "sluice" }, async (site) => {
      const all = await Promise.all(Array.from({ length: times }, () =>
        examine(site.origin, "--quick")));
      t.diagnostic(`${server}: ${of(all[0], "timing").seen}; ${
        all.map((each) => `${each.seconds.toFixed(1)} s`).join(", ")}`);
      all.forEach(assertFine);
      const fastest = Math.min(...all.map((each) => each.seconds));
      assert.ok(fastest < quickSeconds * busyFactor, `${fastest} s`);
    }));
  }
});

test("the doctor examines a worker of somebody's own program as well", async () => {
  await withProxy({ server: "nginx", worker: "ticker" }, async (site) => {
    assertFine(await examine(site.origin, "--quick"));
    assertFine(await examine("--socket", site.address.path));
  });
});
