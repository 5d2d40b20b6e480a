// Goal: the shipped files stand as they are at the places that their first lines name: each
// server's own check takes them, unchanged but for what only root may do.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { caddyBinary } from "./support/proxies/caddy.mjs";
import { haproxy } from "./support/proxies/haproxy.mjs";
import { servers, withProxy } from "./support/proxies/index.mjs";
import { readFile } from "./support/proxies/server.mjs";

const run = promisify(execFile);
// What they say of the certificate that nobody vouches for, and of other lines of the test's own.
const ownLines = /ssl:warn|OCSP|not formatted|admin endpoint|redirects are disabled/;

async function inFolder(files, scenario) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-files-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      fs.writeFileSync(path.join(folder, name), text);
    }
    return await scenario(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

test("haproxy -c takes the shipped file without a warning", () => inFolder(
  { "haproxy.cfg": readFile("deploy/haproxy/haproxy.cfg") }, async (folder) => {
    const checked = await run(haproxy.binary(), ["-c", "-f", path.join(folder, "haproxy.cfg")]);
    assert.doesNotMatch(checked.stdout + checked.stderr, /warning|alert/i);
  }));

test("Caddy takes the shipped site, in which sluice comes before the site", () => inFolder(
  { Caddyfile: readFile("deploy/caddy/Caddyfile"),
    "sluice.caddy": readFile("deploy/caddy/sluice.caddy") }, async (folder) => {
    const { stdout } = await run("/usr/bin/env", [`HOME=${folder}`, caddyBinary(), "adapt",
      "--adapter", "caddyfile", "--config", path.join(folder, "Caddyfile")]);
    const sluice = stdout.indexOf("/run/sluice/sluice.sock");
    const site = stdout.indexOf("/run/php/php-fpm.sock");
    assert.ok(sluice >= 0 && sluice < site, "the site's own rules come first");
  }));

for (const server of servers) {
  test(`${server} starts with the shipped file and has nothing to complain of`, async () => {
    await withProxy({ server }, (site) => {
      const complaints = site.logs().split("\n")
        .filter((line) => /\b(warn|error|alert|emerg|duplicate|deprecated|unknown)/i.test(line))
        .filter((line) => !ownLines.test(line));
      assert.deepEqual(complaints, []);
    });
  });
}
