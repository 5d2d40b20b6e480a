// A site to test against: a worker behind a real nginx on a free loopback port, in a temporary folder.
// Everything it starts it stops by process id.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const build = process.env.E2E_BUILD_DIR ?? path.join(root, "build/debug");
export const binaries = {
  sluice: path.join(build, "sluice"),
  ticker: path.join(build, "tests/workers/ticker"),
};

const patience = 20_000; // ms; under load a start takes seconds, never this long

/** Calls `condition` until it gives something truthy; throws when `patience` is over. */
export async function until(condition, what, limit = patience) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`gave up waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function canConnect(target) {
  return new Promise((resolve) => {
    const socket = net.connect(target, () => { socket.destroy(); resolve(true); });
    socket.on("error", () => resolve(false));
  });
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** A process with its output in a file. */
class Program {
  constructor(file, args, log) {
    const output = fs.openSync(log, "a");
    this.log = log;
    this.process = spawn(file, args, { stdio: ["ignore", output, output] });
    fs.closeSync(output);
    this.ended = once(this.process, "exit").then(([code, signal]) => ({ code, signal }));
  }
  get pid() { return this.process.pid; }
  get isRunning() { return this.process.exitCode === null && this.process.signalCode === null; }
  text() { return fs.readFileSync(this.log, "utf8"); }
  signal(name) { this.process.kill(name); }
  async stop(name = "SIGKILL") {
    if (this.isRunning) this.signal(name);
    return this.ended;
  }
  openDescriptors() { return fs.readdirSync(`/proc/${this.pid}/fd`).length; }
}

export class Site {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-e2e-"));
    fs.chmodSync(this.folder, 0o755);
    this.socket = path.join(this.folder, "sluice.sock");
  }

  /** @param worker "sluice" or "ticker"; @param location lines of nginx's location, or "shipped" */
  static async start({ worker = "ticker", options = [], location = "", server = "" } = {}) {
    const site = new Site();
    try {
      await site.startWorker(worker, options);
      await site.startNginx(location, server);
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  async startWorker(kind, options = []) {
    this.kind = kind;
    this.options = options;
    const args = kind === "sluice" ? ["serve", "--demo"] : [];
    args.push("--socket", this.socket, ...options);
    this.worker = new Program(binaries[kind], args, path.join(this.folder, "worker.log"));
    await until(() => {
      if (!this.worker.isRunning) throw new Error(`the worker ended: ${this.worker.text()}`);
      return canConnect({ path: this.socket });
    }, "the worker's socket");
  }

  async restartWorker() {
    await this.worker.stop("SIGTERM");
    await this.startWorker(this.kind, this.options);
  }

  include(location) {
    if (location === "shipped") {
      const shipped = fs.readFileSync(path.join(root, "nginx/sluice.conf"), "utf8");
      return shipped.replaceAll("unix:/run/sluice/sluice.sock", `unix:${this.socket}`);
    }
    return `location /sluice/ {
      include /etc/nginx/fastcgi_params;
      fastcgi_pass unix:${this.socket};
      ${location}
    }`;
  }

  configuration(location, server) {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${this.folder}/${name};`).join("\n");
    return `
      ${process.getuid() === 0 ? "user root;" : ""}
      daemon off; worker_processes 1; pid ${this.folder}/nginx.pid;
      error_log ${this.folder}/error.log;
      worker_rlimit_nofile 20000;
      events { worker_connections 9000; }
      http {
        access_log ${this.folder}/access.log;
        ${temporary}
        server {
          listen 127.0.0.1:${this.port} backlog=4096;
          ${server}
          ${this.include(location)}
        }
      }`;
  }

  async startNginx(location, server) {
    this.port = await freePort();
    this.origin = `http://127.0.0.1:${this.port}`;
    fs.cpSync("/etc/nginx/fastcgi_params", path.join(this.folder, "fastcgi_params"));
    const file = path.join(this.folder, "nginx.conf");
    fs.writeFileSync(file, this.configuration(location, server));
    const binary = ["/usr/sbin/nginx", "/usr/bin/nginx"].find((name) => fs.existsSync(name));
    if (!binary) throw new Error("there is no nginx here; scripts/dependencies test installs it");
    this.nginx = new Program(binary, ["-p", this.folder, "-c", file, "-e", `${this.folder}/error.log`],
      path.join(this.folder, "nginx.out"));
    await until(() => {
      if (!this.nginx.isRunning) throw new Error(`nginx ended: ${this.nginx.text()}`);
      return canConnect({ host: "127.0.0.1", port: this.port });
    }, "nginx");
  }

  accessLog() { return fs.readFileSync(`${this.folder}/access.log`, "utf8").split("\n").filter(Boolean); }
  errorLog() { return fs.readFileSync(`${this.folder}/error.log`, "utf8"); }

  async stop() {
    if (this.nginx) await this.nginx.stop("SIGTERM");
    if (this.worker) await this.worker.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Opens a stream over HTTP/1.1; resolves at the head, then collects events with arrival times. */
export function openStream(site, target, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = performance.now();
    const request = http.get(site.origin + target, { headers, agent: false }, (response) => {
      const stream = {
        status: response.statusCode,
        headers: response.headers,
        headAfter: performance.now() - sent,
        text: "",
        events: [], // {data, id, at (ms since the epoch)}
        isEnded: false,
        error: null,
        close: () => request.destroy(),
      };
      let pending = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        const at = performance.timeOrigin + performance.now();
        stream.text += chunk;
        pending += chunk;
        for (let end = pending.indexOf("\n\n"); end >= 0; end = pending.indexOf("\n\n")) {
          const block = pending.slice(0, end).split("\n");
          pending = pending.slice(end + 2);
          const value = (name) => block.filter((line) => line.startsWith(`${name}: `))
            .map((line) => line.slice(name.length + 2));
          const data = value("data");
          if (data.length > 0) stream.events.push({ data: data.join("\n"), id: value("id")[0], at });
        }
      });
      stream.ended = new Promise((done) => {
        response.on("end", () => { stream.isEnded = true; done(); });
        response.on("error", (error) => { stream.error = error; done(); });
      });
      resolve(stream);
    });
    request.on("error", reject);
  });
}

/** A whole short answer. */
export async function fetchText(site, target, options = {}) {
  const response = await fetch(site.origin + target, options);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
