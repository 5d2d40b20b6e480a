// Goal: the doctor finds a lighttpd that collects the whole answer, and names the setting (P4).
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFaults, assertFine, examineAll, named, of, text } from "./support/doctor.mjs";
import { replaced, withProxy } from "./support/proxies/index.mjs";

/** The shipped file with another value for each site's name. */
function sites(shipped) {
  const [collects, spools] = [0, 1].map((value) =>
    `$HTTP["host"] =~ "^value${value}\\." { server.stream-response-body = ${value} }`);
  return replaced(shipped, "server.stream-response-body = 2",
    `server.stream-response-body = 2 ${collects} ${spools}`);
}

const settings = { server: "lighttpd", worker: "sluice", configuration: sites };
/** [name of the site, options, what is wrong with it, check(what was found)] */
const cases = [
  ["value0", ["--quick"], "collects the whole answer (P4)", (found) => {
    assertFaults(found, { buffered: "server.stream-response-body = 2" });
    // Told once: that it was counted is the same.
    assert.equal(of(found, "head").kind, "content-length");
    assert.equal(of(found, "head").judgement, "remark");
    assert.match(of(found, "reach").seen, /lighttpd/);
  }],
  // It hands events on at once: what slow readers cost is not seen by timing.
  ["value1", ["--idle", "0"], "spools for slow readers, and is on time (P4)", (found) => {
    assertFine(found);
    const unread = of(found, "unread");
    assert.equal(unread.judgement, "remark", text(found));
    assert.equal(unread.kind, "stored");
    assert.match(unread.change, /server\.stream-response-body = 2/);
    assert.match(unread.change, /server\.upload-dirs/);
  }],
  ["value2", ["--idle", "0"], "pushes back on the worker, and is fine (P4)", (found) => {
    assertFine(found);
    assert.equal(of(found, "unread").judgement, "fine", text(found));
  }],
];

test("the doctor judges a lighttpd that …", async (t) => {
  await withProxy(settings, async (site) => {
    const found = await examineAll(cases.map(([name, words]) => [named(site, name), ...words]));
    for (const [index, [, , title, check]] of cases.entries()) {
      await t.test(title, () => check(found[index]));
      t.diagnostic(`${title}: ${found[index].seconds.toFixed(1)} s`);
    }
  });
});
