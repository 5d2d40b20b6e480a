// A Symfony application beside the hub: Debian's php-symfony-mercure, run by the scripts of php/.
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { find } from "./program.mjs";

const scripts = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../php");

/** Runs a script of php/ with `asked` as its JSON input; gives its JSON output. */
export async function runPhp(name, asked) {
  find("php-symfony-mercure", ["/usr/share/php/Symfony/Component/Mercure/autoload.php"]);
  const php = spawn(find("php", ["/usr/bin/php"]), [path.join(scripts, name)],
    { stdio: ["pipe", "pipe", "inherit"] });
  php.stdin.end(JSON.stringify(asked));
  const [output, [code]] = await Promise.all([text(php.stdout), once(php, "close")]);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${output}`);
  return JSON.parse(output);
}

/** The location of a site's root that passes visitors on to the application. */
const passOn = (port) => `location = / {
  proxy_set_header Host $http_host; proxy_pass http://127.0.0.1:${port}; }`;

async function answerVisitor(request, answer, hubPath, token) {
  const origin = `http://${request.headers.host}`;
  const asked = { hub: origin + hubPath, page: `${origin}/`, token };
  const headers = await runPhp("page_headers.php", asked);
  answer.writeHead(200, { "Content-Type": "text/html", ...headers });
  answer.end("<!doctype html><link rel=icon href=data:,><title>an application</title>");
}

/** Runs `scenario(location)` while an application answers there that hands `token` to its visitors
 *  as Symfony does. */
export async function withApplication(hubPath, token, scenario) {
  const server = http.createServer((request, answer) => {
    answerVisitor(request, answer, hubPath, token).catch((error) => answer.destroy(error));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    return await scenario(passOn(server.address().port));
  } finally {
    server.close();
    server.closeAllConnections?.();
  }
}
