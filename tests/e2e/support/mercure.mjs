// The Mercure protocol from outside: a site whose worker is a hub, tokens and publishes.
//
//   await withSite(hubSite(["--anonymous"]), async (site) => {
//     const stream = await openStream(site, streamPath("news"));
//     await publish(site, { topic: "news", data: "hello" });
//   });
import { createHmac } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { shippedFile } from "./site.mjs";

export const hubPath = "/.well-known/mercure";
export const cookieName = "mercureAuthorization";
// The key that the protocol's own conformance tests are signed with.
export const key = "!ChangeThisMercureHubJWTSecretKey!";

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token with these claims, signed with HS256 (RFC 7515). */
export function token(claims, secret = key) {
  const signed = `${encoded({ alg: "HS256" })}.${encoded(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** A token that permits what is named: {publish: [selectors], subscribe: [selectors], payload}. */
export function grant(mercure, claims = {}) { return token({ mercure, ...claims }); }

export const everything = grant({ publish: ["*"], subscribe: ["*"] });
export const bearer = (text) => ({ Authorization: `Bearer ${text}` });
export const cookie = (text) => ({ Cookie: `${cookieName}=${text}` });

// What a page needs to run scripts in. Its icon is there, or the browser would ask for one.
const emptyPage = `location = / { default_type text/html;
  return 200 "<!doctype html><link rel=icon href=data:,><title>a site with a hub</title>"; }`;

/** Settings of a site with a hub behind the shipped configuration. `options` are the worker's, or
 *  make them of the site; `home` is the location of the site's root, otherwise an empty page. */
export function hubSite(options = [], { home = emptyPage, ...nginx } = {}) {
  return {
    worker: "hub",
    location: shippedFile,
    nginx: { ...nginx, server: home },
    options: (site) => {
      const file = path.join(site.folder, "publisher.key");
      fs.writeFileSync(file, key, { mode: 0o600 });
      const more = typeof options === "function" ? options(site) : options;
      return ["--publisher-key", file, ...more];
    },
  };
}

/** Where the stream of these topics is. `fields` are further parameters. */
export function streamPath(topics, fields = {}) {
  const query = new URLSearchParams([topics].flat().map((topic) => ["topic", topic]));
  for (const [name, value] of Object.entries(fields)) query.append(name, value);
  return `${hubPath}?${query}`;
}

/** Of {topic, data, private, id, type, retry} the form; a list gives a field several times. */
export function form(fields) {
  const pairs = Object.entries(fields)
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
  return new URLSearchParams(pairs);
}

/** Sends the form, and gives the answer, whatever it is. */
export function postForm(site, body, headers = bearer(everything)) {
  return fetch(site.origin + hubPath, { method: "POST", body, headers });
}

/** Publishes, and gives the update's id. Throws when the hub does not take it. */
export async function publish(site, fields, headers = bearer(everything)) {
  const answer = await postForm(site, form(fields), headers);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the hub answered ${answer.status}: ${text}`);
  return text;
}

/** The cookie of a browser context, as the library of a site would set it. */
export function browserCookie(site, text) {
  return { name: cookieName, value: text, domain: "127.0.0.1", path: hubPath, httpOnly: true,
    sameSite: "Strict" };
}
