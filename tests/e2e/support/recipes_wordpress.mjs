// Debian's WordPress with a MariaDB, in the folder of a recipe's site.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { find, Program } from "./program.mjs";
import { output, recipe } from "./recipes.mjs";
import { canConnect, until } from "./wait.mjs";

const scripts = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../php/wordpress");
export const password = "correct horse battery staple";

const databaseSocket = (site) => path.join(site.folder, "mariadb.sock");
const wordpress = (site) => path.join(site.folder, "wordpress");

/** Variables of WordPress's scripts. */
export function variables(site) {
  return { WP_ORIGIN: site.origin, WP_DATABASE_SOCKET: databaseSocket(site) };
}

async function startDatabase(site) {
  const data = path.join(site.folder, "mariadb");
  const asRoot = process.getuid() === 0 ? ["--user=root"] : [];
  // Small, and not meant to outlive the machine.
  const common = ["--no-defaults", `--datadir=${data}`, ...asRoot, "--innodb-log-file-size=4M"];
  await output(find("mariadb-install-db", ["/usr/bin/mariadb-install-db"]),
    [...common, "--auth-root-authentication-method=normal", "--skip-test-db"]);
  const server = new Program(find("mariadbd", ["/usr/sbin/mariadbd"]),
    [...common, `--socket=${databaseSocket(site)}`, "--skip-networking",
      `--pid-file=${data}/mariadbd.pid`, "--innodb-flush-log-at-trx-commit=0",
      "--innodb-buffer-pool-size=16M"], path.join(site.folder, "mariadb.log"));
  site.programs.push(server);
  await until(() => {
    if (!server.isRunning) throw new Error(`mariadbd ended: ${server.text()}`);
    return canConnect({ path: databaseSocket(site) });
  }, "mariadbd's socket");
}

/** Puts WordPress's files where the recipe's nginx.conf finds them, and starts its database. */
export async function prepareWordpress(site) {
  const root = wordpress(site);
  await output("/bin/cp", ["-a", find("WordPress", ["/usr/share/wordpress"]), root]);
  fs.rmSync(path.join(root, "wp-config.php"));
  fs.copyFileSync(path.join(scripts, "wp-config.php"), path.join(root, "wp-config.php"));
  for (const name of ["plugins", "themes"]) {
    fs.mkdirSync(path.join(root, "wp-content", name), { recursive: true });
  }
  fs.symlinkSync(recipe("wordpress", "sluice-live"),
    path.join(root, "wp-content/plugins/sluice-live"));
  fs.symlinkSync(path.join(scripts, "theme"), path.join(root, "wp-content/themes/plain"));
  await startDatabase(site);
}

export const places = (site) => ({ "/var/www/wordpress": wordpress(site) });

/** Installs WordPress and activates the plugin; gives the address of a page with its shortcode. */
export async function installWordpress(site) {
  const printed = await output("/usr/bin/php", [path.join(scripts, "install.php"), wordpress(site)],
    { input: `${password}\n`, env: { ...site.env } });
  return printed.split("\n").at(-1);
}

/** Logs in as the editor does; gives the headers of what he asks for. */
export async function logIn(site) {
  // WordPress looks first whether the browser keeps cookies at all.
  const tried = "wordpress_test_cookie=WP%20Cookie%20check";
  const answer = await fetch(`${site.origin}/wp-login.php`, { method: "POST", redirect: "manual",
    headers: { Cookie: tried }, body: new URLSearchParams({ log: "editor", pwd: password }) });
  if (answer.status !== 302) throw new Error(`the login was answered ${answer.status}`);
  const cookies = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
  const headers = { Cookie: cookies.join("; ") };
  const ajax = `${site.origin}/wp-admin/admin-ajax.php`;
  const nonce = await fetch(`${ajax}?action=rest-nonce`, { headers });
  return { ...headers, "X-WP-Nonce": await nonce.text() };
}

/** Saves a post as WordPress's editor does, by its REST API; gives the post. `id` is that of one
 *  that is there already. */
export async function savePost(site, headers, fields, id = "") {
  const answer = await fetch(`${site.origin}/index.php?rest_route=/wp/v2/posts/${id}`,
    { method: "POST", headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(fields) });
  if (!answer.ok) throw new Error(`the post was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
