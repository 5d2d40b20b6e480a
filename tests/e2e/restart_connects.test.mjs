// Goal: a service manager keeps the socket, and a restart under 200 requests a second costs none of
// them a 502 or a refused connect. Streams end spread over the drain time at the border of an event, their browsers
// come back with their last ids, and every one gets every update once and in order.
import assert from "node:assert/strict";
import http from "node:http";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { bearer, everything, form, hubSite, postForm, streamPath } from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const topic = "ticks";
const readers = 200;
const drainMs = 2000;
// The worker ends 200 streams a second, and never takes longer than its drain time.
const spreadMs = 1000;
const requestsPerSecond = 200;
// Those of the drain time and of the next worker's start wait in the socket's queue. On a machine
// that is too busy for the pace, more would only wait for each other.
const mostWaiting = 600;
const publishEveryMs = 20;
const patienceMs = 60_000;

function workerOptions(site) {
  return ["--anonymous", "--history", `sqlite:${path.join(site.folder, "history.db")}`,
    "--drain", `${drainMs}ms`, "--retry-min", "100ms", "--retry-max", "500ms"];
}

/** Requests of a page at an even pace, each on a connection of its own. `answers` has {status, ms},
 *  or {status: the error's code}. */
class Load {
  constructor(site) {
    this.site = site;
    this.answers = [];
    this.sent = 0;
    this.start = performance.now();
    // By the clock, so that a busy machine does not thin it out.
    this.timer = setInterval(() => {
      const due = (performance.now() - this.start) * requestsPerSecond / 1000;
      while (this.sent < due && this.sent - this.answers.length < mostWaiting) this.ask();
    }, 10);
  }

  ask() {
    this.sent += 1;
    const at = performance.now();
    http.get(`${this.site.origin}/sluice/page`, { agent: false }, (response) => {
      response.resume();
      response.on("close", () => {
        this.answers.push({ status: response.statusCode, ms: performance.now() - at });
      });
    }).on("error", ({ code }) => { this.answers.push({ status: code, ms: 0 }); });
  }

  more(count) {
    const wanted = this.answers.length + count;
    return until(() => this.answers.length >= wanted, `${wanted} answers`, patienceMs);
  }

  async stop() {
    clearInterval(this.timer);
    await until(() => this.answers.length === this.sent, "the last answers", patienceMs);
  }
}

/** A browser that comes back with its last id whenever its stream ends. */
class Reader {
  constructor(site) {
    this.site = site;
    this.events = [];
    this.ends = [];
    this.faults = [];
    this.opens = 0;
    this.isDone = false;
    this.run();
  }

  async run() {
    let id;
    while (!this.isDone) {
      const headers = id ? { "Last-Event-ID": id } : {};
      const stream = await openStream(this.site, streamPath(topic), headers);
      if (stream.status !== 200) this.faults.push(`status ${stream.status}`);
      this.opens += 1;
      this.stream = stream;
      await stream.ended;
      if (stream.error && !this.isDone) this.faults.push(`${stream.error}`);
      if (!stream.text.endsWith("\n\n") && !this.isDone) this.faults.push("ended within an event");
      this.ends.push(performance.now());
      this.events.push(...stream.events.map(({ data }) => data));
      const ids = [...stream.text.matchAll(/^id: (.*)$/gm)];
      if (ids.length > 0) id = ids.at(-1)[1];
      await pause(Number(/retry: (\d+)\n/.exec(stream.text)?.[1] ?? 100));
    }
  }

  /** All so far, those of the stream that is open too. */
  get data() {
    const open = this.stream?.isEnded ? [] : this.stream?.events ?? [];
    return [...this.events, ...open.map(({ data }) => data)];
  }

  stop() {
    this.isDone = true;
    this.stream.close();
  }
}

/** Publishes 1, 2, … and counts what was taken. */
class Publisher {
  constructor(site) {
    this.taken = 0;
    this.others = [];
    this.isStopped = false;
    this.ended = this.run(site);
  }

  async run(site) {
    while (!this.isStopped) {
      const answer = await postForm(site, form({ topic, data: `${this.taken + 1}` }),
        { ...bearer(everything), Connection: "close" });
      if (answer.status === 200) this.taken += 1;
      else this.others.push(answer.status);
      await answer.text();
      await pause(publishEveryMs);
    }
  }

  more(count) {
    const wanted = this.taken + count;
    return until(() => this.taken >= wanted, `${wanted} publishes`, patienceMs);
  }

  async stop() {
    this.isStopped = true;
    await this.ended;
  }
}

test("[O1] a restart on a kept socket refuses nobody and loses nothing", async () => {
  await withSite({ ...hubSite(workerOptions), socketOf: "keeper" }, async (site) => {
    const crowd = Array.from({ length: readers }, () => new Reader(site));
    await until(() => crowd.every((reader) => reader.opens === 1), "all streams", patienceMs);
    const publisher = new Publisher(site);
    const load = new Load(site);
    await Promise.all([load.more(100), publisher.more(20)]);

    const told = performance.now();
    await site.worker.restart();
    const away = performance.now() - told;
    await until(() => crowd.every((reader) => reader.opens >= 2), "all returns", patienceMs);
    await Promise.all([load.more(100), publisher.more(20)]);
    await publisher.stop();
    await load.stop();

    const all = Array.from({ length: publisher.taken }, (_, i) => `${i + 1}`);
    const hasAll = (reader) => reader.data.length >= all.length;
    await until(() => crowd.every(hasAll), "the last update at all", patienceMs);

    const bad = load.answers.filter(({ status }) => status !== 200);
    const slowest = Math.max(...load.answers.map(({ ms }) => ms));
    const ends = crowd.map((reader) => reader.ends[0] - told).sort((a, b) => a - b);
    console.log(`${load.sent} requests, ${bad.length} not answered 200, the slowest `
      + `${slowest.toFixed(0)} ms; the next worker after ${away.toFixed(0)} ms; ${publisher.taken} `
      + `updates for ${readers} streams, whose ends took ${(ends.at(-1) - ends[0]).toFixed(0)} ms`);

    // What was on its way to the worker just when it was told to end, it answers by saying so.
    assert.deepEqual(bad.filter(({ status }) => status !== 503), [], "requests refused");
    assert.ok(bad.length <= load.sent / 100, `${bad.length} requests told that the worker ends`);
    assert.deepEqual(publisher.others.filter((status) => status !== 503), [], "publishes refused");
    assert.deepEqual(crowd.flatMap((reader) => reader.faults), []);
    for (const reader of crowd) assert.deepEqual(reader.data, all);
    assert.doesNotMatch(site.nginx.errorLog(), /connect\(\)|prematurely closed|reset by peer/);
    assert.ok(ends.at(-1) - ends[0] > spreadMs / 4, "streams end spread over time");
    for (const reader of crowd) reader.stop();
  });
});
