// Apache with the modules that Debian enables by default and those that the shipped file asks for.
// The shipped file stands in each of the two sites.
import { find } from "../program.mjs";
import { replaced } from "./server.mjs";

const modules = "/usr/lib/apache2/modules";
// Debian's default set, and behind the bar what deploy/apache/sluice.conf says to enable.
const loaded = ["access_compat", "alias", "auth_basic", "authn_core", "authn_file", "authz_core",
  "authz_host", "authz_user", "deflate", "dir", "env", "filter", "mime", "mpm_event", "negotiation",
  "reqtimeout", "setenvif", "status", /* | */ "proxy", "proxy_fcgi", "http2", "rewrite", "ssl"];

const address = ({ path, host, port }) => (path ? `unix:${path}|fcgi://sluice/`
  : `fcgi://${host}:${port}/`);

export const apache = {
  name: "apache",
  shipped: "deploy/apache/sluice.conf",
  file: "apache.conf",
  logs: ["error", "access"],
  binary: () => find("Apache", ["/usr/sbin/apache2"]),

  placed: (text, { worker }) =>
    replaced(text, "unix:/run/sluice/sluice.sock|fcgi://sluice/", address(worker)),

  whole: (text, { folder, port, securePort, certificate, key }) => `
    ServerRoot ${folder}
    ServerName test
    PidFile ${folder}/apache.pid
    DefaultRuntimeDir ${folder}
    ErrorLog ${folder}/apache.error
    Listen 127.0.0.1:${port}
    Listen 127.0.0.1:${securePort}
    ${loaded.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join("\n")}
    # Apache does not serve as root.
    ${process.getuid() === 0 ? "User www-data\nGroup www-data" : ""}
    TypesConfig /dev/null
    <Directory />
      AllowOverride All
      Require all granted
    </Directory>
    Protocols h2 h2c http/1.1
    <VirtualHost *:${port}>
      ${text}
      DocumentRoot ${folder}
      CustomLog ${folder}/apache.access no_query
    </VirtualHost>
    <VirtualHost *:${securePort}>
      ${text}
      DocumentRoot ${folder}
      CustomLog ${folder}/apache.access no_query
      SSLEngine on
      SSLCertificateFile ${certificate}
      SSLCertificateKeyFile ${key}
    </VirtualHost>`,

  arguments: (place, file) => ["-D", "FOREGROUND", "-f", file],
};
