// A site whose visitors may publish: what the site's own pages do when somebody logs in, `location
// = /` does here. It sets a cookie with a token, and sends the visitor to the page.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { withPage } from "./browser.mjs";
import { shippedFile, withSite } from "./site.mjs";

const secret = "a secret of the tests, long enough to sign with HS256";
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function mint(claims) {
  const signed = `${encode({ alg: "HS256" })}.${encode(claims)}`;
  return `${signed}.${crypto.createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const token = mint({ mercure: { publish: ["*"], subscribe: ["*"] } });
const home = `location = / {
  add_header Set-Cookie "mercureAuthorization=${token}; Path=/; HttpOnly; SameSite=Strict";
  return 302 /sluice/page?topic=chat;
}`;
const quickReturn = ["--retry-min", "1s", "--retry-max", "1s", "--drain", "1s"];

/** Runs `scenario(page, site)` with a hub that takes the cookie; `options` are the worker's. */
export async function withChat(scenario, { options = [], expected } = {}) {
  const settings = {
    worker: "sluice", location: shippedFile, nginx: { server: home },
    options: [...quickReturn, ...options],
  };
  await withSite(settings, async (site) => {
    const key = path.join(site.folder, "publisher.key");
    fs.writeFileSync(key, secret);
    // Only now is it known which origin the site has.
    site.options.push("--publisher-key", key, "--publish-origin", site.origin);
    await site.restartWorker();
    await withPage((page) => scenario(page, site), { expected });
  });
}

/** A page of another browser, with cookies of its own. */
export async function otherBrowser(page) {
  return (await page.context().browser().newContext()).newPage();
}

/** Publishes as a program does, with the token in a header; gives the update's id. */
export async function publish(site, fields) {
  const answer = await fetch(`${site.origin}/.well-known/mercure`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: new URLSearchParams(fields),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`a publish was answered ${answer.status}: ${text}`);
  return text;
}

/** Ends a topic, as a program does. */
export async function endTopic(site, topic) {
  const url = new URL(`${site.origin}/.well-known/mercure`);
  url.searchParams.set("topic", topic);
  const answer = await fetch(url, {
    method: "DELETE", headers: { Authorization: `Bearer ${token}` },
  });
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
