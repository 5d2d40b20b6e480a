// Goal: one rule says what a selector matches, the same for streams, for what a token lets be read
// and published, and for presence; percent-encoding is undone once.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bearer, form, grant, hubPath, hubSite, postForm, publish, streamPath }
  from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const composed = "/caf\u00e9";
const decomposed = "/cafe\u0301";
const topics = ["/o/7", "/o/7/l", "/o/", "/o/%37", "/o/a%2Fb", "/o/a/b", "/O/7", "/o/+", "/o/7?x",
  "/o/a b", composed, decomposed];

// The URI Template's expression stands for unreserved characters, commas and percent-encodings, and
// for nothing at all (RFC 6570, section 3.2.2, read backwards).
const rows = [
  { selector: "/o/{id}", matched: ["/o/7", "/o/", "/o/%37", "/o/a%2Fb"] },
  { selector: "*", matched: topics },
  { selector: "/o/7", matched: ["/o/7"] },
  { selector: "/o/%37", matched: ["/o/%37"] },
  { selector: "/o/a%2Fb", matched: ["/o/a%2Fb"] },
  { selector: "/o/+", matched: ["/o/+"] },
  { selector: "/o/a b", matched: ["/o/a b"] },
  { selector: "/o/7?x", matched: ["/o/7?x"] },
  { selector: composed, matched: [composed] },
  { selector: decomposed, matched: [decomposed] },
  // No regular expressions, and no wildcards of other systems.
  { selector: "/o/.*", matched: [] },
  { selector: "/o/.", matched: [] },
  { selector: "/o/*", matched: [] },
  { selector: "/o/#", matched: [] },
  { selector: "^/o/7$", matched: [] },
];

// Every stream asks for it as well: when it is there, all before it is.
const last = "urn:last";

async function receivedTopics(stream) {
  await until(() => stream.events.some(({ data }) => data === last), "the last update");
  return stream.events.map(({ data }) => data).filter((data) => data !== last);
}

/** Opens a stream a row, publishes to every topic, and holds what came against the rows. */
async function checkStreams(site, streamOf, fields) {
  const streams = await Promise.all(rows.map(streamOf));
  for (const topic of [...topics, last]) await publish(site, { topic, data: topic, ...fields });
  for (const [i, { selector, matched }] of rows.entries()) {
    assert.deepEqual(await receivedTopics(streams[i]), matched, `selector ${selector}`);
    streams[i].close();
  }
}

test("[H8] a stream gets what its selector matches", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => checkStreams(site,
    ({ selector }) => openStream(site, streamPath([selector, last])), {}));
});

test("[H8] a token lets its reader have what its selector matches", async () => {
  await withSite(hubSite(), (site) => checkStreams(site, ({ selector }) => openStream(site,
    streamPath("*"), bearer(grant({ subscribe: [selector, last] }))), { private: "on" }));
});

test("[H8] a token lets its publisher publish to what its selector matches", async () => {
  await withSite(hubSite(), async (site) => {
    for (const { selector, matched } of rows) {
      const headers = bearer(grant({ publish: [selector] }));
      const allowed = [];
      for (const topic of topics) {
        const { status } = await postForm(site, form({ topic, data: "x" }), headers);
        if (status === 200) allowed.push(topic);
        else assert.equal(status, 403);
      }
      assert.deepEqual(allowed, matched, `selector ${selector}`);
    }
  });
});

test("[H8] a list of subscriptions is shown to whoever's selector matches its path", async () => {
  await withSite(hubSite(["--subscriptions"]), async (site) => {
    const all = `${hubPath}/subscriptions`;
    const one = `${all}/${encodeURIComponent("/o/7")}`;
    const cases = [
      { selector: `${all}/{topic}`, shown: [one, `${all}/`] },
      { selector: all, shown: [all] },
      { selector: one, shown: [one] },
      { selector: `${all}/%2Fo%2f7`, shown: [] },
      { selector: `${all}{/topic}`, shown: [all, one, `${all}/`] },
      { selector: `${all}.*`, shown: [] },
    ];
    for (const { selector, shown } of cases) {
      for (const path of [all, one, `${all}/`]) {
        const headers = bearer(grant({ subscribe: [selector] }));
        const { status } = await fetch(site.origin + path, { headers });
        const isShown = status === 200 || status === 404; // no such list, but may ask for it
        assert.equal(isShown, shown.includes(path), `${selector} for ${path}: ${status}`);
      }
    }
  });
});

test("[H8] a stream's address is decoded once, plus signs are spaces", async () => {
  await withSite(hubSite(["--anonymous"]), async (site) => {
    const cases = [
      ["%2Fo%2F7", ["/o/7"]], ["/o/7", ["/o/7"]], ["/o/%2537", ["/o/%37"]], ["/o/%37", ["/o/7"]],
      ["/o/a+b", ["/o/a b"]], ["/o/a%20b", ["/o/a b"]], ["/o/%2B", ["/o/+"]], ["/o/+", []],
      ["/o/a%252Fb", ["/o/a%2Fb"]], ["/o/a%2Fb", ["/o/a/b"]],
      ["/caf%C3%A9", [composed]], ["/cafe%CC%81", [decomposed]],
    ];
    const streams = await Promise.all(cases.map(([asked]) => openStream(site,
      `${hubPath}?topic=${asked}&topic=${encodeURIComponent(last)}`)));
    for (const topic of [...topics, last]) await publish(site, { topic, data: topic });
    for (const [i, [asked, matched]] of cases.entries()) {
      assert.deepEqual(await receivedTopics(streams[i]), matched, asked);
      streams[i].close();
    }
  });
});
