// Goal: a page shows a topic's events with a script element and a list alone, what they say stays
// text, and the script itself is small and kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { withPage } from "./support/browser.mjs";
import { publish, scriptSite, untilStreams } from "./support/script_page.mjs";
import { withSite } from "./support/site.mjs";

const largestCompressedBytes = 6 * 1024;
const markup = "<img src=x onerror=\"window.ran = true\"><script>window.ran = true</script>";

const listed = (page, selector) => page.$$eval(`${selector} > *`, (all) => (
  all.map((each) => `${each.tagName} ${each.textContent}`)));

function untilListed(page, selector, text) {
  return page.waitForFunction(([where, wanted]) => (
    [...document.querySelectorAll(`${where} > *`)].some((each) => each.textContent === wanted)),
  [selector, text]);
}

/** Keeps what the document is told, in `window.told`. */
function listen() {
  window.told = [];
  for (const name of ["event", "gap", "state"]) {
    addEventListener(`sluice:${name}`, ({ target, detail }) => {
      window.told.push({ name, target: target.id || target.nodeName, detail });
    });
  }
}

/** Opens the site's page with its data-topics, and waits for the streams. */
async function openPage(page, site, streams = 1) {
  await page.addInitScript(listen);
  await page.goto(site.origin);
  await untilStreams(site, streams);
}

const toldEvents = (page) => page.evaluate(() => (
  window.told.filter(({ name }) => name === "event")));

test("a script element and a list show a topic's events, and tell the page of each", async () => {
  const settings = scriptSite({
    tag: "<script src=/sluice/js data-topics='news sport'></script>",
    body: "<ul id=list data-sluice-topic=news data-sluice-limit=3></ul>"
      + "<p id=other data-sluice-topic=other></p><div id=box data-sluice-topic=news></div>",
  });
  await withSite(settings, (site) => withPage(async (page) => {
    await openPage(page, site, 2);
    const id = await publish(site, "news", "1", { type: "notice" });
    await untilListed(page, "#list", "1");
    await publish(site, "sport", "2");
    await page.waitForFunction(() => (
      window.told.some(({ detail }) => detail.data === "2")));
    const all = (await toldEvents(page)).map(({ target, detail }) => ({ target, ...detail }));
    const first = { topics: ["news"], id, type: "notice", data: "1" };
    assert.deepEqual(all.slice(0, 2), [{ target: "list", ...first }, { target: "box", ...first }]);
    const [, , { target, topics }] = all;
    assert.deepEqual([target, topics, all.length], ["#document", ["sport"], 3]);

    for (const text of ["3", "4", "5"]) await publish(site, "news", text);
    await untilListed(page, "#list", "5");
    assert.deepEqual(await listed(page, "#list"), ["LI 3", "LI 4", "LI 5"]);
    assert.deepEqual(await listed(page, "#box"), ["DIV 1", "DIV 3", "DIV 4", "DIV 5"]);
    assert.deepEqual(await listed(page, "#other"), []);
  }));
});

test("a page that prevents the default shows an event in its own way", async () => {
  const settings = scriptSite({
    tag: "<script src=/sluice/js data-topics=news></script>",
    body: "<ul id=list data-sluice-topic=news></ul>",
  });
  await withSite(settings, (site) => withPage(async (page) => {
    await openPage(page, site);
    await page.evaluate(() => addEventListener("sluice:event", (event) => {
      if (event.detail.data === "hidden") event.preventDefault();
    }));
    await publish(site, "news", "hidden");
    await publish(site, "news", "shown");
    await untilListed(page, "#list", "shown");
    assert.deepEqual(await listed(page, "#list"), ["LI shown"]);
    assert.equal((await toldEvents(page)).length, 2);
  }));
});

test("topic, id, type and data stay text", async () => {
  const topic = "\"><img/src=x/onerror=window.ran=true>";
  const settings = scriptSite({ body: "<ul id=list></ul>" });
  await withSite(settings, (site) => withPage(async (page) => {
    await page.addInitScript(listen);
    await page.goto(site.origin);
    await page.evaluate((hostile) => {
      document.getElementById("list").dataset.sluiceTopic = hostile;
      const script = document.createElement("script");
      script.dataset.topics = hostile;
      script.src = "/sluice/js";
      document.head.append(script);
    }, topic);
    await untilStreams(site, 1);
    const hostile = { id: "\"><svg onload=\"window.ran = true\">", type: markup };
    await publish(site, topic, `javascript:window.ran = true\n${markup}`, hostile);
    await untilListed(page, "#list", `javascript:window.ran = true\n${markup}`);
    const [{ detail }] = await toldEvents(page);
    assert.deepEqual([detail.topics, detail.id, detail.type], [[topic], hostile.id, hostile.type]);
    assert.equal(await page.$$eval("img, svg, #list script", (all) => all.length), 0);
    assert.equal(await page.evaluate(() => window.ran), undefined);
  }));
});

test("a page whose policy allows nothing inline and demands trusted types can use it", async () => {
  const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; "
    + "require-trusted-types-for 'script'";
  const settings = scriptSite({
    tag: `<meta http-equiv=Content-Security-Policy content='${policy.replaceAll("'", "&#39;")}'>`
      + "<script src=/sluice/js data-topics=news></script>",
    body: "<ul id=list data-sluice-topic=news></ul>",
  });
  await withSite(settings, (site) => withPage(async (page) => {
    await page.goto(site.origin);
    await untilStreams(site, 1);
    await publish(site, "news", markup);
    await untilListed(page, "#list", markup);
  }));
});

test("the script is small, kept by its version, and otherwise asked for anew", async (t) => {
  await withSite(scriptSite(), async (site) => {
    const address = `${site.origin}/sluice/js`;
    const plain = await fetch(address);
    const text = await plain.text();
    const compressed = gzipSync(text, { level: 9 }).length;
    t.diagnostic(`${text.length} bytes, ${compressed} compressed`);
    assert.ok(compressed < largestCompressedBytes, `${compressed} bytes`);
    const tag = plain.headers.get("ETag");
    assert.equal(plain.headers.get("Cache-Control"), "no-cache");

    const held = await fetch(address, { headers: { "If-None-Match": tag } });
    assert.deepEqual([held.status, await held.text(), held.headers.get("ETag")], [304, "", tag]);
    const versioned = await fetch(`${address}?v=${tag.slice(1, -1)}`);
    assert.equal(versioned.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
    assert.equal(await versioned.text(), text);
    assert.equal((await fetch(`${address}?v=older`)).headers.get("Cache-Control"), "no-cache");
  });
});
