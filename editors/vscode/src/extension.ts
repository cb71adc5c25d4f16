import process from 'node:process';
import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type Location,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { serverProgram } from './server-program.ts';

/** Documents that the state of a tree depends on: unsaved changes in any of them count. */
const DOCUMENTS = [
  { language: 'idol' },
  { scheme: 'file', language: 'rust' },
  { scheme: 'file', language: 'toml' },
  { scheme: 'file', pattern: '**/*.toml' },
  { scheme: 'file', pattern: '**/idol-registry.config.json' },
];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const restart = async () => {
    await client?.stop();
    client = makeClient(context);
    await client.start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('idol-registry.restart', restart),
    vscode.commands.registerCommand('idol-registry.showPlaces', showPlaces),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('idolRegistry')) void restart();
    }),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function makeClient({ extensionPath }: vscode.ExtensionContext): LanguageClient {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  const settings = vscode.workspace.getConfiguration('idolRegistry');
  const { module, node } = serverProgram({
    extension: extensionPath,
    folders: workspaceFolders.map(({ uri }) => uri.fsPath),
    isTrusted,
    settings: { server: settings.get('server', ''), node: settings.get('node', '') },
    nodeVersion: process.versions.node,
  });
  const serverOptions: ServerOptions = {
    module,
    args: ['lsp'],
    transport: TransportKind.stdio,
    ...(node !== undefined && { runtime: node }),
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector: DOCUMENTS,
    initializationOptions: { trusted: isTrusted, showsPlaces: true },
  };
  return new LanguageClient('idolRegistry', 'Idol', serverOptions, clientOptions);
}

/** The command of code lenses: the server sends places of the protocol. */
function showPlaces(uri: string, position: { line: number; character: number }, places: readonly Location[]): void {
  const locations = places.map(
    ({ uri: file, range: { start, end } }) =>
      new vscode.Location(
        vscode.Uri.parse(file),
        new vscode.Range(start.line, start.character, end.line, end.character),
      ),
  );
  const at = new vscode.Position(position.line, position.character);
  void vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), at, locations);
}
