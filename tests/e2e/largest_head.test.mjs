// Goal: every head that the worker may send fits into nginx's buffer for it, and what a browser may
// send of cookies, tokens and ids reaches the worker.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bearer, everything, form, grant, hubPath, hubSite, postForm, publish,
  streamPath } from "./support/mercure.mjs";
import { shippedFile, withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";

const longestIdBytes = 1024;
// A name of 253 bytes is the longest that DNS has.
const longestOrigin = `https://${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.` +
  `${"d".repeat(61)}:65535`;
// In an entity tag three bytes each, in a Link two.
const longestId = '"'.repeat(longestIdBytes);
const origin = { Origin: longestOrigin };

async function withLongestId(scenario) {
  const options = ["--cors-origin", longestOrigin, "--subscriptions"];
  await withSite(hubSite(options), async (site) => {
    const taken = await publish(site, { topic: "news", data: "old", id: longestId });
    assert.equal(taken, longestId);
    await scenario(site);
  });
}

test("a stream after the longest id opens, with that id in its head", async () => {
  await withLongestId(async (site) => {
    const reader = bearer(grant({ subscribe: ["news"] }));
    const headers = { ...reader, ...origin, "Last-Event-ID": longestId };
    const stream = await openStream(site, streamPath("news"), headers);
    assert.equal(stream.status, 200);
    assert.equal(stream.headers["last-event-id"], longestId);
    assert.equal(stream.headers["access-control-allow-origin"], longestOrigin);
    stream.close();
  });
});

test("the list of subscriptions after the longest id is answered, new or not", async () => {
  await withLongestId(async (site) => {
    const ask = (headers) => fetch(`${site.origin}${hubPath}/subscriptions`,
      { headers: { ...bearer(everything), ...origin, ...headers } });
    const whole = await ask({});
    assert.equal(whole.status, 200);
    assert.equal((await whole.json()).lastEventID, longestId);
    const tag = whole.headers.get("etag");
    assert.equal(tag.length, 3 * longestIdBytes + 2);
    assert.equal((await ask({ "If-None-Match": tag })).status, 304);
  });
});

test("refusals with the longest of what they repeat are the worker's own", async () => {
  await withLongestId(async (site) => {
    const stranger = bearer(`${everything}x`);
    const refused = await postForm(site, form({ topic: "news" }), { ...stranger, ...origin });
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get("www-authenticate"), /invalid_token/);
    const long = await postForm(site, form({ topic: "t".repeat(2 * longestIdBytes) }),
      { ...bearer(everything), ...origin });
    assert.equal(long.status, 413);
  });
});

test("an application's head of 3.5 KiB passes, and one of 4.5 KiB is answered 502", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    const ask = (kibibytes) => fetch(`${site.origin}/sluice/head?bytes=${kibibytes * 1024}`);
    assert.equal((await ask(3.5)).status, 200);
    assert.equal((await ask(4.5)).status, 502);
    assert.match(site.nginx.errorLog(), /upstream sent too big header/);
  });
});

test("the size holds whatever buffers the site around has for its own pages", async () => {
  const small = "fastcgi_buffers 3 4k; fastcgi_busy_buffers_size 4k;";
  const large = "fastcgi_buffers 16 16k; fastcgi_buffer_size 32k; fastcgi_busy_buffers_size 64k;";
  for (const server of [small, large]) {
    await withSite({ location: shippedFile, nginx: { server } }, async (site) => {
      const ask = (kibibytes) => fetch(`${site.origin}/sluice/head?bytes=${kibibytes * 1024}`);
      assert.equal((await ask(3.5)).status, 200, server);
      assert.equal((await ask(4.5)).status, 502, server);
    });
  }
});

test("a cookie, a token and an id as long as nginx takes them reach the worker", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    // nginx's default is four buffers of 8 KiB, of which each line of the head needs one.
    const sent = { Cookie: `a=${"c".repeat(7 * 1024)}`,
      Authorization: `Bearer ${"t".repeat(7 * 1024)}`,
      "Last-Event-ID": "i".repeat(longestIdBytes) };
    const names = ["HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_LAST_EVENT_ID"];
    const answer = await fetch(`${site.origin}/sluice/echo?${names.map((name) => `name=${name}`)
      .join("&")}`, { headers: sent });
    assert.equal(answer.status, 200);
    const lines = (await answer.text()).split("\n");
    Object.values(sent).forEach((value, i) => assert.equal(lines[i], `${names[i]}=${value}`));
  });
});
