// Measures the five web servers with the shipped files, and prints a table for each kind of socket.
//
//   scripts/bench proxies
//   node tests/bench/proxies.mjs [SERVER …]     of a build in E2E_BUILD_DIR
//
// All servers run at once, each with a worker of its own and two silent streams that are watched for
// five minutes, while one server after another is measured.
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { examine } from "../e2e/support/doctor.mjs";
import { bearer, cookie, everything, hubSite, streamPath } from "../e2e/support/mercure.mjs";
import { ProxySite, servers, transports } from "../e2e/support/proxies/index.mjs";
import { overHttp2 } from "../e2e/support/proxies/secure.mjs";
import { openStream } from "../e2e/support/stream.mjs";
import { until } from "../e2e/support/wait.mjs";

const events = 1000;
const eventBytes = 30;
// Apart from each other, as events of a quiet site are.
const pauseMs = 10;
const openings = 200;
const silentMs = 305_000;
const doctorVisits = 10;

const now = () => performance.timeOrigin + performance.now();
const say = (text) => process.stderr.write(`bench: ${text}\n`);

/** "0.4 / 1.9" of a list of milliseconds: the median, and what 99 in 100 are below. */
function spread(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return `${at(0.5).toFixed(1)} / ${at(0.99).toFixed(1)}`;
}

/** Publishes by the worker's control socket, so that the way there takes no time worth counting. */
class Publisher {
  constructor(file) {
    this.socket = net.connect({ path: file });
    this.socket.resume();
  }

  publish(fields) { this.socket.write(`${JSON.stringify(fields)}\n`); }
  stop() { this.socket.destroy(); }
}

/** How late each event came to a stream of `topic`, in ms. */
async function delays(site, stream, topic) {
  const late = [];
  for (let number = 0; number < events; number += 1) {
    const sent = now();
    site.publisher.publish({ topic, data: `${number}`.padEnd(eventBytes, ".") });
    await until(() => stream.events.length > number, `event ${number} on ${topic}`);
    late.push(stream.events[number].at - sent);
    await pause(pauseMs);
  }
  return spread(late);
}

async function delaysOverHttp1(site) {
  const stream = await openStream(site, streamPath("one"));
  const result = await delays(site, stream, "one");
  stream.close();
  return result;
}

function delaysOverHttp2(site) {
  return overHttp2(site, async (get) => delays(site, await get(streamPath("two")), "two"));
}

/** From the request to the first bytes of a stream, each on a connection of its own. */
async function openingTimes(site) {
  const took = [];
  for (let i = 0; i < openings; i += 1) {
    const began = now();
    const stream = await openStream(site, streamPath("opening"));
    await until(() => stream.text.length > 0, "the first bytes");
    took.push(now() - began);
    stream.close();
  }
  return spread(took);
}

/** Whether the worker has the headers of a request: a private update for those who may read it, and
 *  what was missed after an id. */
async function headersArrive(site) {
  const streams = await Promise.all([bearer(everything), cookie(everything)]
    .map((headers) => openStream(site, streamPath("secret"), headers)));
  site.publisher.publish({ topic: "secret", private: true, data: "seen", id: `urn:secret:${site.name}` });
  await until(() => streams.every((stream) => stream.events.length > 0), "the private update");
  site.publisher.publish({ topic: "secret", data: "missed" });
  const back = await openStream(site, streamPath("secret"),
    { ...bearer(everything), "Last-Event-ID": `urn:secret:${site.name}` });
  await until(() => back.events.length > 0, "what was missed");
  const isRight = back.events[0].data === "missed";
  [...streams, back].forEach((stream) => stream.close());
  if (!isRight) throw new Error(`after the id came ${back.events[0].data}`);
  return "arrive";
}

/** "10 of 10" where no visit found anything. */
function fineVisits(visits) {
  return `${visits.filter(({ verdict }) => verdict === "fine").length} of ${visits.length}`;
}

/** What the doctor says again and again: whole over TLS, where HTTP/2 is offered too, and quick. The
 *  first visit watches a silent stream as long as it does by default. */
async function doctorSays(site) {
  const secure = [site.secureOrigin, "--ca-file", path.join(site.folder, "certificate.pem")];
  const whole = [await examine(...secure)];
  while (whole.length < doctorVisits) whole.push(await examine(...secure, "--idle", "0"));
  const quick = [];
  while (quick.length < doctorVisits) quick.push(await examine(site.origin, "--quick"));
  const seen = (probe) => whole[0].findings.find((each) => each.probe === probe)?.seen ?? "";
  return {
    "a departure is known": seen("departure").replace(/^the worker knew /, "").replace(/:.*/, ""),
    "taken of a stream that nobody reads": seen("unread").replace(/ were taken.*/, ""),
    "`sluice doctor` finds nothing": fineVisits(whole),
    "… with `--quick`": fineVisits(quick),
    "… which takes up to, s": Math.max(...quick.map(({ seconds }) => seconds)).toFixed(1),
  };
}

/** Two streams that are left silent, and what became of them: a promise. */
async function watchSilence(site) {
  const stream = await openStream(site, streamPath("silent"));
  return overHttp2(site, async (get) => {
    const other = await get(streamPath("silent"));
    await Promise.race([pause(silentMs), stream.ended, other.ended]);
    const isCut = stream.isEnded || other.isEnded;
    stream.close();
    return isCut ? "**cut**" : "open";
  });
}

async function start(server, over) {
  const settings = hubSite((its) => ["--anonymous", "--control", path.join(its.folder, "control")]);
  const site = new ProxySite({ server, over, ...settings });
  site.name = server;
  await site.start();
  site.publisher = new Publisher(path.join(site.folder, "control"));
  return site;
}

async function measure(site) {
  return {
    "an event, HTTP/1.1, ms": await delaysOverHttp1(site),
    "an event, HTTP/2 over TLS, ms": await delaysOverHttp2(site),
    "first bytes of a stream, ms": await openingTimes(site),
    "Authorization, Cookie, Last-Event-ID": await headersArrive(site),
  };
}

function print(over, columns) {
  const names = Object.keys(columns);
  const rows = Object.keys(columns[names[0]]);
  const lines = [`| ${over} | ${names.join(" | ")} |`, `|---|${"--:|".repeat(names.length)}`,
    ...rows.map((row) => `| ${row} | ${names.map((name) => columns[name][row]).join(" | ")} |`)];
  console.log(`${lines.join("\n")}\n`);
}

async function measureAll(chosen, over) {
  const sites = [];
  try {
    for (const server of chosen) sites.push(await start(server, over));
    const silent = Promise.all(sites.map(watchSilence));
    const columns = {};
    for (const site of sites) {
      say(`${site.name} over ${over}`);
      columns[site.name] = await measure(site);
    }
    say("doctors visit all of them");
    const said = await Promise.all(sites.map(doctorSays));
    said.forEach((what, i) => Object.assign(columns[sites[i].name], what));
    say("waiting for the silent streams");
    (await silent).forEach((what, i) => {
      columns[sites[i].name]["a silent stream after five minutes, both protocols"] = what;
    });
    print(over === "unix" ? "unix socket" : "TCP", columns);
  } finally {
    for (const site of sites) {
      site.publisher?.stop();
      await site.stop();
    }
  }
}

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !servers.includes(name));
if (unknown) {
  say(`no server is called ${unknown}: ${servers.join(", ")}`);
  process.exit(2);
}
for (const over of transports) await measureAll(chosen.length > 0 ? chosen : servers, over);
