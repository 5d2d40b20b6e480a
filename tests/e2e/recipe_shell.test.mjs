// Goal: cron jobs, logs and scripts tell a topic with the shell scripts of deploy/recipes/shell as
// they stand, whatever bytes the text has.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { bearer } from "./support/mercure.mjs";
import { mintToken, output, recipe, run, sluice, withRecipe } from "./support/recipes.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

// Every character that JSON quotes, what bash's own patterns mean, and line breaks at the end.
const controls = Array.from({ length: 31 }, (_, at) => String.fromCharCode(at + 1))
  .filter((each) => each !== "\r" && each !== "\n").join("");
const awkward = `"\\" \\n & * ? [a] $(id) \`id\` 'caf\u00e9' \u{1f41f} ${controls}\n\nend\n\n`;

const environment = (site, more) => ({
  SLUICE_CONTROL: site.control,
  PATH: `${path.dirname(sluice)}:${process.env.PATH}`,
  ...more,
});

function runScript(site, name, args, { input, ...env } = {}) {
  return run(recipe("shell", name), args, { input, env: environment(site, env) });
}

/** Waits for that many events of the stream; gives their data. */
async function dataOf(stream, count) {
  await until(() => stream.events.length >= count, `${count} events`);
  return stream.events.map(({ data }) => data);
}

test("a text of any characters is published by nc as it is", async () => {
  await withRecipe("shell", {}, async (site) => {
    const stream = await openStream(site, "/sluice/events?topic=a%22%5C%20b");
    const done = await runScript(site, "publish-nc.sh", ["a\"\\ b"], { input: awkward });
    assert.match(done.out, /^\{"id":"urn:uuid:[^"]+"\}\n$/, done.err);
    assert.equal(done.code, 0);
    assert.deepEqual(await dataOf(stream, 1), [awkward]);
    const refused = await runScript(site, "publish-nc.sh", [""], { input: "x" });
    assert.equal(refused.code, 1);
    assert.deepEqual(JSON.parse(refused.out),
      { status: 400, error: "line 1: the field \"topic\" is empty" });
    stream.close();
  });
});

test("a text of any characters is published by curl, and its token is in no argument", async () => {
  await withRecipe("shell", {}, async (site) => {
    const env = { SLUICE_URL: `${site.origin}/.well-known/mercure`,
      SLUICE_TOKEN_FILE: await mintToken(site, "publisher.token", "--publish", "a & b") };
    const stream = await openStream(site, "/sluice/events?topic=a%20%26%20b");
    const done = await runScript(site, "publish-curl.sh", ["a & b"], { input: awkward, ...env });
    assert.match(done.out, /^urn:uuid:\S+\n$/, done.err);
    assert.deepEqual(await dataOf(stream, 1), [awkward]);
    const refused = await runScript(site, "publish-curl.sh", ["other"], { input: "x", ...env });
    assert.notEqual(refused.code, 0);
    assert.match(refused.out, /the token does not permit this for every topic named: "other"/);
    // A curl in front of the real one sees what everybody would.
    const folder = fs.mkdtempSync(path.join(site.folder, "bin-"));
    fs.writeFileSync(path.join(folder, "curl"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n",
      { mode: 0o755 });
    const seen = await runScript(site, "publish-curl.sh", ["a & b"],
      { input: "x", ...env, PATH: `${folder}:${process.env.PATH}` });
    assert.match(seen.out, /topic=a & b/);
    assert.ok(!seen.out.includes(fs.readFileSync(env.SLUICE_TOKEN_FILE, "utf8").trim()));
    stream.close();
  });
});

test("the worker says that it runs as root, where it does", async () => {
  await withRecipe("shell", {}, (site) => {
    const isSaid = /warning running as root; give the worker a user of its own/
      .test(site.worker.text());
    assert.equal(isSaid, process.getuid() === 0);
  });
});

test("how a command ends is told, and is how the script ends, told or not", async () => {
  await withRecipe("shell", {}, async (site) => {
    const stream = await openStream(site, "/sluice/events?topic=jobs");
    const good = await runScript(site, "notify.sh", ["jobs", "/bin/echo", "a  b", "secret"]);
    assert.deepEqual([good.code, good.out], [0, "a  b secret\n"]);
    const bad = await runScript(site, "notify.sh", ["jobs", "sh", "-c", "exit 7"]);
    assert.equal(bad.code, 7);
    const [first, second] = await dataOf(stream, 2);
    assert.match(first, /^echo is done after \d+ s$/);
    assert.match(second, /^sh FAILED with 7 after \d+ s$/);
    assert.equal(stream.events[0].type, "job");
    assert.ok(!stream.text.includes("secret"));
    const alone = await runScript(site, "notify.sh", ["jobs", "sh", "-c", "exit 3"],
      { SLUICE_CONTROL: "/nonexistent" });
    assert.equal(alone.code, 3);
    assert.match(alone.err, /notify\.sh: nobody was told: sh FAILED with 3/);
    stream.close();
  });
});

test("each new line of a log is told to who has a token, over a rotation too", async () => {
  await withRecipe("shell", {}, async (site) => {
    const log = path.join(site.folder, "site.txt");
    fs.writeFileSync(log, "old\n");
    const tail = spawn(recipe("shell", "follow-log.sh"), ["log/site", log],
      { env: { ...process.env, ...environment(site) }, detached: true, stdio: "ignore" });
    const ended = once(tail, "exit");
    try {
      const readerToken = await mintToken(site, "log.token", "--subscribe", "log/site");
      const shown = output(sluice, ["tail", "log/site", "--url", site.origin,
        "--token-file", readerToken, "--last-event-id", "earliest", "--count", "2"]);
      // Until tail has begun, lines are old ones: so the first is written until one is published.
      const reader = bearer(fs.readFileSync(readerToken, "utf8").trim());
      const stream = await openStream(site, "/sluice/events?topic=log/site", reader);
      const visitor = await openStream(site, "/sluice/events?topic=log/site");
      await until(() => {
        fs.appendFileSync(log, "1 <b>\n");
        return stream.events.length > 0;
      }, "the first line", 20_000);
      fs.renameSync(log, `${log}.1`);
      fs.writeFileSync(log, "after rotation\n");
      await until(() => stream.events.some(({ data }) => data === "after rotation"), "the new log");
      assert.ok(stream.events.every(({ data }) => data !== "old"));
      assert.equal((await shown).split("\n")[0], "1 <b>");
      // What is public and comes later is all that a visitor without a token sees.
      await output(sluice, ["publish", "log/site", "for all", "--control", site.control]);
      await until(() => visitor.events.length > 0, "the public update");
      assert.deepEqual(visitor.events.map(({ data }) => data), ["for all"]);
      stream.close();
      visitor.close();
    } finally {
      process.kill(-tail.pid, "SIGTERM");
      await ended;
    }
  });
});
