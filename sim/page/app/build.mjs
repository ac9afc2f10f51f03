// Bundles the page's program and style. `node build.mjs OUT` writes elsewhere, for the test.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const engine = join(here, "../../browser");
const out = process.argv[2] ?? join(here, "../built");
mkdirSync(out, { recursive: true });

// As `sim.page.building.sources_of_bundle`.
const files = [
  ...[...readdirSync(join(here, "src")).map((name) => join(here, "src", name)), join(here, "build.mjs"), join(here, "package-lock.json")].sort(),
  ...["engine.js", "game.js", "worker.js", "workers.js"].map((name) => join(engine, name)),
];
const digest = createHash("sha256");
for (const path of files) {
  digest.update(basename(path) + "\0");
  digest.update(readFileSync(path));
}
const sources = digest.digest("hex").slice(0, 16);

const common = {
  bundle: true,
  minify: true,
  write: false,
  target: ["es2022"],
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
  nodePaths: [join(here, "node_modules")],
};
const text = async (entry, more = {}) =>
  new TextDecoder().decode((await build({ ...common, ...more, entryPoints: [entry] })).outputFiles[0].contents);

// A worker is started from a text, since a file opened from a disk may start none from another.
const worker = await text(join(engine, "worker.js"));
const app = await text(join(here, "src/app.tsx"), {
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { WORKER: JSON.stringify(worker) },
});
// Inside a page nothing in the program may look like its end.
const safe = app.replaceAll("</script", "<\\/script").trimEnd();
writeFileSync(join(out, "app.js"), `/* built from ${sources}; licences: LICENSES.txt */\n${safe}\n`);
writeFileSync(join(out, "app.css"), (await text(join(here, "src/app.css"))).trimEnd() + "\n");
const { version } = JSON.parse(readFileSync(join(here, "node_modules/preact/package.json"), "utf-8"));
const licence = readFileSync(join(here, "node_modules/preact/LICENSE"), "utf-8");
writeFileSync(join(out, "LICENSES.txt"), `The page holds these programs of others.\n\nPreact ${version}\n\n${licence.trim()}\n`);
