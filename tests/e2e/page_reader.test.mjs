// Goal: the page's reader takes an event stream apart as a browser does, however its bytes come,
// and comes back as it should. The script runs here without a browser, which would not cut a stream
// into single bytes.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const source = ["client_parser.js", "reader.js"]
  .map((name) => fs.readFileSync(path.join(root, "src/pages/assets", name), "utf8")).join("");
const shortestMs = 100; // of the reader: not even a stream that says 0 is asked for at once
const cases = JSON.parse(fs.readFileSync(path.join(root, "tests/cases/event-stream-parse.json")));

/** The case file writes bytes as printable ASCII, \n \r \t \\ and \xNN. */
function bytesOf(text) {
  const named = { n: "\n", r: "\r", t: "\t", "\\": "\\" };
  const plain = text.replace(/\\(x..|.)/g, (all, what) => (
    what[0] === "x" ? String.fromCharCode(parseInt(what.slice(1), 16)) : named[what]));
  return Buffer.from(plain, "latin1");
}

function streamOf(pieces, headers = { "Content-Type": "text/event-stream" }) {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new Uint8Array(piece));
      controller.close();
    },
  });
  return new Response(body, { headers });
}

/** Runs the reader against `answers`, one a try, until they are used up. Gives what it said:
 *  {events, states, waits: ms, asked: URLs, position}. */
function read(answers) {
  const said = { events: [], states: [], waits: [], asked: [], position: { id: "" } };
  return new Promise((resolve) => {
    let stream = null;
    const scope = {
      window: {}, document: { baseURI: "http://site.example/sluice/page" },
      URL, TextDecoder, AbortController,
      fetch: async (url) => {
        said.asked.push(String(url));
        return answers.shift();
      },
      setTimeout: (next, ms) => {
        said.waits.push(ms);
        if (answers.length > 0) setImmediate(next);
        else stream.close();
      },
    };
    vm.runInNewContext(source, scope);
    stream = scope.window.SluicePage.connect({
      url: "events?topic=chat", position: said.position,
      onEvent: (event) => said.events.push({ event: event.type, data: event.data, id: event.id }),
      onState: (state, detail) => {
        said.states.push(detail.status ? `${state} ${detail.status}` : state);
        said.detail = detail;
        if (["closed", "finished", "refused"].includes(state)) resolve(said);
      },
    });
  });
}

function cut(bytes, size) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

test("every case of the event stream table is read as a browser reads it", async () => {
  assert.equal(cases.length, 47);
  for (const { name, chunks, expect, retry } of cases) {
    const pieces = chunks.map(bytesOf);
    const whole = Buffer.concat(pieces);
    for (const each of [pieces, ...[1, 2, 3, 7].map((size) => cut(whole, size))]) {
      const said = await read([streamOf(each)]);
      assert.deepEqual(said.events, expect, name);
      if (retry !== undefined) assert.equal(said.waits[0], Math.max(retry, shortestMs), name);
    }
  }
});

test("the reader comes back where it was, after the stream's own time", async () => {
  const said = await read([
    streamOf([Buffer.from("retry: 1234\nid: urn:é?&\ndata: a\n\nid: not whole\ndata: b\n")]),
    streamOf([Buffer.from("id: 2\n\n")]), streamOf([]),
  ]);
  assert.deepEqual(said.asked, [
    "http://site.example/sluice/events?topic=chat",
    "http://site.example/sluice/events?topic=chat&lastEventID=urn%3A%C3%A9%3F%26",
    "http://site.example/sluice/events?topic=chat&lastEventID=2",
  ]);
  assert.deepEqual(said.waits, [1234, 1234, 1234]);
  assert.deepEqual(said.states, ["connecting", "open", "reconnecting", "open", "reconnecting",
    "open", "reconnecting", "closed"]);
});

test("a time to return that nobody would wait is an hour", async () => {
  const said = await read([streamOf([Buffer.from("retry: 99999999999999\n\n")])]);
  assert.deepEqual(said.waits, [3_600_000]);
});

test("[C2] the reader asks a failing server again, later each time and not in step", async () => {
  const failures = [502, 503, 500, 502, 429, 502, 502];
  const said = await read(failures.map((status) => new Response("", { status })));
  assert.deepEqual(said.states,
    ["connecting", ...failures.map((status) => `reconnecting ${status}`), "closed"]);
  [3000, 6000, 12000, 24000, 30000, 30000, 30000].forEach((most, i) => {
    assert.ok(said.waits[i] >= most / 2 && said.waits[i] <= most, `wait ${i}: ${said.waits[i]} ms`);
  });
  assert.ok(new Set(said.waits).size > 1);
});

test("the reader waits as long as Retry-After says", async () => {
  const said = await read([new Response("", { status: 503, headers: { "Retry-After": "120" } })]);
  assert.deepEqual(said.waits, [120_000]);
});

test("the reader gives up where asking again would change nothing, and says what it was told",
  async () => {
    const plain = { "Content-Type": "text/plain; charset=utf-8" };
    const html = { "Content-Type": "text/html" };
    const rows = [
      [new Response("the token has expired.\n", { status: 401, headers: plain }),
        "refused 401", "the token has expired."],
      [new Response("<h1>No</h1>", { status: 403, headers: html }), "refused 403", ""],
      [new Response("<h1>Log in</h1>", { headers: html }), "refused 200", "It is no event stream."],
      [new Response(null, { status: 204 }), "finished", undefined],
    ];
    for (const [answer, end, reason] of rows) {
      const said = await read([answer]);
      assert.deepEqual(said.states, ["connecting", end]);
      assert.equal(said.detail.reason, reason);
      assert.deepEqual(said.waits, []);
    }
  });
