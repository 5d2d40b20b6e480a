// Goal: reloading nginx disturbs no stream.
import assert from "node:assert/strict";
import { test } from "node:test";

import { shippedFile, withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

test("a stream that is open when nginx reloads goes on, and new ones open beside it", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    const stream = await openStream(site, "/sluice/events?interval_ms=50");
    await until(() => stream.events.length >= 3, "three events");
    site.nginx.program.signal("SIGHUP");
    const count = stream.events.length;
    await until(() => stream.events.length >= count + 20, "twenty more events");
    const second = await openStream(site, "/sluice/events?interval_ms=50");
    await until(() => second.events.length >= 3, "three events of a new stream");
    assert.equal(stream.isEnded, false);
    const ids = stream.events.map(({ id }) => Number(id));
    assert.deepEqual(ids, ids.map((_, i) => i + 1));
    stream.close();
    second.close();
  });
});
