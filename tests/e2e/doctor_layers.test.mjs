// Goal: the doctor tells what a layer in front does, whatever the web server behind it, and a
// certificate that browsers refuse (P2, P6).
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { test } from "node:test";
import zlib from "node:zlib";

import { assertFaults, examineAll, of } from "./support/doctor.mjs";
import { withProxy } from "./support/proxies/index.mjs";

/** Hands an answer on, compressed where the browser takes that, and never flushed. */
function compress(asked, answer, to) {
  const headers = { ...answer.headers };
  if (!/gzip/.test(asked.headers["accept-encoding"] ?? "")) {
    to.writeHead(answer.statusCode, headers);
    to.flushHeaders();
    return answer.pipe(to);
  }
  to.writeHead(answer.statusCode, { ...headers, "content-encoding": "gzip" });
  to.flushHeaders();
  return answer.pipe(zlib.createGzip()).pipe(to);
}

/** Hands an answer on with a parameter behind its type. */
function addCharset(asked, answer, to) {
  const type = `${answer.headers["content-type"]}; charset=utf-8`;
  to.writeHead(answer.statusCode, { ...answer.headers, "content-type": type });
  to.flushHeaders();
  return answer.pipe(to);
}

/** Runs `scenario(address of a name)` with a layer in front of the site that does to the answers
 *  what the name says. */
async function withLayer(site, changes, scenario) {
  const layer = http.createServer((asked, to) => {
    const change = changes[asked.headers.host.split(".")[0]];
    const behind = http.request(site.origin + asked.url,
      { method: asked.method, headers: asked.headers, agent: false },
      (answer) => change(asked, answer, to));
    behind.on("error", () => to.destroy());
    to.on("close", () => behind.destroy());
    behind.end();
  });
  layer.listen(0, "127.0.0.1");
  await once(layer, "listening");
  try {
    return await scenario((name) => `http://${name}.localhost:${layer.address().port}`);
  } finally {
    layer.closeAllConnections();
    layer.close();
  }
}

const settings = { server: "nginx", worker: "sluice" };

test("the doctor tells what a layer does that …", async (t) => {
  await withProxy(settings, (site) =>
    withLayer(site, { gzip: compress, charset: addCharset }, async (address) => {
      const certificate = path.join(site.folder, "certificate.pem");
      const cases = [
        ["compresses and never flushes (P6)", [address("gzip"), "--idle", "0"], (found) => {
          assertFaults(found, { compressed: ["nginx", "gzip off;"] });
          assert.equal(of(found, "timing").judgement, "fine", "it does not buffer");
        }],
        ["adds a charset to the type (P2)", [address("charset"), "--quick"], (found) =>
          assertFaults(found, { charset: [] })],
        ["has a certificate of nobody", [site.secureOrigin, "--quick"], (found) =>
          assertFaults(found, { "tls-issuer": "--ca-file" })],
        ["has a certificate for another name",
          [site.secureOrigin.replace("127.0.0.1", "else.localhost"), "--ca-file", certificate,
            "--quick"],
          (found) => assertFaults(found, { "tls-name": "certificate" })],
        ["does not listen", ["http://127.0.0.1:1", "--quick"], (found) =>
          assertFaults(found, { refused: "start the web server" }, 3)],
      ];
      const found = await examineAll(cases.map(([, words]) => words));
      for (const [index, [title, , check]] of cases.entries()) {
        await t.test(title, () => check(found[index]));
        t.diagnostic(`${title}: ${found[index].seconds.toFixed(1)} s`);
      }
    }));
});
