// Parts of the script that other pages load, run here without a browser: with a clock that jumps to
// the next timer, and answers that a test makes.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const assets = path.join(root, "src/pages/assets");
const here = "http://site.example";

/** The functions of these parts, in a scope with `globals`. */
export function loadParts(names, globals) {
  const scope = vm.createContext({ URL, TextDecoder, AbortController, ...globals });
  const sources = names.map((name) => fs.readFileSync(path.join(assets, name), "utf8"));
  for (const source of sources) vm.runInContext(source, scope);
  return scope;
}

/** The case file writes bytes as printable ASCII, \n \r \t \\ and \xNN. */
export function bytesOf(text) {
  const named = { n: "\n", r: "\r", t: "\t", "\\": "\\" };
  const plain = text.replace(/\\(x..|.)/g, (all, what) => (
    what[0] === "x" ? String.fromCharCode(parseInt(what.slice(1), 16)) : named[what]));
  return Buffer.from(plain, "latin1");
}

/** The table of event streams: [{name, chunks, expect, retry}]. */
export const cases = JSON.parse(
  fs.readFileSync(path.join(root, "tests/cases/event-stream-parse.json")));

export const startOfClock = 1_000_000; // whole seconds, as dates in headers are

export class Clock {
  now = startOfClock;
  #timers = new Map();
  #count = 0;

  setTimeout = (call, ms = 0) => {
    this.#count += 1;
    this.#timers.set(this.#count, { call, at: this.now + ms });
    return this.#count;
  };

  clearTimeout = (timer) => { this.#timers.delete(timer); };

  /** How long until the next timer, in ms; undefined without one. */
  get nextInMs() {
    if (this.#timers.size === 0) return undefined;
    return Math.min(...[...this.#timers.values()].map(({ at }) => at)) - this.now;
  }

  /** Lets time pass up to and with the next timer, which comes `lateMs` late. */
  runNext(lateMs = 0) {
    const [timer, { call, at }] = [...this.#timers].sort(([, a], [, b]) => a.at - b.at)[0];
    this.#timers.delete(timer);
    this.now = Math.max(this.now, at) + lateMs;
    call();
  }
}

/** What is pending runs: promises, and streams that pass their chunks on. */
export function settle() { return new Promise((resolve) => { setTimeout(resolve, 1); }); }

/** An answer of an event stream that the test feeds: {answer, write(text), end()}. */
export function openAnswer() {
  let feed = null;
  const body = new ReadableStream({ start(controller) { feed = controller; } });
  return {
    answer: new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
    write: (text) => feed.enqueue(new TextEncoder().encode(text)),
    end: () => feed.close(),
    fail: () => feed.error(new Error("cut")),
  };
}

/** An answer with nothing more to come. */
export function wholeAnswer(text) {
  return new Response(text, { headers: { "Content-Type": "text/event-stream" } });
}

/** A stream that is followed: `asked` [{url, headers}], `events`, `states` as "open", and
 *  "open batch" in batches, with the status when one was answered. `answer(request)` gives what is
 *  answered, or nothing for no answer at all. */
export class Followed {
  clock = new Clock();
  asked = [];
  events = [];
  states = [];
  details = [];

  constructor(answer, { url = `${here}/sluice/events?topic=a`, position = {} } = {}) {
    const { clock } = this;
    this.position = { id: "", ...position };
    const parts = loadParts(["client_parser.js", "client_stream.js"], {
      location: { origin: here }, setTimeout: clock.setTimeout, clearTimeout: clock.clearTimeout,
      Date: { now: () => clock.now, parse: Date.parse },
      fetch: (target, options) => this.#fetch(target, options, answer),
    });
    const source = { url, credentials: "same-origin", firstBytesMs: 4000, silentMs: 60_000 };
    this.stream = parts.follow(source, this.position,
      (event) => { if (event) this.events.push(event); },
      (state, detail) => {
        this.details.push(detail);
        this.states.push([state, detail.status, detail.batch && "batch"].filter(Boolean).join(" "));
      });
  }

  /** Lets what is pending happen, then time pass up to the next timer; gives how long that was. */
  async pass(lateMs) {
    await settle();
    const ms = this.clock.nextInMs;
    this.clock.runNext(lateMs);
    await settle();
    return ms;
  }

  #fetch(target, { headers, signal }, answer) {
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("aborted")));
      const request = { url: new URL(target), headers };
      this.asked.push(request);
      const found = answer(request, this.asked.length);
      if (found) resolve(this.#untilAborted(found, signal));
    });
  }

  // As fetch does, a body ends with an error when its request is aborted.
  #untilAborted(found, signal) {
    if (!found.body) return found;
    const cut = new TransformStream();
    found.body.pipeTo(cut.writable, { signal }).catch(() => {});
    return new Response(cut.readable, { status: found.status, headers: found.headers });
  }
}
