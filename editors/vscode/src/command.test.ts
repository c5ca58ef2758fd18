import { equal } from "node:assert/strict";
import { test } from "node:test";

import { findCommand } from "./command";

/** A machine that holds these files. */
const linux = (...files: string[]) => machine("linux", "/usr/local/bin:/usr/bin", files);
const windows = (...files: string[]) => machine("win32", "C:\\Python;C:\\Tools", files);
const machine = (platform: NodeJS.Platform, path: string, files: string[]) => ({
  platform,
  path,
  isFile: (file: string) => files.includes(file),
});

test("the environment of the site comes before the path", () => {
  const here = linux("/site/.venv/bin/briefsite", "/usr/bin/briefsite");
  equal(findCommand("", "/site", here), "/site/.venv/bin/briefsite");
});

test("without an environment, the first on the path is taken", () => {
  const here = linux("/usr/bin/briefsite", "/usr/local/bin/briefsite");
  equal(findCommand("", "/site", here), "/usr/local/bin/briefsite");
});

test("on Windows, commands have an ending and other folders", () => {
  const both = windows("C:\\site\\.venv\\Scripts\\briefsite.exe", "C:\\Tools\\briefsite.exe");
  equal(findCommand("", "C:\\site", both), "C:\\site\\.venv\\Scripts\\briefsite.exe");
  equal(findCommand("", "C:\\other", both), "C:\\Tools\\briefsite.exe");
  const elsewhere = windows("C:\\site\\env\\briefsite.exe");
  equal(findCommand("env/briefsite", "C:\\site", elsewhere), "C:\\site\\env\\briefsite.exe");
});

test("the setting comes before all else: a path of the folder, a whole path, a name", () => {
  const there = ["/site/env/bin/briefsite", "/opt/briefsite", "/usr/bin/briefsite-next"];
  const here = linux("/site/.venv/bin/briefsite", ...there);
  equal(findCommand("env/bin/briefsite", "/site", here), "/site/env/bin/briefsite");
  equal(findCommand(" /opt/briefsite ", "/site", here), "/opt/briefsite");
  equal(findCommand("briefsite-next", "/site", here), "/usr/bin/briefsite-next");
});

test("where the setting names what is not there, nothing else is started", () => {
  const here = linux("/site/.venv/bin/briefsite", "/usr/bin/briefsite");
  equal(findCommand("env/bin/briefsite", "/site", here), undefined);
  equal(findCommand("briefsite-next", "/site", here), undefined);
});

test("where it is nowhere, nothing is found", () => {
  equal(findCommand("", "/site", linux()), undefined);
});

test("a folder of the path that is not whole is not looked into", () => {
  const here = machine("linux", ".:bin::/usr/bin", ["briefsite", "bin/briefsite", "/usr/bin/briefsite"]);
  equal(findCommand("", "/site", here), "/usr/bin/briefsite");
});
