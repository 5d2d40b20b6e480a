// HAProxy, whose shipped file is a whole one.
import fs from "node:fs";
import path from "node:path";

import { find } from "../program.mjs";
import { replaced } from "./server.mjs";

const address = (worker) => (worker.path ? `unix@${worker.path}` : `${worker.host}:${worker.port}`);

export const haproxy = {
  name: "haproxy",
  shipped: "deploy/haproxy/haproxy.cfg",
  file: "haproxy.cfg",
  logs: [],
  binary: () => find("HAProxy", ["/usr/sbin/haproxy"]),

  placed(text, { folder, port, securePort, worker, certificate, key }) {
    const both = path.join(folder, "site.pem");
    fs.writeFileSync(both, fs.readFileSync(certificate) + fs.readFileSync(key));
    const changes = [
      ["unix@/run/sluice/sluice.sock", address(worker)],
      ["# bind :443 ssl crt /etc/haproxy/site.pem", `bind 127.0.0.1:${securePort} ssl crt ${both}`],
      ["bind :80", `bind 127.0.0.1:${port}`],
      ["log /dev/log local0", "log stderr format raw local0"],
      // The site beside the worker has no pages.
      ["server site 127.0.0.1:8080", "http-request return status 404"],
      // It would give up the rights that only root has.
      ["    user haproxy\n    group haproxy\n", ""],
    ];
    return changes.reduce((changed, [from, to]) => replaced(changed, from, to), text);
  },

  whole: (text) => text,

  // -db: in the foreground.
  arguments: (place, file) => ["-db", "-f", file],
};
