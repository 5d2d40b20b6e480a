// Goal: a PHP site without any library tells its visitors of new entries, by the code of
// deploy/recipes/php-plain as it stands.
import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { mintToken, output, recipe, run, withRecipe } from "./support/recipes.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const markup = "<img src=x onerror=\"window.ran = true\"> & 'caf\u00e9'";
const php = "/usr/bin/php";
const settings = {
  php: true,
  places: { "/var/www/news": recipe("php-plain") },
  env: ({ folder }) => ({ NEWS_FILE: path.join(folder, "news.jsonl") }),
};

function add(site, text, env = {}) {
  return output(php, [recipe("php-plain", "add.php"), text], { env: { ...site.env, ...env } });
}

/** Calls the recipe's function with a list of arguments from standard input; gives {id} or
 *  {error, status}. */
async function publish(file, args, env) {
  const code = `require ${JSON.stringify(recipe("php-plain", file))};
    try { $found = ['id' => sluice_publish(...json_decode(stream_get_contents(STDIN), true))]; }
    catch (SluiceError $e) { $found = ['error' => $e->getMessage(), 'status' => $e->getCode()]; }
    echo json_encode($found, JSON_INVALID_UTF8_SUBSTITUTE);`;
  return JSON.parse(await output(php, ["-r", code], { input: JSON.stringify(args), env }));
}

const shown = (page) => page.$$eval("#news li", (all) => all.map((each) => each.textContent));
const untilShown = (page, texts) => page.waitForFunction((wanted) => (
  JSON.stringify([...document.querySelectorAll("#news li")].map((each) => each.textContent))
    === wanted), JSON.stringify(texts));

/** What the function does by either way. `env` are its variables. */
async function checkPublishing(site, file, env) {
  const stream = await openStream(site, "/sluice/events?topic=a%20%26%20b&topic=second");
  const { id } = await publish(file, [["a & b", "second"], `${markup}\n2`, { type: "note" }], env);
  assert.match(id, /^urn:uuid:/);
  await until(() => stream.events.length === 1, "the event");
  const [{ data, type, id: streamed }] = stream.events;
  assert.deepEqual({ data, type, id: streamed }, { data: `${markup}\n2`, type: "note", id });
  assert.deepEqual(await publish(file, ["second", "", { id: "https://example.com/1" }], env),
    { id: "https://example.com/1" });
  await publish(file, ["second", "secret", { private: true }], env);
  await publish(file, ["second", "last"], env);
  await until(() => stream.events.some((each) => each.data === "last"), "the last event");
  assert.ok(!stream.text.includes("secret"));
  stream.close();
}

test("a page shows the entries of a site, and each new one as text when it is added", async () => {
  await withRecipe("php-plain", settings, (site) => withPages(1, async (page) => {
    await add(site, markup);
    await page.goto(site.origin);
    await untilShown(page, [markup]);
    await page.getByText("live", { exact: true }).waitFor();
    await add(site, `2 ${markup}`);
    await add(site, "3");
    await untilShown(page, [markup, `2 ${markup}`, "3"]);
    assert.equal(await page.evaluate(() => window.ran), undefined);
    await page.reload();
    await untilShown(page, [markup, `2 ${markup}`, "3"]);
  }));
});

test("a page lacks nothing of what is added before its stream begins or in a pause", async () => {
  await withRecipe("php-plain", settings, (site) => withPages(1, async (page) => {
    await add(site, "1");
    // The script of the page comes late, and so does its stream.
    await page.route("**/news.js", async (route) => {
      await add(site, "2");
      await route.continue();
    });
    await page.goto(site.origin);
    await untilShown(page, ["1", "2"]);
    await page.unroute("**/news.js");
    // The worker holds nothing of before its restart, so it tells of a gap.
    await site.worker.stop("SIGTERM");
    await add(site, "3");
    assert.deepEqual(await shown(page), ["1", "2"]);
    await site.restartWorker();
    await untilShown(page, ["1", "2", "3"]);
    await add(site, "4");
    await untilShown(page, ["1", "2", "3", "4"]);
  }, { expected: /status of 502/ }));
});

test("an entry is kept though no worker runs, and the log says why nobody was told", async () => {
  await withRecipe("php-plain", settings, async (site) => {
    const found = await run(php, [recipe("php-plain", "add.php"), "kept"],
      { env: { ...site.env, SLUICE_CONTROL: "/nonexistent" } });
    assert.equal(found.code, 0);
    assert.match(found.err + found.out,
      /sluice: cannot reach the worker at \/nonexistent: No such file or directory/);
    assert.match(await (await fetch(site.origin)).text(), /<li data-id="">kept<\/li>/);
  });
});

test("by the control socket the function publishes, and says why when it cannot", async () => {
  await withRecipe("php-plain", settings, async (site) => {
    await checkPublishing(site, "sluice.php", site.env);
    const large = "x".repeat(900_000);
    assert.match((await publish("sluice.php", ["a", large], site.env)).id, /^urn:uuid:/);
    for (const [args, found] of [
      [["", "x"], { error: "line 1: the field \"topic\" is empty", status: 400 }],
      [["a", "x", { colour: 1 }],
        { error: "line 1: the member \"colour\" is unknown", status: 400 }],
    ]) assert.deepEqual(await publish("sluice.php", args, site.env), found);
    const latin = `require ${JSON.stringify(recipe("php-plain", "sluice.php"))};
      try { sluice_publish('a', "caf\\xe9"); } catch (SluiceError $e) { echo $e->getMessage(); }`;
    assert.equal(await output(php, ["-r", latin], { env: site.env }),
      "this cannot be sent: Malformed UTF-8 characters, possibly incorrectly encoded");
    const tooLong = await publish("sluice.php", ["a", large + large], site.env);
    assert.equal(tooLong.status, 413);
  });
});

test("by HTTP the function publishes with a token, and says why when it cannot", async () => {
  await withRecipe("php-plain", settings, async (site) => {
    const good = await mintToken(site, "publisher.token", "--publish", "*");
    const poor = await mintToken(site, "poor.token", "--publish", "other");
    const url = `${site.origin}/.well-known/mercure`;
    await checkPublishing(site, "sluice_http.php", { SLUICE_URL: url, SLUICE_TOKEN_FILE: good });
    const ask = (env) => publish("sluice_http.php", ["a", "x"], { SLUICE_URL: url, ...env });
    const refused = await ask({ SLUICE_TOKEN_FILE: poor });
    assert.deepEqual(refused, { status: 403, error: `403 from ${url}: `
      + "the token does not permit this for every topic named: \"a\"." });
    assert.match((await ask({ SLUICE_TOKEN_FILE: site.socket })).error, /^there is no token in /);
    assert.match((await ask({ SLUICE_TOKEN_FILE: good, SLUICE_URL: "http://127.0.0.1:9/" })).error,
      /^cannot reach the worker: .*Connection refused/);
    await add(site, "over HTTP", { SLUICE_URL: url, SLUICE_TOKEN_FILE: good });
    assert.match(await (await fetch(site.origin)).text(), /urn:uuid:[^<]*">over HTTP</);
  });
});

test("a worker that hangs costs the page its timeout and no more", async () => {
  await withRecipe("php-plain", settings, async (site) => {
    const silent = path.join(site.folder, "silent.sock");
    const server = net.createServer((socket) => socket.on("error", () => {}));
    await once(server.listen(silent), "listening");
    const found = await publish("sluice.php", ["a", "x".repeat(5_000_000), { timeout: 0.3 }],
      { SLUICE_CONTROL: silent });
    assert.deepEqual(found, { error: "the worker did not answer in time", status: 0 });
    server.close();
  });
});
