// Makes `codemirror.js` one module, and gathers the licences of what is within. The same bytes each time, wherever it runs.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../generator/briefsite/editor");

// A test holds this hash against the files, so that a bundle that is older than they are is noticed.
const digest = createHash("sha256");
for (const name of ["package-lock.json", "codemirror.js", "build.mjs"]) {
  digest.update(readFileSync(join(here, name)));
}

mkdirSync(out, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["codemirror.js"],
  outfile: join(out, "codemirror.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  banner: { js: `// ${digest.digest("hex")}: \`make editor\` made this of CodeMirror; licences are in codemirror.LICENSES.txt` },
  metafile: true,
  logLevel: "warning",
});

// Only libraries whose code made it into the module: some others are types alone.
const [{ inputs }] = Object.values(metafile.outputs);
const used = Object.keys(inputs)
  .filter((path) => inputs[path].bytesInOutput > 0)
  .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
  .filter((library) => library);
const licences = [...new Set(used)].sort().map((library) => {
  const folder = join(here, "node_modules", library);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [name] = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  return `${library} ${version}\n\n${readFileSync(join(folder, name), "utf8").trim()}\n`;
});
writeFileSync(join(out, "codemirror.LICENSES.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));
