// A real web server on free loopback ports, in a folder of its own, as the user who runs the tests:
// what the five have in common. What differs is a kind, one a file beside this one:
//
//   {name, shipped: the file that is shipped for it, binary(): its program,
//    placed(text, place): a file written for the installed places, made to fit `place`,
//    whole(text, place): the whole configuration around that text,
//    file: its name, arguments(place): the program's, logs: the names of the files it writes}
//
// A place is {folder, port, securePort, worker: {path} or {host, port}, certificate, key}.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "../ports.mjs";
import { Program } from "../program.mjs";
import { makeCertificate } from "../tls.mjs";
import { canConnect, until } from "../wait.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
// Another program may take a free port before the server does.
const startTries = 5;
const portTaken = /address (already )?in use|cannot bind|can't bind/i;

/** A shipped file, by its path below the top of the repository. */
export function readFile(name) { return fs.readFileSync(path.join(root, name), "utf8"); }

/** `text` with `to` in place of `from` everywhere; throws when it is nowhere, for then the shipped
 *  file has changed and the test would start something else than it says. */
export function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
  return text.replaceAll(from, to);
}

export class Server {
  /** Starts the server of this kind in front of `worker`, and waits until it listens.
   *  `configuration(shipped, place)` gives the text, of the shipped one that is made to fit. */
  static async start(kind, folder, worker, configuration = (shipped) => shipped) {
    makeCertificate(folder);
    for (let tries = 1; ; tries += 1) {
      const place = { folder, worker, port: await freePort(), securePort: await freePort(),
        certificate: path.join(folder, "certificate.pem"), key: path.join(folder, "key.pem") };
      const started = new Server(kind, place, configuration);
      if (await started.isUp()) return started;
      const why = started.logs();
      await started.stop();
      if (tries === startTries || !portTaken.test(why)) throw new Error(why);
    }
  }

  constructor(kind, place, configuration) {
    this.kind = kind;
    this.place = place;
    this.port = place.port;
    this.origin = `http://127.0.0.1:${place.port}`;
    /** The same over TLS, where HTTP/2 is offered; its certificate is nobody's. */
    this.secureOrigin = `https://127.0.0.1:${place.securePort}`;
    const shipped = kind.placed(readFile(kind.shipped), place);
    const file = path.join(place.folder, kind.file);
    fs.writeFileSync(file, kind.whole(configuration(shipped, place), place));
    this.program = new Program(kind.binary(), kind.arguments(place, file), this.logFile("out"));
  }

  logFile(name) { return path.join(this.place.folder, `${this.kind.name}.${name}`); }

  async isUp() {
    const addresses = [this.place.port, this.place.securePort]
      .map((port) => ({ host: "127.0.0.1", port }));
    await until(async () => {
      if (!this.program.isRunning) return true;
      const open = await Promise.all(addresses.map(canConnect));
      return open.every(Boolean);
    }, this.kind.name);
    return this.program.isRunning;
  }

  /** All that it wrote: access log, error log, what it printed. */
  logs() {
    return ["out", ...this.kind.logs].map((name) => this.logFile(name))
      .filter((file) => fs.existsSync(file))
      .map((file) => fs.readFileSync(file, "utf8")).join("\n");
  }

  /** Its processes: the first, and what that has started. */
  pids() {
    const all = [this.program.pid];
    for (const pid of all) {
      const children = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
      all.push(...children.split(" ").filter(Boolean).map(Number));
    }
    return all;
  }

  stop() { return this.program.stop("SIGTERM"); }
}
