// Goal: what deploy/ has for containers and for monitoring says only what is true of the worker:
// its metrics, its options, its paths, and its times.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { Program } from "../e2e/support/program.mjs";
import { shippedFile, withSite } from "../e2e/support/site.mjs";
import { canConnect, until } from "../e2e/support/wait.mjs";
import { repository, withFolder } from "./support/package.mjs";

const run = promisify(execFile);
const build = process.env.E2E_BUILD_DIR ?? path.join(repository, "build/debug");
const deploy = (name) => path.join(repository, "deploy", name);
const read = (name) => fs.readFileSync(deploy(name), "utf8");
// lintian brings this parser with it.
const toJson = "$YAML::XS::Boolean = 'JSON::PP'; print encode_json([LoadFile(shift)])";

/** The documents of a YAML file. */
async function yaml(name) {
  const args = ["-MYAML::XS=LoadFile", "-MJSON::PP", "-e", toJson, deploy(name)];
  return JSON.parse((await run("perl", args)).stdout);
}

/** What a running worker exposes: {series: names of samples, labels: "name key=value" of them}. */
async function exposed() {
  return withSite({ worker: "hub", location: shippedFile }, async (site) => {
    const text = await (await fetch(`${site.origin}/sluice/metrics`)).text();
    const samples = text.split("\n").filter((line) => line && !line.startsWith("#"));
    const series = new Set(samples.map((line) => /^\w+/.exec(line)[0]));
    const labels = new Set(samples.flatMap((line) => {
      const name = /^\w+/.exec(line)[0];
      const pairs = [...line.matchAll(/(\w+)="([^"]*)"/g)];
      return pairs.map(([, key, value]) => `${name} ${key}=${value}`);
    }));
    return { series, labels };
  });
}

/** Fails for each name, and each label with a fixed value, that the worker does not know. */
function assertKnown(expressions, { series, labels }) {
  let seen = 0;
  for (const expression of expressions) {
    for (const [, name, braces] of expression.matchAll(/\b(sluice_\w+)(?:\{([^}]*)\})?/g)) {
      seen += 1;
      assert.ok(series.has(name), `${name} is not exposed, in: ${expression}`);
      for (const [, key, value] of (braces ?? "").matchAll(/(\w+)="([^"]*)"/g)) {
        assert.ok(labels.has(`${name} ${key}=${value}`), `${name} has no ${key}=${value}`);
      }
    }
  }
  return seen;
}

test("alerts and dashboard name only what a running worker exposes", async () => {
  const known = await exposed();
  const [alerts] = await yaml("monitoring/alerts.yaml");
  const rules = alerts.groups.flatMap((group) => group.rules);
  assert.ok(assertKnown(rules.map((rule) => rule.expr), known) > rules.length);
  const panels = JSON.parse(read("monitoring/dashboard.json")).panels;
  const expressions = panels.flatMap((panel) => panel.targets.map((target) => target.expr));
  assert.ok(assertKnown(expressions, known) >= panels.length);
  // And none is forgotten on the dashboard.
  for (const name of known.series) {
    const base = name.replace(/_(bucket|sum|count)$/, "");
    assert.ok(expressions.some((text) => text.includes(base)), `${name} is on no panel`);
  }
});

test("every alert says how bad it is, what happens, and what to do", async () => {
  const [alerts] = await yaml("monitoring/alerts.yaml");
  for (const rule of alerts.groups.flatMap((group) => group.rules)) {
    assert.match(rule.labels.severity, /^(critical|warning)$/, rule.alert);
    assert.ok(rule.annotations.summary.includes("$labels.instance"), rule.alert);
    assert.ok(rule.annotations.action.length > 40, rule.alert);
  }
});

test("each alert fires where it should, and none does of a worker that is well", async () => {
  const situations = path.join(repository, "tests/package/alerts.yaml");
  const { stdout } = await run("promtool", ["test", "rules", situations]);
  assert.match(stdout, /SUCCESS/);
  const [alerts] = await yaml("monitoring/alerts.yaml");
  const named = fs.readFileSync(situations, "utf8");
  for (const { alert } of alerts.groups.flatMap((group) => group.rules)) {
    assert.ok(named.includes(`alertname="${alert}"`), `${alert} is in no situation`);
  }
});

/** What `variables` do to a worker's configuration: throws with its problems. */
function check(variables) {
  const env = { PATH: process.env.PATH, ...variables, SLUICE_PUBLISHER_KEY: deploy("README.md") };
  return run(path.join(build, "sluice"), ["config", "check"], { env });
}

const seconds = (text) => Number(/^(\d+)s$/.exec(text)[1]);

