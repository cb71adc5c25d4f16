import { dirname } from 'node:path';
import {
  CodeLensRefreshRequest,
  type Connection,
  FileChangeType,
  type InitializeParams,
  type RenameParams,
  TextDocuments,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { z } from 'zod';
import type { BreakingReport } from '../registry/index.ts';
import { COMPARE_DELAY, Diagnoser } from './diagnoser.ts';
import { codeActions } from './features/code-actions.ts';
import { codeLenses, sinceText } from './features/code-lens.ts';
import { completionsOf } from './features/completion.ts';
import { definitionsOf } from './features/definition.ts';
import { foldingRanges } from './features/folding.ts';
import { format } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { referencesOf } from './features/references.ts';
import { rename, renameRange } from './features/rename.ts';
import { rustHover } from './features/rust-hover.ts';
import { documentSymbols } from './features/symbols.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { Guard } from './guard.ts';
import { Histories, type OperationHistory } from './history.ts';
import type { OpenTree } from './open-tree.ts';
import { fileOf, pathIn } from './position.ts';
import { interfaceAt, type Subject } from './subject.ts';
import { Trees } from './trees.ts';
import { TreeWatches } from './watch.ts';

/** What an editor says of itself in `initializationOptions`. */
export const EditorOptionsSchema = z
  .object({
    trusted: z.boolean().optional(),
    /** Whether it has the command that shows a list of places. */
    showsPlaces: z.boolean().default(false),
  })
  .catch({ showsPlaces: false });

type EditorOptions = z.infer<typeof EditorOptionsSchema>;

/** Places that a message names; more are counted. */
const MAX_PLACES = 10;

/** Folders that hold build products or other people's trees: what happens there is no change of a tree. */
const FOREIGN = /\/(?:target|node_modules|\.git)\//;

/** One session of one editor. */
export class Session {
  readonly #connection: Connection;
  readonly #capabilities: InitializeParams['capabilities'];
  readonly #editor: EditorOptions & { trusted: boolean };
  readonly #documents = new TextDocuments(TextDocument);
  readonly #histories = new Histories(() => this.#refresh());
  readonly #trees: Trees;
  readonly #guard: Guard;
  readonly #diagnoser: Diagnoser;
  readonly #watches: TreeWatches;

  constructor(connection: Connection, params: InitializeParams, editor: EditorOptions & { trusted: boolean }) {
    this.#connection = connection;
    this.#capabilities = params.capabilities;
    this.#editor = editor;
    this.#trees = new Trees(editor.trusted);
    this.#guard = new Guard(connection);
    this.#watches = new TreeWatches({
      connection,
      capabilities: params.capabilities,
      onFiles: (tree) => this.#changedOnDisk(tree),
      onRepository: (tree, name) => this.#changedInRepository(tree, name),
    });
    this.#diagnoser = new Diagnoser({
      connection,
      documents: this.#documents,
      trees: this.#trees,
      guard: this.#guard,
      onChecked: (tree, isChangedElsewhere) => {
        this.#watches.follow(tree);
        // Sizes and users in an interface file follow from other files, too.
        if (isChangedElsewhere) this.#refresh();
      },
    });
    const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? [params.rootUri ?? ''];
    connection.onInitialized(() => {
      this.#watches.register();
      this.#followFolders(params);
      for (const uri of roots) this.#openFolder(uri);
    });
    const guarded = (follow: (document: TextDocument) => void) => (event: { document: TextDocument }) =>
      this.#guard.run(() => follow(event.document), undefined);
    this.#documents.onDidOpen(guarded((document) => this.#opened(document)));
    this.#documents.onDidChangeContent(guarded((document) => this.#changed(document)));
    this.#documents.onDidClose(guarded((document) => this.#closed(document)));
    connection.onShutdown(() => this.#histories.stop());
    this.#documents.listen(connection);
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri, type } of changes) {
        // A file that was saved: its text in the editor is known already.
        if (type === FileChangeType.Changed && this.#documents.get(uri)) continue;
        const file = FOREIGN.test(uri) ? undefined : fileOf(uri);
        this.#changedOnDisk(file === undefined ? undefined : this.#trees.ownerOf(file));
      }
    });
    this.#answer();
  }

  #answer(): void {
    const connection = this.#connection;
    const { snippetSupport: takesSnippets = false } = this.#capabilities.textDocument?.completion?.completionItem ?? {};
    const about = <P extends { textDocument: { uri: string } }, R>(
      answer: (subject: Subject, params: P) => R,
      none: R,
    ) => {
      return (params: P): R =>
        this.#guard.run(() => {
          const document = this.#documents.get(params.textDocument.uri);
          if (!document) return none;
          return answer(this.#subject(document), params);
        }, none);
    };
    connection.onDocumentSymbol(about((subject) => documentSymbols(subject), []));
    connection.onFoldingRanges(about((subject) => foldingRanges(subject), []));
    connection.onDocumentFormatting(about((subject) => format(subject), []));
    connection.onHover(
      about((subject, { position }) => {
        if (subject.path.endsWith('.rs')) return rustHover(subject, position);
        return hover(subject, position, (name) => this.#sinceOf(subject, name));
      }, null),
    );
    connection.onDefinition(about((subject, { position }) => definitionsOf(subject, position), []));
    connection.onReferences(about((subject, { position }) => referencesOf(subject, position), []));
    connection.onCompletion(about((subject, { position }) => completionsOf(subject, position, takesSnippets), []));
    connection.onCodeLens(
      about((subject) => codeLenses(subject, this.#historyOf(subject), this.#editor.showsPlaces), []),
    );
    connection.onCodeAction(
      about((subject, { range, textDocument: { uri } }) => codeActions(subject, range, this.#reportOf(uri)), []),
    );
    connection.onPrepareRename(about((subject, { position }) => renameRange(subject, position), null));
    connection.onRenameRequest(about((subject, params) => this.#rename(subject, params), null));
    connection.onWorkspaceSymbol(({ query }) =>
      this.#guard.run(
        () =>
          this.#trees.all.flatMap((tree) =>
            workspaceSymbols(tree.state, query, (path) => this.#diagnoser.uriOf(tree.folder, path)),
          ),
        [],
      ),
    );
    connection.languages.inlayHint.on(about((subject, { range }) => inlayHints(subject, range), []));
  }

  #subject(document: TextDocument): Subject {
    return this.#trees.subjectOf(document.uri, document.getText());
  }

  #rename(subject: Subject, { position, newName }: RenameParams): WorkspaceEdit {
    const asksAuthor = this.#capabilities.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
    const { edit, follow } = rename(subject, position, newName, asksAuthor);
    if (follow.length > 0) {
      const places = follow.slice(0, MAX_PLACES).join(', ');
      const more = follow.length > MAX_PLACES ? ` and ${follow.length - MAX_PLACES} more` : '';
      this.#connection.window.showInformationMessage(`These places must follow: ${places}${more}`);
    }
    return edit;
  }

  #reportOf(uri: string): BreakingReport | undefined {
    const file = fileOf(uri);
    const tree = file === undefined ? undefined : this.#trees.ownerOf(file);
    return tree && this.#diagnoser.reportOf(tree);
  }

  /** What releases say of the operations of a document. Nothing at first: it is read meanwhile, and the editor asks again. */
  #historyOf({ folder, path }: Subject): ReadonlyMap<string, OperationHistory> | undefined {
    return this.#editor.trusted && folder !== '' ? this.#histories.of(folder, path) : undefined;
  }

  #sinceOf(subject: Subject, name: string): string | undefined {
    const number = interfaceAt(subject)?.operations.find((one) => one.name.text === name)?.number;
    return number === undefined ? undefined : sinceText(this.#historyOf(subject)?.get(name), number);
  }

  /** Asks an editor that can to ask again for what depends on more than its document. */
  #refresh(): void {
    const { codeLens, inlayHint } = this.#capabilities.workspace ?? {};
    if (codeLens?.refreshSupport) void this.#connection.sendRequest(CodeLensRefreshRequest.type);
    if (inlayHint?.refreshSupport) void this.#connection.languages.inlayHint.refresh();
  }

  #opened(document: TextDocument): void {
    const file = fileOf(document.uri);
    const tree = file === undefined ? undefined : this.#trees.treeOf(file);
    // Reading a tree for the first time takes a second; what the file says by itself is known at once.
    if (isInterface(document) && (!tree || tree.isUnread)) this.#diagnoser.checkAlone(document);
    this.#changed(document);
  }

  #changed(document: TextDocument): void {
    const file = fileOf(document.uri);
    const tree = file === undefined ? undefined : this.#trees.treeOf(file);
    const path = tree && file !== undefined ? pathIn(tree.folder, file) : undefined;
    if (tree && path !== undefined) {
      tree.setUnsaved(path, document.getText());
      if (!isInterface(document)) this.#diagnoser.changedElsewhere(tree);
      this.#diagnoser.schedule(tree);
    } else if (isInterface(document)) {
      this.#diagnoser.checkAlone(document);
    }
  }

  #closed(document: TextDocument): void {
    const file = fileOf(document.uri);
    const tree = file === undefined ? undefined : this.#trees.ownerOf(file);
    const path = tree && file !== undefined ? pathIn(tree.folder, file) : undefined;
    if (tree && path !== undefined) {
      tree.setUnsaved(path, undefined);
      tree.changedOnDisk();
      this.#diagnoser.schedule(tree);
    } else {
      this.#diagnoser.forgetAlone(document.uri);
    }
  }

  #changedOnDisk(tree: OpenTree | undefined): void {
    this.#trees.forgetRoots();
    if (!tree) return;
    tree.changedOnDisk();
    this.#diagnoser.changedElsewhere(tree);
    this.#diagnoser.schedule(tree, COMPARE_DELAY);
  }

  #openFolder(uri: string): void {
    const folder = fileOf(uri);
    const tree = folder === undefined ? undefined : this.#guard.run(() => this.#trees.openFolder(folder), undefined);
    if (tree) this.#diagnoser.schedule(tree, 0);
  }

  #followFolders({ capabilities }: InitializeParams): void {
    if (!capabilities.workspace?.workspaceFolders) return;
    this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      for (const { uri } of removed) {
        const folder = fileOf(uri);
        for (const tree of folder === undefined ? [] : this.#trees.closeFolder(folder)) this.#forget(tree);
      }
      for (const { uri } of added) this.#openFolder(uri);
      for (const document of this.#documents.all()) this.#changed(document);
      this.#diagnoser.publish();
    });
  }

  #forget(tree: OpenTree): void {
    this.#watches.forget(tree);
    this.#diagnoser.forget(tree, (uri) => isInFolder(uri, tree.folder));
  }

  #changedInRepository(tree: OpenTree, name: string | null): void {
    // Another commit is checked out: files may have changed of which no editor tells.
    if (name === 'HEAD' || name === 'index' || name === null) tree.changedOnDisk();
    this.#histories.forget(tree.folder);
    tree.changedInGit();
    this.#diagnoser.schedule(tree, COMPARE_DELAY);
  }
}

function isInterface({ languageId, uri }: TextDocument): boolean {
  return languageId === 'idol' || uri.endsWith('.idol');
}

function isInFolder(uri: string, folder: string): boolean {
  const file = fileOf(uri);
  return file !== undefined && (file === folder || pathIn(folder, file) !== undefined || dirname(file) === folder);
}
