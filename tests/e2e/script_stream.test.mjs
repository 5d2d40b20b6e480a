// Goal: the script's stream comes back from whatever ends it, stops where asking again would change
// nothing, and gets through paths that hold bytes. Its clock is the test's.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Followed, openAnswer, settle, startOfClock, wholeAnswer }
  from "./support/client_parts.mjs";

const plain = { "Content-Type": "text/plain; charset=utf-8" };
const html = { "Content-Type": "text/html" };
const firstBytesMs = 4000;
const silentMs = 60_000;

const lastIds = ({ asked }) => asked.map(({ url, headers }) => (
  headers["Last-Event-ID"] ?? url.searchParams.get("lastEventID") ?? ""));
const batches = ({ asked }) => asked.map(({ url }) => url.searchParams.get("batch"));

test("a stream that ends is asked for behind its last id, after its own time", async () => {
  const answers = ["retry: 1234\nid: 1\ndata: a\n\nid: not whole\ndata: b\n", "id: 2\n\n"];
  const stream = new Followed((_, count) => wholeAnswer(answers[count - 1] ?? ": \n\n"));
  assert.deepEqual([await stream.pass(), await stream.pass(), await stream.pass()],
    [1234, 1234, 1234]);
  assert.deepEqual(lastIds(stream), ["", "1", "2", "2"]);
  assert.deepEqual(stream.events.map(({ data }) => data), ["a"]);
  assert.deepEqual(stream.states.slice(0, 3), ["open", "reconnecting", "open"]);
});

test("the last id is a header of the page's own origin, else a parameter", async () => {
  const rows = [
    ["http://site.example/events?topic=a", "urn:uuid:1", "urn:uuid:1", null],
    ["http://site.example/events?topic=a", "é 1", undefined, "é 1"],
    ["http://site.example/events?topic=a", " 1", undefined, " 1"],
    ["http://other.example/events?topic=a", "1", undefined, "1"],
  ];
  for (const [url, id, header, parameter] of rows) {
    const stream = new Followed(() => null, { url, position: { id } });
    await settle();
    const [asked] = stream.asked;
    assert.equal(asked.headers["Last-Event-ID"], header);
    assert.equal(asked.url.searchParams.get("lastEventID"), parameter);
    assert.equal(asked.url.searchParams.get("topic"), "a");
  }
});

test("[C2] a failing server is asked later each time, not in step, twice a minute at last",
  async () => {
    const failures = [502, 503, 500, 429, 404, 502, 502, 502];
    const stream = new Followed((_, count) => new Response("", { status: failures[count - 1] }));
    const waits = [];
    for (const _ of failures.slice(1)) waits.push(await stream.pass());
    [1000, 2000, 4000, 8000, 16000, 30000, 30000].forEach((most, i) => {
      assert.ok(waits[i] >= most / 2 && waits[i] <= most, `wait ${i}: ${waits[i]} ms`);
    });
    assert.deepEqual(stream.states, failures.map((status) => `reconnecting ${status}`));
  });

test("[C2] a page in place of the stream, and no answer, are come back from", async () => {
  const answers = [new Response("<h1>Log in</h1>", { headers: html }), null,
    wholeAnswer("data: a\n\n")];
  const stream = new Followed((_, count) => answers[count - 1]);
  await stream.pass();
  stream.stream.renew();
  await stream.pass();
  assert.deepEqual(stream.events.map(({ data }) => data), ["a"]);
  assert.deepEqual(stream.states, ["reconnecting 200", "reconnecting", "open", "reconnecting"]);
});

test("Retry-After is waited for, in seconds and as a date, come what may", async () => {
  for (const value of ["120", new Date(startOfClock + 120_000).toUTCString()]) {
    const busy = new Response("", { status: 503, headers: { "Retry-After": value } });
    const stream = new Followed((_, count) => (count === 1 ? busy : null));
    await settle();
    stream.stream.nudge();
    await settle();
    assert.equal(stream.asked.length, 1);
    const ms = await stream.pass();
    assert.ok(ms >= 120_000 && ms <= 132_000, `${ms} ms`);
    assert.equal(stream.asked.length, 2);
  }
});

