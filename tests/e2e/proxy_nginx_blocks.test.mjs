// Goal: what nginx/ ships for the http block does as its README says: streams limited by address,
// and several workers behind one name.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { hubSite, postForm, form, streamPath } from "./support/mercure.mjs";
import { Program } from "./support/program.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";
import { readFile } from "./support/proxies/server.mjs";
import { openStream } from "./support/stream.mjs";
import { canConnect, until } from "./support/wait.mjs";

const addressLimit = 20; // in nginx/limits.conf

test("an address has so many streams and not one more, over all else no limit", async () => {
  const configuration = (server) => ({ server, http: readFile("nginx/limits.conf") });
  const settings = { server: "nginx", configuration, ...hubSite(["--anonymous"]) };
  await withProxy(settings, async (site) => {
    const streams = await Promise.all(Array.from({ length: addressLimit }, () => openStream(site,
      streamPath("news"))));
    assert.ok(streams.every(({ status }) => status === 200));
    const more = await openStream(site, streamPath("news"));
    assert.equal(more.status, 429);
    assert.equal((await fetch(`${site.origin}/sluice/healthz`)).status, 200);
    const published = await postForm(site, form({ topic: "news", data: "to all" }));
    assert.equal(published.status, 200);
    await until(() => streams.every(({ events }) => events.length === 1), "the update");
    streams[0].close();
    let next;
    await until(async () => {
      next = await openStream(site, streamPath("news"));
      return next.status === 200;
    }, "the place of the one that left");
    [...streams, next].forEach((stream) => stream.close());
  });
});

test("the worker's own limit by address answers alike", async () => {
  const settings = hubSite(["--anonymous", "--address-limit", "2"]);
  await withProxy({ server: "nginx", ...settings }, async (site) => {
    const asked = [0, 1, 2].map(() => streamPath("news"));
    const streams = [];
    for (const target of asked) streams.push(await openStream(site, target));
    assert.deepEqual(streams.map(({ status }) => status), [200, 200, 429]);
    streams.forEach((stream) => stream.close());
  });
});

async function startSecond(site) {
  const socket = path.join(site.folder, "second.sock");
  const second = new Program(site.command.file, ["--socket", socket, "--socket-mode", "0666"],
    path.join(site.folder, "second.log"));
  await until(() => canConnect({ path: socket }), "the second worker");
  return second;
}

test("two workers behind one name share the streams, and one alone takes all", async () => {
  const configuration = (shipped, { worker, folder }) => ({
    server: replaced(shipped, `unix:${worker.path}`, "sluice_workers"),
    http: replaced(replaced(readFile("nginx/upstream.conf"), "/run/sluice/worker-1.sock",
      worker.path), "/run/sluice/worker-2.sock", `${folder}/second.sock`),
  });
  await withProxy({ server: "nginx", configuration, worker: "ticker" }, async (site) => {
    const second = await startSecond(site);
    try {
      const [idle, busy] = [site.worker.openDescriptors(), second.openDescriptors()];
      const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(site,
        "/sluice/events?interval_ms=50")));
      const held = [site.worker.openDescriptors() - idle, second.openDescriptors() - busy];
      assert.deepEqual(held, [10, 10]);
      await until(() => streams.every(({ events }) => events.length > 2), "events on all");
      await site.worker.stop("SIGKILL");
      await until(() => streams.filter(({ isEnded }) => isEnded).length === 10, "ten ends");
      const cut = streams.filter(({ isEnded }) => isEnded);
      const back = await Promise.all(cut.map(({ events }) => openStream(site,
        "/sluice/events?interval_ms=50", { "Last-Event-ID": events.at(-1).id })));
      await until(() => back.every(({ events }) => events.length > 0), "events again");
      back.forEach(({ events }, i) => {
        assert.equal(Number(events[0].id), Number(cut[i].events.at(-1).id) + 1);
      });
      [...streams, ...back].forEach((stream) => stream.close());
    } finally {
      await second.stop("SIGKILL");
    }
  });
});
