// A real nginx on a free loopback port, in a folder of its own, as the user who runs the tests.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "./ports.mjs";
import { find, Program } from "./program.mjs";
import { canConnect, until } from "./wait.mjs";

export const shipped = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../nginx");
const shippedSocket = "unix:/run/sluice/sluice.sock";
// Another program may take a free port before nginx does.
const startTries = 5;

export function nginxBinary() { return find("nginx", ["/usr/sbin/nginx", "/usr/bin/nginx"]); }

/** A file of nginx/ with the tests' own worker in place of the installed one. */
export function readShipped(name, socket) {
  return fs.readFileSync(path.join(shipped, name), "utf8")
    .replaceAll(shippedSocket, `unix:${socket}`);
}

/** A location with nothing but what nginx needs to reach the worker, and `lines`. */
export function plainLocation(socket, lines = "") {
  return `location /sluice/ { include fastcgi_params; fastcgi_pass unix:${socket}; ${lines} }`;
}

/** Lines without which nginx wants folders that only root may write. */
export function temporaryPaths(folder) {
  return ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
}

function configuration(folder, port, { main = "", http = "", server = "", listen = "" }) {
  // One connection a browser and one a stream: enough for the 2000 of the largest test.
  return `
    ${process.getuid() === 0 ? "user root;" : ""}
    daemon off; worker_processes 1; pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    ${main}
    events { worker_connections 9000; }
    http {
      include mime.types;
      log_format e2e '$request_method $uri $status last=$http_last_event_id';
      access_log ${folder}/access.log e2e;
      ${temporaryPaths(folder)}
      ${http}
      server {
        listen 127.0.0.1:${port} backlog=4096 ${listen};
        ${server}
      }
    }`;
}

export class Nginx {
  /** `parts` are lines for the blocks: {main, http, server} and parameters for {listen}. */
  static async start(folder, parts) {
    for (let tries = 1; ; tries += 1) {
      const started = new Nginx(folder, await freePort(), parts);
      if (await started.isUp()) return started;
      const why = started.program.text();
      if (tries === startTries || !why.includes("Address already in use")) throw new Error(why);
    }
  }

  constructor(folder, port, parts) {
    this.folder = folder;
    this.port = port;
    this.origin = `http://127.0.0.1:${port}`;
    for (const name of ["fastcgi_params", "mime.types"]) {
      fs.copyFileSync(path.join("/etc/nginx", name), path.join(folder, name));
    }
    const file = path.join(folder, "nginx.conf");
    fs.writeFileSync(file, configuration(folder, port, parts));
    this.program = new Program(nginxBinary(),
      ["-p", folder, "-c", file, "-e", `${folder}/error.log`], `${folder}/nginx.out`);
  }

  isUp() {
    const address = { host: "127.0.0.1", port: this.port };
    return until(async () => {
      if (!this.program.isRunning) return "ended";
      return (await canConnect(address)) && "up";
    }, "nginx").then((what) => what === "up" && this.program.isRunning);
  }

  /** One line a finished request: "GET /sluice/events 200 last=7". */
  accessLog() {
    return fs.readFileSync(`${this.folder}/access.log`, "utf8").split("\n").filter(Boolean);
  }

  errorLog() { return fs.readFileSync(`${this.folder}/error.log`, "utf8"); }

  /** Descriptors of the process that serves; the master has none of the connections. */
  async openDescriptors() {
    const children = `/proc/${this.program.pid}/task/${this.program.pid}/children`;
    const serving = await until(() => fs.readFileSync(children, "utf8").trim(), "nginx's worker");
    return fs.readdirSync(`/proc/${serving.split(" ")[0]}/fd`).length;
  }

  stop() { return this.program.stop("SIGTERM"); }
}
