// Goal: a worker that is told to stop accepts nothing more, ends its streams at event borders
// within the drain time, even with a browser that does not read, and exits with 0; a second signal
// does not wait.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withSite } from "./support/site.mjs";
import { dechunk, openBareStream } from "./support/stream.mjs";
import { canConnect, until } from "./support/wait.mjs";

const streams = 500;
const drainMs = 3000;
const busy = "/sluice/events?interval_ms=100&bytes=100";
// Starting to drain and leaving take a moment beside the drain time itself.
const leaveMs = 1500;

function openUnread(site) {
  const stream = openBareStream(site, "/sluice/flood");
  stream.socket.pause();
  return stream;
}

test("[O2] SIGTERM ends 500 busy streams at event borders in time, exit 0", async () => {
  await withSite({ options: ["--drain", `${drainMs}ms`] }, async (site) => {
    const opened = Array.from({ length: streams }, () => openBareStream(site, busy));
    const unread = openUnread(site);
    await until(() => opened.every(({ text }) => text.includes("data: 2 ")), "500 busy streams");

    const began = performance.now();
    site.worker.signal("SIGTERM");
    await until(async () => !(await canConnect({ path: site.socket })), "the socket's end", drainMs);
    const { code } = await site.worker.ended;
    const took = performance.now() - began;
    assert.equal(code, 0);
    assert.ok(took < drainMs + leaveMs, `the worker took ${took} ms`);

    await Promise.all(opened.map(({ ended }) => ended));
    for (const { text } of opened) {
      const { body, isComplete } = dechunk(text);
      assert.ok(isComplete, "the answer is complete");
      const events = body.split("\n\n");
      assert.equal(events.pop(), "", "the last event is whole");
      events.slice(2).forEach((event, i) => {
        assert.match(event, new RegExp(`^id: ${i + 1}\ndata: ${i + 1} \\d{19} \\.{100}$`));
      });
    }
    unread.socket.destroy();
  });
});

test("[O2] a second signal ends the worker now", async () => {
  for (const second of ["SIGTERM", "SIGINT"]) {
    await withSite({ options: ["--drain", "60s"] }, async (site) => {
      const idle = site.worker.openDescriptors();
      const unread = openUnread(site);
      await until(() => site.worker.openDescriptors() > idle, "the stream");
      site.worker.signal("SIGTERM");
      await until(() => site.worker.text().includes("draining"), "the first signal's line");
      const began = performance.now();
      site.worker.signal(second);
      const { code } = await site.worker.ended;
      const took = performance.now() - began;
      assert.ok(took < 1000, `the worker took ${took} ms after the second signal`);
      assert.equal(code, 0);
      unread.socket.destroy();
    });
  }
});
