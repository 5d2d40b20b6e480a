// Waiting for something to become true, never for a time to pass.
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";

// Under load a start takes seconds, never this long.
const patienceMs = 20_000;
// How often a condition is looked at: well below every limit that a test measures.
const lookEveryMs = 10;

/** Calls `condition` until it gives something truthy, and returns that. Throws, naming `what`, when
 *  `limitMs` is over. */
export async function until(condition, what, limitMs = patienceMs) {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`gave up waiting for ${what}`);
    await pause(lookEveryMs);
  }
}

/** Connects, and hangs up; resolves when the other side has hung up as well, so that the connection
 *  counts nowhere any more. `target` as in net.connect: { path } or { host, port }. */
export function canConnect(target) {
  return new Promise((resolve) => {
    const socket = net.connect(target, () => socket.end());
    socket.resume();
    socket.on("close", (hasFailed) => resolve(!hasFailed));
    socket.on("error", () => {}); // `close` follows
  });
}
