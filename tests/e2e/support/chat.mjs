// A site whose visitors may publish: what a site's own pages do when somebody logs in, `location =
// /` does here. It sets a cookie with a token, and sends the visitor to the page.
import fs from "node:fs";
import path from "node:path";

import { withPages } from "./browser.mjs";
import { bearer, cookieName, everything, hubPath, key } from "./mercure.mjs";
import { shippedFile, withSite } from "./site.mjs";

const home = `location = / {
  add_header Set-Cookie "${cookieName}=${everything}; Path=/; HttpOnly; SameSite=Strict";
  return 302 /sluice/page?topic=chat;
}`;
const quickReturn = ["--retry-min", "1s", "--retry-max", "1s", "--drain", "1s"];

/** Runs `scenario(site, ...pages)` with as many pages as it takes, each of a person of its own.
 *  {worker, socketOf, options: the worker's, of the site; expected: errors that the pages may log} */
export async function withChat(scenario,
  { worker = "sluice", socketOf, options = () => [], expected } = {}) {
  const settings = {
    worker,
    socketOf,
    location: shippedFile,
    nginx: { server: home },
    options: (site) => {
      const file = path.join(site.folder, "publisher.key");
      fs.writeFileSync(file, key, { mode: 0o600 });
      return ["--publisher-key", file, "--publish-origin", site.origin, ...quickReturn,
        ...options(site)];
    },
  };
  await withSite(settings, (site) => withPages(scenario.length - 1,
    (...pages) => scenario(site, ...pages), { expected }));
}

/** Ends a topic, as a program does. */
export async function endTopic(site, topic) {
  const query = new URLSearchParams({ topic });
  const answer = await fetch(`${site.origin}${hubPath}?${query}`,
    { method: "DELETE", headers: bearer(everything) });
  if (answer.status !== 204) throw new Error(`ending a topic was answered ${answer.status}`);
}

/** Waits until the page shows a row with that data; gives {id, type, data, isGap}. */
export async function rowWith(page, data) {
  const row = await page.waitForFunction((wanted) => {
    const rows = [...document.getElementById("events").rows];
    const found = rows.find((each) => each.cells[3].textContent === wanted);
    return found && {
      id: found.cells[1].textContent, type: found.cells[2].textContent,
      data: found.cells[3].textContent, isGap: found.className === "gap",
    };
  }, data);
  return row.jsonValue();
}
