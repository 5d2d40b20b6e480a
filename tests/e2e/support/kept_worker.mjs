// A worker whose socket its parent keeps, as a service manager does: when the worker has ended, the
// next one is started on the same socket, and whoever connects in between waits in its queue.
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";

import { Program } from "./program.mjs";
import { until } from "./wait.mjs";

// The shell holds the socket as its standard input, and hands it over as systemd does
// (sd_listen_fds(3)). A worker that fails by itself is not started again; one that ends well, or is
// killed, is.
const handOver = "LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" \"$@\" 3<&0 </dev/null";
const keeper = `while sh -c '${handOver}' "$0" "$@" || [ $? -gt 128 ]; do :; done`;
const queue = 4096;

export class KeptWorker {
  /** Starts the keeper and its first worker. */
  static async start(file, args, socket, log) {
    const opened = net.createServer();
    await once(opened.listen({ path: `${socket}.new`, backlog: queue }), "listening");
    // Closing takes away the name that it was opened by, and the socket has to stay.
    fs.renameSync(`${socket}.new`, socket);
    const parent = new Program("/bin/sh", ["-c", keeper, file, ...args], log, opened._handle.fd);
    opened.close();
    const worker = new KeptWorker(parent);
    await until(() => worker.pid, "the kept worker");
    return worker;
  }

  constructor(parent) { this.parent = parent; }

  /** The worker's, or undefined while there is none. */
  get pid() {
    if (!this.isRunning) return undefined;
    const children = `/proc/${this.parent.pid}/task/${this.parent.pid}/children`;
    const [first] = fs.readFileSync(children, "utf8").split(" ");
    return first ? Number(first) : undefined;
  }

  get isRunning() { return this.parent.isRunning; }
  text() { return this.parent.text(); }
  signal(name) { process.kill(this.pid, name); }

  /** Ends the worker, and waits until the next one is there. */
  async restart(signal = "SIGTERM") {
    const old = this.pid;
    this.signal(signal);
    await until(() => this.pid && this.pid !== old, "the next worker");
  }

  /** Ends both for good. */
  async stop() {
    const { pid } = this;
    const ended = await this.parent.stop("SIGKILL");
    if (pid) process.kill(pid, "SIGKILL");
    return ended;
  }
}
