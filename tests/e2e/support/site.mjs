// A site to test against: a worker behind a real nginx, in a temporary folder.
//
//   await withSite({ worker: "sluice", location: shippedFile }, async (site) => {
//     const answer = await fetch(`${site.origin}/sluice/page`);
//   });
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { KeptWorker } from "./kept_worker.mjs";
import { Nginx, plainLocation, readShipped } from "./nginx.mjs";
import { Program } from "./program.mjs";
import { canConnect, until } from "./wait.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
// Not SLUICE_…: the worker reads those as options.
const build = process.env.E2E_BUILD_DIR ?? path.join(root, "build/debug");
export const commands = {
  /** The hub and nothing beside it, with what the test's options say. */
  hub: { file: path.join(build, "sluice"), args: ["serve"] },
  /** The demo: ten events, numbered from 0, a second apart, then the end. */
  sluice: { file: path.join(build, "sluice"), args: ["serve", "--demo"] },
  /** tests/workers/ticker.cpp. */
  ticker: { file: path.join(build, "tests/workers/ticker"), args: [] },
};

/** As `location`: nginx/sluice.conf in place of a location of the test's own. */
export const shippedFile = Symbol("nginx/sluice.conf");

export class Site {
  /** {worker: "ticker", "sluice" or "hub", options: the worker's, or what makes them of the site
   *  when nginx is up, location: lines or `shippedFile`, nginx: {main, http, server, listen},
   *  socketOf: who opens the worker's socket: the "worker", or a "keeper" that outlives it} */
  constructor({ worker = "ticker", options = [], location = "", nginx = {}, socketOf = "worker" }) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-e2e-"));
    this.socket = path.join(this.folder, "sluice.sock");
    this.command = commands[worker];
    this.options = options;
    this.location = location;
    this.parts = nginx;
    this.socketOf = socketOf;
  }

  get origin() { return this.nginx.origin; }

  async start() {
    const location = this.location === shippedFile
      ? readShipped("sluice.conf", this.socket)
      : plainLocation(this.socket, this.location);
    const server = `${this.parts.server ?? ""} ${location}`;
    this.nginx = await Nginx.start(this.folder, { ...this.parts, server });
    if (typeof this.options === "function") this.options = this.options(this);
    await this.startWorker();
  }

  async startWorker() {
    const { file, args } = this.command;
    if (!fs.existsSync(file)) throw new Error(`${file} is not built`);
    const log = path.join(this.folder, "worker.log");
    const all = [...args, ...this.options];
    this.worker = this.socketOf === "keeper"
      ? await KeptWorker.start(file, all, this.socket, log)
      : new Program(file, [...all, "--socket", this.socket], log);
    await until(() => {
      if (!this.worker.isRunning) throw new Error(`the worker ended: ${this.worker.text()}`);
      return canConnect({ path: this.socket });
    }, "the worker's socket");
  }

  /** As a service manager restarts one whose socket is its own: the old worker has ended before the
   *  new one starts. */
  async restartWorker() {
    const ended = await this.worker.stop("SIGTERM");
    await this.startWorker();
    return ended;
  }

  /** Starts the new worker as soon as the old one accepts nothing more, while that one still drains
   *  its streams. Gives the old worker. */
  async handOverToNewWorker() {
    const old = this.worker;
    old.signal("SIGTERM");
    await until(async () => !(await canConnect({ path: this.socket })), "the old socket's end");
    await this.startWorker();
    return old;
  }

  async stop() {
    if (this.nginx) await this.nginx.stop();
    if (this.worker) await this.worker.stop("SIGKILL");
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** What the programs wrote, for a test that has failed. */
  report() {
    const logs = ["worker.log", "error.log", "access.log"];
    return logs.filter((name) => fs.existsSync(path.join(this.folder, name))).map((name) => {
      const lines = fs.readFileSync(path.join(this.folder, name), "utf8").trimEnd().split("\n");
      return `--- ${name}\n${lines.slice(-20).join("\n")}`;
    }).join("\n");
  }
}

/** Starts the site, runs `scenario(site)`, and takes it down whatever happens. */
export async function runOn(site, scenario) {
  try {
    await site.start();
    return await scenario(site);
  } catch (error) {
    console.error(site.report());
    // What fetch says of itself is no more than that it failed.
    if (error.cause) console.error(`because of ${error.cause}`);
    throw error;
  } finally {
    await site.stop();
  }
}

/** Runs `scenario(site)` on a new site. */
export function withSite(settings, scenario) { return runOn(new Site(settings), scenario); }
