// Goal: who is subscribed is told as it changes, once and truly: to a browser that watches, by the
// protocol's list, and after many have left.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withPages } from "./support/browser.mjs";
import { bearer, browserCookie, form, grant, hubPath, hubSite, postForm, publish, streamPath }
  from "./support/mercure.mjs";
import { PageStream } from "./support/page_stream.mjs";
import { withSite } from "./support/site.mjs";
import { openStream } from "./support/stream.mjs";
import { until } from "./support/wait.mjs";

const room = "https://example.com/rooms/{id}";
const listPath = `${hubPath}/subscriptions`;
const roomPath = `${listPath}/${encodeURIComponent(room)}`;
// nginx tells the worker at once when a browser leaves, so no heartbeat is needed to notice.
const settings = hubSite(["--anonymous", "--subscriptions", "--heartbeat", "0"]);

const watcher = grant({ subscribe: [`${listPath}{/topic}{/subscriber}`] });
const member = (user) => grant({ subscribe: [room], payload: { user } });

async function list(site, path = roomPath) {
  const answer = await fetch(site.origin + path, { headers: bearer(watcher) });
  return { status: answer.status, headers: answer.headers,
    body: answer.ok ? await answer.json() : await answer.text() };
}

/** Waits until the list has `count` entries, and gives them. */
async function untilPresent(site, count) {
  let found;
  await until(async () => {
    found = (await list(site)).body.subscriptions;
    return found.length === count;
  }, `${count} subscriptions`);
  return found;
}

test("[H10] a browser that watches is told when another comes and leaves", async () => {
  await withSite(settings, (site) => withPages(2, async (watching, visiting) => {
    await watching.context().addCookies([browserCookie(site, watcher)]);
    await visiting.context().addCookies([browserCookie(site, member("ann"))]);
    for (const page of [watching, visiting]) await page.goto(site.origin);
    const asked = `${roomPath}/{subscriber}`;
    const watch = await PageStream.open(watching, streamPath(asked));
    const visit = await PageStream.open(visiting, streamPath(room));
    await watch.waitFor(({ events }) => events.length === 1);
    const { body, headers } = await list(site);
    const [listed] = body.subscriptions;

    await visit.close();
    await watch.waitFor(({ events }) => events.length === 2);
    const [came, left] = (await watch.events()).map(({ data }) => JSON.parse(data));
    const { subscriber } = came;
    assert.match(subscriber, /^urn:uuid:/);
    const id = `${roomPath}/${encodeURIComponent(subscriber)}`;
    const payload = { user: "ann" };
    const expected = { id, type: "Subscription", topic: room, subscriber, active: true, payload };
    assert.deepEqual(came, { "@context": "https://mercure.rocks/", ...expected });
    assert.deepEqual(left, { ...came, active: false });

    assert.deepEqual(listed, expected);
    assert.equal(headers.get("Content-Type"), "application/ld+json");
    assert.deepEqual([body.id, body.type], [roomPath, "Subscriptions"]);
    // The list is as of the last update, which is the one that told of the newcomer.
    assert.equal(body.lastEventID, (await watch.events())[0].id);
    assert.equal((await list(site, id)).status, 404, "who has left is not listed");
  }));
});

test("[H10] who is in three tabs is there until the last of them is closed", async () => {
  await withSite(settings, (site) => withPages(1, async (page) => {
    const context = page.context();
    await context.addCookies([browserCookie(site, member("ann"))]);
    const tabs = [page, await context.newPage(), await context.newPage()];
    for (const tab of tabs) {
      await tab.goto(site.origin);
      await PageStream.open(tab, streamPath(room));
    }
    for (let open = 3; open > 0; open -= 1) {
      const present = await untilPresent(site, open);
      assert.deepEqual(present.map(({ payload }) => payload.user), Array(open).fill("ann"));
      await tabs[open - 1].close();
    }
    await untilPresent(site, 0);
  }));
});

/** Waits until the watching stream has been told of `count`, and gives how often each was. */
async function tellings(watch, isActive, count) {
  const told = () => watch.events.map(({ data }) => JSON.parse(data))
    .filter(({ active }) => active === isActive);
  await until(() => told().length >= count, `${count} tellings`);
  return told().map(({ subscriber }) => subscriber);
}

test("[H10] a hundred come and thirty leave: seventy are there, each told of once", async () => {
  await withSite(settings, async (site) => {
    const watch = await openStream(site, streamPath(`${roomPath}/{subscriber}`), bearer(watcher));
    const streams = await Promise.all(Array.from({ length: 100 }, (_, i) => openStream(site,
      streamPath(room), bearer(member(`user ${i}`)))));
    const all = await untilPresent(site, 100);
    const users = new Set(all.map(({ payload }) => payload.user));
    assert.equal(users.size, 100);

    streams.slice(0, 30).forEach((stream) => stream.close());
    const staying = await untilPresent(site, 70);
    const named = staying.map(({ payload }) => payload.user).sort();
    assert.deepEqual(named, streams.slice(30).map((_, i) => `user ${i + 30}`).sort());

    const left = await tellings(watch, false, 30);
    const came = await tellings(watch, true, 100);
    assert.equal(new Set(left).size, left.length, "nobody leaves twice");
    assert.deepEqual([...came].sort(), all.map(({ subscriber }) => subscriber).sort());
    const gone = all.map(({ subscriber }) => subscriber)
      .filter((each) => staying.every(({ subscriber }) => subscriber !== each));
    assert.deepEqual([...left].sort(), gone.sort());
    [watch, ...streams].forEach((stream) => stream.close());
  });
});

test("presence is told to nobody without a grant for it, nor without --subscriptions", async () => {
  await withSite(settings, async (site) => {
    const nothing = bearer(grant({ subscribe: [] }));
    const curious = await openStream(site, streamPath(["*", `${roomPath}/{subscriber}`]), nothing);
    const visit = await openStream(site, streamPath(room), bearer(member("ann")));
    await untilPresent(site, 1);
    await publish(site, { topic: "news", data: "public" });
    await until(() => curious.events.length > 0, "the public update");
    assert.deepEqual(curious.events.map(({ data }) => data), ["public"]);
    for (const [headers, status] of [[{}, 401], [bearer(member("ann")), 403]]) {
      assert.equal((await fetch(site.origin + listPath, { headers })).status, status);
    }
    const forged = await postForm(site, form({ topic: `${roomPath}/urn%3Ax`, data: "{}" }));
    assert.equal(forged.status, 400, await forged.text());
    [curious, visit].forEach((stream) => stream.close());
  });
  await withSite(hubSite(["--anonymous"]), async (site) => {
    assert.equal((await list(site)).status, 404);
  });
});
