// A process that a test starts, and ends by its process id.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";

export class Program {
  /** Starts `file`; everything it prints goes to the file `log`, behind what is there. `input` is
   *  the descriptor of its standard input. */
  constructor(file, args, log, input = "ignore") {
    const output = fs.openSync(log, "a");
    this.log = log;
    this.process = spawn(file, args, { stdio: [input, output, output] });
    fs.closeSync(output);
    /** {code, signal}, once it has ended. */
    this.ended = once(this.process, "exit").then(([code, signal]) => ({ code, signal }));
  }

  get pid() { return this.process.pid; }
  get isRunning() { return this.process.exitCode === null && this.process.signalCode === null; }

  /** What it and its predecessors with the same log have printed. */
  text() { return fs.readFileSync(this.log, "utf8"); }

  signal(name) { this.process.kill(name); }

  /** Ends it and waits; gives {code, signal}. */
  async stop(name) {
    if (this.isRunning) this.signal(name);
    return this.ended;
  }

  openDescriptors() { return fs.readdirSync(`/proc/${this.pid}/fd`).length; }
}

/** The first of `places` that exists. */
export function find(what, places) {
  const found = places.find((place) => fs.existsSync(place));
  if (!found) throw new Error(`there is no ${what} here; scripts/dependencies test installs it`);
  return found;
}
