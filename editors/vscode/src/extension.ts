import { commands, l10n, RelativePattern, Uri, window, workspace } from "vscode";
import type { ExtensionContext, WorkspaceFolder } from "vscode";
import { CloseAction, ErrorAction, LanguageClient } from "vscode-languageclient/node";
import { findCommand, thisMachine } from "./command";
import { briefsFolder, filesIn } from "./site";

const SITES = "**/{mkdocs,properdocs}.{yml,yaml}";
const INSTALL = 'pip install "briefsite[lsp]"';
const clients: LanguageClient[] = [];
/** One restart after the other, however fast they are asked for. */
let turn = Promise.resolve();

export function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("briefsite.restart", restart),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("briefsite") && restart()),
    workspace.onDidChangeWorkspaceFolders(restart),
  );
  return restart();
}

export async function deactivate(): Promise<void> {
  await Promise.allSettled(clients.splice(0).map((client) => client.dispose()));
}

function restart(): Promise<void> {
  return (turn = turn.then(deactivate).then(async () => {
    await Promise.allSettled((workspace.workspaceFolders ?? []).map(start));
  }));
}

/** Start the server for a folder that holds a site, or several. */
async function start(workspaceFolder: WorkspaceFolder): Promise<void> {
  const documentSelector = await filesOfSites(workspaceFolder);
  if (!documentSelector.length) return;
  const settings = workspace.getConfiguration("briefsite", workspaceFolder);
  const [asked, lang] = [settings.get("command", ""), settings.get("lang", "")];
  const cwd = workspaceFolder.uri.fsPath;
  const command = findCommand(asked, cwd, thisMachine);
  if (!command) {
    const wrong = l10n.t("The setting briefsite.command names {0}, which is not there.", asked);
    const none = l10n.t("The command briefsite is missing. Install it into the environment of the site: {0}", INSTALL);
    return tell(asked ? wrong : none);
  }
  const server = { command, args: ["lsp", ...(lang ? ["--lang", lang] : [])], options: { cwd } };
  const client = new LanguageClient("briefsite", "Briefsite", server, {
    documentSelector, workspaceFolder,
    initializationFailedHandler: () => false, // it closes as well, which is told
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        tell(l10n.t("The language server of briefsite has stopped. It needs: {0}", INSTALL), client);
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
  });
  // Its own errors go to its output alone: what can be done about them is told here.
  client.error = (message, data) => LanguageClient.prototype.error.call(client, message, data, false);
  clients.push(client);
  await client.start();
}

async function filesOfSites(folder: WorkspaceFolder) {
  const configs = await workspace.findFiles(new RelativePattern(folder, SITES), "**/{.venv,node_modules}/**");
  const found = configs.map(async (config) => {
    const briefs = briefsFolder(new TextDecoder().decode(await workspace.fs.readFile(config)));
    return briefs === undefined ? [] : filesIn(Uri.joinPath(config, "..", briefs).toString());
  });
  return (await Promise.all(found)).flat();
}

/** Say what is wrong, and try again once it is mended. */
function tell(said: string, client?: LanguageClient): void {
  const [again, why] = [l10n.t("Try again"), l10n.t("Show why")];
  void window.showErrorMessage(said, again, ...(client ? [why] : [])).then((chosen) => {
    if (chosen === again) return restart();
    if (chosen === why) client?.outputChannel.show();
  });
}