test("the pod's containers share one socket, and its times fit into each other", async () => {
  const [deployment, service] = await yaml("kubernetes/sidecar.yaml");
  const pod = deployment.spec.template.spec;
  const [worker, nginx] = pod.containers;
  const variables = Object.fromEntries(worker.env.map(({ name, value }) => [name, value]));
  await check(variables);
  const mounted = (at, container) => container.volumeMounts
    .find((mount) => at.startsWith(`${mount.mountPath}/`)).name;
  const socket = variables.SLUICE_SOCKET;
  assert.equal(mounted(socket, worker), mounted(socket, nginx));
  const control = mounted(variables.SLUICE_CONTROL, worker);
  assert.ok(!nginx.volumeMounts.some((mount) => mount.name === control),
    "nginx cannot publish without a token");
  const pause = Number(worker.lifecycle.preStop.exec.command[1]);
  assert.ok(pause + seconds(variables.SLUICE_DRAIN) < pod.terminationGracePeriodSeconds);
  for (const { name, securityContext } of pod.containers) {
    assert.equal(securityContext.allowPrivilegeEscalation, false, name);
    assert.equal(securityContext.readOnlyRootFilesystem, true, name);
    assert.deepEqual(securityContext.capabilities.drop, ["ALL"], name);
    assert.notEqual(securityContext.runAsUser, 0, name);
  }
  assert.deepEqual(service.spec.selector, deployment.spec.template.metadata.labels);
  assert.ok(fs.readFileSync(path.join(repository, "nginx/sluice.conf"), "utf8")
    .includes(`unix:${socket}`), "nginx's file names the same socket");
});

test("the pod is started anew for a worker that hangs, and for nothing else", async () => {
  const [deployment] = await yaml("kubernetes/sidecar.yaml");
  const [worker, nginx] = deployment.spec.template.spec.containers;
  const { path: live, port } = worker.livenessProbe.httpGet;
  assert.equal(port, nginx.ports[0].containerPort);
  // Which is fine while the worker answers at all, whatever else it says of itself.
  assert.match(live, /\/healthz\/live$/);
  await withSite({ worker: "hub", location: shippedFile }, async (site) => {
    assert.equal((await fetch(site.origin + live)).status, 200);
  });
});

test("the pod's probe and the image's find a worker well that runs, and no other", async () => {
  const [deployment] = await yaml("kubernetes/sidecar.yaml");
  const [pod] = deployment.spec.template.spec.containers;
  const image = JSON.parse(/HEALTHCHECK[^]*?CMD (\[.*\])\n/.exec(read("docker/Dockerfile"))[1]);
  assert.deepEqual(pod.readinessProbe.exec.command, image);
  const [composition] = await yaml("docker/compose.yaml");
  const mode = composition.services.sluice.environment.SLUICE_SOCKET_MODE;
  assert.deepEqual(pod.env.find(({ name }) => name === "SLUICE_SOCKET_MODE").value, mode);
  await withFolder(async (folder) => {
    fs.chmodSync(folder, 0o755);
    const socket = path.join(folder, "sluice.sock");
    // The container's variable names the socket, for the worker as for who asks it.
    const env = { PATH: process.env.PATH, SLUICE_SOCKET: socket };
    const probe = () => run(path.join(build, "sluice"), image.slice(1), { env });
    const worker = new Program("env", [`SLUICE_SOCKET_MODE=${mode}`, `SLUICE_SOCKET=${socket}`,
      path.join(build, "sluice"), "serve"], path.join(folder, "worker.log"));
    try {
      await until(() => canConnect({ path: socket }), "the worker's socket");
      await probe();
    } finally {
      await worker.stop("SIGKILL");
    }
    await assert.rejects(probe(), (error) => error.code > 0);
  });
});

test("the composition gives both services one socket, and time to end the streams", async () => {
  const [{ services, volumes, secrets }] = await yaml("docker/compose.yaml");
  const { sluice, nginx } = services;
  await check(sluice.environment);
  const volumeOf = (service, at) => service.volumes.map((text) => text.split(":"))
    .find(([, place]) => place === at)?.[0];
  assert.equal(volumeOf(sluice, "/run/sluice"), volumeOf(nginx, "/run/sluice"));
  assert.equal(volumeOf(nginx, "/run/sluice-control"), undefined);
  for (const name of ["socket", "control", "history"]) assert.ok(name in volumes, name);
  assert.equal(sluice.environment.SLUICE_PUBLISHER_KEY, `/run/secrets/${sluice.secrets[0]}`);
  assert.ok(sluice.secrets[0] in secrets);
  const { stdout } = await run(path.join(build, "sluice"), ["config", "show"]);
  const drain = seconds(/^drain\s*=\s*(\S+)/m.exec(stdout)[1]);
  assert.ok(seconds(sluice.stop_grace_period) > drain);
  for (const text of nginx.volumes.filter((each) => each.startsWith("."))) {
    assert.ok(fs.existsSync(path.join(deploy("docker"), text.split(":")[0])), text);
  }
});

test("the image runs as a user of its own, with no key that others have", async () => {
  const stages = read("docker/Dockerfile").split(/^FROM /m).slice(1);
  const last = stages.at(-1);
  assert.match(last, /^USER sluice$/m);
  // The number that a secret's file is given to, in the composition as in the pod.
  const [, number] = /useradd --uid (\d+) /.exec(last);
  assert.ok(last.indexOf("useradd") < last.indexOf("apt-get install"), "the package makes none");
  assert.ok(read("docker/compose.yaml").includes(`chown ${number} publisher.key`));
  const [deployment] = await yaml("kubernetes/sidecar.yaml");
  const [worker] = deployment.spec.template.spec.containers;
  assert.equal(worker.securityContext.runAsUser, Number(number));
  assert.ok(read("docker/Dockerfile").includes(`-t ${worker.image} .`), "the pod's image is made");
  assert.match(last, /rm -rf .*\/etc\/sluice\/publisher\.key/);
  const command = JSON.parse(/CMD (\[.*\])\n/.exec(last)[1]);
  assert.deepEqual(command.slice(0, 2), ["sluice", "doctor"]);
});
