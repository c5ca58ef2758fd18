import { statSync } from "node:fs";
import { posix, win32 } from "node:path";

/** What is known of the machine. */
export interface Machine {
  platform: NodeJS.Platform;
  /** The folders in which commands are looked for, as the variable `PATH` has them. */
  path: string;
  isFile: (path: string) => boolean;
}

export const thisMachine: Machine = {
  platform: process.platform,
  path: process.env.PATH ?? "",
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
};

/**
 * Where `briefsite` is: where the setting says, else in the environment of the site, else on the `PATH`.
 *
 * `folder` is that of the workspace. Where the setting names what is not there, nothing else is started instead.
 */
export function findCommand(setting: string, folder: string, machine: Machine): string | undefined {
  const windows = machine.platform === "win32";
  const { delimiter, isAbsolute, join, resolve } = windows ? win32 : posix;
  const file = (name: string) => (windows && !/\.\w+$/.test(name) ? `${name}.exe` : name);
  // A folder that is not whole would be looked for wherever the editor was started.
  const onPath = (name: string) =>
    machine.path.split(delimiter).filter(isAbsolute).map((searched) => join(searched, file(name)));
  const asked = setting.trim();
  const places = !asked
    ? [join(folder, ".venv", windows ? "Scripts" : "bin", file("briefsite")), ...onPath("briefsite")]
    : /[/\\]/.test(asked)
      ? [resolve(folder, file(asked))]
      : onPath(asked);
  return places.find(machine.isFile);
}
