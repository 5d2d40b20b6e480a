// Goal: the script takes an event stream apart as a browser does, however its bytes come. It runs
// here without a browser, which would not cut a stream into single bytes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, cases, loadParts } from "./support/client_parts.mjs";

const shortPieces = [1, 2, 3, 7];

function cut(bytes, size) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

/** {events, id, retryMs} of a stream in these pieces. */
function parse(pieces) {
  const position = { id: "" };
  const read = { events: [], id: "" };
  const { parseStream } = loadParts(["client_parser.js"], {});
  const take = parseStream(position, (id, event) => {
    read.id = id;
    if (event) read.events.push({ event: event.type, data: event.data, id: event.id });
  });
  const decoder = new TextDecoder();
  for (const piece of pieces) take(decoder.decode(piece, { stream: true }));
  return { ...read, retryMs: position.retryMs };
}

for (const { name, chunks, expect, retry } of cases) {
  test(`the script reads the case ${name} as a browser reads it`, () => {
    const pieces = chunks.map(bytesOf);
    const whole = Buffer.concat(pieces);
    for (const each of [pieces, ...shortPieces.map((size) => cut(whole, size))]) {
      const { events, retryMs } = parse(each);
      assert.deepEqual(events, expect);
      if (retry !== undefined) assert.equal(retryMs, retry);
    }
  });
}

test("the table of cases is whole", () => { assert.equal(cases.length, 47); });

test("an id without data counts, and one whose block is cut off does not", () => {
  assert.equal(parse([Buffer.from("id: 1\n\nid: 2\ndata: cut\n")]).id, "1");
});

test("a time to return that nobody would wait is an hour", () => {
  assert.equal(parse([Buffer.from("retry: 99999999999999\n")]).retryMs, 3_600_000);
});
