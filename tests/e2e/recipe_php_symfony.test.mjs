// Goal: an application with symfony/mercure publishes, names the hub and lets its visitors read
// private updates, by the files of deploy/recipes/php-symfony-mercure as they stand.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { cookieName, hubPath, key } from "./support/mercure.mjs";
import { recipe, run, withRecipe } from "./support/recipes.mjs";

const topic = "https://example.com/books/1";
const data = "{\"title\":\"<b>caf\u00e9</b> & cr\u00e8me\"}";

/** The hub's addresses are of a site whose nginx is up. */
const withBooks = (scenario) => withRecipe("php-symfony-mercure", {
  php: true,
  places: { "/var/www/books": recipe("php-symfony-mercure") },
  env: ({ origin }) => ({ MERCURE_URL: origin + hubPath, MERCURE_PUBLIC_URL: origin + hubPath,
    MERCURE_JWT_SECRET: key }),
}, scenario);

function publish(site, args, env = {}) {
  return run("/usr/bin/php", [recipe("php-symfony-mercure", "publish.php"), ...args],
    { env: { ...site.env, ...env } });
}

/** A session as the site's login writes it, in PHP's own format; gives its cookie. */
function beginSession(site, topics) {
  const id = randomBytes(16).toString("hex");
  const all = topics.map((each, at) => `i:${at};s:${Buffer.byteLength(each)}:"${each}";`).join("");
  fs.writeFileSync(path.join(site.folder, `sess_${id}`),
    `topics|a:${topics.length}:{${all}}`, { mode: 0o600 });
  return { name: "PHPSESSID", value: id, url: site.origin };
}

async function open(page, site) {
  await page.goto(site.origin);
  await page.getByText("live", { exact: true }).waitFor();
}

const untilListed = (page, count) => page.waitForFunction((wanted) => (
  document.querySelectorAll("li").length === wanted), count);
const listed = (page) => page.$$eval("li", (all) => all.map((each) => each.textContent));
const hubCookie = async (page, site) => (
  (await page.context().cookies(site.origin + hubPath)).find(({ name }) => name === cookieName));

test("a page finds the hub, and its visitor reads what his session permits", async () => {
  await withBooks((site) => withPages(2, async (member, guest) => {
    await member.context().addCookies([beginSession(site, ["https://example.com/books/{id}"])]);
    await open(member, site);
    await open(guest, site);
    const secret = await publish(site, [topic, "for members", "private"]);
    assert.match(secret.out, /^urn:uuid:\S+\n$/, secret.err);
    assert.equal((await publish(site, [topic, data])).code, 0);
    await untilListed(member, 2);
    await untilListed(guest, 1);
    assert.deepEqual(await listed(member), ["for members", data]);
    assert.deepEqual(await listed(guest), [data]);
    const cookie = await hubCookie(member, site);
    assert.deepEqual([cookie.path, cookie.httpOnly, cookie.sameSite], [hubPath, true, "Strict"]);
    assert.equal(await hubCookie(guest, site), undefined);
    // His token reads, and does nothing else.
    const headers = { Authorization: `Bearer ${cookie.value}` };
    const body = new URLSearchParams({ topic, data: "x" });
    const answer = await fetch(site.origin + hubPath, { method: "POST", headers, body });
    assert.equal(answer.status, 403);
    // The session ends, and the next page takes the right away.
    await member.context().clearCookies({ name: "PHPSESSID" });
    await member.reload();
    assert.equal(await hubCookie(member, site), undefined);
  }));
});

test("why an update was not published is said", async () => {
  await withBooks(async (site) => {
    const wrong = await publish(site, [topic, data], { MERCURE_JWT_SECRET: "another secret" });
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /^Failed to send an update\. HTTP\/1\.1 401 Unauthorized returned for/);
    const nowhere = await publish(site, [topic, data], { MERCURE_URL: "http://127.0.0.1:9/" });
    assert.match(nowhere.err, /^Failed to send an update\. .*(refused|[Cc]onnect)/);
    const unset = await publish(site, [topic, data], { MERCURE_URL: "" });
    assert.deepEqual([unset.code, unset.err], [2, "the variable MERCURE_URL is not set\n"]);
  });
});
