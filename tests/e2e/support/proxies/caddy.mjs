// Caddy with a site that imports the two snippets of the shipped file.
import { find } from "../program.mjs";
import { replaced } from "./server.mjs";

export function caddyBinary() { return find("Caddy", ["/usr/bin/caddy"]); }

const address = ({ path, host, port }) => (path ? `unix/${path}` : `${host}:${port}`);

export const caddy = {
  name: "caddy",
  shipped: "deploy/caddy/sluice.caddy",
  file: "Caddyfile",
  logs: ["access"],
  binary: () => find("env", ["/usr/bin/env"]),

  placed: (text, { worker }) => replaced(text, "unix//run/sluice/sluice.sock", address(worker)),

  whole: (text, { folder, port, securePort, certificate, key }) => `
    {
      admin off
      storage file_system ${folder}
      auto_https disable_redirects
      grace_period 1s
    }
    ${text}
    http://127.0.0.1:${port} {
      bind 127.0.0.1
      import sluice_log ${folder}/caddy.access
      import sluice
    }
    https://127.0.0.1:${securePort} {
      bind 127.0.0.1
      tls ${certificate} ${key}
      import sluice_log ${folder}/caddy.access
      import sluice
    }`,

  // It keeps a copy of its configuration in the user's home otherwise.
  arguments: ({ folder }, file) => [`XDG_CONFIG_HOME=${folder}`, `XDG_DATA_HOME=${folder}`,
    caddyBinary(), "run", "--adapter", "caddyfile", "--config", file],
};
