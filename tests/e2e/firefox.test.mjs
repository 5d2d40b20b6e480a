// Goal: the other engine. Firefox follows a plain EventSource, comes back with its last id when the
// stream is lost, and stops at the end of a topic; the script and the page work in it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withFirefox } from "./support/firefox.mjs";
import { bearer, everything, hubPath, hubSite, publish, streamPath } from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const quickReturn = ["--anonymous", "--retry-min", "200ms", "--retry-max", "300ms"];

const streams = (site) =>
  site.nginx.accessLog().filter((line) => line.startsWith(`GET ${hubPath}`)).length;

/** As the worker counts them. */
async function openStreams(site) {
  const text = await (await fetch(`${site.origin}/sluice/metrics`)).text();
  return Number(/^sluice_streams_open (\d+)$/m.exec(text)[1]);
}

test("Firefox gets every event once across a lost stream, and stops when the topic ends", async () => {
  // What nginx still serves when it reloads is cut after this time.
  const settings = hubSite(quickReturn, { main: "worker_shutdown_timeout 1s;" });
  await withSite(settings, (site) => withFirefox(async (page) => {
    await page.goto(`${site.origin}/`);
    await page.evaluate((url) => new Promise((resolve) => {
      window.got = [];
      window.source = new EventSource(url);
      window.source.onmessage = ({ lastEventId, data }) => window.got.push([lastEventId, data]);
      window.source.onopen = resolve;
    }), streamPath("news"));
    const got = (count) => page.waitForFunction((n) => window.got.length >= n, {}, count);
    await publish(site, { topic: "news", id: "urn:one", data: "a\n\n  b" });
    await got(1);
    site.nginx.program.signal("SIGHUP");
    await until(() => streams(site) === 1, "the end of the first stream in nginx's log");
    await publish(site, { topic: "news", id: "urn:two", data: "→ ü" });
    await got(2);
    const ended = await fetch(`${site.origin}${streamPath("news")}`,
      { method: "DELETE", headers: bearer(everything) });
    assert.equal(ended.status, 204);
    await page.waitForFunction(() => window.source.readyState === EventSource.CLOSED);
    assert.deepEqual(await page.evaluate(() => window.got),
      [["urn:one", "a\n\n  b"], ["urn:two", "→ ü"]]);
    await until(() => streams(site) >= 3, "the last try in nginx's log");
  }));
});

test("Firefox shows events by the script tag alone, and follows a topic on the page", async () => {
  const home = `location = / { default_type text/html; return 200
    '<!doctype html><title>a site</title><ul data-sluice-topic="news"></ul>
     <script src="/sluice/js" data-topics="news"></script>'; }`;
  await withSite(hubSite(quickReturn, { home }), (site) => withFirefox(async (page) => {
    await page.goto(`${site.origin}/`);
    await until(async () => (await openStreams(site)) === 1, "the script's stream");
    await publish(site, { topic: "news", type: "alert", data: "<b>text</b>" });
    await page.waitForFunction(
      () => document.querySelector("ul").textContent.includes("<b>text</b>"));
    await page.goto(`${site.origin}/sluice/page?topic=news`);
    await page.waitForFunction(() => document.body.dataset.state === "open");
    await publish(site, { topic: "news", data: "on the page" });
    await page.waitForFunction(
      () => document.getElementById("events").textContent.includes("on the page"));
  }));
});
