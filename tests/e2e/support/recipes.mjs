// The recipes of deploy/recipes/, run as they stand: nginx with the recipe's own lines, a hub with
// a control socket, and PHP where the recipe wants it, all in a folder of their own.
//
//   await withRecipe("php-plain", { php: true }, async (site) => {
//     const page = await fetch(site.origin);
//   });
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { key } from "./mercure.mjs";
import { Nginx, readShipped } from "./nginx.mjs";
import { startPhp } from "./php_fpm.mjs";
import { Program } from "./program.mjs";
import { canConnect, until } from "./wait.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const build = process.env.E2E_BUILD_DIR ?? path.join(root, "build/debug");

export const sluice = path.join(build, "sluice");

/** Where a recipe, or a file of it, is. */
export function recipe(name, ...file) { return path.join(root, "deploy/recipes", name, ...file); }

// None of these programs takes longer than some seconds, on a busy machine neither.
const longestRunMs = 60_000;

/** Runs a program to its end: {code, out, err}; code is null of one that had to be killed.
 *  {input: its standard input, env: further variables} */
export async function run(file, args, { input = "", env = {} } = {}) {
  const child = spawn(file, args, { env: { ...process.env, ...env }, timeout: longestRunMs });
  child.stdin.on("error", () => {}); // one that ends before it has read all
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all(
    [text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, out, err };
}

/** As `run`, for what must end with 0; gives what it wrote, without the last line break. */
export async function output(file, args, options) {
  const { code, out, err } = await run(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${code}: ${out}${err}`);
  return out.trimEnd();
}

/** Makes a token as an operator does; gives the file that holds it. */
export async function mintToken(site, name, ...args) {
  const file = path.join(site.folder, name);
  const made = await output(sluice, ["token", "mint", "--key", site.key, ...args]);
  fs.writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return file;
}

/** The recipe's nginx.conf, with this site's places in the place of those it names. */
function nginxLines(site, { name, places = {} }) {
  const file = recipe(name, "nginx.conf");
  if (!fs.existsSync(file)) return readShipped("sluice.conf", site.socket);
  let lines = fs.readFileSync(file, "utf8")
    .replace("include /etc/nginx/sluice.conf;", () => readShipped("sluice.conf", site.socket));
  const all = { ...(typeof places === "function" ? places(site) : places),
    "/run/sluice/sluice.sock": site.socket, "/run/php/php-fpm.sock": site.phpSocket };
  for (const [theirs, own] of Object.entries(all)) {
    lines = lines.replaceAll(theirs, own);
  }
  return lines;
}

async function startWorker(site, options) {
  const all = ["serve", "--socket", site.socket, "--control", site.control,
    "--publisher-key", site.key, "--retry-min", "200ms", "--retry-max", "200ms", "--drain", "0",
    ...options];
  site.worker = new Program(sluice, all, path.join(site.folder, "worker.log"));
  await until(async () => {
    if (!site.worker.isRunning) throw new Error(`the worker ended: ${site.worker.text()}`);
    return (await canConnect({ path: site.socket })) && canConnect({ path: site.control });
  }, "the worker's sockets");
}

async function start(site, { before = () => {}, ...settings }) {
  fs.writeFileSync(site.key, key, { mode: 0o600 });
  await before(site);
  site.nginx = await Nginx.start(site.folder, { server: nginxLines(site, settings) });
  site.origin = site.nginx.origin;
  const { php = false, env = () => ({}) } = settings;
  const given = settings.options ?? ["--anonymous"];
  const options = typeof given === "function" ? given(site) : given;
  site.restartWorker = async () => {
    await site.worker.stop("SIGTERM");
    await startWorker(site, options);
  };
  await startWorker(site, options);
  site.env = { SLUICE_CONTROL: site.control, ...(await env(site)) };
  if (php) site.php = await startPhp(site);
}

async function stop(site) {
  const all = [...site.programs, site.php, site.nginx, site.worker];
  for (const each of all) if (each) await each.stop("SIGTERM");
  fs.rmSync(site.folder, { recursive: true, force: true });
}

function report(site) {
  return fs.readdirSync(site.folder).filter((name) => name.endsWith(".log"))
    .map((name) => `--- ${name}\n${fs.readFileSync(path.join(site.folder, name), "utf8")}`)
    .join("\n");
}

/** Runs `scenario(site)` at a site that is set up as the recipe says; site has {origin, folder,
 *  socket, control, key, env, nginx, worker, php, restartWorker()}.
 *  {options: of the worker, or what makes them of the site; before: called with the site when
 *  nothing is started yet; places: {what nginx.conf names: what stands for it}, or what makes them
 *  of the site; php: whether there is a php-fpm; env: makes further variables of its scripts of the
 *  site}. What is added to site.programs is stopped with the site. */
export async function withRecipe(name, settings, scenario) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-recipe-"));
  const at = (file) => path.join(folder, file);
  const site = { folder, socket: at("sluice.sock"), control: at("control.sock"),
    phpSocket: at("php.sock"), key: at("publisher.key"), programs: [] };
  try {
    await start(site, { name, ...settings });
    return await scenario(site);
  } catch (error) {
    console.error(report(site));
    throw error;
  } finally {
    await stop(site);
  }
}
