// A php-fpm of a test's own, on a unix socket.
import fs from "node:fs";
import path from "node:path";

import { find, Program } from "./program.mjs";
import { canConnect, until } from "./wait.mjs";

function findFpm() {
  const names = fs.readdirSync("/usr/sbin").filter((name) => /^php-fpm[\d.]*$/.test(name));
  return find("php-fpm", names.map((name) => `/usr/sbin/${name}`));
}

// A page of the recipes never waits for another one; a browser asks for a few at a time.
const processes = 3;

function configuration({ folder, phpSocket, env }) {
  const variables = Object.entries(env).map(([name, value]) => `env[${name}] = "${value}"`);
  const isRoot = process.getuid() === 0;
  return ["[global]", `error_log = ${folder}/php.log`, "daemonize = no", "[recipe]",
    ...(isRoot ? ["user = root", "group = root"] : []), `listen = ${phpSocket}`,
    "pm = static", `pm.max_children = ${processes}`,
    "catch_workers_output = yes", "decorate_workers_output = no",
    "php_admin_flag[log_errors] = on", "php_admin_flag[display_errors] = off",
    `php_admin_value[session.save_path] = ${folder}`, ...variables, ""].join("\n");
}

/** Starts it in the site's folder with {folder, phpSocket, env: variables of its scripts}. */
export async function startPhp(site) {
  const file = path.join(site.folder, "php-fpm.conf");
  fs.writeFileSync(file, configuration(site));
  const asRoot = process.getuid() === 0 ? ["--allow-to-run-as-root"] : [];
  const args = ["--nodaemonize", "--fpm-config", file, ...asRoot];
  const php = new Program(findFpm(), args, path.join(site.folder, "php.log"));
  await until(() => {
    if (!php.isRunning) throw new Error(`php-fpm ended: ${php.text()}`);
    return canConnect({ path: site.phpSocket });
  }, "php-fpm's socket");
  return php;
}
