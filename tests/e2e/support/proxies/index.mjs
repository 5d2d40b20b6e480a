// A site to test against: a worker behind one of five real web servers, in a temporary folder.
//
//   await withProxy({ server: "apache", over: "tcp", worker: "ticker" }, async (site) => {
//     const stream = await openStream(site, "/sluice/events");
//   });
//   await withProxy({ server: "haproxy", ...hubSite(["--anonymous"]),
//     configuration: (shipped) => replaced(shipped, "option http-no-delay", "") },
//     async (site) => …
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { freePort } from "../ports.mjs";
import { Program } from "../program.mjs";
import { commands, runOn } from "../site.mjs";
import { canConnect, until } from "../wait.mjs";
import { apache } from "./apache.mjs";
import { caddy } from "./caddy.mjs";
import { haproxy } from "./haproxy.mjs";
import { lighttpd } from "./lighttpd.mjs";
import { nginx } from "./nginx.mjs";
import { Server } from "./server.mjs";

export { replaced } from "./server.mjs";

const kinds = { nginx, apache, lighttpd, caddy, haproxy };
export const servers = Object.keys(kinds);
export const transports = ["unix", "tcp"];

export class ProxySite {
  /** {server: one of `servers`, over: "unix" or "tcp", worker: "ticker", "sluice" or "hub",
   *  options: the worker's, or what makes them of the site when the server is up,
   *  configuration(shipped, place): the server's, otherwise the shipped one} */
  constructor({ server, over = "unix", worker = "ticker", options = [], configuration }) {
    this.kind = kinds[server];
    if (!this.kind) throw new Error(`no server is called ${server}`);
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-proxy-"));
    // Apache gives up the rights of root, and still has to reach the socket.
    fs.chmodSync(this.folder, 0o711);
    this.over = over;
    this.command = commands[worker];
    this.options = options;
    this.configuration = configuration;
  }

  get origin() { return this.server.origin; }
  get secureOrigin() { return this.server.secureOrigin; }
  get workerLog() { return path.join(this.folder, "worker.log"); }
  /** What the server wrote. */
  logs() { return this.server.logs(); }

  async start() {
    this.address = this.over === "tcp" ? { host: "127.0.0.1", port: await freePort() }
      : { path: path.join(this.folder, "sluice.sock") };
    this.server = await Server.start(this.kind, this.folder, this.address, this.configuration);
    if (typeof this.options === "function") this.options = this.options(this);
    await this.startWorker();
  }

  async startWorker() {
    const { file, args } = this.command;
    if (!fs.existsSync(file)) throw new Error(`${file} is not built`);
    const { path: socket, host, port } = this.address;
    const listen = socket ? ["--socket", socket, "--socket-mode", "0666"]
      : ["--socket", `${host}:${port}`];
    this.worker = new Program(file, [...args, ...this.options, ...listen], this.workerLog);
    await until(() => {
      if (!this.worker.isRunning) throw new Error(`the worker ended: ${this.worker.text()}`);
      return canConnect(this.address);
    }, "the worker's socket");
  }

  async stop() {
    // The worker first: a server may wait for its streams to end.
    if (this.worker) await this.worker.stop("SIGKILL");
    if (this.server) await this.server.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** What the programs wrote, for a test that has failed. */
  report() {
    const worker = fs.existsSync(this.workerLog) ? this.worker.text() : "";
    return [["worker", worker], [this.kind.name, this.server?.logs() ?? ""]]
      .map(([name, text]) => `--- ${name}\n${text.trimEnd().split("\n").slice(-20).join("\n")}`)
      .join("\n");
  }
}

/** Runs `scenario(site)` on a new site. */
export function withProxy(settings, scenario) { return runOn(new ProxySite(settings), scenario); }
