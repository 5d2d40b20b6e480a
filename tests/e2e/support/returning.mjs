// Browsers without a browser that come back when their stream has ended, as EventSource does.
import { setTimeout as pause } from "node:timers/promises";

import { openBareStream } from "./stream.mjs";

/** What a stream told its browser to wait before it comes back, in ms. */
export function retryOf(stream) { return Number(/retry: (\d+)\n/.exec(stream.text)[1]); }

/** Waits for the stream's end, then for its own time, and opens it again; puts {at, stream, former}
 *  into `returns`, `at` in ms. `targetOf` gives where to, of the stream that ended. */
export async function comeBack(site, stream, targetOf, returns) {
  await stream.ended;
  await pause(retryOf(stream));
  const again = openBareStream(site, targetOf(stream));
  returns.push({ at: performance.now(), stream: again, former: stream });
}

/** How many of the times, in ms, fall into the fullest slot of 100 ms. */
export function fullestSlot(times) {
  const slots = new Map();
  for (const at of times) {
    const slot = Math.floor(at / 100);
    slots.set(slot, (slots.get(slot) ?? 0) + 1);
  }
  return Math.max(...slots.values());
}
