// Goal: a stream ends when its token does, at an event border, and cannot be had again with it; no
// log shows a token, wherever it came.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { withPage } from "./support/browser.mjs";
import { bearer, browserCookie, cookie, everything, form, grant, hubPath, hubSite, postForm,
  publish, streamPath, token } from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const topic = "prices";
// Long enough to open a stream on a busy machine, and then for some events.
const livesSeconds = 5;
const publishEveryMs = 100;
// For a machine that is busy: a stream that is there so long after its end was not ended by it.
const patienceMs = 20_000;

const nowSeconds = () => Math.floor(Date.now() / 1000);
const endingAt = (exp) => grant({ subscribe: [topic] }, { exp });

/** Publishes numbers until `isOver` says so; gives when each publish began, in ms. Throws when that
 *  takes too long. */
async function publishUntil(site, isOver) {
  const begun = [];
  for (let number = 0; ; number += 1) {
    if (await isOver()) return begun;
    if (Date.now() > (begun[0] ?? Infinity) + livesSeconds * 1000 + patienceMs) {
      throw new Error("the stream outlives its token");
    }
    begun.push(Date.now());
    await publish(site, { topic, data: `${number}`, private: "on" });
    await pause(publishEveryMs);
  }
}

/** What programs of the site have written. */
function logsOf(site) {
  return ["worker.log", "error.log", "access.log", "nginx.out"]
    .map((name) => fs.readFileSync(path.join(site.folder, name), "utf8")).join("\n");
}

test("[H7] a stream ends with its token at an event border, and gets no event after", async () => {
  await withSite(hubSite(), async (site) => {
    const exp = nowSeconds() + livesSeconds;
    const stream = await openStream(site, streamPath(topic), bearer(endingAt(exp)));
    assert.equal(stream.status, 200);
    const begun = await publishUntil(site, () => stream.isEnded);
    assert.equal(stream.error, null, "the answer is complete");
    assert.ok(stream.text.endsWith("\n\n"), "the last event is whole");
    assert.ok(stream.events.length > 0);
    stream.events.forEach(({ data }, i) => assert.equal(data, `${i}`));
    const last = begun[stream.events.length - 1];
    assert.ok(last < exp * 1000, `an event of ${last} came, and exp is ${exp}`);
  });
});

test("[H7] the browser's return with an expired cookie is refused, and it stops", async () => {
  const options = ["--retry-min", "1s", "--retry-max", "1s", "--log-level", "debug"];
  await withSite(hubSite(options), (site) => withPage(async (page) => {
    await page.goto(site.origin);
    const expiring = endingAt(nowSeconds() + livesSeconds);
    await page.context().addCookies([browserCookie(site, expiring)]);
    const stream = await PageStream.open(page, streamPath(topic));
    const isGivenUp = () => page.evaluate((name) => window.streams[name].source.readyState === 2,
      stream.name);
    await publishUntil(site, isGivenUp);
    const asked = site.nginx.accessLog().filter((line) => line.startsWith(`GET ${hubPath}`));
    assert.match(asked[0], /^GET \S+ 200 last=-$/);
    assert.match(asked[1], /^GET \S+ 401 last=\S+$/);
    assert.equal(asked.length, 2);
    assert.ok(site.worker.text().includes("a stream from 127.0.0.1 was refused with 401: "
      + "cookie mercureAuthorization=***: the token has expired"));
    assert.ok(!logsOf(site).includes(expiring), "a log shows the token");
  }, { expected: /401/ }));
});

const unsigned = [{ alg: "none" }, { mercure: { subscribe: ["*"] } }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
const badTokens = [
  { what: "none as its algorithm", text: `${unsigned}.` },
  { what: "another key", text: token({ mercure: { subscribe: ["*"] } }, "not the hub's key") },
  { what: "an nbf to come", text: grant({ subscribe: ["*"] }, { nbf: nowSeconds() + 3600 }) },
  { what: "an exp that is over", text: grant({ subscribe: ["*"] }, { exp: nowSeconds() - 1 }) },
  { what: "an exp that is text", text: grant({ subscribe: ["*"] }, { exp: "tomorrow" }) },
];

test("[H7] a bad token is refused wherever it comes, and no answer or log shows it", async () => {
  const options = ["--query-tokens", "--anonymous", "--log-level", "debug"];
  await withSite(hubSite(options), async (site) => {
    for (const { what, text } of badTokens) {
      const inQuery = streamPath(topic, { authorization: text });
      for (const [target, headers] of [[streamPath(topic), bearer(text)],
        [streamPath(topic), cookie(text)], [inQuery, {}]]) {
        const answer = await fetch(site.origin + target, { headers });
        const body = await answer.text();
        assert.equal(answer.status, 401, what);
        assert.match(body, /\*\*\*: /, "the place is named, and the token is not shown");
        assert.ok(!body.includes(text), what);
      }
      const answer = await postForm(site, form({ topic, data: "x" }), bearer(text));
      assert.equal(answer.status, 401, what);
    }
    const shown = badTokens.filter(({ text }) => logsOf(site).includes(text));
    assert.deepEqual(shown, []);
  });
});

test("[H7] a fraction in exp and no exp are fine, and the header beats the rest", async () => {
  await withSite(hubSite(["--query-tokens"]), async (site) => {
    const inQuery = streamPath(topic, { authorization: badTokens[0].text });
    const cases = [
      [streamPath(topic), bearer(endingAt(1_893_456_000.25)), 200],
      [streamPath(topic), bearer(grant({ subscribe: [topic] })), 200],
      [inQuery, { ...bearer(everything), ...cookie(badTokens[0].text) }, 200],
      [inQuery, cookie(everything), 401],
      [streamPath(topic, { authorization: everything }), cookie(badTokens[0].text), 200],
      [streamPath(topic), { ...bearer(badTokens[0].text), ...cookie(everything) }, 401],
    ];
    for (const [target, headers, status] of cases) {
      const stream = await openStream(site, target, headers);
      assert.equal(stream.status, status, JSON.stringify({ target, headers }));
      stream.close();
    }
    await until(() => site.worker.text().includes("authorization=***"), "the worker's line");
    assert.ok(!logsOf(site).includes(everything));
  });
});
