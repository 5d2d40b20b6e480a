// Goal: the page follows the topics its address names, through changes, losses and ends, and says
// so when something may be missing.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";

import { pageRows, pageState } from "./support/browser.mjs";
import { endTopic, rowWith, withChat } from "./support/chat.mjs";
import { publish } from "./support/mercure.mjs";
import { until } from "./support/wait.mjs";

const streams = "**/sluice/events?*";

async function follow(page, site, ...topics) {
  const query = new URLSearchParams(topics.map((topic) => ["topic", topic]));
  await page.goto(`${site.origin}/sluice/page?${query}`);
  await pageState(page, "open");
}

const shownTopics = (page) => page.$$eval("#topics span", (all) => all.map((e) => e.textContent));

test("the page follows all topics of its address, patterns too", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat", "/books/{id}", "chat");
    assert.deepEqual(await shownTopics(page), ["chat", "/books/{id}"]);
    assert.equal(await page.inputValue("#send-topic"), "chat");
    await publish(site, { topic: "/books/7", data: "a book" });
    await publish(site, { topic: "news", data: "not followed" });
    await publish(site, { topic: "chat", data: "a line" });
    await rowWith(page, "a line");
    assert.deepEqual((await pageRows(page)).map(({ data }) => data), ["a line", "a book"]);
  });
});

test("topics are added and taken away, and what stays followed misses nothing", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat");
    await publish(site, { topic: "chat", data: "before" });
    await rowWith(page, "before");
    // Published between the two streams, where nobody listens.
    await page.route(streams, async (route) => {
      await publish(site, { topic: "chat", data: "between" });
      await route.continue();
    }, { times: 1 });
    await page.fill("#new-topic", "news");
    await page.press("#new-topic", "Enter");
    await rowWith(page, "between");
    assert.equal(page.url(), `${site.origin}/sluice/page?topic=chat&topic=news`);
    await publish(site, { topic: "news", data: "today" });
    await rowWith(page, "today");

    await page.click("[aria-label='Stop following chat']");
    await pageState(page, "open");
    await publish(site, { topic: "chat", data: "after" });
    await publish(site, { topic: "news", data: "tomorrow" });
    await rowWith(page, "tomorrow");
    assert.deepEqual((await pageRows(page)).map(({ data }) => data),
      ["tomorrow", "today", "between", "before"]);

    await page.goBack();
    await page.waitForFunction(() => document.getElementById("topics").children.length === 2);
    await pageState(page, "open");
    await publish(site, { topic: "chat", data: "again" });
    await rowWith(page, "again");
  });
});

test("[H1] a gap is shown as such where history does not hold what the page had last", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat");
    const id = await publish(site, { topic: "chat", data: "held in memory" });
    await rowWith(page, "held in memory");
    await site.worker.restart(); // history in memory ends with the process
    const gap = await rowWith(page, `Events after ${id} may be missing here: the server does not ` +
      "hold that one. What follows begins with the oldest that it holds.");
    assert.deepEqual({ ...gap, data: "" }, { id: "", type: "gap", data: "", isGap: true });
    assert.equal(await page.textContent("#reconnects"), "1 reconnect");
    assert.equal(await page.textContent("#count"), "1 event", "a gap is none");
    // Publishers may name their own events so.
    await publish(site, { topic: "chat", type: "gap", data: "mind it" });
    assert.equal((await rowWith(page, "mind it")).isGap, false);
  }, { socketOf: "keeper" });
});

test("[C2] the page outlives a worker that is away, and misses nothing", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat");
    await publish(site, { topic: "chat", data: "one" });
    await rowWith(page, "one");
    await site.worker.stop("SIGKILL");
    await page.waitForFunction(() => document.getElementById("hint").textContent ===
      "The server answered 502. The page asks again, and misses nothing.");
    await site.startWorker();
    await publish(site, { topic: "chat", data: "two" });
    await rowWith(page, "two");
    assert.deepEqual((await pageRows(page)).map(({ data }) => data), ["two", "one"]);
    assert.equal(await page.textContent("#reconnects"), "1 reconnect");
    assert.equal(await page.textContent("#state"), "Connected");
  }, {
    options: ({ folder }) => ["--history", `sqlite:${path.join(folder, "history.db")}`],
    expected: /502|ERR_INCOMPLETE_CHUNKED_ENCODING/,
  });
});

test("a stream that was stopped by hand goes on behind its last event", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat");
    await publish(site, { topic: "chat", data: "one" });
    await rowWith(page, "one");
    await page.click("#toggle");
    await pageState(page, "closed");
    await publish(site, { topic: "chat", data: "two" });
    await page.click("#toggle");
    await rowWith(page, "two");
    assert.equal((await pageRows(page)).length, 2);
    assert.equal(await page.textContent("#reconnects"), "0 reconnects");
  });
});

test("[C1] the page stops asking when its topic has ended", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat");
    await publish(site, { topic: "chat", data: "the last" });
    await rowWith(page, "the last");
    await endTopic(site, "chat");
    await pageState(page, "finished");
    const asked = () => site.nginx.accessLog().filter((line) => line.startsWith("GET /sluice/ev"));
    await until(() => asked().length === 2, "the page's second try in nginx's log");
    assert.match(asked()[0], / 200 last=-$/);
    assert.match(asked()[1], / 204 last=-$/);
  });
});

test("without a topic and without an event route of the site's own, the page asks for a topic",
  async () => {
    await withChat(async (site, page) => {
      await page.goto(`${site.origin}/sluice/page`);
      await pageState(page, "idle");
      assert.equal(await page.textContent("#hint"), "Name a topic to follow.");
      assert.equal(await page.isVisible("#send"), false);
      await page.fill("#new-topic", "chat");
      await page.press("#new-topic", "Enter");
      await pageState(page, "open");
      assert.equal(await page.isVisible("#send"), true);
      await publish(site, { topic: "chat", data: "found" });
      await rowWith(page, "found");
    }, { worker: "hub", options: () => ["--anonymous"], expected: /400/ });
  });

test("the table keeps the newest five hundred events, and a long one is cut", async () => {
  await withChat(async (site, page) => {
    await follow(page, site, "chat");
    for (let n = 1; n <= 505; n += 1) await publish(site, { topic: "chat", data: `event ${n}` });
    await rowWith(page, "event 505");
    const rows = await pageRows(page);
    assert.equal(rows.length, 500);
    assert.equal(rows.at(-1).data, "event 6");
    assert.equal(await page.textContent("#count"), "505 events");
    await publish(site, { topic: "chat", data: "x".repeat(500_000) });
    await rowWith(page, `${"x".repeat(10_000)} … (500000 characters)`);
  });
});
