// Debian's Firefox ESR, headless. playwright-core drives only a Firefox of its own build; this one
// is driven by puppeteer-core, over WebDriver BiDi.
import puppeteer from "puppeteer-core";

import { find } from "./program.mjs";

// A first start writes a whole profile, which takes a minute on a busy machine.
const patienceMs = 120_000;

/** Runs `scenario(page)` in a new browser. */
export async function withFirefox(scenario) {
  const executablePath = find("Firefox", ["/usr/bin/firefox-esr", "/usr/bin/firefox"]);
  const browser = await puppeteer.launch({
    browser: "firefox", executablePath, headless: true,
    timeout: patienceMs, protocolTimeout: patienceMs,
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(patienceMs);
    return await scenario(page);
  } finally {
    await browser.close();
  }
}
