// Goal: a browser that speaks the Mercure protocol (draft 07) gets through nginx what it subscribed
// to, unchanged, and nothing else: the cases of the protocol's own conformance tests, in our words.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPage } from "./support/browser.mjs";
import { everything, form, hubPath, hubSite, streamPath } from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";

const uri = "https://example.com/books/1";
const template = "https://example.com/books/{number}";

const cases = [
  { name: "a raw string", asked: ["a string"], topics: ["a string"], arrives: true },
  { name: "several topics", asked: ["second"], topics: ["first", "second"], arrives: true },
  { name: "several selectors", asked: ["one", "other"], topics: ["other"], arrives: true },
  { name: "a URI", asked: [uri], topics: [uri], arrives: true },
  { name: "a URI template", asked: [template], topics: [uri], arrives: true },
  { name: "another string", asked: ["a string"], topics: ["b string"], arrives: false },
  { name: "another URI", asked: [uri], topics: [`${uri}/pages`], arrives: false },
  { name: "a URI beside a template", asked: [template], topics: [`${uri}/pages`], arrives: false },
  { name: "a private string", asked: ["a string"], topics: ["a string"], isPrivate: true },
  { name: "a private URI", asked: [uri], topics: [uri], isPrivate: true },
  { name: "a private URI of a template", asked: [template], topics: [uri], isPrivate: true },
];

/** What a publisher sends for a case: quotes and brackets in the id, and data whose blank line and
 *  leading spaces have to survive. */
function updateOf({ name, topics, isPrivate }) {
  const fields = { topic: topics, id: `id-${JSON.stringify(topics)}`,
    data: `data for\n\n        ${name}` };
  return isPrivate ? { ...fields, private: "on" } : fields;
}

/** Publishes from the page, as a site's own script would; gives what the hub answered. */
function publishIn(page, fields) {
  return page.evaluate(async ({ target, body, token }) => {
    const answer = await fetch(target, { method: "POST", body: new URLSearchParams(body),
      headers: { Authorization: `Bearer ${token}` } });
    return { status: answer.status, type: answer.headers.get("Content-Type"),
      text: await answer.text() };
  }, { target: hubPath, body: form(fields).toString(), token: everything });
}

// Asked for beside each case's own selectors: its update comes last and does arrive, so what is not
// there by then never comes, for a stream keeps the one order of all updates.
const last = { topic: "the last", id: "urn:last", data: "the last" };

async function checkCase(page, stream, each) {
  const fields = updateOf(each);
  const answer = await publishIn(page, fields);
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.type, /^text\/plain/);
  assert.equal(answer.text, fields.id);

  assert.equal((await publishIn(page, last)).status, 200);
  await stream.waitForData(last.data);
  const expected = each.arrives ? [fields, last] : [last];
  assert.deepEqual(await stream.events(),
    expected.map(({ id, data }) => ({ type: "message", id, data })));
}

// A browser opens six connections to a host, so that a case that fails must not keep its own.
async function withStream(page, target, scenario) {
  const stream = await PageStream.open(page, target);
  try {
    await scenario(stream);
  } finally {
    await stream.close();
  }
}

test("a browser gets what it subscribed to, unchanged, and nothing else", async (scenario) => {
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await page.goto(site.origin);
    for (const each of cases) {
      const verb = each.arrives ? "reaches" : "does not reach";
      const target = streamPath([...each.asked, last.topic]);
      await scenario.test(`an update of ${each.name} ${verb} it`,
        () => withStream(page, target, (stream) => checkCase(page, stream, each)));
    }
  }));
});
