// Debian's Chromium, headless, driven by playwright-core.
import { chromium } from "playwright-core";

import { find } from "./program.mjs";

const options = [
  "--no-sandbox", // the tests may run as root, where Chromium's sandbox does not start
  "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Runs `scenario(page)` in a new browser. Then fails when the page logged an error, unless
 *  `expected` matches it. */
export async function withPage(scenario, { expected = /^$/ } = {}) {
  const executablePath = find("Chromium", ["/usr/bin/chromium", "/usr/bin/chromium-browser"]);
  const browser = await chromium.launch({ executablePath, args: options });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await scenario(page);
    const unexpected = errors.filter((text) => !expected.test(text));
    if (unexpected.length > 0) throw new Error(`the page logged: ${unexpected.join("; ")}`);
  } finally {
    await browser.close();
  }
}

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
