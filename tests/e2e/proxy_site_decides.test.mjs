// Goal: with nginx/auth-request.conf the existing site, by its own session, decides who reads which
// topics, and there is no way around it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { bearer, cookie, everything, form, grant, hubPath, hubSite, key, postForm, publish,
  streamPath } from "./support/mercure.mjs";
import { find, Program } from "./support/program.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";
import { readFile } from "./support/proxies/server.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const login = "<?php session_start(); $_SESSION['user'] = $_GET['user'];";

/** The site's folder, with the shipped answer and a way to log in, and what runs them. */
async function startPhp(folder) {
  const root = path.join(folder, "site");
  fs.mkdirSync(root);
  const keyFile = path.join(folder, "subscriber.key");
  fs.writeFileSync(keyFile, `${key}\n`);
  fs.writeFileSync(path.join(root, "sluice-may-read.php"),
    replaced(readFile("nginx/sluice-may-read.php"), "/etc/sluice/subscriber.key", keyFile));
  fs.writeFileSync(path.join(root, "login.php"), login);
  const socket = path.join(folder, "php.sock");
  const php = new Program(find("php-cgi", ["/usr/bin/php-cgi"]),
    ["-b", socket, "-d", `session.save_path=${folder}`], path.join(folder, "php.log"));
  await until(() => fs.existsSync(socket), "PHP");
  return php;
}

function configuration(shipped, place) {
  const text = replaced(readFile("nginx/auth-request.conf"), "unix:/run/sluice/sluice.sock",
    `unix:${place.worker.path}`);
  const php = `unix:${place.folder}/php.sock`;
  return `root ${place.folder}/site;
    location ~ \\.php$ { include fastcgi_params; fastcgi_pass ${php};
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; }
    ${replaced(text, "unix:/run/php/php-fpm.sock", php)}`;
}

/** The cookie of a visitor who has logged in at the site. */
async function loggedIn(site, user) {
  const answer = await fetch(`${site.origin}/login.php?user=${user}`);
  return { Cookie: answer.headers.get("set-cookie").split(";")[0] };
}

async function status(site, target, headers = {}) {
  const stream = await openStream(site, target, headers);
  stream.close();
  return stream.status;
}

async function withSite(scenario) {
  const settings = { server: "nginx", configuration, ...hubSite(["--require-grant"]) };
  await withProxy(settings, async (site) => {
    const php = await startPhp(site.folder);
    try {
      await scenario(site);
    } finally {
      await php.stop("SIGTERM");
    }
  });
}

test("the site's session opens what the site names, and nothing else", () => withSite(
  async (site) => {
    const ann = await loggedIn(site, "ann");
    const stream = await openStream(site, streamPath(["news", "users/ann"]), ann);
    assert.equal(stream.status, 200);
    await publish(site, { topic: "users/ann", data: "for ann", private: "on" });
    await publish(site, { topic: "news", data: "for all" });
    await until(() => stream.events.length === 2, "both updates");
    assert.deepEqual(stream.events.map(({ data }) => data), ["for ann", "for all"]);
    stream.close();

    assert.equal(await status(site, streamPath("news")), 401, "a visitor who is not logged in");
    const refused = [streamPath("users/bob"), streamPath(["users/bob", "users/ann"]),
      streamPath(["users/ann", "users/bob"]), streamPath("*"), streamPath("users/{name}"),
      `${hubPath}?topic=users%2Fann&topic%5B%5D=x&%74opic=users%2Fbob`];
    for (const target of refused) assert.equal(await status(site, target, ann), 403, target);
  }));

test("the address that the script asks is judged alike", () => withSite(async (site) => {
  const ann = await loggedIn(site, "ann");
  const events = (topic) => `/sluice/events?topic=${encodeURIComponent(topic)}`;
  assert.equal(await status(site, events("users/ann"), ann), 200);
  assert.equal(await status(site, events("users/bob"), ann), 403);
  assert.equal(await status(site, events("news")), 401);
  // Neither a header nor a cookie with a token of the reader's own counts.
  const own = grant({ subscribe: ["users/bob"] });
  for (const headers of [bearer(own), cookie(own)]) {
    for (const target of [events("users/bob"), `/sluice/%65vents?topic=users%2Fbob`,
      "/sluice//events?topic=users%2Fbob"]) {
      assert.equal(await status(site, target, headers), 401, target);
    }
  }
  const both = { Cookie: `${ann.Cookie}; ${cookie(own).Cookie}` };
  assert.equal(await status(site, events("users/bob"), both), 403);
  assert.equal(await status(site, "/sluice/events/?topic=users%2Fbob", cookie(own)), 404);
}));

test("who may publish a topic ends it, and a visitor does not", () => withSite(async (site) => {
  const end = async (address, headers) => (
    await fetch(`${site.origin}${address}?topic=news`, { method: "DELETE", headers })).status;
  const ann = await loggedIn(site, "ann");
  for (const address of [hubPath, "/sluice/events"]) {
    const stream = await openStream(site, streamPath("news"), ann);
    assert.equal(await end(address, ann), 401, address);
    assert.equal(stream.isEnded, false);
    assert.equal(await end(address, bearer(everything)), 204, address);
    await until(() => stream.isEnded, "the end of the topic's streams");
    await publish(site, { topic: "news", data: "begins anew" });
  }
}));

test("a publish of two megabytes passes at both addresses", () => withSite(async (site) => {
  const message = form({ topic: "news", data: "\u2192".repeat(250_000) });
  assert.ok(message.toString().length > 2_000_000);
  for (const address of [hubPath, "/sluice/publish"]) {
    const answer = await fetch(site.origin + address,
      { method: "POST", body: message, headers: bearer(everything) });
    assert.equal(answer.status, 200, `${address}: ${await answer.text()}`);
  }
}));

test("without its key the site opens nothing, and says that it failed", () => withSite(
  async (site) => {
    const ann = await loggedIn(site, "ann");
    const file = path.join(site.folder, "subscriber.key");
    fs.writeFileSync(file, "\n");
    assert.equal(await status(site, streamPath("news"), ann), 500);
    fs.rmSync(file);
    assert.equal(await status(site, streamPath("news"), ann), 500);
  }));

test("there is no way around the site's answer", () => withSite(async (site) => {
  const ann = await loggedIn(site, "ann");
  const spellings = [hubPath, `/${hubPath}`, `${hubPath}/`, "/.well-known/%6dercure",
    "/x/..%2F.well-known/mercure", "/sluice/..%2F.well-known/mercure"];
  for (const spelled of spellings) {
    const target = `${spelled}?topic=news`;
    assert.notEqual(await status(site, target), 200, spelled);
  }
  // A token of the browser's own does not count beside the site's.
  const own = bearer(grant({ subscribe: ["users/bob"] }));
  assert.equal(await status(site, streamPath("users/bob"), own), 401);
  assert.equal(await status(site, streamPath("users/bob"), { ...own, ...ann }), 403);
  // The site's answer is nginx's to ask for, and its token is nobody's to see.
  for (const target of ["/sluice-may-read", "/sluice-may-read.php", "/sluice-may-read.php/x"]) {
    const answer = await fetch(site.origin + target, { headers: ann });
    assert.equal(answer.status, 404, target);
  }
  const stream = await openStream(site, streamPath("news"), ann);
  assert.equal(JSON.stringify(stream.headers).includes("eyJ"), false);
  stream.close();
  // Publishing needs a publisher's token, as ever.
  const message = form({ topic: "news", data: "forged" });
  assert.equal((await postForm(site, message, ann)).status, 401);
  assert.equal((await postForm(site, message, bearer(everything))).status, 200);
}));
