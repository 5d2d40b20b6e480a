// Goal: a browser that comes back gets what it missed, once and in order; one whose position is not
// held any more is told so first, and learns nothing of what it may not read.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bearer, grant, hubSite, publish, streamPath } from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const topic = "https://example.com/ticks";
const secretTopic = "https://example.com/secrets/1";
const held = 100;
const published = 150;
const reader = bearer(grant({ subscribe: [topic] }));

const idOf = (number) => `urn:tick:${number}`;
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `${from + i}`);

const gap = (asked) => ({ type: "gap",
  data: JSON.stringify({ asked, reason: "unknown", follows: "oldest" }) });

/** The events of a stream up to the marker that is published when it is open, without the marker;
 *  with the head's Last-Event-ID. */
async function comeBack(site, headers, marker) {
  const stream = await openStream(site, streamPath(topic), { ...reader, ...headers });
  await publish(site, { topic, data: marker, id: `urn:${marker}` });
  await until(() => stream.events.some(({ data }) => data === marker), `the marker ${marker}`);
  stream.close();
  const events = stream.events.map(({ type, id, data }) => ({ type, id, data }));
  assert.equal(events.pop().data, marker, "the marker comes last");
  return { events, position: stream.headers["last-event-id"] };
}

async function publishAll(site) {
  for (let number = 1; number <= published; number += 1) {
    await publish(site, { topic, data: `${number}`, id: idOf(number) });
    // Of the reader's own topics nothing is missing when another's update lies between.
    if (number === 110) {
      await publish(site, { topic: secretTopic, data: "s", id: "urn:secret", private: "on" });
    }
  }
}

const dataOf = (events) => events.map(({ data }) => data);

test("[H1] each position gets what follows it once, and one that is not held a gap", async () => {
  await withSite(hubSite(["--history-updates", `${held}`]), async (site) => {
    await publishAll(site);
    // The 121st to the 150th, and no more than that.
    const known = await comeBack(site, { "Last-Event-ID": idOf(120) }, "a");
    assert.deepEqual(dataOf(known.events), numbers(121, published));
    assert.deepEqual(known.events.map(({ id }) => id), numbers(121, published).map(idOf));
    assert.equal(known.position, idOf(120));

    // Markers are updates as well: `a` has come since.
    const newest = await comeBack(site, { "Last-Event-ID": "urn:a" }, "b");
    assert.deepEqual(newest, { events: [], position: "urn:a" });
    const empty = await comeBack(site, { "Last-Event-ID": "" }, "c");
    assert.deepEqual(empty, { events: [], position: undefined });

    // A hundred are held: the secret and the three markers are among them.
    for (const [asked, marker] of [[idOf(50), "d"], ["nope", "e"], ["urn:secret", "f"]]) {
      const found = await comeBack(site, { "Last-Event-ID": asked }, marker);
      assert.equal(found.position, "earliest");
      const [first, ...rest] = found.events;
      assert.deepEqual({ type: first.type, data: first.data }, gap(asked));
      const ticks = dataOf(rest).filter((data) => /^\d+$/.test(data));
      assert.deepEqual(ticks, numbers(Number(ticks[0]), published));
      assert.ok(Number(ticks[0]) > 50 && Number(ticks[0]) < 60, `it begins at ${ticks[0]}`);
      assert.ok(!dataOf(rest).includes("s"));
    }
  });
});

test("[H1] an id that may not be known is answered as one that never was", async () => {
  await withSite(hubSite(), async (site) => {
    await publish(site, { topic, data: "first" });
    await publish(site, { topic: secretTopic, data: "s", id: "urn:secret:1", private: "on" });
    await publish(site, { topic, data: "second" });
    const answers = [];
    for (const asked of ["urn:secret:1", "urn:secret:2"]) {
      const headers = { ...reader, "Last-Event-ID": asked };
      const stream = await openStream(site, streamPath(topic), headers);
      await until(() => stream.events.some(({ data }) => data === "second"), "the last update");
      stream.close();
      const text = stream.text.replace(/retry: \d+/, "retry: N").replace(asked, "ASKED");
      answers.push({ status: stream.status, headers: { ...stream.headers, date: "" }, text });
    }
    assert.deepEqual(answers[0], answers[1]);
  });
});

test("the position is taken from the query as well, and the header rules", async () => {
  await withSite(hubSite(), async (site) => {
    for (const number of [1, 2, 3]) {
      await publish(site, { topic, data: `${number}`, id: idOf(number) });
    }
    const cases = [
      [{ lastEventID: idOf(1) }, {}, ["2", "3"]],
      // What symfony's twig function writes: both spellings.
      [{ lastEventID: idOf(2), "Last-Event-ID": idOf(2) }, {}, ["3"]],
      [{ lastEventID: idOf(2) }, { "Last-Event-ID": idOf(1) }, ["2", "3"]],
      [{ lastEventID: "earliest" }, {}, ["1", "2", "3"]],
    ];
    for (const [fields, headers, expected] of cases) {
      const stream = await openStream(site, streamPath(topic, fields), { ...reader, ...headers });
      await until(() => stream.events.some(({ data }) => data === "3"), "the last update");
      assert.deepEqual(dataOf(stream.events), expected);
      stream.close();
    }
  });
});
