// Debian's Chromium, headless, driven by playwright-core.
import fs from "node:fs";
import { chromium } from "playwright-core";

const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((name) => fs.existsSync(name));

export async function launch() {
  if (!executable) throw new Error("there is no Chromium here; scripts/dependencies test installs it");
  return chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
