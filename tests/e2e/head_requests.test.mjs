// Goal: a health check that asks the event route with HEAD is answered at once, again and again,
// and leaves nothing behind.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const requests = 200;
const answeredMs = 200;

test("[C7] 200 HEAD requests are answered as GET is, at once, and leave nothing open", async () => {
  await withSite({}, async (site) => {
    const stream = await openStream(site, "/sluice/idle");
    const before = [site.worker.openDescriptors(), await site.nginx.openDescriptors()];
    for (let i = 0; i < requests; i += 1) {
      const began = performance.now();
      const answer = await fetch(`${site.origin}/sluice/idle`,
        { method: "HEAD", headers: { Connection: "close" } });
      assert.equal(await answer.text(), "");
      const took = performance.now() - began;
      assert.ok(took < answeredMs, `the answer ${i} took ${took} ms`);
      assert.equal(answer.status, 200);
      for (const name of ["content-type", "cache-control", "x-content-type-options"]) {
        assert.equal(answer.headers.get(name), stream.headers[name], name);
      }
      assert.equal(answer.headers.get("content-length"), null);
    }
    await until(() => site.worker.openDescriptors() <= before[0], "the worker's descriptors");
    await until(async () => (await site.nginx.openDescriptors()) <= before[1] + 1,
      "nginx's descriptors");
    assert.equal(stream.isEnded, false);
    stream.close();
  });
});
