// Ports of the loopback address for servers that must be told one before they start.
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";

// The kernel gives the ports from this one on to whoever connects or asks for any, so that one of
// them may be gone before its server starts.
const firstGiven = Number.parseInt(
  fs.readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8"), 10);
// Browsers and fetch refuse some below (WHATWG Fetch, port blocking).
const first = 11_000;
// Where the kernel's begin too low, some of them.
const end = firstGiven > 2 * first ? firstGiven : 60_000;
const tries = 1000;
const taken = new Set();

async function isFree(port) {
  const server = net.createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (error.code === "EADDRINUSE") return false;
    throw error;
  }
  server.close();
  await once(server, "close");
  return true;
}

/** A port that nobody listens on, and that this process was not given before. */
export async function freePort() {
  for (let left = tries; left > 0; left -= 1) {
    const port = first + Math.floor(Math.random() * (end - first));
    if (taken.has(port)) continue;
    taken.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port found between ${first} and ${end}`);
}
