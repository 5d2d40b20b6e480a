// Goal: a browser gets every update that the hub took, once and in order, whatever happens to nginx
// and to the worker in between: history is in a file, and positions outlive the process.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { withPage } from "./support/browser.mjs";
import { bearer, everything, form, hubPath, hubSite, postForm, publish, streamPath }
  from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { until } from "./support/wait.mjs";

const topic = "ticks";
const aFew = 20;

function workerOptions(site) {
  return ["--anonymous", "--history", `sqlite:${path.join(site.folder, "history.db")}`,
    "--retry-min", "1s", "--retry-max", "1s", "--drain", "1s"];
}

const settings = {
  // What nginx still serves when it reloads is cut after this time, or would never come back.
  ...hubSite(workerOptions, { main: "worker_shutdown_timeout 1s;" }),
  socketOf: "keeper",
};

// nginx closes kept connections when it reloads, maybe just when a publish is sent on one.
const headers = { ...bearer(everything), Connection: "close" };

/** Publishes 1, 2, … one after another, each when the one before was answered. */
class Publisher {
  constructor(site) {
    this.site = site;
    this.taken = 0;
    this.isStopped = false;
    this.ended = this.run();
    this.ended.catch(() => {}); // `stop` reports it
  }

  async run() {
    while (!this.isStopped) {
      const body = form({ topic, data: `${this.taken + 1}` });
      const { status } = await postForm(this.site, body, headers);
      // A worker that is told to stop says so to whom it had accepted already.
      assert.ok([200, 503].includes(status), `the hub answered ${status}`);
      if (status === 200) this.taken += 1;
    }
  }

  /** Waits until `count` more are taken. */
  more(count) {
    const wanted = this.taken + count;
    return Promise.race([this.ended, until(() => this.taken >= wanted, `${wanted} publishes`)]);
  }

  async stop() {
    this.isStopped = true;
    await this.ended;
  }
}

const returns = (site) => site.nginx.accessLog()
  .filter((line) => line.startsWith(`GET ${hubPath} `));

async function waitForReturn(stream, opens) {
  await stream.waitFor((each, before) => each.opens > before, opens);
}

/** Has the stream cut by `cut` while updates are published, and waits until the browser is back. */
async function cutWhilePublishing(stream, publisher, cut) {
  const opens = await stream.opens();
  await publisher.more(aFew);
  await cut();
  await publisher.more(aFew);
  await waitForReturn(stream, opens);
}

test("a browser gets every update once and in order through reloads and restarts", async () => {
  await withSite(settings, (site) => withPage(async (page) => {
    await page.goto(site.origin);
    const stream = await PageStream.open(page, streamPath(topic));
    const publisher = new Publisher(site);
    await cutWhilePublishing(stream, publisher, () => site.nginx.program.signal("SIGHUP"));
    await cutWhilePublishing(stream, publisher, () => site.worker.restart());
    await cutWhilePublishing(stream, publisher, () => site.worker.restart());
    await publisher.stop();

    // Between two updates, as a crash in the middle of one leaves open whether it was taken. What
    // the second worker takes while the browser is away, only the file brings to the third.
    await site.worker.restart("SIGKILL");
    await publish(site, { topic, data: "between" }, headers);
    await site.worker.restart("SIGKILL");
    await publish(site, { topic, data: "the last" }, headers);
    await stream.waitForData("the last");

    const numbers = Array.from({ length: publisher.taken }, (_, i) => `${i + 1}`);
    const came = (await stream.events()).map(({ data }) => data);
    assert.deepEqual(came, [...numbers, "between", "the last"]);
    assert.ok(returns(site).length >= 4, "the browser came back after each");
    const bad = returns(site).slice(1).filter((line) => !/ 200 last=urn:uuid:/.test(line));
    assert.deepEqual(bad, []);
  }, { expected: /ERR_INCOMPLETE_CHUNKED_ENCODING/ }));
});
