// Goal: from the worker's totals the status page computes the rates, the recent counts and the
// quantiles that an operator would, over a restart, a silence and a jam as well.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const assets = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../src/pages/assets");

/** What the script defines, without a page around it. */
function load(name) {
  const window = {};
  vm.runInNewContext(fs.readFileSync(path.join(assets, name), "utf8"), { window, Intl });
  return window.SluiceStatus;
}

// A status document: what the record looks at.
function told(uptime, published, { deliveries = 0, delivery = [0, 0, 0], streams = 1 } = {}) {
  return {
    uptime_seconds: uptime,
    connections: streams, streams, streams_behind: 0, queued_bytes: 0,
    counts: { updates_published: published, deliveries, delivered_bytes: 10 * deliveries },
    publish: { bounds: [0.001, 0.01], counts: [published, 0, 0] },
    delivery: { bounds: [0.001, 0.01], counts: delivery },
  };
}

const { quantile, createRecord } = load("status_record.js");
const { units } = load("status_units.js");

test("a quantile is the upper bound of the bucket that holds it", () => {
  const bounds = [0.001, 0.01, 0.1];
  const rows = [
    [[0, 0, 0, 0], 0.5, null],
    [[1, 0, 0, 0], 0.99, 0.001],
    [[50, 50, 0, 0], 0.5, 0.001],
    [[49, 51, 0, 0], 0.5, 0.01],
    [[99, 0, 1, 0], 0.99, 0.001],
    [[98, 0, 2, 0], 0.99, 0.1],
    [[98, 0, 0, 2], 0.99, Infinity],
  ];
  for (const [counts, which, expected] of rows) {
    assert.equal(quantile(bounds, counts, which), expected, `${counts} at ${which}`);
  }
});

test("rates are the differences of two documents over the time between them", () => {
  const record = createRecord();
  record.add(told(10, 100, { deliveries: 1000, delivery: [5, 0, 0] }), 50);
  assert.equal(record.latest().published, null);
  assert.equal(record.recent(), null);
  record.add(told(12, 110, { deliveries: 1600, delivery: [5, 2, 0] }), 52);
  assert.equal(record.latest().published, 5);
  assert.equal(record.latest().deliveries, 300);
  assert.equal(record.latest().bytes, 3000);
  assert.equal(record.latest().late, 0.01);
  assert.equal(record.recent().counts.updates_published, 10);
  assert.equal(record.recent().seconds, 2);
});

test("two documents that come together give one rate, not an endless one", () => {
  const record = createRecord();
  record.add(told(10, 100), 50);
  record.add(told(11, 103), 51.9);
  record.add(told(12, 104), 52);
  assert.deepEqual([...record.times()], [50, 52]);
  assert.equal(record.latest().published, 2);
});

test("a silence is a gap in the lines, and counts as what came in it all the same", () => {
  const record = createRecord();
  record.add(told(10, 100), 50);
  record.add(told(30, 160), 70);
  assert.deepEqual([...record.times()], [50, 50.5, 70]);
  assert.deepEqual([...record.column("streams")], [1, null, 1]);
  assert.equal(record.latest().published, null);
  assert.equal(record.recent().counts.updates_published, 60);
});

test("a new worker's counts are added to those of the one before it", () => {
  const record = createRecord();
  record.add(told(10, 100), 50);
  record.add(told(11, 104), 51);
  record.add(told(0, 2), 53);
  assert.equal(record.latest().published, null);
  record.add(told(1, 5), 54);
  assert.equal(record.latest().published, 3);
  record.add(told(0, 1), 56);
  assert.equal(record.recent().counts.updates_published, 4 + 5 + 1);
  assert.equal(record.recent().publish[0], 4 + 5 + 1);
});

test("what is older than ten minutes is let go", () => {
  const record = createRecord();
  for (let second = 0; second <= 900; second += 1) record.add(told(second, 2 * second), second);
  assert.equal(record.times().length, 601);
  assert.equal(record.times()[0], 300);
  assert.equal(record.recent().counts.updates_published, 1200);
});

test("numbers are written as people read them", () => {
  const rows = [
    [units.number(null), "–"], [units.number(0.25), "0.3"], [units.number(12345.6), "12,346"],
    [units.bytes(0), "0 B"], [units.bytes(1536), "1.5 KiB"], [units.bytes(64 * 2 ** 20), "64 MiB"],
    [units.duration(0), "0 s"], [units.duration(61), "1 min 1 s"],
    [units.duration(86400), "1 d"], [units.duration(90061), "1 d 1 h"],
    [units.duration(86405), "1 d"],
    [units.latency(0.00025), "0.25 ms"], [units.latency(0.1), "100 ms"], [units.latency(5), "5 s"],
  ];
  for (const [shown, expected] of rows) assert.equal(shown, expected);
});
