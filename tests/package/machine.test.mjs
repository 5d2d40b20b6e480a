// Goal: on a machine with systemd and nginx, the package does what deploy/README.md promises, from
// the installation to the purge. A real systemd runs the shipped units with all their limits.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { until } from "../e2e/support/wait.mjs";
import { Machine, obstacle } from "./support/machine.mjs";
import { builtPackage, nextVersion, repository, withFolder } from "./support/package.mjs";

const readme = fs.readFileSync(path.join(repository, "deploy/README.md"), "utf8");
// The lines of each block that is to be typed.
const blocks = [...readme.matchAll(/```sh\n([^`]*)```/g)].map(([, all]) => all.trim().split("\n"));
const [install, include, watch] = blocks[0];
const connects = path.join(repository, "tests/package/support/connects.mjs");
const sockets = ["/run/sluice/sluice.sock", "/run/sluice/control.sock"];

/** What the installation has put on the machine, but for the records of dpkg, apt and systemd. */
async function changes(machine) {
  const records = ["./var/lib/dpkg", "./var/lib/apt", "./var/lib/systemd", "./var/cache",
    "./var/log/apt", "./etc/systemd", "./root"];
  const skipped = records.map((name) => `-path ${name} -prune -o`).join(" ");
  const found = await machine.run(`cd /run/changes && find . ${skipped} -name '*sluice*' -print`);
  // Where a file was removed that this machine has, the copy keeps a mark of it; here it has none.
  return found.split("\n").filter(Boolean);
}

/** The lines that a command prints, as they come: {lines: [{line, at}], finish()}. The command has
 *  to end with its standard input. */
function follow(machine, command) {
  const [file, args] = machine.entering(command);
  const lines = [];
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop();
    for (const line of parts) lines.push({ line, at: performance.now() });
  });
  const ended = new Promise((resolve) => { child.on("close", resolve); });
  const finish = () => { child.stdin.end(); return ended; };
  return { lines, finish };
}

function followStream(machine, command) {
  return follow(machine, `${command} & cat >/dev/null; kill $! || true`);
}

function property(machine, unit, name) {
  return machine.run(`systemctl show -P ${name} ${unit}`).then((text) => text.trim());
}

async function identities(machine) {
  return machine.run(`stat -c %i ${sockets.join(" ")}`);
}

async function isInstalled(machine) {
  fs.copyFileSync(builtPackage(), machine.path("/tmp/sluice_new.deb"));
  await machine.run("systemctl start nginx");
  const built = "\"$(scripts/package)\"";
  assert.ok(install.endsWith(` ${built}`), "what scripts/package prints is installed");
  await machine.run(install.replace(built, "/tmp/sluice_new.deb")
    .replace("apt-get", "apt-get -q --no-install-recommends"));
  for (const unit of ["sluice.service", "sluice.socket", "sluice-control.socket"]) {
    assert.equal(await property(machine, unit, "ActiveState"), "active", unit);
    assert.equal(await property(machine, unit, "UnitFileState"), "enabled", unit);
  }
  const owners = await machine.run(`stat -c '%a %U %G' ${sockets.join(" ")} /run/sluice`);
  assert.equal(owners, "660 root www-data\n660 root sluice\n755 root root\n");
}

async function leadsToAStream(machine) {
  await machine.run(include);
  const stream = followStream(machine, watch);
  const data = () => stream.lines.filter(({ line }) => line.startsWith("data:"));
  await until(() => data().length >= 3, "three events of the counter");
  await stream.finish();
  const [first, , third] = data();
  // Two seconds lie between them; in one lump there would be none.
  assert.ok(third.at - first.at > 1000, `${third.at - first.at} ms between two events`);
}

async function takesUpdates(machine) {
  const address = "http://localhost/.well-known/mercure";
  const stream = followStream(machine, `curl -sN '${address}?topic=news'`);
  await until(() => stream.lines.some(({ line }) => line.startsWith("retry:")), "the stream");
  const outsider = machine.run("setpriv --reuid www-data --regid www-data --clear-groups " +
    "sluice publish news no");
  await assert.rejects(outsider, /sluice/, "only the group may publish without a token");
  await machine.run("setpriv --reuid www-data --regid www-data --groups sluice " +
    "sluice publish news local");
  const [, mint, post] = blocks[1];
  fs.writeFileSync(machine.path("/tmp/publish"), `${mint}\n${post.replace("curl ", "curl -sf ")}\n`);
  await machine.run("bash -e /tmp/publish");
  const has = (text) => stream.lines.some(({ line }) => line === `data: ${text}`);
  await until(() => has("local") && has("hello"), "both updates");
  await stream.finish();
}

async function isConfined(machine) {
  const pid = await property(machine, "sluice.service", "MainPID");
  const status = await machine.run(`cat /proc/${pid}/status`);
  const value = (name) => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)[1];
  assert.equal(value("CapEff"), "0000000000000000");
  assert.equal(value("CapBnd"), "0000000000000000");
  assert.equal(value("NoNewPrivs"), "1");
  assert.equal(value("Seccomp"), "2");
  const user = (await machine.run("id -u sluice")).trim();
  assert.equal(value("Uid"), [user, user, user, user].join("\t"));
  const space = (of) => machine.run(`readlink /proc/${of}/ns/net`);
  assert.notEqual(await space(pid), await space(1), "it has a network of its own, with nothing");
  // As the worker sees it.
  const inside = (command) => machine.run(`nsenter -t ${pid} -m setpriv --reuid ${user} ` +
    `--regid ${user} --clear-groups ${command}`);
  await inside("touch /var/lib/sluice/x");
  await inside("rm /var/lib/sluice/x");
  await assert.rejects(inside("touch /run/sluice/x"), /Read-only|denied/);
  await assert.rejects(inside("cat /etc/sluice/publisher.key"), /denied/);
}

async function reloads(machine) {
  const pid = await property(machine, "sluice.service", "MainPID");
  await machine.run("echo 'hartbeat = 7s' >>/etc/sluice/sluice.conf");
  await assert.rejects(machine.run("systemctl reload sluice"), /failed/);
  assert.match(await machine.journal(), /did you mean heartbeat/);
  await machine.run("sed -i 's/^hartbeat/heartbeat/' /etc/sluice/sluice.conf");
  await machine.run("systemctl reload sluice");
  await until(async () => /heartbeat/.test((await machine.journal()).split("hartbeat").at(-1)),
    "the worker's line on its new heartbeat");
  assert.equal(await property(machine, "sluice.service", "MainPID"), pid, "it is the same process");
}

async function rotates(machine) {
  const file = "/var/log/sluice/sluice.log";
  await machine.run(`echo 'log-file = ${file}' >>/etc/sluice/sluice.conf`);
  await machine.run("systemctl reload sluice");
  const size = async (of) => Number(await machine.run(`stat -c %s ${of} 2>/dev/null || echo -1`));
  await until(async () => (await size(file)) >= 0, "the log file");
  await machine.run("systemctl reload sluice");
  await until(async () => (await size(file)) > 0, "a line in the log file");
  await machine.run("logrotate -f /etc/logrotate.d/sluice");
  await until(async () => (await size(`${file}.1`)) > 0 && (await size(file)) > 0,
    "a line in the new log file");
  const pid = await property(machine, "sluice.service", "MainPID");
  const open = await machine.run(`ls -l /proc/${pid}/fd`);
  assert.doesNotMatch(open, /sluice\.log\.1|\.log.*deleted/);
}

async function keepsHistory(machine) {
  const file = "/var/lib/sluice/history.db";
  await machine.run(`echo 'history = sqlite:${file}' >>/etc/sluice/sluice.conf`);
  await machine.run("systemctl restart sluice");
  await machine.run("sluice publish news kept");
  await machine.run("systemctl restart sluice");
  const stream = followStream(machine, "curl -sN -H 'Last-Event-ID: earliest' " +
    "'http://localhost/.well-known/mercure?topic=news'");
  await until(() => stream.lines.some(({ line }) => line === "data: kept"), "the update");
  await stream.finish();
  assert.equal(await machine.run(`stat -c '%a %U' ${file} ${path.dirname(file)}`),
    "600 sluice\n700 sluice\n");
}

async function servesPort(machine) {
  const folder = "/etc/systemd/system/sluice.socket.d";
  await machine.run(`mkdir ${folder} && printf '[Socket]\\nListenStream=127.0.0.1:9000\\n' ` +
    `>${folder}/port.conf`);
  fs.writeFileSync(machine.path("/etc/nginx/conf.d/port.conf"), `server { listen 81;
    location /sluice/ { include fastcgi_params; fastcgi_pass 127.0.0.1:9000; } }`);
  await machine.run("systemctl daemon-reload && systemctl restart sluice.socket sluice.service");
  await machine.run("nginx -s reload");
  await machine.run("curl -sf --retry 5 --retry-all-errors http://localhost:81/sluice/healthz");
  await machine.run("curl -sf http://localhost/sluice/healthz");
  await machine.run(`rm -r ${folder} /etc/nginx/conf.d/port.conf && systemctl daemon-reload && ` +
    "systemctl restart sluice.socket sluice.service && nginx -s reload");
}

/** The status of the answer to a request with a token that this key has signed. A stream would not
 *  end: curl is ended when the answer's head is there. */
async function statusWith(machine, key, request) {
  await machine.run(`sluice token mint --key ${key} --publish '*' --subscribe '*' --expires 1h ` +
    ">/tmp/token");
  fs.writeFileSync(machine.path("/tmp/ask"), `rm -f /tmp/head
    printf 'Authorization: Bearer %s\n' "$(cat /tmp/token)" >/tmp/authorization
    curl -s -N -D /tmp/head -o /dev/null -H @/tmp/authorization ${request} \
      http://localhost/.well-known/mercure & asking=$!
    until grep -q '^HTTP/' /tmp/head 2>/dev/null || ! kill -0 $asking; do sleep 0.05; done
    kill $asking || true
    cut -d ' ' -f 2 -s /tmp/head | head -n 1
