// A machine of its own: systemd, booted in namespaces on a copy of this machine's files. What is
// installed there is gone with it, and this machine does not notice. Needs root, and a kernel that
// lets it mount.
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { until } from "../../e2e/support/wait.mjs";

const run = promisify(execFile);
const boot = path.join(path.dirname(fileURLToPath(import.meta.url)), "boot");
const systemd = "/lib/systemd/systemd";
const namespaces = ["--mount", "--pid", "--fork", "--cgroup", "--uts", "--ipc", "--net"];
// An installation takes seconds; a command that waits for ever would hang the test.
const commandLimitMs = 60_000;
// Joins the control group, so that the namespace begins there, and becomes the machine.
const join = 'echo $$ > "$0/cgroup.procs" && exec unshare "$@"';

/** The folder of this process's own control group in the second version's tree, or undefined. */
function ownGroup() {
  const mounts = fs.readFileSync("/proc/self/mounts", "utf8").split("\n");
  const mounted = mounts.map((line) => line.split(" ")).find((words) => words[2] === "cgroup2");
  const own = /^0::(.*)$/m.exec(fs.readFileSync("/proc/self/cgroup", "utf8"));
  return mounted && own ? path.join(mounted[1], own[1]) : undefined;
}

/** Why no machine can be booted here; undefined where one can. */
export function obstacle() {
  if (process.getuid() !== 0) return "not root";
  if (!fs.existsSync(systemd)) return "there is no systemd";
  const group = ownGroup();
  if (!group) return "there are no control groups of the second version";
  try {
    fs.accessSync(group, fs.constants.W_OK);
  } catch {
    return "control groups cannot be made";
  }
  const mount = ["sh", "-c", "mount --make-rprivate / && mount -t tmpfs none /mnt"];
  const tried = spawnSync("unshare", [...namespaces, ...mount], { encoding: "utf8" });
  return tried.status === 0 ? undefined : `namespaces are refused: ${tried.stderr.trim()}`;
}

function removeGroup(folder) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeGroup(path.join(folder, entry.name));
  }
  fs.rmdirSync(folder);
}

export class Machine {
  /** Boots it with what changes in `folder`, and a journal. */
  static async boot(folder) {
    const machine = new Machine(folder);
    try {
      await machine.isUp();
      await machine.run("systemctl start systemd-journald");
      return machine;
    } catch (error) {
      await machine.stop();
      throw new Error(`${error.message}\n${fs.readFileSync(machine.log, "utf8")}`);
    }
  }

  constructor(folder) {
    this.log = path.join(folder, "boot.log");
    this.group = path.join(ownGroup(), `sluice-package-${process.pid}`);
    fs.mkdirSync(this.group);
    const mounted = path.join(folder, "machine");
    fs.mkdirSync(mounted);
    const output = fs.openSync(this.log, "a");
    this.process = spawn("sh",
      ["-c", join, this.group, ...namespaces, "--kill-child", boot, mounted],
      { stdio: ["ignore", output, output] });
    fs.closeSync(output);
    this.ended = once(this.process, "exit");
  }

  get isRunning() { return this.process.exitCode === null && this.process.signalCode === null; }

  async isUp() {
    await until(async () => {
      if (!this.isRunning) throw new Error("the machine ended");
      const children = `/proc/${this.process.pid}/task/${this.process.pid}/children`;
      [this.init] = fs.readFileSync(children, "utf8").split(" ").filter(Boolean);
      if (!this.init) return false;
      const state = await this.run("systemctl is-active basic.target").catch(() => "");
      return state === "active\n";
    }, "the machine's start");
  }

  /** The arguments of a process that runs `command` inside. */
  entering(command) {
    // The working folder is looked for inside.
    const enter = ["-t", this.init, "-m", "-p", "-C", "-u", "-i", "-n", "-r", "--wdns=/tmp"];
    return ["nsenter", [...enter, "sh", "-c", command]];
  }

  /** What a shell's command prints; throws, with what it wrote to standard error, when it fails. */
  async run(command) {
    const [file, args] = this.entering(command);
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", DEBIAN_FRONTEND: "noninteractive" };
    return (await run(file, args, { env, timeout: commandLimitMs })).stdout;
  }

  /** Where a path of the machine is seen from here. */
  path(name) { return path.join(`/proc/${this.init}/root`, name); }

  journal() { return this.run("journalctl --no-pager -o cat -u sluice.service -u sluice.socket"); }

  /** Ends all of it. */
  async stop() {
    if (this.isRunning) this.process.kill("SIGKILL");
    await this.ended;
    await until(() => fs.readFileSync(`${this.group}/cgroup.events`, "utf8")
      .includes("populated 0"), "the end of the machine's processes");
    removeGroup(this.group);
  }
}
