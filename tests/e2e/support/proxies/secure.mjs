// Answers over HTTP/2 and TLS, as a browser gets them; whoever the certificate is of.
import { once } from "node:events";
import http2 from "node:http2";

/** Runs `scenario(get)` on one connection to the site. `get(target, headers)` opens a request and
 *  resolves at the head: {status, headers, events: [{data, at}], ended, close()}. */
export async function overHttp2(site, scenario) {
  const connection = http2.connect(site.secureOrigin, { rejectUnauthorized: false });
  connection.on("error", () => {}); // `connect` does not come then
  await once(connection, "connect");
  try {
    return await scenario((target, headers) => get(connection, target, headers));
  } finally {
    connection.destroy();
  }
}

async function get(connection, target, more = {}) {
  const request = connection.request({ ":path": target, ...more });
  const answer = { events: [], isEnded: false };
  let pending = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => {
    const at = performance.timeOrigin + performance.now();
    const lines = (pending + chunk).split("\n");
    pending = lines.pop();
    for (const line of lines) {
      if (line.startsWith("data: ")) answer.events.push({ data: line.slice(6), at });
    }
  });
  answer.ended = once(request, "close").then(() => { answer.isEnded = true; });
  request.on("error", () => {}); // `close` follows
  const [headers] = await once(request, "response");
  request.resume();
  return Object.assign(answer, { headers, status: headers[":status"],
    close: () => request.close(http2.constants.NGHTTP2_CANCEL) });
}