test("where asking again would not help it stops, and says what the server said", async () => {
  const rows = [
    [new Response("the token has expired.\n", { status: 401, headers: plain }),
      "refused 401", "the token has expired."],
    [new Response("<h1>No</h1>", { status: 403, headers: html }), "refused 403", ""],
    [new Response("no topic.\n", { status: 400, headers: plain }), "refused 400", "no topic."],
    [new Response(null, { status: 204 }), "finished", undefined],
  ];
  for (const [answer, end, reason] of rows) {
    const stream = new Followed(() => answer);
    await settle();
    await settle();
    assert.deepEqual(stream.states, [end]);
    assert.equal(stream.details[0].reason, reason);
    assert.equal(stream.clock.nextInMs, undefined, "nothing is waited for");
    assert.equal(stream.asked.length, 1);
  }
});

test("a path that holds the first bytes is asked for batches, one behind the other", async () => {
  const batch = (count) => wholeAnswer(`id: ${count}\ndata: ${count}\n\n`);
  const stream = new Followed((_, count) => (count === 1 ? null : batch(count)));
  await settle();
  assert.equal(await stream.pass(), firstBytesMs);
  assert.equal(await stream.pass(), 0);
  for (const _ of [1, 2]) assert.equal(await stream.pass(), 100);
  assert.deepEqual(batches(stream), [null, "1", "1", "1"]);
  assert.deepEqual(lastIds(stream), ["", "", "2", "3"]);
  assert.deepEqual(stream.events.map(({ data }) => data), ["2", "3", "4"]);
  assert.deepEqual(stream.states.slice(0, 2), ["reconnecting batch", "open batch"]);
  assert.ok(!stream.states.slice(1).includes("reconnecting batch"), "a batch's end is no loss");
});

test("batches that come as they are sent lead back to a stream", async () => {
  const first = openAnswer();
  const stream = new Followed((_, count) => [null, first.answer, wholeAnswer(": \n\n")][count - 1]);
  await stream.pass();
  await stream.pass();
  first.write("id: 1\n\n");
  await settle();
  stream.clock.now += 3000;
  first.write("id: 2\ndata: a\n\n");
  first.end();
  await stream.pass();
  assert.deepEqual(batches(stream), [null, "1", null]);
  assert.deepEqual(lastIds(stream), ["", "", "2"]);
  assert.equal(stream.position.isBatch, false);
});

test("empty batches that end at once are not asked for without a pause", async () => {
  const stream = new Followed(() => wholeAnswer(": \n\n"), { position: { isBatch: true } });
  assert.equal(await stream.pass(), 1000);
  assert.deepEqual(stream.states.slice(0, 2), ["open batch", "reconnecting batch"]);
});

test("a machine that slept does not take the path for one that holds bytes", async () => {
  const stream = new Followed(() => null);
  await stream.pass(3_600_000);
  assert.deepEqual(stream.states, ["reconnecting"]);
});

test("a stream without bytes for a minute is dead; any byte keeps it alive", async () => {
  const live = openAnswer();
  const stream = new Followed((_, count) => (count === 1 ? live.answer : null));
  for (const _ of [1, 2, 3]) {
    live.write(":\n\n");
    await settle();
    stream.clock.now += silentMs - 1;
  }
  assert.equal(stream.asked.length, 1);
  await stream.pass();
  await stream.pass();
  assert.deepEqual(stream.states, ["open", "reconnecting"]);
  assert.equal(stream.asked.length, 2);
});

test("a page that wakes finds a dead stream at once, and leaves a live one alone", async () => {
  const live = openAnswer();
  const stream = new Followed(() => live.answer);
  live.write(":\n\n");
  await settle();
  stream.stream.nudge();
  await settle();
  assert.deepEqual(stream.states, ["open"]);
  stream.clock.now += silentMs + 1;
  stream.stream.nudge();
  await settle();
  assert.deepEqual(stream.states, ["open", "reconnecting"]);
});

test("nothing comes from a stream that was stopped, not even what had arrived", async () => {
  const live = openAnswer();
  const stream = new Followed(() => live.answer);
  live.write("id: 1\ndata: a\n\n");
  await settle();
  live.write("id: 2\ndata: b\n\n");
  stream.stream.stop();
  await settle();
  assert.deepEqual(stream.events.map(({ data }) => data), ["a"]);
  assert.equal(stream.position.id, "1");
  assert.equal(stream.clock.nextInMs, undefined);
});