`);
  return (await machine.run("sh /tmp/ask")).trim();
}

async function takesKeys(machine) {
  const folder = "/etc/systemd/system/sluice.service.d";
  const readers = "/etc/sluice/subscriber.key";
  const read = "-G -d topic=news";
  const published = "-d topic=news -d data=x";
  fs.writeFileSync(machine.path("/tmp/keys"), `${blocks[2].join("\n")}\n`);
  await machine.run(`openssl rand -hex 32 >${readers}`);
  assert.equal(await statusWith(machine, readers, read), "401", "a key that it does not have");
  await machine.run("bash -e /tmp/keys");
  assert.equal(await statusWith(machine, readers, read), "200");
  assert.equal(await statusWith(machine, readers, published), "401", "it is for readers");

  const [, dropIn] = /```ini\n([^`]*)```/.exec(readme);
  fs.writeFileSync(machine.path(`${folder}/old-key.conf`), dropIn);
  await machine.run("cd /etc/sluice && cp -p publisher.key old.key && " +
    "openssl rand -hex 32 >publisher.key && systemctl daemon-reload && systemctl restart sluice");
  for (const key of ["publisher.key", "old.key"]) {
    assert.equal(await statusWith(machine, `/etc/sluice/${key}`, published), "200", key);
  }
  await machine.run(`rm -r ${folder} ${readers} /etc/sluice/old.key && ` +
    "systemctl daemon-reload && systemctl restart sluice");
}

async function isUpgraded(machine, folder, t) {
  const next = await nextVersion(builtPackage(), folder, (tree) => {
    fs.appendFileSync(path.join(tree, "etc/sluice/sluice.conf"), "# A later text.\n");
    fs.appendFileSync(path.join(tree, "etc/nginx/snippets/sluice.conf"), "# A later text.\n");
  });
  fs.copyFileSync(next, machine.path("/tmp/next.deb"));
  // The machine has a /tmp of its own, and this checkout may be in the other one.
  fs.copyFileSync(connects, machine.path("/tmp/connects.mjs"));
  const before = await identities(machine);
  const pid = await property(machine, "sluice.service", "MainPID");
  const asking = follow(machine,
    `'${process.execPath}' /tmp/connects.mjs http://localhost/sluice/healthz`);
  await until(() => asking.lines.length > 0, "the first answer");
  await machine.run("dpkg --force-confdef --force-confold -i /tmp/next.deb");
  assert.equal(await property(machine, "sluice.service", "ActiveState"), "active");
  assert.notEqual(await property(machine, "sluice.service", "MainPID"), pid, "it was restarted");
  assert.equal(await identities(machine), before, "the sockets are the same");
  await asking.finish();
  const { asked, answers } = JSON.parse(asking.lines.at(-1).line);
  assert.deepEqual(answers, { 200: asked }, "no connection is refused");
  assert.match(await machine.run("cat /etc/sluice/sluice.conf"), /^heartbeat = 7s$/m);
  assert.match(await machine.run("cat /etc/nginx/snippets/sluice.conf"), /A later text/);
  t.diagnostic(`${asked} requests during the upgrade, all answered 200`);
}

/** As a release that this machine's configuration does not suit would: it has an unknown option. */
async function keepsWorkerAtFault(machine, folder) {
  const file = "/etc/sluice/sluice.conf";
  await machine.run(`echo 'hartbeat = 7s' >>${file}`);
  const pid = await property(machine, "sluice.service", "MainPID");
  const said = await machine.run("dpkg --force-confold -i /tmp/next.deb 2>&1");
  assert.match(said, /worker of the old one goes on/);
  assert.match(said, /did you mean heartbeat/);
  assert.equal(await property(machine, "sluice.service", "MainPID"), pid, "it was not restarted");
  await machine.run("curl -sf http://localhost/sluice/healthz");
  await machine.run(`sed -i '/^hartbeat/d' ${file} && systemctl restart sluice`);
}

async function isPurged(machine) {
  await machine.run("apt-get -q -y remove sluice");
  const gone = await machine.run(`ls ${sockets.join(" ")} 2>&1 || true`);
  assert.equal(gone.match(/No such file/g)?.length, 2, gone);
  assert.match(await machine.run("cat /etc/sluice/sluice.conf"), /heartbeat = 7s/);
  const said = await machine.run("dpkg --purge sluice 2>&1");
  assert.deepEqual(await changes(machine), []);
  // The line that deploy/README.md had the administrator write, and what takes it away again.
  await assert.rejects(machine.run("nginx -t"), /snippets\/sluice\.conf/);
  const [, remedy] = /Remove the line: (sed .*)/.exec(said);
  await machine.run(`${remedy} && nginx -t`);
  assert.equal((await machine.run("getent passwd sluice || true")), "");
  assert.equal((await machine.run("getent group sluice || true")), "");
  const links = await machine.run("find /etc/systemd /var/lib/systemd /run/sluice " +
    "-name '*sluice*' 2>/dev/null || true");
  assert.equal(links, "");
}

test("on a machine with systemd", { skip: obstacle() }, async (t) => {
  await withFolder(async (folder) => {
    const machine = await Machine.boot(folder);
    // Each builds on what the one before has done.
    let hasFailed = false;
    const step = (name, does) => t.test(name, { skip: hasFailed }, async (inner) => {
      try {
        await does(machine, folder, inner);
      } catch (error) {
        hasFailed = true;
        console.error(await machine.journal().catch(() => "there is no journal"));
        throw error;
      }
    });
    try {
      await step("apt installs it, and the worker runs behind two sockets", isInstalled);
      await step("the three lines of the README lead to a live stream", leadsToAStream);
      await step("it takes updates of its group, and with a token of the key that was made",
        takesUpdates);
      await step("the worker runs with the limits of its unit", isConfined);
      await step("a reload refuses a wrong configuration and takes over a right one", reloads);
      await step("[O3] the shipped rotation moves the log from under the worker", rotates);
      await step("history in SQLite outlives a restart", keepsHistory);
      await step("a port that systemd opens is served, though the service has no network",
        servesPort);
      await step("readers' keys and a second publishers' key are handed over as the README says",
        takesKeys);
      await step("[O1] an upgrade refuses no connection and keeps what was edited", isUpgraded);
      await step("an upgrade that refuses the configuration leaves the worker that runs alone",
        keepsWorkerAtFault);
      await step("a removal stops it, and a purge leaves nothing", isPurged);
    } finally {
      await machine.stop();
    }
  });
});
