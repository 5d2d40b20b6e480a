// Goal: a browser that stopped reading and was cut costs the kernel nothing any more: what nginx had
// written to it goes at once, in place of staying until the browser's own end of it goes.
import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { test } from "node:test";

import { replaced, withProxy } from "./support/proxies/index.mjs";
import { until } from "./support/wait.mjs";

// Column `st` of /proc/net/tcp.
const established = "01";
const sentItsEnd = "04"; // FIN_WAIT1
const hexadecimal = (port) => port.toString(16).toUpperCase().padStart(4, "0");

/** The state of the server's end of this connection, and the bytes that it still has to send; null
 *  when the kernel has none. */
function serverEnd(server, client) {
  const line = fs.readFileSync("/proc/net/tcp", "utf8").split("\n").map((each) => each.trim()
    .split(/\s+/)).find((each) => each[1]?.endsWith(`:${hexadecimal(server)}`) &&
      each[2].endsWith(`:${hexadecimal(client)}`));
  return line ? { state: line[3], unsentBytes: parseInt(line[4].split(":")[0], 16) } : null;
}

/** Cuts a browser that does not read, and calls `look(end)` with what tells the server's end. */
async function cut(change, look) {
  const configuration = (shipped) => ({ server: change(shipped), http: "send_timeout 1s;" });
  await withProxy({ server: "nginx", configuration, worker: "ticker" }, async (site) => {
    const stuck = net.connect(site.server.port, "127.0.0.1");
    stuck.on("error", () => {});
    stuck.pause();
    await once(stuck, "connect");
    const port = stuck.localPort;
    stuck.write("GET /sluice/flood HTTP/1.1\r\nHost: test\r\n\r\n");
    const end = () => serverEnd(site.server.port, port);
    await until(() => end()?.state === established && end().unsentBytes > 0, "bytes in its way");
    await look(end);
    stuck.destroy();
  });
}

test("with the shipped file nothing is left of a connection that was cut", async () => {
  await cut((shipped) => shipped, (end) => until(() => end() === null, "the end of it"));
});

test("without its line the kernel holds what the browser does not read", async () => {
  const without = (shipped) => replaced(shipped, "reset_timedout_connection on;", "");
  await cut(without, async (end) => {
    await until(() => end()?.state === sentItsEnd, "the cut");
    assert.ok(end().unsentBytes > 64 * 1024, `${end().unsentBytes} bytes`);
  });
});
