// HTTP/2 for browsers, which speak it over TLS only.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { freePort } from "./ports.mjs";

export function makeCertificate(folder) {
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
    "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1", "-keyout", path.join(folder, "key.pem"),
    "-out", path.join(folder, "certificate.pem")], { stdio: "ignore" });
}

/** Runs `scenario({lines, origin})`: `lines` make nginx's server listen there as well, with a
 *  certificate that nobody vouches for. */
export async function withTls(scenario) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-tls-"));
  try {
    makeCertificate(folder);
    const port = await freePort();
    const lines = `listen 127.0.0.1:${port} ssl http2;
      ssl_certificate ${folder}/certificate.pem; ssl_certificate_key ${folder}/key.pem;`;
    return await scenario({ lines, origin: `https://127.0.0.1:${port}` });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
