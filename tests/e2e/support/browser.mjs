// Debian's Chromium, headless, driven by playwright-core.
import { chromium } from "playwright-core";

import { find } from "./program.mjs";

const chromiumOptions = [
  "--no-sandbox", // the tests may run as root, where Chromium's sandbox does not start
  "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** A page with a profile of its own: its cookies are no other page's. */
async function openPage(browser, errors, context) {
  const page = await (await browser.newContext(context)).newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return page;
}

/** Runs `scenario(...pages)` with `count` pages, each of a person of its own. Then fails when one
 *  logged an error, unless `expected` matches it. `context` are the options of their profiles. */
export async function withPages(count, scenario, { expected = /^$/, context = {} } = {}) {
  const executablePath = find("Chromium", ["/usr/bin/chromium", "/usr/bin/chromium-browser"]);
  const browser = await chromium.launch({ executablePath, args: chromiumOptions });
  try {
    const errors = [];
    const pages = [];
    while (pages.length < count) pages.push(await openPage(browser, errors, context));
    await scenario(...pages);
    const unexpected = errors.filter((text) => !expected.test(text));
    if (unexpected.length > 0) throw new Error(`the page logged: ${unexpected.join("; ")}`);
  } finally {
    await browser.close();
  }
}

/** Runs `scenario(page)` in a new browser; fails as `withPages` does. */
export function withPage(scenario, options) { return withPages(1, scenario, options); }

/** Waits until the page of pages/ says that its stream is in that state. */
export function pageState(page, state, timeout = 20_000) {
  return page.waitForFunction((wanted) => document.body.dataset.state === wanted, state,
    { timeout });
}

/** The rows of the page's table, newest first: [{id, type, data}]. */
export function pageRows(page) {
  return page.$$eval("#events tr", (rows) => rows.map((row) => {
    const [, id, type, data] = [...row.cells].map((cell) => cell.textContent);
    return { id, type, data };
  }));
}
