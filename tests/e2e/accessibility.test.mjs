// Goal: axe-core finds nothing that would keep somebody from using the pages, light or dark, in the
// states that people meet.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { pageState, withPage } from "./support/browser.mjs";
import { withChat } from "./support/chat.mjs";
import { browserCookie, grant, hubSite, publish, streamPath } from "./support/mercure.mjs";
import { withSite } from "./support/site.mjs";
import { cellOf, openStatus, shows } from "./support/status.mjs";
import { openStream } from "./support/stream.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const schemes = ["light", "dark"];
const phone = { width: 390, height: 844 };
const admin = grant({ publish: ["*"], subscribe: ["*"] }, { sluice: { admin: true } });

/** Fails when axe finds something serious or critical, or looked at nothing. */
async function check(page, what) {
  const found = await page.evaluate(async () => {
    const { violations, passes } = await window.axe.run(document);
    const faults = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const contrast = passes.find(({ id }) => id === "color-contrast");
    return {
      faults: faults.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`),
      lookedAt: contrast ? contrast.nodes.length : 0,
    };
  });
  assert.deepEqual(found.faults, [], what);
  assert.ok(found.lookedAt > 0, `${what}: axe compared no colours`);
}

/** Checks what the page shows now, in both schemes and on a phone. */
async function checkAll(page, what) {
  await page.evaluate(axe);
  const wide = page.viewportSize();
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await check(page, `${what}, ${colorScheme}`);
    await page.setViewportSize(phone);
    await check(page, `${what}, ${colorScheme}, phone`);
    await page.setViewportSize(wide);
  }
}

test("axe finds a fault where there is one", async () => {
  await withPage(async (page) => {
    await page.setContent("<p style='color: #ccc; background: #fff'>faint</p><img src='data:,'>");
    await page.evaluate(axe);
    await assert.rejects(check(page, "a faulty page"), (error) => {
      assert.match(error.message, /color-contrast/);
      assert.match(error.message, /image-alt/);
      return true;
    });
  });
});

test("the page has no serious accessibility fault", async () => {
  await withChat(async (site, page) => {
    await page.goto(`${site.origin}/sluice/page?topic=chat`);
    await pageState(page, "open");
    await publish(site, { topic: "chat", data: "hello", type: "greeting" });
    await page.waitForSelector("#events tr");
    await checkAll(page, "the page with an event");
    await page.click("#toggle");
    await pageState(page, "closed");
    await checkAll(page, "the page when it was stopped");
  });
});

test("the status page has no serious accessibility fault", async () => {
  await withSite(hubSite(["--anonymous"]), (site) => withPage(async (page) => {
    await page.context().addCookies([{ ...browserCookie(site, admin), path: "/" }]);
    await openStream(site, streamPath("news"));
    await publish(site, { topic: "news", data: "hello" });
    await openStatus(page, site);
    await shows(cellOf(page, "largest", "news", 2), /^1$/);
    await checkAll(page, "the status page");
    await page.click("#toggle");
    await pageState(page, "paused");
    await checkAll(page, "the status page when it is out of date");
  }));
});

test("the status page has no serious accessibility fault for who may not look", async () => {
  const site = hubSite(["--anonymous", "--admin-allow", "192.0.2.1"]);
  await withSite(site, (served) => withPage(async (page) => {
    await page.goto(`${served.origin}/sluice/status`);
    await pageState(page, "refused");
    await checkAll(page, "the status page when it is refused");
  }, { expected: /401/ }));
});
