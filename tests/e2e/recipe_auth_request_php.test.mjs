// Goal: a PHP site with sessions decides who reads which topics, by the files of
// deploy/recipes/auth-request-php as they stand, and there is no way around it.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { assertFine, examine } from "./support/doctor.mjs";
import { bearer, token } from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { output, recipe, sluice, withRecipe } from "./support/recipes.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const readerKey = "the key that the site signs its readers' tokens with, and nothing else";
const password = "correct horse";

async function writeUsers(file, users) {
  // The cheapest cost there is: what a password costs is not tested.
  const code = "echo password_hash(stream_get_contents(STDIN), PASSWORD_BCRYPT, ['cost' => 4]);";
  const hash = await output("/usr/bin/php", ["-r", code], { input: password });
  const all = Object.entries(users).map(([name, topics]) => [name, { password: hash, topics }]);
  fs.writeFileSync(file, JSON.stringify(Object.fromEntries(all)));
}

/** A shop with two users and their topics. */
const withShop = (scenario) => withRecipe("auth-request-php", {
  php: true,
  places: { "/var/www/shop": recipe("auth-request-php") },
  before: async (site) => {
    Object.assign(site, { users: path.join(site.folder, "users.json"),
      readerKeyFile: path.join(site.folder, "reader.key") });
    fs.writeFileSync(site.readerKeyFile, `${readerKey}\n`, { mode: 0o600 });
    await writeUsers(site.users, { anna: ["users/anna", "team"], bob: ["users/bob", "team"] });
  },
  env: (site) => ({ USERS_FILE: site.users, READER_KEY_FILE: site.readerKeyFile }),
  options: (site) => ["--subscriber-key", site.readerKeyFile, "--require-grant"],
}, scenario);

function publish(site, topic, data) {
  return output(sluice, ["publish", topic, data, "--private", "--control", site.control]);
}

const eventsPath = (...topics) => (
  `/sluice/events?${topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&")}`);

/** The Cookie header of somebody who has logged in. */
async function logIn(site, name) {
  const answer = await fetch(`${site.origin}/login.php`, { method: "POST", redirect: "manual",
    body: new URLSearchParams({ name, password }) });
  assert.equal(answer.status, 303);
  return { Cookie: answer.headers.getSetCookie().at(-1).split(";")[0] };
}

/** Runs in the page: counts the streams that have opened. */
function countStreams() {
  window.opened = 0;
  addEventListener("sluice:state", ({ detail }) => {
    if (detail.state === "open") window.opened += 1;
  });
}

/** Logs in, and waits for the streams of both topics. */
async function logInByForm(page, site, name) {
  await page.addInitScript(countStreams);
  await page.goto(site.origin);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(`Hello ${name}`).waitFor();
  await page.getByText("live", { exact: true }).waitFor();
  await page.waitForFunction(() => window.opened === 2);
}

/** What is answered at this very path, which fetch would tidy up; a stream is hung up. */
function statusOf(site, target, headers = {}, method = "GET") {
  return new Promise((resolve, reject) => {
    const options = { port: site.nginx.port, path: target, headers, method, agent: false };
    http.request(options, (answer) => {
      resolve(answer.statusCode);
      answer.destroy();
    }).on("error", reject).end();
  });
}

const listed = (page) => page.$$eval("li", (all) => all.map((each) => each.textContent));

test("each sees the private events of topics that the site lets him read, as text", async () => {
  await withShop((site) => withPages(2, async (anna, bob) => {
    await logInByForm(anna, site, "anna");
    await logInByForm(bob, site, "bob");
    await publish(site, "users/anna", "<b>for anna</b>");
    await publish(site, "users/bob", "for bob");
    await publish(site, "team", "for both");
    for (const [page, texts] of [[anna, ["<b>for anna</b>", "for both"]],
      [bob, ["for bob", "for both"]]]) {
      await page.waitForFunction(() => document.querySelectorAll("li").length === 2);
      assert.deepEqual(await listed(page), texts);
    }
    // Neither the page nor an address has a token.
    assert.ok(!/eyJ/.test(await anna.content()));
    assert.ok(!/eyJ/.test(await anna.evaluate(() => document.cookie)));
    const addresses = await anna.evaluate(() => (
      performance.getEntriesByType("resource").map(({ name }) => name)));
    assert.ok(!addresses.some((each) => each.includes("eyJ")));
  }));
});

test("a visitor who is not logged in is refused, and EventSource gives up", async () => {
  await withShop((site) => withPages(1, async (page) => {
    await page.goto(site.origin);
    assert.equal(await statusOf(site, eventsPath("team")), 401);
    const stream = await PageStream.begin(page, eventsPath("team"));
    await stream.waitForGivenUp();
    assert.equal(await stream.opens(), 0);
  }, { expected: /status of 401/ }));
});

