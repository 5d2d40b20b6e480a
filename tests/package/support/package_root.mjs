// A folder that dpkg installs into, as if it were the root of a system: real unpacking, real
// maintainer scripts (without chroot), real handling of configuration files. Nothing outside of the
// folder is touched, and no privilege is needed.
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
// Whoever is not root is so in a namespace of its own: dpkg gives the files to root.
const asRoot = process.getuid() === 0 ? [] : ["unshare", "--map-root-user"];

export class PackageRoot {
  constructor(folder) {
    this.folder = path.join(folder, "root");
    // As Debian has it: /lib and its like are links.
    for (const name of ["bin", "lib", "sbin"]) {
      fs.mkdirSync(this.path("usr", name), { recursive: true });
      fs.symlinkSync(`usr/${name}`, this.path(name));
    }
    for (const name of ["info", "updates", "triggers"]) {
      fs.mkdirSync(this.path("var/lib/dpkg", name), { recursive: true });
    }
    for (const name of ["status", "available"]) {
      fs.writeFileSync(this.path("var/lib/dpkg", name), "");
    }
    fs.mkdirSync(this.path("etc"));
    for (const name of ["passwd", "group"]) fs.writeFileSync(this.path("etc", name), "");
    this.before = this.files();
  }

  path(...names) { return path.join(this.folder, ...names); }
  read(name) { return fs.readFileSync(this.path(name), "utf8"); }

  /** Gives what dpkg and the scripts say. The packages that it depends on are this machine's. */
  async dpkg(...args) {
    const options = [`--root=${this.folder}`, `--log=${this.path("var/log/dpkg.log")}`,
      "--force-script-chrootless", "--force-depends", "--force-confdef", "--force-confold"];
    fs.mkdirSync(this.path("var/log"), { recursive: true });
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, DEBIAN_FRONTEND: "noninteractive" };
    const [file, ...all] = [...asRoot, "dpkg", ...options, ...args];
    const { stdout, stderr } = await run(file, all, { env });
    return stdout + stderr;
  }

  /** Everything that is no folder, without dpkg's own records. */
  files() {
    const found = [];
    const look = (folder) => {
      for (const entry of fs.readdirSync(this.path(folder), { withFileTypes: true })) {
        const name = path.join(folder, entry.name);
        if (name === "var/lib/dpkg" || name === "var/log/dpkg.log") continue;
        if (entry.isDirectory()) look(name); else found.push(name);
      }
    };
    look("");
    return found.sort();
  }
}
