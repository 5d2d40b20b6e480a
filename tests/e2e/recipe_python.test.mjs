// Goal: Python programs publish, tell how far a long job is, and read a stream, by the code of
// deploy/recipes/python as it stands and the standard library.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { grant } from "./support/mercure.mjs";
import { Program } from "./support/program.mjs";
import { mintToken, output, recipe, run, withRecipe } from "./support/recipes.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const python = "/usr/bin/python3";
const text = "<b>\"caf\u00e9\"</b> \u{1f41f}\n2";
const clean = { PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: recipe("python") };

/** Runs lines of Python beside the recipe, with `given` as their JSON; gives what they print. */
async function runLines(lines, given, env) {
  const code = `import json, sys, sluice, progress\ngiven = json.load(sys.stdin)\n${lines}`;
  return output(python, ["-c", code], { input: JSON.stringify(given), env: { ...clean, ...env } });
}

const call = `
try:
    found = {"id": getattr(sluice, given["name"])(*given["args"], **given.get("more", {}))}
except sluice.SluiceError as error:
    found = {"error": str(error), "status": error.status}
print(json.dumps(found))`;

const publish = async (site, args, more, env = site.env) => (
  JSON.parse(await runLines(call, { name: "publish", args, more }, env)));

/** An application of the recipe on a port of its own, and the site whose root it is. */
const withApplication = (scenario) => withRecipe("python", {
  before: async (site) => {
    const variables = { ...clean, PORT: "0", SLUICE_CONTROL: site.control };
    const assigned = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    const app = new Program("/usr/bin/env", [...assigned, python, recipe("python", "app.py")],
      path.join(site.folder, "app.log"));
    site.programs.push(app);
    site.appOrigin = await until(() => /^http:\S+(?=\n)/.exec(app.text())?.[0], "the app");
  },
  places: (site) => ({ "http://127.0.0.1:8000": site.appOrigin }),
}, scenario);

/** A network between a reader and nginx, which can be cut and mended. */
class Way {
  /** Runs `scenario(way)`, and takes the way down whatever happens. */
  static async with(site, scenario) {
    const way = new Way(site.nginx.port);
    await way.mend();
    try {
      return await scenario(way);
    } finally {
      await way.cut();
    }
  }

  get origin() { return `http://127.0.0.1:${this.port}`; }

  constructor(target) {
    this.target = target;
    this.port = 0;
    this.ends = new Set();
  }

  async mend() {
    this.server = net.createServer((near) => {
      const far = net.connect(this.target, "127.0.0.1");
      near.pipe(far).pipe(near);
      for (const end of [near, far]) {
        this.ends.add(end);
        end.on("error", () => {}); // the other one's end is its own
      }
    });
    await once(this.server.listen(this.port, "127.0.0.1"), "listening");
    this.port = this.server.address().port;
  }

  async cut() {
    if (!this.server.listening) return;
    this.server.close();
    for (const end of this.ends) end.destroy();
    await once(this.server, "close");
  }
}

/** Runs in the page: keeps each value that the bar had before another was set. */
function keepValues() {
  window.values = [];
  new MutationObserver((all) => {
    window.values.push(...all.map(({ oldValue }) => oldValue));
  }).observe(document.getElementById("bar"),
    { attributeFilter: ["value"], attributeOldValue: true });
}

test("Python publishes by the control socket, and hears why when it cannot", async () => {
  await withRecipe("python", {}, async (site) => {
    const stream = await openStream(site, "/sluice/events?topic=a&topic=b");
    const { id } = await publish(site, [["a", "b"], text], { type: "note" });
    await publish(site, ["a", "secret"], { private: true });
    await publish(site, ["a", ""], { id: "https://example.com/1" });
    await until(() => stream.events.length === 2, "two events");
    assert.deepEqual(stream.events.map(({ at, ...each }) => each), [
      { data: text, type: "note", id },
      { data: "", type: undefined, id: "https://example.com/1" }]);
    stream.close();
    assert.deepEqual(await publish(site, ["", "x"]),
      { error: "line 1: the field \"topic\" is empty", status: 400 });
    assert.deepEqual(await publish(site, ["a", "x"], {}, { SLUICE_CONTROL: "/nonexistent" }),
      { error: "cannot reach the worker at /nonexistent: No such file or directory", status: 0 });
  });
});

test("Python publishes over HTTP with a token, which no redirect takes elsewhere", async () => {
  await withRecipe("python", {}, async (site) => {
    const token = await mintToken(site, "publisher.token", "--publish", "a");
    const url = `${site.origin}/.well-known/mercure`;
    const ask = async (...args) => (
      JSON.parse(await runLines(call, { name: "publish_http", args }, {})));
    const stream = await openStream(site, "/sluice/events?topic=a");
    const { id } = await ask(url, token, "a", text);
    await until(() => stream.events.length === 1, "the event");
    assert.deepEqual([stream.events[0].id, stream.events[0].data], [id, text]);
    stream.close();
    assert.deepEqual(await ask(url, token, ["a", "b"], "x"), { status: 403, error: `403 from ${url}`
      + ": the token does not permit this for every topic named: \"b\"." });
    const asked = [];
    const elsewhere = http.createServer((request, answer) => {
      asked.push(request.url);
      answer.writeHead(302, { Location: "/stolen" }).end();
    });
    await once(elsewhere.listen(0, "127.0.0.1"), "listening");
    const at = `http://127.0.0.1:${elsewhere.address().port}/hub`;
    assert.deepEqual(await ask(at, token, "a", "x"), { status: 302, error: `302 from ${at}: ` });
    assert.deepEqual(asked, ["/hub"]);
    elsewhere.close();
  });
});