test("who logs out is refused when the stream is asked for again", async () => {
  await withShop((site) => withPages(1, async (page) => {
    await logInByForm(page, site, "anna");
    const other = await page.context().newPage();
    await other.goto(site.origin);
    await other.getByRole("button", { name: "Log out" }).click();
    await other.getByLabel("Password").waitFor();
    await site.restartWorker();
    await page.getByText("logged out", { exact: true }).waitFor();
  }, { expected: /status of (401|502)/ }));
});

test("a right that the site takes away is gone when the stream is asked for again", async () => {
  await withShop(async (site) => {
    const anna = await logIn(site, "anna");
    assert.equal(await statusOf(site, eventsPath("users/anna", "team"), anna), 200);
    await writeUsers(site.users, { anna: ["team"] });
    assert.equal(await statusOf(site, eventsPath("users/anna", "team"), anna), 403);
    assert.equal(await statusOf(site, eventsPath("team"), anna), 200);
  });
});

test("no spelling of a topic gets what the site does not permit", async () => {
  await withShop(async (site) => {
    const anna = await logIn(site, "anna");
    const ask = (query, headers) => (
      statusOf(site, `/sluice/events?${query}`, { ...anna, ...headers }));
    assert.equal(await ask("%74opic=users%2Fanna&topic=team"), 200);
    for (const query of ["", "topic=", "topic=users/bob", "topic=team&topic=users/bob",
      "topic=users/bob&topic=team", "topic=team&%74opic=users%2fbob", "topic=*",
      "topic=users/%7Bname%7D", "topic[]=users/bob",
      "topic=team;topic=users/bob", "topic=team%26topic=users/bob", "topic=TEAM"]) {
      assert.equal(await ask(query), 403, query);
    }
    // A parameter of another name asks for nothing.
    const stream = await openStream(site, "/sluice/events?topic=team&topic[]=users/bob", anna);
    await publish(site, "users/bob", "for bob");
    await publish(site, "team", "for both");
    await until(() => stream.events.length > 0, "the event");
    assert.equal(stream.events[0].data, "for both");
    stream.close();
  });
});

test("no header, address or method leads around the site's answer", async () => {
  await withShop(async (site) => {
    const anna = await logIn(site, "anna");
    const own = bearer(token({ mercure: { subscribe: ["*"] } }, readerKey));
    const cookie = { Cookie: `mercureAuthorization=${own.Authorization.slice(7)}` };
    const bob = eventsPath("users/bob");
    for (const headers of [own, cookie, { "X-Sluice-Token": own.Authorization.slice(7) }]) {
      assert.equal(await statusOf(site, bob, headers), 401);
      assert.equal(await statusOf(site, eventsPath("team"), { ...headers, ...anna }), 200);
      assert.equal(await statusOf(site, bob, { ...anna, ...headers,
        Cookie: [anna.Cookie, headers.Cookie].filter(Boolean).join("; ") }), 403);
    }
    const lie = { ...anna, "X-Original-URI": eventsPath("team"), "X_Original_URI": "/" };
    assert.equal(await statusOf(site, bob, lie), 403);
    const query = bob.slice(bob.indexOf("?"));
    for (const place of ["/.well-known/mercure", "/.well-known/%6dercure", "//.well-known/mercure",
      "/.well-known/mercure/subscriptions", "/sluice/publish", "/sluice/page", "/sluice/status",
      "/sluice/events/", "/sluice//events/x", "/_may_read", "/may_read.php", "/site.php"]) {
      assert.equal(await statusOf(site, place + query, own), 404, place);
    }
    for (const place of ["/sluice/%65vents", "/x/../sluice/events", "/sluice//events"]) {
      assert.equal(await statusOf(site, place + query, own), 401, place);
    }
    for (const method of ["POST", "DELETE", "PUT"]) {
      assert.equal(await statusOf(site, eventsPath("team"), anna, method), 403, method);
    }
  });
});

test("sluice doctor finds nothing wrong with a site that is closed", async () => {
  await withShop(async (site) => assertFine(await examine(site.origin, "--quick")));
});

test("a site that cannot judge lets nobody in", async () => {
  await withShop(async (site) => {
    const anna = await logIn(site, "anna");
    fs.rmSync(site.readerKeyFile);
    assert.equal(await statusOf(site, eventsPath("team"), anna), 500);
    await site.php.stop("SIGTERM");
    assert.equal(await statusOf(site, eventsPath("team"), anna), 500);
  });
});
