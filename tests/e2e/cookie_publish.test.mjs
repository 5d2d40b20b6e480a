// Goal: a page may publish by its cookie's right where its origin is listed, and nowhere else: a
// stranger's page that makes the browser send its cookies gets nothing published.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { browserCookie, cookie, everything, form, grant, hubPath, hubSite, postForm, publish,
  streamPath } from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { withStranger } from "./support/stranger.mjs";

const topic = "chat";
const writer = grant({ publish: [topic], subscribe: [topic] });
const listed = hubSite((site) => ["--publish-origin", site.origin]);

/** Publishes as a script of the page; gives the status, or "unreadable" where the browser keeps the
 *  answer from a page of another origin. */
function publishIn(page, url, data) {
  return page.evaluate(async ({ target, body }) => {
    try {
      const answer = await fetch(target, { method: "POST", body: new URLSearchParams(body),
        credentials: "include" });
      return answer.status;
    } catch {
      return "unreadable";
    }
  }, { target: url, body: form({ topic, data }).toString() });
}

const isPost = (line) => line.startsWith(`POST ${hubPath}`);

test("a page of a listed origin publishes by its cookie, a stranger's page cannot", async () => {
  const expected = /CORS|ERR_FAILED|403/;
  await withSite(listed, (site) => withStranger((stranger) => withPages(1, async (page) => {
    await page.context().addCookies([browserCookie(site, writer)]);
    const url = site.origin + hubPath;
    await page.goto(site.origin);
    const stream = await PageStream.open(page, streamPath(topic));
    assert.equal(await publishIn(page, hubPath, "from the site"), 200);

    // Another port of the same host is another origin, but for cookies it is the same site.
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(stranger);
    assert.equal(await publishIn(elsewhere, url, "from a stranger"), "unreadable");
    const [, second] = site.nginx.accessLog().filter(isPost);
    assert.equal(second, `POST ${hubPath} 403 last=-`);
    assert.ok(site.worker.text().includes("a publish from 127.0.0.1 was refused with 403: "
      + "cookie mercureAuthorization=***: the page's origin may not use a cookie to change "
      + `anything here: ${stranger}`));

    await publish(site, { topic, data: "the last" });
    await stream.waitForData("the last");
    const came = (await stream.events()).map(({ data }) => data);
    assert.deepEqual(came, ["from the site", "the last"]);
  }, { expected })));
});

test("what a request with a cookie says about its page decides", async () => {
  await withSite(listed, async (site) => {
    const own = { Origin: site.origin };
    const foreign = { Origin: "https://example.com" };
    const cases = [
      { sent: own, status: 200 },
      { sent: { Referer: `${site.origin}/a/page?of=it` }, status: 200 },
      { sent: foreign, status: 403 },
      { sent: { Origin: "null" }, status: 403 },
      { sent: { ...foreign, Referer: `${site.origin}/` }, status: 403 },
      { sent: { Referer: "https://example.com/" }, status: 403 },
      { sent: { Origin: `${site.origin}.example.com` }, status: 403 },
      { sent: {}, status: 403 },
      // A header is nothing that a stranger's page could send, so the origin does not count.
      { sent: { ...foreign, Authorization: `Bearer ${everything}` }, status: 200 },
      { sent: { ...own, Cookie: cookie(grant({ publish: ["other"] })).Cookie }, status: 403 },
      { sent: { ...own, Cookie: cookie(`${writer}x`).Cookie }, status: 401 },
    ];
    for (const { sent, status } of cases) {
      const headers = { ...cookie(writer), ...sent };
      const answer = await postForm(site, form({ topic, data: "x" }), headers);
      assert.equal(answer.status, status, `${JSON.stringify(sent)}: ${await answer.text()}`);
    }
  });
});
