// Goal: the doctor finds what is wrong with an Apache, and names the line to change (P3).
import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFaults, assertFine, examineAll, named, of } from "./support/doctor.mjs";
import { withProxy } from "./support/proxies/index.mjs";

/** Sites by their names, each with its lines, behind the one of the shipped file; the file around
 *  them closes the last block. Each has a worker name of its own, for Apache keeps a worker's
 *  settings by its name. */
function sites(shipped, { port, worker }) {
  const url = (name) => `unix:${worker.path}|fcgi://${name}/sluice/`;
  const handler = (name) => `<Location "/sluice/">
      SetHandler "proxy:unix:${worker.path}|fcgi://${name}/"
      CGIPassAuth On
    </Location>`;
  const passed = (name, settings, more = "") => `<Location "/sluice/">
      ProxyPass "${url(name)}" ${settings}
      ${more}
    </Location>`;
  const lines = {
    "a": passed("a", "", "CGIPassAuth On"),
    "b": passed("b", "flushpackets=on", "CGIPassAuth On"),
    "c": `<Proxy "fcgi://c/">
        ProxySet flushpackets=on
      </Proxy>
      ${handler("c")}`,
    "d": `<Proxy "fcgi://another/">
        ProxySet flushpackets=on
      </Proxy>
      ${handler("d")}`,
    "anonymous": passed("anonymous", "flushpackets=on"),
    "charset": passed("charset", "flushpackets=on", `CGIPassAuth On
      Header set Content-Type "text/event-stream; charset=utf-8"`),
  };
  const blocks = Object.entries(lines).map(([name, each]) => `<VirtualHost *:${port}>
      ServerName ${name}.localhost
      ${each}
    `);
  return `${shipped} </VirtualHost>
    LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
    ${blocks.join("</VirtualHost>\n")}`;
}

const settings = { server: "apache", worker: "sluice", configuration: sites };

function assertHeld(found) {
  const [fault] = found.findings.filter((each) => each.judgement === "fault");
  assertFaults(found, { [fault?.kind]: ["flushpackets=on", "ProxyPass", "<Proxy>"] });
  assert.ok(["held", "buffered"].includes(fault.kind), fault.kind);
  assert.equal(fault.probe, "timing");
}

const quick = ["--quick"];
/** [name of the site, what is wrong with it, the doctor's words, check(what was found)] */
const cases = [
  ["a", "does not flush over HTTP/1.1, and looks healthy over HTTP/2 (P3)", ["--idle", "0"],
    (found) => {
      assertHeld(found);
      assert.equal(of(found, "http2").judgement, "fine");
    }],
  ["b", "flushes in its ProxyPass, and is fine (P3)", quick, assertFine],
  ["c", "flushes in a <Proxy> of the handler's name, and is fine (P3)", quick, assertFine],
  ["d", "flushes in a <Proxy> of another name (P3)", quick, assertHeld],
  ["anonymous", "keeps Authorization to itself", quick, (found) =>
    assertFaults(found, { "authorization-lost": "CGIPassAuth On" })],
  ["charset", "adds a charset to the type (P2)", quick, (found) =>
    assertFaults(found, { charset: "Header set Content-Type" })],
];

test("the doctor judges an Apache that …", async (t) => {
  await withProxy(settings, async (site) => {
    const found = await examineAll(cases.map(([name, , words]) => [named(site, name), ...words]));
    for (const [index, [, title, , check]] of cases.entries()) {
      await t.test(title, () => check(found[index]));
      t.diagnostic(`${title}: ${found[index].seconds.toFixed(1)} s`);
    }
  });
});
