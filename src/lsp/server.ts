import {
  CodeActionKind,
  createConnection,
  type InitializeResult,
  ProposedFeatures,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { EditorOptionsSchema, Session } from './session.ts';

export interface ServerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly name: string;
  readonly version: string;
  /** Whether programs may be run in the workspace. An editor that knows better says so in its `initialize` request. */
  readonly isTrusted: boolean;
}

/**
 * Serves an editor until it ends the session. Requests are answered from the state that the texts in the editor give at that moment;
 * diagnostics follow each change after a short pause.
 */
export function serveEditor({ input, output, name, version, isTrusted }: ServerOptions): void {
  const connection = createConnection(ProposedFeatures.all, input, output);
  connection.onInitialize((params): InitializeResult => {
    const editor = EditorOptionsSchema.parse(params.initializationOptions ?? {});
    new Session(connection, params, { ...editor, trusted: editor.trusted ?? isTrusted });
    return {
      serverInfo: { name, version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        documentFormattingProvider: true,
        hoverProvider: true,
        inlayHintProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        workspaceSymbolProvider: true,
        completionProvider: { triggerCharacters: ['"', ':', '('] },
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        renameProvider: { prepareProvider: true },
      },
    };
  });
  connection.listen();
}
