// Browsers without a browser: what arrives on an event stream, and when.
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import readline from "node:readline";

const now = () => performance.timeOrigin + performance.now();

/** Fields of one block of an event stream: {data, id, type}; data is undefined for a mere comment,
 *  type for a message. */
function parseBlock(block) {
  const values = (name) => block.split("\n").filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2));
  const data = values("data");
  const text = data.length > 0 ? data.join("\n") : undefined;
  return { data: text, id: values("id")[0], type: values("event")[0] };
}

/** Opens a stream over HTTP/1.1. Resolves at the head, then goes on collecting: {status, headers,
 *  headAfterMs, text, events: [{data, id, type, at}], isEnded, error, ended, close()}. `ended`
 *  resolves at the end, be it complete or not; only an incomplete one leaves `error`. */
export function openStream(site, target, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = now();
    const request = http.get(site.origin + target, { headers, agent: false }, (response) => {
      const stream = {
        status: response.statusCode,
        headers: response.headers,
        headAfterMs: now() - sent,
        text: "",
        events: [],
        isEnded: false,
        error: null,
        close: () => request.destroy(),
      };
      collect(response, stream);
      resolve(stream);
    });
    request.on("error", reject);
  });
}

function collect(response, stream) {
  let pending = "";
  response.setEncoding("utf8");
  response.on("data", (chunk) => {
    const at = now();
    stream.text += chunk;
    const blocks = (pending + chunk).split("\n\n");
    pending = blocks.pop();
    for (const block of blocks.map(parseBlock)) {
      if (block.data !== undefined) stream.events.push({ ...block, at });
    }
  });
  stream.ended = new Promise((resolve) => {
    response.on("error", (error) => { stream.error = error; });
    response.on("close", () => { stream.isEnded = true; resolve(); });
  });
}

/** A bare HTTP/1.1 GET over one socket; two thousand of these cost a test little. `text` is all
 *  that came, head and chunk sizes too, as latin1. */
export function openBareStream(site, target) {
  const stream = { text: "", isEnded: false };
  stream.socket = net.connect(site.nginx.port, "127.0.0.1", () => {
    stream.socket.write(`GET ${target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
  });
  stream.socket.setEncoding("latin1");
  stream.socket.on("data", (chunk) => { stream.text += chunk; });
  stream.socket.on("error", (error) => { stream.error = error; });
  stream.ended = new Promise((resolve) => {
    stream.socket.on("close", () => { stream.isEnded = true; resolve(); });
  });
  return stream;
}

/** What has come of the body of a chunked answer (RFC 9112, section 7.1): {body, isComplete}. */
export function dechunk(text) {
  let at = text.indexOf("\r\n\r\n") + 4;
  let body = "";
  for (;;) {
    const line = /^([0-9a-f]+)\r\n/.exec(text.slice(at, at + 20));
    if (!line) return { body, isComplete: false };
    const size = parseInt(line[1], 16);
    if (size === 0) return { body, isComplete: true };
    at += line[0].length;
    body += text.slice(at, at + size);
    at += size + 2;
  }
}

/** Lines that `curl -N` prints, each with the time it came: [{line, at}]. Ends with the stream. */
export async function curlLines(url, ...options) {
  const curl = spawn("curl", ["-sN", ...options, url], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = [];
  const ended = once(curl, "close");
  for await (const line of readline.createInterface({ input: curl.stdout })) {
    lines.push({ line, at: now() });
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`curl ended with ${code}`);
  return lines;
}

/** How late each event of the ticker is, in ms: [{data, at}] -> [ms]. The ticker puts the time it
 *  sent them into the events; both use the machine's clock. */
export function latencies(events) {
  return events.map(({ data, at }) => at - Number(data.split(" ")[1]) / 1e6);
}
