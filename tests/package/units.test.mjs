// Goal: systemd understands the shipped units, and judges the service well.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { repository, withFolder } from "./support/package.mjs";

const run = promisify(execFile);
const folder = path.join(repository, "deploy/systemd");
const units = ["sluice.service", "sluice.socket", "sluice-control.socket"];
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const build = process.env.E2E_BUILD_DIR ?? path.join(repository, "build/debug");
// What deploy/README.md promises; in tenths, as systemd-analyze takes it.
const exposureLimitTenths = 10;

test("systemd-analyze verifies the units without a remark", async () => {
  await withFolder(async (copies) => {
    for (const unit of units) {
      // It looks for the program, which is not installed here.
      const text = read(unit).replaceAll("/usr/bin/sluice", path.join(build, "sluice"));
      fs.writeFileSync(path.join(copies, unit), text);
    }
    const paths = units.map((unit) => path.join(copies, unit));
    const { stdout, stderr } = await run("systemd-analyze", ["verify", "--man=no", ...paths]);
    // Other units of the machine may be at fault; these are not.
    const ours = (stdout + stderr).split("\n").filter((line) => line.includes("sluice"));
    assert.deepEqual(ours, []);
  });
});

test("the service's exposure is what the README says, and low", async () => {
  const { stdout } = await run("systemd-analyze", ["security", "--offline=true", "--no-pager",
    `--threshold=${exposureLimitTenths}`, path.join(folder, "sluice.service")]);
  const [, level] = /Overall exposure level for sluice\.service: ([\d.]+)/.exec(stdout);
  const text = fs.readFileSync(path.join(repository, "deploy/README.md"), "utf8");
  const [, stated] = /\*\*([\d.]+)\*\* \(0 is best/.exec(text);
  assert.ok(Number(level) <= exposureLimitTenths / 10, level);
  // Other versions of systemd judge some things more, or less.
  assert.ok(Math.abs(Number(level) - Number(stated)) < 0.3, `${level}, stated is ${stated}`);
});

test("every line that limits the service stands below its reason", () => {
  const [, limits] = /^# ---- What([^]*)\[Install\]/m.exec(read("sluice.service"));
  let reason = "";
  let settings = 0;
  for (const line of limits.split("\n")) {
    if (line.startsWith("# ")) reason = line;
    if (line === "") reason = "";
    if (!/^\w+=/.test(line)) continue;
    settings += 1;
    assert.notEqual(reason, "", line);
  }
  assert.ok(settings >= 25, `${settings} settings`);
});

test("[O4] no shipped socket is below a folder that is private to a service", () => {
  for (const unit of units.filter((name) => name.endsWith(".socket"))) {
    const [, address] = /^ListenStream=(.*)$/m.exec(read(unit));
    assert.match(address, /^\/run\/sluice\//, unit);
  }
});
