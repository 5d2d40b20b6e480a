// Goal: what an event says is shown as text, whatever it says, and the page's own policy would stop
// it if it were not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageRows, pageState, withPage } from "./support/browser.mjs";
import { rowWith, withChat } from "./support/chat.mjs";
import { publish } from "./support/mercure.mjs";
import { shippedFile, withSite } from "./support/site.mjs";

const markup = "<img src=x onerror=\"window.ran = true\"><script>window.ran = true</script>";
const demo = { worker: "sluice", location: shippedFile };

test("an event with markup is shown as text and runs nothing", async () => {
  await withSite(demo, (site) => withPage(async (page) => {
    const block = `id: <b>1</b>\ndata: ${markup}\ndata: second line\n\n`;
    await page.route("**/sluice/events", (route) => (route.request().method() === "GET"
      ? route.fulfill({ contentType: "text/event-stream", body: block })
      : route.fulfill({ status: 200 })));
    await page.goto(`${site.origin}/sluice/page`);
    await page.waitForSelector("#events tr");
    const [row] = await pageRows(page);
    assert.deepEqual(row, { id: "<b>1</b>", type: "message", data: `${markup}\nsecond line` });
    assert.equal(await page.evaluate(() => document.querySelectorAll("#events img").length), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }));
});

test("topic, id, type and data of an update stay text wherever the page shows them", async () => {
  const hostile = {
    topic: `"><img src=x onerror="window.ran = true">`,
    id: `"><svg onload="window.ran = true">`,
    type: "<script>window.ran = true</script>",
    data: `javascript:window.ran = true\n${markup}`,
  };
  await withChat(async (site, page) => {
    const query = new URLSearchParams([["topic", hostile.topic], ["topic", "{x}' onclick='1"]]);
    await page.goto(`${site.origin}/sluice/page?${query}`);
    await pageState(page, "open");
    await publish(site, hostile);
    const row = await rowWith(page, hostile.data);
    assert.deepEqual([row.id, row.type], [hostile.id, hostile.type]);
    assert.deepEqual(await page.$$eval("#topics span", (all) => all.map((e) => e.textContent)),
      [hostile.topic, "{x}' onclick='1"]);
    assert.equal(await page.inputValue("#send-topic"), hostile.topic);
    await page.waitForFunction((wanted) =>
      document.getElementById("announcer").textContent === wanted, hostile.data);
    const added = "img, svg, main script, body > script:not([src]), [onerror], [onclick], [onload]";
    assert.equal(await page.evaluate((all) => document.querySelectorAll(all).length, added), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  });
});

test("what a server refuses with is shown as text too", async () => {
  await withChat(async (site, page) => {
    await page.route("**/sluice/publish", (route) => route.fulfill(
      { status: 403, contentType: "text/plain; charset=utf-8", body: markup }));
    await page.goto(`${site.origin}/sluice/page?topic=chat`);
    await page.fill("#send-data", "hello");
    await page.press("#send-data", "Enter");
    await page.waitForFunction((wanted) =>
      document.getElementById("outcome").textContent === wanted, `Not sent: ${markup}`);
    assert.equal(await page.evaluate(() => document.querySelectorAll("#outcome *").length), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }, { expected: /403/ });
});

/** Puts markup and script into the page as a careless script would; gives what each led to. */
function forceIn(text) {
  const attempts = [
    () => { document.body.innerHTML = text; },
    () => { document.createElement("script").textContent = "window.ran = true"; },
    () => {
      const script = document.createElement("script");
      script.append("window.ran = true");
      document.body.append(script);
    },
  ];
  return attempts.map((attempt) => {
    try {
      attempt();
      return "taken";
    } catch (error) {
      return error.name;
    }
  });
}

test("the page's policy stops markup and script that got in all the same", async () => {
  await withSite(demo, (site) => withPage(async (page) => {
    await page.goto(`${site.origin}/sluice/page`);
    await pageState(page, "open");
    // The last is taken, but does not run.
    assert.deepEqual(await page.evaluate(forceIn, markup), ["TypeError", "TypeError", "taken"]);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }, { expected: /Trusted(HTML|Script)/ }));
});
