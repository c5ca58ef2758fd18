import { equal } from "node:assert/strict";
import { test } from "node:test";

import { briefsFolder } from "./site";

test("a site has its briefings where its settings say, or in `briefs`", () => {
  equal(briefsFolder("plugins:\n  - search\n  - briefsite\n"), "briefs");
  equal(briefsFolder("plugins:\n  - briefsite:\n      briefs_dir: archivo/fichas  # aquí\n"), "archivo/fichas");
  equal(briefsFolder('plugins:\n  briefsite:\n    briefs_dir: "../fichas"\n'), "../fichas");
  equal(briefsFolder("plugins:\n  - briefsite:\n      briefs_dir: !ENV [BRIEFS, fichas]\n"), "briefs");
});

test("settings that take some from another file may be of such a site", () => {
  equal(briefsFolder("INHERIT: ../base.yml\nsite_name: Archivo\n"), "briefs");
});

test("a site of another kind has none", () => {
  equal(briefsFolder("site_name: About briefsite\nplugins:\n  - search\n"), undefined);
  equal(briefsFolder("# - briefsite\n"), undefined);
  equal(briefsFolder(""), undefined);
});
