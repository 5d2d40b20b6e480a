// Goal: when a topic is ended, each of its browsers comes back once, learns that nothing more is to
// come, and stays away; a topic that is merely quiet goes on.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { bearer, everything, grant, hubPath, hubSite, publish, streamPath }
  from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const topic = "race";
const quiet = "quiet";
const settings = hubSite(["--anonymous", "--retry-min", "500ms", "--retry-max", "500ms"]);

function endTopic(site, name, headers = bearer(everything)) {
  return fetch(`${site.origin}${hubPath}?topic=${encodeURIComponent(name)}`,
    { method: "DELETE", headers });
}

const asked = (site) => site.nginx.accessLog().filter((line) => line.startsWith(`GET ${hubPath} `));

test("[C1] three browsers of an ended topic come back once each, and then no more", async () => {
  await withSite(settings, (site) => withPages(3, async (...pages) => {
    const streams = [];
    for (const page of pages) {
      await page.goto(site.origin);
      streams.push(await PageStream.open(page, streamPath(topic)));
    }
    const bystander = await openStream(site, streamPath(quiet));
    const mixed = await openStream(site, streamPath([topic, quiet]));
    await publish(site, { topic, data: "the winner" });
    assert.equal((await endTopic(site, topic)).status, 204);
    for (const stream of streams) await stream.waitForGivenUp();

    const came = (await Promise.all(streams.map((stream) => stream.events()))).flat();
    assert.deepEqual(came.map(({ data }) => data), Array(3).fill("the winner"));
    // One page asks for something else, so that whatever came before it is in nginx's log.
    await pages[0].evaluate((target) => fetch(target).then(({ body }) => body.cancel()),
      streamPath(quiet));
    await until(() => asked(site).length >= 7, "the last request");
    const lines = asked(site);
    const answered = (status) => lines.filter((line) => line.split(" ")[2] === `${status}`);
    assert.equal(answered(204).length, 3, "each browser is told once that nothing is to come");
    assert.equal(answered(200).length, 4, "their first streams, and the last request");
    assert.equal(lines.length, 7);

    assert.equal(bystander.isEnded, false, "a quiet topic goes on");
    assert.equal(mixed.isEnded, false, "and so does a stream that asked for it too");
    bystander.close();
    mixed.close();
  }));
});

test("[C1] an ended topic answers 204 with nothing in it, a quiet one never", async () => {
  await withSite(settings, async (site) => {
    const id = await publish(site, { topic, data: "1" });
    const newest = await publish(site, { topic, data: "2" });
    assert.equal((await endTopic(site, topic)).status, 204);
    const again = await fetch(site.origin + streamPath(topic));
    assert.equal(again.status, 204);
    assert.equal(await again.text(), "");

    for (const [topics, headers, status] of [
      [topic, { "Last-Event-ID": newest }, 204],
      // What a browser has not seen yet it gets first.
      [topic, { "Last-Event-ID": id }, 200],
      [quiet, {}, 200], [quiet, { "Last-Event-ID": newest }, 200],
      [quiet, { "Last-Event-ID": "nope" }, 200], [[topic, quiet], {}, 200], ["{any}", {}, 200],
    ]) {
      const stream = await openStream(site, streamPath(topics), headers);
      assert.equal(stream.status, status, `${topics} ${JSON.stringify(headers)}`);
      stream.close();
    }

    await publish(site, { topic, data: "3" });
    const anew = await openStream(site, streamPath(topic));
    assert.equal(anew.status, 200, "a publish begins it anew");
    anew.close();
  });
});

test("[C1] only who may publish to a topic may end it, and only by its name", async () => {
  await withSite(settings, async (site) => {
    const stream = await openStream(site, streamPath(topic));
    const refused = [
      [topic, {}, 401], [topic, bearer(grant({ subscribe: ["*"] })), 403],
      [topic, bearer(grant({ publish: ["other"] })), 403],
      ["*", bearer(everything), 400], ["{any}", bearer(everything), 400],
    ];
    for (const [name, headers, status] of refused) {
      assert.equal((await endTopic(site, name, headers)).status, status, name);
    }
    await publish(site, { topic, data: "still here" });
    await until(() => stream.events.length === 1, "the update");
    assert.equal(stream.isEnded, false);
    assert.equal((await endTopic(site, topic, bearer(grant({ publish: [topic] })))).status, 204);
    await stream.ended;
    assert.equal(stream.error, null, "the answer is complete");
  });
});
