/**
 * The folder of the briefings that a `mkdocs.yml` speaks of; undefined where it is of a site of another kind.
 *
 * The server reads the settings as MkDocs does. Here they say no more than which files to show it.
 */
export function briefsFolder(config: string): string | undefined {
  // What it takes from another file is not known here.
  if (!/^\s*- briefsite\b|^\s*briefsite:|^INHERIT:/m.test(config)) return undefined;
  const [, , folder] = /^\s*briefs_dir:\s*(["']?)([^"'#!\n]+)\1/m.exec(config) ?? [];
  return folder?.trim() || "briefs";
}

/** What the server is shown of a folder of briefings: these, entities and sources, with the texts of sources. */
export function filesIn(baseUri: string) {
  return [
    { scheme: "file", language: "yaml", pattern: { baseUri, pattern: "**/*" } },
    { scheme: "file", language: "plaintext", pattern: { baseUri, pattern: "sources/**/*.txt" } },
  ];
}
