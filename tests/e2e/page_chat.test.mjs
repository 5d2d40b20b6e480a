// Goal: two people with a browser each talk through the hub on the page, by the right of the cookie
// that the site set; whoever has none reads what is public, and is told why he may not write.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageRows, pageState } from "./support/browser.mjs";
import { rowWith, withChat } from "./support/chat.mjs";
import { cookie, cookieName, publish } from "./support/mercure.mjs";

async function enter(page, site) {
  await page.goto(`${site.origin}/`);
  await pageState(page, "open");
}

async function send(page, text) {
  await page.fill("#send-data", text);
  await page.press("#send-data", "Enter");
}

/** Waits until the send box says something that begins so; gives all of it. */
async function outcome(page, beginning) {
  const said = await page.waitForFunction((wanted) => {
    const text = document.getElementById("outcome").textContent;
    return text.startsWith(wanted) && text;
  }, beginning);
  return said.jsonValue();
}

test("two browsers chat with each other through the hub", async () => {
  await withChat(async (site, anna, ben) => {
    await enter(anna, site);
    await enter(ben, site);
    assert.equal(ben.url(), `${site.origin}/sluice/page?topic=chat`);

    await send(anna, "Hello Ben");
    const heard = await rowWith(ben, "Hello Ben");
    assert.equal(await outcome(anna, "Sent"), `Sent as ${heard.id}`);
    await send(ben, "Hello Anna, 日本語 too");
    for (const person of [anna, ben]) await rowWith(person, "Hello Anna, 日本語 too");

    assert.deepEqual((await pageRows(anna)).map(({ data }) => data),
      ["Hello Anna, 日本語 too", "Hello Ben"]);
    assert.deepEqual(await pageRows(ben), await pageRows(anna));
    assert.equal(await anna.inputValue("#send-data"), "");
    assert.equal(await anna.textContent("#count"), "2 events");
  });
});

test("a visitor without a cookie reads, and is told in the server's words why he may not write",
  async () => {
    await withChat(async (site, page) => {
      await page.goto(`${site.origin}/sluice/page?topic=chat`);
      await pageState(page, "open");
      const body = new URLSearchParams({ topic: "chat", data: "Let me in" });
      const refusal = await fetch(`${site.origin}/sluice/publish`, { method: "POST", body });
      assert.equal(refusal.status, 401);
      const words = (await refusal.text()).trim();
      assert.match(words, /^no token came with the request/);

      await send(page, "Let me in");
      assert.equal(await outcome(page, "Not sent"), `Not sent: ${words}`);
      assert.equal(await page.inputValue("#send-data"), "Let me in", "what was written stays");

      await publish(site, { topic: "chat", data: "For members", private: "on" });
      await publish(site, { topic: "chat", data: "For all" });
      await rowWith(page, "For all");
      assert.deepEqual((await pageRows(page)).map(({ data }) => data), ["For all"]);
    }, { expected: /401/ });
  });

test("the cookie's grants bring private updates, and every type is heard", async () => {
  await withChat(async (site, page) => {
    await enter(page, site);
    const id = await publish(site,
      { topic: "chat", data: "{\n  \"total\": 7\n}", type: "order.paid", private: "on" });
    assert.deepEqual(await rowWith(page, "{\n  \"total\": 7\n}"),
      { id, type: "order.paid", data: "{\n  \"total\": 7\n}", isGap: false });
  });
});

test("a refused stream says in the server's words why", async () => {
  await withChat(async (site, page) => {
    await page.context().addCookies(
      [{ name: cookieName, value: "no.such.token", url: site.origin }]);
    await page.goto(`${site.origin}/sluice/page?topic=chat`);
    await pageState(page, "refused");
    const answer = await fetch(`${site.origin}/sluice/events?topic=chat`,
      { headers: cookie("no.such.token") });
    assert.equal(answer.status, 401);
    assert.equal(await page.textContent("#hint"),
      `The server answered 401: ${(await answer.text()).trim()}`);
  }, { expected: /401/ });
});

/** The element that has the focus, and whether one sees that it has. */
function focused() {
  const element = document.activeElement;
  const isSeen = getComputedStyle(element).outlineStyle !== "none";
  return [element.id || element.getAttribute("aria-label") || element.textContent, isSeen];
}

test("the page is used with the keyboard alone", async () => {
  await withChat(async (site, page) => {
    await enter(page, site);
    const stops = ["toggle", "Stop following chat", "new-topic", "Follow", "send-topic"];
    for (const stop of stops) {
      await page.keyboard.press("Tab");
      assert.deepEqual(await page.evaluate(focused), [stop, true]);
    }
    await page.keyboard.press("Tab");
    await page.keyboard.type("First line");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second line");
    await page.keyboard.press("Enter");
    await rowWith(page, "First line\nsecond line");
    assert.deepEqual(await page.evaluate(focused), ["send-data", true]);

    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.validity.valueMissing), true,
      "Enter alone sends nothing");
    await page.waitForFunction(() =>
      document.getElementById("announcer").textContent === "First line\nsecond line");
    assert.equal((await pageRows(page)).length, 1);
  });
});
