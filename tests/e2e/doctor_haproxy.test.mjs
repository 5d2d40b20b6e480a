// Goal: the doctor finds what is wrong with an HAProxy, and names the line to change (P5, P6).
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFaults, assertFine, examineAll, named, of } from "./support/doctor.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";

/** The shipped file with a backend more for each site's name. */
function sites(shipped, { worker }) {
  const backend = (name, lines, app = "sluice") => `
backend ${name}
    ${lines}
    use-fcgi-app ${app}
    timeout server 1h
    server worker unix@${worker.path} proto fcgi
`;
  const chosen = ["late", "anonymous", "compressed"].map((name) =>
    `use_backend ${name} if { hdr_beg(host) ${name}.localhost }\n    `).join("");
  return replaced(shipped, "use_backend sluice if is_sluice",
    `${chosen}use_backend sluice if is_sluice`) + [
    backend("late", ""),
    backend("anonymous", "option http-no-delay", "anonymous"),
    backend("compressed", `option http-no-delay
    filter compression
    filter fcgi-app sluice
    compression algo gzip
    compression type text/event-stream`),
    "\nfcgi-app anonymous\n    docroot /\n",
  ].join("");
}

const settings = { server: "haproxy", worker: "sluice", configuration: sites };
const quick = ["--quick", "--server", "haproxy"];
/** [name of the site, what is wrong with it, the doctor's words, check(what was found)] */
const cases = [
  ["compressed", "compresses, and obeys the worker's no-transform (P6)",
    ["--idle", "0", "--server", "haproxy"], (found) => {
      assertFine(found);
      assert.match(of(found, "compression").seen, /not compressed/);
    }],
  ["late", "delays each event (P5)", quick, (found) => {
    assertFaults(found, { delayed: "option http-no-delay" });
    const [, delay] = /0\.(\d\d) s/.exec(of(found, "timing").seen) ?? [];
    assert.ok(Math.abs(Number(delay) - 20) <= 5, of(found, "timing").seen);
  }],
  ["anonymous", "keeps Authorization to itself", quick, (found) =>
    assertFaults(found, { "authorization-lost": "pass-header authorization" })],
  ["right", "is set up as shipped", quick, assertFine],
];

test("the doctor judges an HAProxy that …", async (t) => {
  await withProxy(settings, async (site) => {
    const found = await examineAll(cases.map(([name, , words]) => [named(site, name), ...words]));
    for (const [index, [, title, , check]] of cases.entries()) {
      await t.test(title, () => check(found[index]));
      t.diagnostic(`${title}: ${found[index].seconds.toFixed(1)} s`);
    }
  });
});
