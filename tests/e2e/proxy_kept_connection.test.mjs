// Goal: a web server that takes a kept connection for its next request, because the browser of the
// first has left, gets an answer and does not hang.
import assert from "node:assert/strict";
import { test } from "node:test";

import { hubSite, streamPath } from "./support/mercure.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";
import { openStream } from "./support/stream.mjs";

const departures = 5;

test("[F5] HAProxy with its own keep-conn answers what comes after a departure", async () => {
  const configuration = (shipped) => replaced(shipped, "no option keep-conn", "");
  const settings = hubSite(["--anonymous", "--heartbeat", "1s"]);
  await withProxy({ server: "haproxy", configuration, ...settings }, async (site) => {
    for (let i = 0; i < departures; i += 1) {
      (await openStream(site, streamPath("a"))).close();
      const answer = await fetch(`${site.origin}/sluice/page`);
      assert.equal(answer.status, 200);
      await answer.text();
    }
  });
});
