// Goal: what an event says is shown as text, whatever it says, and the page's own policy would stop
// it if it were not.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageRows, pageState, withPage } from "./support/browser.mjs";
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
