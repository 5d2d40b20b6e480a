// Goal: a post that is published in WordPress appears on the pages that are open, by the plugin of
// deploy/recipes/wordpress as it stands, in a real WordPress.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPage } from "./support/browser.mjs";
import { output, sluice, withRecipe } from "./support/recipes.mjs";
import { installWordpress, logIn, places, prepareWordpress, savePost, variables }
  from "./support/recipes_wordpress.mjs";
import { until } from "./support/wait.mjs";

const markup = "Fish & <img src=x onerror='window.ran = true'> \u201cchips\u201d";

const withWordpress = (scenario) => withRecipe("wordpress",
  { php: true, before: prepareWordpress, places, env: variables }, scenario);

const listed = (page) => page.$$eval(".sluice-live li", (all) => all.map((each) => ({
  text: each.textContent, href: each.querySelector("a").getAttribute("href") })));

const untilListed = (page, count) => page.waitForFunction((wanted) => (
  document.querySelectorAll(".sluice-live li").length === wanted), count);

/** Opens the page, and waits until its stream is there. */
async function openLive(page, address, site) {
  await page.goto(address);
  const metrics = `${site.origin}/sluice/metrics`;
  await until(async () => (
    /^sluice_streams_open 1$/m.test(await (await fetch(metrics)).text())), "the stream");
}

test("a post appears on an open page when it is published, once, and a draft never", async () => {
  await withWordpress(async (site) => {
    const address = await installWordpress(site);
    await withPage(async (reader) => {
      await openLive(reader, address, site);
      const topic = await reader.getAttribute(".sluice-live", "data-topic");
      const editor = await logIn(site);
      const draft = await savePost(site, editor, { title: "Not yet", status: "draft" });
      await savePost(site, editor, { title: "For few", status: "publish", password: "x" });
      await savePost(site, editor, { title: "For editors", status: "private" });
      const post = await savePost(site, editor, { title: markup, status: "publish" });
      await untilListed(reader, 1);
      await savePost(site, editor, { title: "Changed", status: "publish" }, post.id);
      const later = await savePost(site, editor, { title: "Now", status: "publish" }, draft.id);
      await untilListed(reader, 2);
      assert.deepEqual(await listed(reader), [{ text: "Now", href: later.link },
        { text: "Fish &  \u201cchips\u201d", href: post.link }]);
      // What is published to the topic by anybody else is text, and no address for a script.
      const evil = JSON.stringify({ title: markup, url: "javascript:window.ran = true" });
      await output(sluice, ["publish", topic, evil, "--type", "post", "--control", site.control]);
      await untilListed(reader, 3);
      assert.deepEqual((await listed(reader))[0], { text: markup, href: null });
      assert.equal(await reader.evaluate(() => window.ran), undefined);
      // Without a worker a post is saved all the same.
      await site.worker.stop("SIGTERM");
      const alone = await savePost(site, editor, { title: "Alone", status: "publish" });
      assert.equal(alone.status, "publish");
      assert.match(site.php.text(), /sluice-live: cannot reach the worker at /);
    }, { expected: /status of 502/ });
  });
});
