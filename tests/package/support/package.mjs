// The package that ctest has built, and the next version of it.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
export const repository =
  path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const folder = process.env.PACKAGE_DIR ??
  path.join(repository, "build/debug/tests/package/made");

/** The path of the one .deb. */
export function builtPackage() {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const found = names.filter((name) => name.endsWith(".deb"));
  if (found.length !== 1) throw new Error(`ctest builds one package into ${folder}; run it first`);
  return path.join(folder, found[0]);
}

export async function field(file, name) {
  return (await run("dpkg-deb", ["-f", file, name])).stdout.trim();
}

/** Makes a later version with `edit(tree)` done to its files, into the folder `into`; gives its
 *  path. */
export async function nextVersion(file, into, edit) {
  const tree = path.join(into, "next");
  await run("dpkg-deb", ["-R", file, tree]);
  const control = path.join(tree, "DEBIAN/control");
  const version = `${await field(file, "Version")}+next`;
  const text = fs.readFileSync(control, "utf8").replace(/^Version: .*$/m, `Version: ${version}`);
  fs.writeFileSync(control, text);
  edit(tree);
  const made = path.join(into, `sluice_${version}_next.deb`);
  // Whoever runs the tests may not be root; the files belong to root nevertheless.
  await run("dpkg-deb", ["--root-owner-group", "-Zgzip", "-z1", "-b", tree, made]);
  fs.rmSync(tree, { recursive: true });
  return made;
}

/** Runs `scenario(folder)` with a new folder, which is gone afterwards. */
export async function withFolder(scenario) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-package-"));
  try {
    return await scenario(made);
  } finally {
    fs.rmSync(made, { recursive: true, force: true });
  }
}
