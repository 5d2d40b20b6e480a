// Goal: who may not look at the worker is told why, by the page itself; an address sees numbers,
// and an admin token in the site's cookie sees names, which stay text whatever they say.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageState, withPage } from "./support/browser.mjs";
import {
  browserCookie, everything, grant, hubSite, publish, streamPath,
} from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { cellOf, openStatus, shows } from "./support/status.mjs";
import { openStream } from "./support/stream.mjs";

const admin = grant({ subscribe: ["*"] }, { sluice: { admin: true } });
const nobody = hubSite(["--anonymous", "--admin-allow", "192.0.2.1"]);
const refused = { expected: /401|403/ };

/** The browser's cookie with that token, for the whole site: the status page has to get it. */
async function carry(page, site, text) {
  await page.context().addCookies([{ ...browserCookie(site, text), path: "/" }]);
}

test("the status page says that it may not look, and looks once the cookie is there", async () => {
  await withSite(nobody, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/status`);
    await pageState(page, "refused");
    await shows(page.locator("#hint"), /^The server answered 401: no token .*--admin/);
    assert.equal(await page.isVisible("#cards"), false);
    assert.equal(await page.locator("input:not([type=range]), textarea").count(), 0);
    await carry(page, site, everything);
    await page.click("#toggle");
    await shows(page.locator("#hint"), /^The server answered 403: .*=\*\*\*: /);
    await carry(page, site, admin);
    await page.click("#toggle");
    await pageState(page, "live");
    assert.equal(await page.isVisible("#cards"), true);
    assert.equal(await page.isVisible("#names"), true);
  }, refused));
});

test("the status page asks again when its tab is seen again", async () => {
  await withSite(nobody, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/status`);
    await pageState(page, "refused");
    await carry(page, site, admin);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await pageState(page, "live");
  }, refused));
});

test("an allowed address sees numbers, and neither topics nor ids nor addresses", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await openStream(site, streamPath("secret-topic"));
    const id = await publish(site, { topic: "secret-topic", data: "x" });
    await openStatus(page, site);
    assert.equal(await page.isVisible("#names"), false);
    await shows(page.locator("#no-names"), /admin token only/);
    const text = await page.textContent("body");
    for (const hidden of ["secret-topic", id, "127.0.0.1"]) {
      assert.equal(text.includes(hidden), false, hidden);
    }
  }));
});

test("topics and ids with markup stay text on the status page", async () => {
  const topic = "<img src=x onerror=\"window.ran = true\"><script>window.ran = true</script>";
  const id = "\"><svg onload=\"window.ran = true\">";
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await openStream(site, streamPath(topic));
    await publish(site, { topic, id, data: "x" });
    await carry(page, site, admin);
    await openStatus(page, site);
    await shows(cellOf(page, "largest", topic, 2), /^1$/);
    assert.equal(await page.textContent("#newest-id"), id);
    const added = "img, svg, main script, [onerror], [onload]";
    assert.equal(await page.evaluate((all) => document.querySelectorAll(all).length, added), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }));
});

test("what a server refuses with stays text on the status page", async () => {
  const markup = "<img src=x onerror=\"window.ran = true\">";
  await withSite(nobody, (site) => withPage(async (page) => {
    await page.route("**/sluice/status/events", (route) => route.fulfill(
      { status: 403, contentType: "text/plain; charset=utf-8", body: markup }));
    await page.goto(`${site.origin}/sluice/status`);
    await pageState(page, "refused");
    assert.ok((await page.textContent("#hint")).startsWith(`The server answered 403: ${markup}`));
    assert.equal(await page.locator("#hint *").count(), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }, refused));
});
