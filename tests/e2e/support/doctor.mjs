// `sluice doctor` beside a test, and what it found.
//
//   const found = await examine(site.origin, "--quick");
//   assertFaults(found, { buffered: "fastcgi_buffering off" });
import assert from "node:assert/strict";
import { execFile } from "node:child_process";

import { commands } from "./site.mjs";

// The longest look at a silent stream here takes ten seconds, on a busy machine more.
const patienceMs = 100_000;

/** Runs the doctor; resolves with {code, verdict, findings, errors, seconds}. */
export function examine(...words) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    execFile(commands.hub.file, ["doctor", "--json", ...words], { timeout: patienceMs },
      (error, out, errors) => {
        const seconds = (performance.now() - start) / 1000;
        try {
          const { verdict, findings } = JSON.parse(out);
          resolve({ code: error ? error.code : 0, verdict, findings, errors, seconds });
        } catch (cause) {
          reject(new Error(`the doctor gave no document: ${out}${errors}`, { cause }));
        }
      });
  });
}

/** The same address by another name, which servers tell their sites by. */
export function named(site, name) { return site.origin.replace("127.0.0.1", `${name}.localhost`); }

/** What a probe found. */
export function of(found, probe) {
  const one = found.findings.find((each) => each.probe === probe);
  assert.ok(one, `no probe ${probe} in ${text(found)}`);
  return one;
}

/** All that was found, a line each. */
export function text(found) {
  return found.findings.map((each) => [each.judgement, each.probe, each.kind, each.seen, each.cause,
    each.change].filter(Boolean).join(" | ")).concat(found.verdict, found.errors).join("\n");
}

/** Asserts that these kinds of faults were found and no others, each with its words in the line to
 *  change: {kind: text or [texts]}. `code` is the exit code. */
export function assertFaults(found, expected, code = 1) {
  const faults = found.findings.filter((each) => each.judgement === "fault");
  assert.deepEqual(faults.map((each) => each.kind).sort(), Object.keys(expected).sort(),
    text(found));
  for (const fault of faults) {
    assert.ok(fault.cause, `${fault.kind} has no cause`);
    for (const words of [expected[fault.kind]].flat()) {
      assert.ok(fault.change.includes(words), `${fault.kind} names no ${words}: ${fault.change}`);
    }
  }
  assert.equal(found.code, code, text(found));
}

/** Asserts that nothing is wrong. */
export function assertFine(found) {
  assertFaults(found, {}, 0);
}

// The worker lets 16 probes be at a time; a whole examination has up to ten, a quick one has one.
const quickAtOnce = 2;

/** Runs the doctor with each of these lists of words, some at a time; gives what each found. */
export async function examineAll(orders) {
  const found = [];
  const all = [...orders.entries()];
  const isQuick = ([, words]) => words.includes("--quick");
  const quick = all.filter(isQuick);
  const whole = all.filter((each) => !isQuick(each));
  const examineEach = async (left) => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, words] = next;
      found[index] = await examine(...words);
    }
  };
  await Promise.all([examineEach(whole),
    ...Array.from({ length: quickAtOnce }, () => examineEach(quick))]);
  return found;
}
