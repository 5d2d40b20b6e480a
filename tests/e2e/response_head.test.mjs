// Goal: the head of a stream reaches the browser exactly: one type without a parameter, nothing
// that a proxy between could take for a reason to cache, compress or hold it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { shippedFile, withSite } from "./support/site.mjs";
import { openBareStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

test("[P2] the head of a stream through nginx is exact, byte for byte", async () => {
  for (const location of ["", shippedFile]) {
    await withSite({ location }, async (site) => {
      const stream = openBareStream(site, "/sluice/idle");
      await until(() => stream.text.includes("\r\n\r\n"), "the head");
      const head = stream.text.slice(0, stream.text.indexOf("\r\n\r\n") + 4);
      // Server, Date, Connection and Transfer-Encoding are nginx's; the rest is the worker's.
      assert.match(head, new RegExp("^" + [
        "HTTP/1.1 200 OK",
        "Server: nginx/[0-9.]+",
        "Date: [A-Za-z0-9:, ]+ GMT",
        "Content-Type: text/event-stream",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "Cache-Control: no-cache, no-store, no-transform",
        "X-Content-Type-Options: nosniff",
      ].join("\r\n") + "\r\n\r\n$"));
      stream.socket.destroy();
    });
  }
});
