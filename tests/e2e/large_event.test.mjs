// Goal: a message of the largest size arrives as one event, byte for byte, although the borders of
// FastCGI records and network reads fall inside its characters.
import assert from "node:assert/strict";
import { test } from "node:test";

import { shippedFile, withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";

const messageBytes = 1024 * 1024;
const arrowBytes = 3; // E2 86 92

test("[C5] a mebibyte of three-byte characters arrives byte for byte", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    // At one of three offsets every border falls inside a character.
    for (const offset of [0, 1, 2]) {
      const stream = await openStream(site, `/sluice/utf8?offset=${offset}`);
      await stream.ended;
      assert.equal(stream.error, null);
      assert.equal(stream.events.length, 1);
      const arrows = Math.floor((messageBytes - offset) / arrowBytes);
      const expected = "x".repeat(offset) + "\u2192".repeat(arrows);
      // Not assert.equal, which would print two mebibytes.
      assert.ok(stream.events[0].data === expected, `offset ${offset}: the data differs`);
    }
  });
});
