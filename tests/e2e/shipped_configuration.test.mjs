// Goal: the files of nginx/ are accepted by nginx, stream at once whatever the site around them
// says, and keep the operators' pages to the machine itself.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { nginxBinary, readShipped, temporaryPaths } from "./support/nginx.mjs";
import { shippedFile, withSite } from "./support/site.mjs";
import { latencies, openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const run = promisify(execFile);
const atOnceMs = 200;

async function status(...options) {
  const { stdout } = await run("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", ...options]);
  return Number(stdout);
}

/** Writes the example site and what it includes into the site's folder, as a configuration. */
function writeExample(site) {
  const include = path.join(site.folder, "shipped.conf");
  fs.writeFileSync(include, readShipped("sluice.conf", site.socket));
  fs.cpSync("/etc/nginx/snippets", path.join(site.folder, "snippets"), { recursive: true });
  fs.copyFileSync("/etc/nginx/fastcgi.conf", path.join(site.folder, "fastcgi.conf"));
  const example = readShipped("example-site.conf", site.socket)
    .replace("/etc/nginx/sluice.conf", include)
    // Port 80 is not every user's to open.
    .replaceAll(/listen (\[::\]:)?80;/g, (line, host) => `listen ${host ?? ""}${site.nginx.port};`);
  const file = path.join(site.folder, "example.conf");
  fs.writeFileSync(file, `
    pid ${site.folder}/example.pid;
    events {}
    http { access_log off; ${temporaryPaths(site.folder)} ${example} }`);
  return file;
}

test("nginx -t accepts the example site with the shipped include", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    const file = writeExample(site);
    const error = path.join(site.folder, "example.log");
    const checked = await run(nginxBinary(), ["-t", "-p", site.folder, "-c", file, "-e", error]);
    assert.match(checked.stderr, /test is successful/);
    assert.doesNotMatch(checked.stderr, /\[warn\]/);
  });
});

test("[P1] the shipped include streams at once below lines that would hold events", async () => {
  const server = `
    fastcgi_ignore_headers X-Accel-Buffering Cache-Control;
    fastcgi_ignore_client_abort on;
    gzip on; gzip_types text/event-stream; gzip_min_length 0;`;
  await withSite({ location: shippedFile, nginx: { server } }, async (site) => {
    const stream = await openStream(site, "/sluice/events?count=5&interval_ms=200&bytes=8",
      { "Accept-Encoding": "gzip" });
    await stream.ended;
    assert.equal(stream.headers["content-encoding"], undefined);
    assert.equal(stream.events.length, 5);
    for (const late of latencies(stream.events)) assert.ok(late < atOnceMs, `late by ${late} ms`);
  });
});

test("the shipped include wins over the site's static files and error pages", async () => {
  const server = `
    location ~* \\.(js|css)$ { return 418; }
    fastcgi_intercept_errors on; error_page 404 /missing;
    location = /missing { return 200 "the site's own page"; }`;
  await withSite({ worker: "sluice", location: shippedFile, nginx: { server } }, async (site) => {
    for (const name of ["page", "page.css", "page.js", "js"]) {
      assert.equal(await status(`${site.origin}/sluice/${name}`), 200, name);
    }
    const refused = await fetch(`${site.origin}/sluice/nothing`);
    assert.equal(refused.status, 404);
    assert.match(await refused.text(), /worker/, "the worker's own answer, not the site's page");
  });
});

test("the shipped include shows the operators' pages to the machine itself only", async () => {
  // The worker lets both in, so that a refusal is nginx's. The loopback net is 127.0.0.0/8, but
  // nginx allows 127.0.0.1 only: the other plays the world.
  const world = "127.0.0.2";
  const options = ["--admin-allow", "127.0.0.1", "--admin-allow", world];
  await withSite({ worker: "sluice", location: shippedFile, options }, async (site) => {
    const spellings = ["/sluice/status/events", "/sluice//metrics", "/sluice/%73tatus",
      "/sluice/status//events", "/sluice/x/../metrics", "/sluice/metrics", "/sluice/status"];
    for (const spelled of spellings) {
      const ask = ["--head", "--path-as-is", site.origin + spelled];
      assert.equal(await status(...ask, "--interface", world), 403, spelled);
      assert.notEqual(await status(...ask), 403, spelled);
    }
    assert.equal(await status(`${site.origin}/sluice/metrics`), 200);
    const watch = await openStream(site, "/sluice/status/events");
    await until(() => watch.events.length > 0, "the first look at the worker");
    watch.close();
    for (const open of ["page", "healthz"]) {
      assert.equal(await status(`${site.origin}/sluice/${open}`, "--interface", world), 200, open);
    }
  });
});

test("the shipped include lets the largest message through to the worker", async () => {
  await withSite({ location: shippedFile }, async (site) => {
    const body = "a".repeat(3 * 1024 * 1024);
    const answer = await fetch(`${site.origin}/sluice/echo`, { method: "POST", body });
    assert.equal(answer.headers.get("allow"), "GET, HEAD", "the worker's own answer, not nginx's");
  });
});
