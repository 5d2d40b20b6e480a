// nginx with the shipped include in a server block and the shipped log format; for the tests that
// compare all five.
import path from "node:path";

import { nginxBinary, temporaryPaths } from "../nginx.mjs";
import { readFile, replaced } from "./server.mjs";

const address = (worker) => (worker.path ? `unix:${worker.path}` : `${worker.host}:${worker.port}`);

export const nginx = {
  name: "nginx",
  shipped: "nginx/sluice.conf",
  file: "nginx.conf",
  logs: ["error", "access"],
  binary: nginxBinary,

  placed: (text, { worker }) => replaced(text, "unix:/run/sluice/sluice.sock", address(worker)),

  /** `text` is for the server block, or {http, server} for both. */
  whole: (text, { folder, port, securePort, certificate, key }) => `
    ${process.getuid() === 0 ? "user root;" : ""}
    daemon off; worker_processes 1; pid ${folder}/nginx.pid;
    error_log ${folder}/nginx.error;
    events { worker_connections 1024; }
    http {
      include /etc/nginx/mime.types;
      ${readFile("nginx/log-format.conf")}
      access_log ${folder}/nginx.access sluice;
      ${temporaryPaths(folder)}
      ${text.http ?? ""}
      ssl_certificate ${certificate}; ssl_certificate_key ${key};
      server {
        listen 127.0.0.1:${port}; listen 127.0.0.1:${securePort} ssl http2;
        ${text.server ?? text}
      }
    }`.replaceAll("include fastcgi_params", "include /etc/nginx/fastcgi_params"),

  arguments: ({ folder }, file) =>
    ["-p", folder, "-c", file, "-e", path.join(folder, "nginx.error")],
};
