// Goal: the package holds what a Debian package has to hold, and says about itself what is so.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

import { builtPackage, field, repository, withFolder } from "./support/package.mjs";

const run = promisify(execFile);
const source = (name) => fs.readFileSync(path.join(repository, name), "utf8");

/** Runs `scenario(read)` on the unpacked package; `read` gives a file's text. */
async function withUnpacked(scenario) {
  await withFolder(async (folder) => {
    await run("dpkg-deb", ["-R", builtPackage(), folder]);
    await scenario((name) => {
      const bytes = fs.readFileSync(path.join(folder, name));
      return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    }, folder);
  });
}

test("lintian finds no error", async () => {
  const found = await run("lintian", ["--allow-root", "--fail-on", "error", builtPackage()])
    .catch((error) => error);
  assert.equal(found.code, undefined, found.stdout);
});

test("the name of the file, the changelog and the program say the same version", async () => {
  const version = await field(builtPackage(), "Version");
  const architecture = await field(builtPackage(), "Architecture");
  assert.equal(path.basename(builtPackage()), `sluice_${version}_${architecture}.deb`);
  await withUnpacked(async (read, folder) => {
    const { stdout } = await run(path.join(folder, "usr/bin/sluice"), ["--version"]);
    assert.equal(stdout, `sluice ${version}\n`);
    const [, logged] = /^sluice \((.*?)\) /.exec(read("usr/share/doc/sluice/changelog.gz"));
    assert.equal(logged, version);
    assert.match(read("usr/share/man/man1/sluice.1.gz"), new RegExp(`"sluice ${version}"`));
  });
});

test("the configuration is what the package sets, and names where the rest is", async () => {
  await withUnpacked(async (read, folder) => {
    const text = read("etc/sluice/sluice.conf");
    assert.equal(text, source("deploy/debian/sluice.conf.head"));
    const [, example] = /(usr\/share\/doc\/\S*\.example)/.exec(text);
    assert.equal(read(example), source("deploy/sluice.conf.example"));
    const program = path.join(folder, "usr/bin/sluice");
    const checked = ["config", "check", "--config", path.join(folder, "etc/sluice/sluice.conf")];
    await run(program, checked);
    const shown = await run(program, ["config", "show", ...checked.slice(2)]);
    assert.match(shown.stdout, /^demo\s*=\s*true/m);
    assert.match(shown.stdout, /^anonymous\s*=\s*false/m, "reading is for the demonstration only");
  });
});

test("the files for nginx and systemd are the repository's own", async () => {
  await withUnpacked((read) => {
    const lines = (text) => text.split("\n").filter((line) => !line.startsWith("#"));
    const snippet = read("etc/nginx/snippets/sluice.conf");
    assert.deepEqual(lines(snippet), lines(source("nginx/sluice.conf")));
    assert.match(snippet, /^# +include snippets\/sluice\.conf;$/m);
    for (const unit of ["sluice.service", "sluice.socket", "sluice-control.socket"]) {
      assert.equal(read(`usr/lib/systemd/system/${unit}`), source(`deploy/systemd/${unit}`));
    }
  });
});

// What is built from the repository is explained there.
const repositoryOnly = /^(src|tests|scripts|deploy\/(debian|docker|kubernetes))(\/|$)/;

test("what a text of the package names is in the package", async () => {
  await withUnpacked(async (read, folder) => {
    const doc = "usr/share/doc/sluice";
    const { stdout } = await run("find", [doc, "-name", "*.md"], { cwd: folder });
    const texts = stdout.trim().split("\n");
    let links = 0;
    for (const text of texts) {
      for (const [, to] of read(text).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
        const target = path.posix.join(path.posix.dirname(text), to);
        if (repositoryOnly.test(path.posix.relative(doc, target))) continue;
        links += 1;
        assert.ok(fs.existsSync(path.join(folder, target)), `${text} leads to ${to}`);
      }
    }
    assert.ok(links > 20, `${links} links in ${texts.length} texts`);
    const paths = /\/(usr\/share\/doc\/sluice\/[\w./-]*\w)/g;
    for (const file of ["etc/nginx/snippets/sluice.conf", "etc/sluice/sluice.conf",
      "usr/share/man/man1/sluice.1.gz", "usr/lib/systemd/system/sluice.service",
      "usr/lib/systemd/system/sluice.socket"]) {
      const named = [...read(file).matchAll(paths)];
      assert.ok(named.length > 0, file);
      for (const [, name] of named) assert.ok(fs.existsSync(path.join(folder, name)), name);
    }
  });
});

test("every file below /etc is the administrator's to edit", async () => {
  await withUnpacked(async (read, folder) => {
    const { stdout } = await run("find", ["etc", "-type", "f"], { cwd: folder });
    const files = stdout.trim().split("\n").map((name) => `/${name}`).sort();
    assert.deepEqual(read("DEBIAN/conffiles").trim().split("\n"), files);
  });
});

test("the copyright names uPlot, whose licence asks for it", async () => {
  await withUnpacked((read) => {
    const text = read("usr/share/doc/sluice/copyright");
    const [, owner] = /^Copyright \(c\) (.*)$/m.exec(source("src/pages/assets/uplot.LICENSE"));
    assert.ok(text.includes(`Copyright: ${owner}`), text);
    const words = (licence) => licence.replace(/^ \.?/gm, "").split(/\s+/).join(" ").trim();
    for (const file of ["LICENSE", "src/pages/assets/uplot.LICENSE"]) {
      const granted = source(file);
      assert.ok(words(text).includes(words(granted.slice(granted.indexOf("Permission is")))), file);
    }
  });
});

test("the manual names every command of the program", async () => {
  await withUnpacked(async (read, folder) => {
    const { stdout } = await run(path.join(folder, "usr/bin/sluice"), ["--help"]);
    const listed = /Commands:\n((?: {2}.*\n)+)/.exec(stdout)[1];
    const commands = [...listed.matchAll(/^ {2}([a-z]+) /gm)].map((found) => found[1]);
    assert.ok(commands.length >= 6, listed);
    const manual = read("usr/share/man/man1/sluice.1.gz");
    for (const name of commands) {
      assert.match(manual, new RegExp(`^\\.BR? "?${name}\\b`, "m"), name);
    }
  });
});
