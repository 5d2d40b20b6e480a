// lighttpd with the modules and the parsing rules of Debian's file around the shipped one.
import fs from "node:fs";
import path from "node:path";

import { find } from "../program.mjs";
import { replaced } from "./server.mjs";

const address = (to) => (to.path ? `"socket" => "${to.path}"`
  : `"host" => "${to.host}", "port" => ${to.port}`);

export const lighttpd = {
  name: "lighttpd",
  shipped: "deploy/lighttpd/sluice.conf",
  file: "lighttpd.conf",
  logs: ["error", "access"],
  binary: () => find("lighttpd", ["/usr/sbin/lighttpd"]),

  placed: (text, { worker }) =>
    replaced(text, "\"socket\" => \"/run/sluice/sluice.sock\"", address(worker)),

  whole(text, { folder, port, securePort, certificate, key }) {
    fs.mkdirSync(path.join(folder, "uploads"), { recursive: true });
    return `
    server.modules = ( "mod_access", "mod_alias", "mod_redirect", "mod_openssl", "mod_deflate" )
    server.document-root = "${folder}"
    server.upload-dirs = ( "${folder}/uploads" )
    server.errorlog = "${folder}/lighttpd.error"
    server.bind = "127.0.0.1"
    server.port = ${port}
    server.feature-flags += ( "server.h2proto" => "enable", "server.h2c" => "enable",
      "server.graceful-shutdown-timeout" => 1 )
    server.http-parseopts = ( "header-strict" => "enable", "host-strict" => "enable",
      "host-normalize" => "enable", "url-normalize-unreserved" => "enable",
      "url-normalize-required" => "enable", "url-ctrls-reject" => "enable",
      "url-path-2f-decode" => "enable", "url-path-dotseg-remove" => "enable" )
    url.access-deny = ( "~", ".inc" )
    $SERVER["socket"] == "127.0.0.1:${securePort}" {
      ssl.engine = "enable"
      ssl.pemfile = "${certificate}"
      ssl.privkey = "${key}"
    }
    ${text}
    accesslog.filename = "${folder}/lighttpd.access"
    `;
  },

  arguments: (place, file) => ["-D", "-f", file],
};
