// Goal: what a publisher's form says reaches the browser as one event, byte for byte, and can forge
// no other; what is too large, or no text, is refused and reaches nobody.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPage } from "./support/browser.mjs";
import { everything, form, hubPath, hubSite, postForm, publish, streamPath }
  from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";

const topic = "text";
const last = "the last";
const messageBytes = 1024 * 1024;
const types = ["message", "y", "gap"];

/** Sends a form's bytes as they are written here, percent-encoded. */
function postRaw(site, body) {
  return postForm(site, body, { Authorization: `Bearer ${everything}`,
    "Content-Type": "application/x-www-form-urlencoded" });
}

test("[C4] line breaks in data are lines of one event, and elsewhere refused", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await page.goto(site.origin);
    const stream = await PageStream.open(page, streamPath(topic), { types });
    const texts = [
      ["a\rid:9\r\n\rdata:b", "a\nid:9\n\ndata:b"],
      ["a\n\nb\n", "a\n\nb\n"],
      ["", ""],
      ["\n", "\n"],
      [" a\n  b", " a\n  b"],
      [":no comment\nretry: 1", ":no comment\nretry: 1"],
    ];
    for (const [sent] of texts) await publish(site, { topic, data: sent });

    const forged = [{ type: "x\nevent: y" }, { type: "x\rdata: y" }, { id: "1\n2" }, { id: "1\r2" },
      { id: "a\u0000b" }, { type: "a\u0000b" }];
    for (const fields of forged) {
      const answer = await postForm(site, form({ topic, data: "forged", ...fields }));
      assert.equal(answer.status, 400, JSON.stringify(fields));
      assert.match(await answer.text(), /^the field "(id|type)" holds a control character\.?\n$/);
    }
    await publish(site, { topic, data: last });
    await stream.waitForData(last);
    const came = (await stream.events()).map(({ type, data }) => ({ type, data }));
    const expected = [...texts.map(([, shown]) => shown), last];
    assert.deepEqual(came, expected.map((data) => ({ type: "message", data })));
  }));
});

/** In the page: where the data of the last event differs from the expected; -1 when nowhere. */
function differenceIn(page, name, offset) {
  return page.evaluate(({ stream, lead, bytes }) => {
    const expected = "x".repeat(lead) + "\u2192".repeat(Math.floor((bytes - lead) / 3));
    const { data } = window.streams[stream].events.at(-1);
    if (data === expected) return -1;
    return [...expected].findIndex((each, i) => data[i] !== each);
  }, { stream: name, lead: offset, bytes: messageBytes });
}

test("[C5] a published mebibyte of three-byte characters reaches the browser exactly", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await page.goto(site.origin);
    const stream = await PageStream.open(page, streamPath(topic));
    // At one of three offsets every border of a record falls inside a character.
    for (const offset of [0, 1, 2]) {
      const arrows = Math.floor((messageBytes - offset) / 3);
      const id = `urn:offset:${offset}`;
      await publish(site, { topic, id, data: "x".repeat(offset) + "\u2192".repeat(arrows) });
      await stream.waitFor(({ events }, wanted) => events.at(-1)?.id === wanted, id);
      assert.equal(await differenceIn(page, stream.name, offset), -1, `offset ${offset}`);
    }
    assert.equal((await stream.events()).length, 3);
  }));
});

test("[C5] what is too large gets 413, what is no UTF-8 400, and nobody gets it", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await page.goto(site.origin);
    const stream = await PageStream.open(page, streamPath(topic));
    const sizes = [[messageBytes + 1, 413], [2 * messageBytes, 413], [5 * messageBytes, 413]];
    for (const [bytes, status] of sizes) {
      const answer = await postForm(site, form({ topic, data: "x".repeat(bytes) }));
      assert.equal(answer.status, status, `${bytes} bytes`);
    }
    for (const data of ["%FF", "a%E2%86", "%C0%AF", "%ED%A0%80"]) {
      const answer = await postRaw(site, `topic=${topic}&data=${data}`);
      assert.equal(answer.status, 400, data);
      assert.match(await answer.text(), /"data" is not UTF-8/);
    }
    await publish(site, { topic, data: last });
    await stream.waitForData(last);
    assert.deepEqual((await stream.events()).map(({ data }) => data), [last]);
  }));
});
