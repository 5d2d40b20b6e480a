// Goal: the doctor finds what is wrong with an nginx, and names the line to change (P1, P2).
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { assertFaults, assertFine, examineAll, named, of, text } from "./support/doctor.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";

/** Sites by their names, each with its lines; the file around them closes the last block. */
function sites(shipped, { folder, port, worker }) {
  const pass = `include fastcgi_params; fastcgi_pass unix:${worker.path};`;
  const lines = {
    // P1.
    ignored: `location /sluice/ { ${pass} fastcgi_ignore_headers X-Accel-Buffering; }`,
    stock: `location /sluice/ { ${pass} }`,
    // P2.
    charset: `charset utf-8; charset_types text/event-stream; ${shipped}`,
    deaf: `limit_conn each 3; ${replaced(shipped, "fastcgi_ignore_client_abort off",
      "fastcgi_ignore_client_abort on")}`,
    moved: "return 301 https://example.test$request_uri;",
    other: `root ${folder};`,
    page: `root ${folder}; location / { try_files $uri /index.html; }`,
    down: `location /sluice/ { include fastcgi_params; fastcgi_pass unix:${folder}/none.sock; }`,
    headless: `location /sluice/ { ${pass} fastcgi_param HTTP_COOKIE ""; }`,
    right: shipped,
  };
  const blocks = Object.entries(lines).map(([name, each]) =>
    `server { listen 127.0.0.1:${port}; server_name ${name}.localhost; ${each}`);
  return `return 404; } limit_conn_zone $binary_remote_addr zone=each:1m; ${blocks.join("}\n")}`;
}

const settings = { server: "nginx", worker: "sluice", configuration: sites };

const quick = ["--quick"];
const whole = ["--idle", "0"];
/** [name of the site, what is wrong with it, the doctor's words, check(what was found)] */
const cases = [
  ["deaf", "does not tell that a browser left, and lets an address have three connections", whole,
    (found) => assertFaults(found, { departure: "fastcgi_ignore_client_abort off;",
      "stream-limit": "limit_conn" })],
  ["ignored", "buffers, since it ignores what the worker says (P1)", quick, (found) => {
    assertFaults(found, { buffered: ["fastcgi_buffering off;", "fastcgi_ignore_headers"] });
    assert.match(of(found, "reach").seen, /nginx/);
  }],
  ["stock", "has nothing but fastcgi_pass, and is fine (P1)", quick, assertFine],
  ["charset", "adds a charset to the type (P2)", quick, (found) =>
    assertFaults(found, { charset: "charset_types" })],
  ["headless", "hands no cookies on", quick, (found) =>
    assertFaults(found, { "cookie-lost": "HTTP_COOKIE" })],
  ["moved", "leads to another address", quick, (found) => {
    assertFaults(found, { redirect: "URL it leads to" });
    assert.match(text(found), /https:\/\/example\.test/);
  }],
  ["other", "has no location for the worker", quick, (found) =>
    assertFaults(found, { "not-found": "nginx/sluice.conf" })],
  ["page", "answers every path with a page", quick, (found) =>
    assertFaults(found, { page: "before the rule" })],
  ["down", "has a worker that is down", quick, (found) =>
    assertFaults(found, { "worker-down": "sluice doctor --socket" })],
  ["right", "is set up as shipped", quick, assertFine],
];

test("the doctor judges an nginx that …", async (t) => {
  await withProxy(settings, async (site) => {
    fs.writeFileSync(path.join(site.folder, "index.html"), "<!doctype html><title>A site</title>");
    const found = await examineAll(cases.map(([name, , words]) => [named(site, name), ...words]));
    for (const [index, [, title, , check]] of cases.entries()) {
      await t.test(title, () => check(found[index]));
      t.diagnostic(`${title}: ${found[index].seconds.toFixed(1)} s`);
    }
  });
});
