// Goal: the package installs where no systemd runs, serves a stream through the snippet it brings,
// keeps what an administrator has edited, and leaves nothing after a purge.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { Nginx } from "../e2e/support/nginx.mjs";
import { Program } from "../e2e/support/program.mjs";
import { openStream } from "../e2e/support/stream.mjs";
import { until } from "../e2e/support/wait.mjs";
import { PackageRoot } from "./support/package_root.mjs";
import { builtPackage, nextVersion, withFolder } from "./support/package.mjs";

/** Runs `scenario(root, folder)` with the package installed in a folder. */
async function withInstalled(scenario) {
  await withFolder(async (folder) => {
    const root = new PackageRoot(folder);
    await root.dpkg("--install", builtPackage());
    await scenario(root, folder);
  });
}

/** The installed worker, on two sockets that a keeper hands over with the names of the units. */
function startActivated(root, folder) {
  const sockets = ["sluice.sock", "control.sock"].map((name) => path.join(folder, name));
  const variables = {
    SLUICE_CONTROL: sockets[1],
    SLUICE_CONFIG: root.path("etc/sluice/sluice.conf"),
    SLUICE_PUBLISHER_KEY: root.path("etc/sluice/publisher.key"),
  };
  const program = new Program("systemd-socket-activate", [
    ...sockets.flatMap((name) => ["-l", name]), "--fdname=web:control",
    ...Object.entries(variables).map(([name, value]) => `--setenv=${name}=${value}`),
    root.path("usr/bin/sluice"), "serve"], path.join(folder, "worker.log"));
  return { program, web: sockets[0] };
}

test("without systemd it installs, with a user, a folder for sockets and a key", async () => {
  await withInstalled((root) => {
    assert.match(root.read("etc/passwd"), /^sluice:.*:\/var\/lib\/sluice:\/usr\/sbin\/nologin$/m);
    assert.equal(fs.statSync(root.path("run/sluice")).mode & 0o777, 0o755);
    assert.match(root.read("etc/sluice/publisher.key"), /^[0-9a-f]{64}$/);
    assert.equal(fs.statSync(root.path("etc/sluice/publisher.key")).mode & 0o777, 0o600);
    const wants = (target, unit) => fs.readlinkSync(
      root.path("etc/systemd/system", `${target}.target.wants`, unit));
    assert.match(wants("multi-user", "sluice.service"), /\/lib\/systemd\/system\/sluice\.service$/);
    assert.match(wants("sockets", "sluice.socket"), /sluice\.socket$/);
    assert.match(wants("sockets", "sluice-control.socket"), /sluice-control\.socket$/);
  });
});

test("handed its sockets as the units do, it streams through the installed snippet", async () => {
  await withInstalled(async (root, folder) => {
    const { program, web } = startActivated(root, folder);
    let nginx;
    try {
      const server = root.read("etc/nginx/snippets/sluice.conf")
        .replaceAll("unix:/run/sluice/sluice.sock", `unix:${web}`);
      nginx = await Nginx.start(folder, { server });
      await until(() => fs.existsSync(web), "the socket");
      const stream = await openStream({ origin: nginx.origin }, "/sluice/events");
      assert.equal(stream.status, 200);
      await until(() => stream.events.length >= 2, "two events of the counter");
      // A second lies between them; in one lump there would be nothing.
      assert.ok(stream.events[1].at - stream.events[0].at > 500);
      stream.close();
      assert.match(program.text(), /web/, "the socket's name in the log");
    } catch (error) {
      console.error(program.text());
      throw error;
    } finally {
      await nginx?.stop();
      await program.stop("SIGKILL");
    }
  });
});

test("an upgrade keeps what was edited and the key, and replaces what was not", async () => {
  await withInstalled(async (root, folder) => {
    const key = root.read("etc/sluice/publisher.key");
    fs.appendFileSync(root.path("etc/sluice/sluice.conf"), "heartbeat = 7s\n");
    const next = await nextVersion(builtPackage(), folder, (tree) => {
      for (const name of ["etc/sluice/sluice.conf", "etc/nginx/snippets/sluice.conf"]) {
        fs.appendFileSync(path.join(tree, name), "# A later text.\n");
      }
    });
    await root.dpkg("--install", next);
    assert.match(root.read("etc/sluice/sluice.conf"), /^heartbeat = 7s$/m);
    assert.match(root.read("etc/sluice/sluice.conf.dpkg-dist"), /A later text/);
    assert.match(root.read("etc/nginx/snippets/sluice.conf"), /A later text/);
    assert.equal(root.read("etc/sluice/publisher.key"), key);
  });
});

test("a removal keeps configuration and key, and a purge leaves nothing", async () => {
  await withInstalled(async (root) => {
    fs.mkdirSync(root.path("var/lib/sluice"), { recursive: true });
    fs.writeFileSync(root.path("var/lib/sluice/history.db"), "");
    await root.dpkg("--remove", "sluice");
    assert.ok(!fs.existsSync(root.path("usr/bin/sluice")));
    for (const name of ["etc/sluice/sluice.conf", "etc/sluice/publisher.key",
      "var/lib/sluice/history.db"]) assert.ok(fs.existsSync(root.path(name)), name);
    await root.dpkg("--purge", "sluice");
    // Programs that edit accounts keep the file from before, and a lock.
    const left = root.files().filter((name) => !/^etc\/(\.pwd\.lock|g?shadow-?|(passwd|group)-)$/
      .test(name));
    assert.deepEqual(left, root.before);
    for (const name of ["etc/passwd", "etc/group"]) assert.doesNotMatch(root.read(name), /sluice/);
    for (const name of ["etc/sluice", "var/lib/sluice", "run/sluice"]) {
      assert.ok(!fs.existsSync(root.path(name)), name);
    }
  });
});
