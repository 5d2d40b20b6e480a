// A web server of another origin, with an empty page.
import { once } from "node:events";
import http from "node:http";

const page = "<!doctype html><link rel=icon href=data:,><title>another site</title>";

/** Runs `scenario(origin)` while such a server listens on a free loopback port. */
export async function withStranger(scenario) {
  const server = http.createServer((request, answer) => {
    answer.writeHead(200, { "Content-Type": "text/html" }).end(page);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    return await scenario(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.close();
    server.closeAllConnections?.();
  }
}