test("a page follows a long job from its beginning to its end", async () => {
  await withApplication((site) => withPages(1, async (page) => {
    await page.goto(site.origin);
    await page.evaluate(keepValues);
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("20 of 20", { exact: true }).waitFor();
    const steps = Array.from({ length: 20 }, (_, at) => `${at}`);
    await page.waitForFunction(() => window.values.length === 21);
    assert.deepEqual(await page.evaluate(() => window.values), ["0", ...steps]);
  }));
});

test("no page of another site starts a job", async () => {
  await withApplication(async (site) => {
    for (const headers of [{ Origin: "https://evil.example" }, {}]) {
      const answer = await fetch(`${site.origin}/jobs`, { method: "POST", headers });
      assert.deepEqual([answer.status, await answer.text()],
        [403, "only this site's own page starts jobs\n"]);
    }
  });
});

test("a job that fails says so, and one whose worker is away goes on", async () => {
  await withRecipe("python", {}, async (site) => {
    const stream = await openStream(site, "/sluice/events?topic=jobs/1");
    const failing = `
try:
    for item in progress.told("jobs/1", given):
        if item == 2:
            raise RuntimeError("no")
except RuntimeError:
    print("failed")
print(sum(progress.told("jobs/2", given)))`;
    assert.equal(await runLines(failing, [1, 2, 3], site.env), "failed\n6");
    await until(() => stream.events.length === 3, "the job's end");
    assert.deepEqual(stream.events.map(({ data }) => JSON.parse(data)),
      [{ done: 0, of: 3 }, { done: 1, of: 3 }, { done: 1, of: 3, failed: true }]);
    stream.close();
    assert.equal(await runLines(failing, [1, 2], { SLUICE_CONTROL: "/nonexistent" }), "failed\n3");
  });
});

test("a reader in Python comes back with its last id and lacks nothing", async () => {
  await withRecipe("python", { options: ["--anonymous", "--subscriptions"] },
    (site) => Way.with(site, async (way) => {
      const reader = new Program("/usr/bin/env", ["PYTHONDONTWRITEBYTECODE=1", python,
        recipe("python", "follow.py"), `${way.origin}/.well-known/mercure`, "a", "b c"],
      path.join(site.folder, "reader.txt"));
      site.programs.push(reader);
      // Whoever reads is in the list of subscriptions.
      const list = `${site.origin}/.well-known/mercure/subscriptions`;
      const headers = { Authorization: `Bearer ${grant({ subscribe: ["*"] })}` };
      const isThere = async () => (await (await fetch(list, { headers })).text()).includes("b%20c");
      await until(isThere, "the reader");
      await publish(site, ["b c", text], { id: "urn:1", type: "note" });
      await until(() => reader.text().includes("urn:1"), "the first event");
      assert.equal(reader.text(), `urn:1\tnote\t${text}\n`);
      await way.cut();
      await publish(site, ["a", "2"], { id: "urn:2" });
      await way.mend();
      await until(() => reader.text().includes("urn:2"), "the second event");
      await publish(site, ["a", "3"], { id: "urn:3" });
      await until(() => reader.text().includes("urn:3"), "the third event");
      assert.equal(reader.text(), `urn:1\tnote\t${text}\nurn:2\tmessage\t2\nurn:3\tmessage\t3\n`);
    }));
});

test("a reader in Python ends where the server says so, with its reason", async () => {
  await withRecipe("python", { options: [] }, async (site) => {
    const file = recipe("python", "follow.py");
    const hub = `${site.origin}/.well-known/mercure`;
    const refused = await run(python, [file, hub, "a"], { env: clean });
    assert.deepEqual([refused.code, refused.out], [1, ""]);
    assert.match(refused.err, /^401: .*token/);
    const asked = await run(python, [file], { env: clean });
    assert.deepEqual([asked.code, asked.err], [2, "usage: follow.py URL TOPIC...\n"]);
    const token = await mintToken(site, "reader.token", "--subscribe", "a");
    await publish(site, ["a", "for her"], { private: true });
    const lines = `
import follow
for event in follow.follow(given["hub"], ["a"], token_file=given["token"], last_id="earliest"):
    print(event.data, flush=True)
    sluice._ask(b'{"end":"a"}\\n', 5)`;
    assert.equal(await runLines(lines, { hub, token }, site.env), "for her");
  });
});
