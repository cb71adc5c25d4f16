import { dirname } from 'node:path';
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
  type RenameParams,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { z } from 'zod';
import type { BreakingReport } from '../registry/index.ts';
import { ReadFailure, watchTree } from '../tree/index.ts';
import { breakingDiagnostics } from './features/breaking.ts';
import { codeActions } from './features/code-actions.ts';
import { codeLenses, sinceText } from './features/code-lens.ts';
import { completionsOf } from './features/completion.ts';
import { definitionsOf } from './features/definition.ts';
import { placedDiagnostic } from './features/diagnostics.ts';
import { foldingRanges } from './features/folding.ts';
import { format } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { referencesOf } from './features/references.ts';
import { rename, renameRange } from './features/rename.ts';
import { rustHover } from './features/rust-hover.ts';
import { documentSymbols } from './features/symbols.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { Histories, type OperationHistory } from './history.ts';
import type { OpenTree } from './open-tree.ts';
import { fileOf, pathIn, uriOf } from './position.ts';
import { type Placed, Publisher } from './publisher.ts';
import { interfaceAt, type Subject } from './subject.ts';
import { aloneSubject, Trees } from './trees.ts';
import { watchRepository } from './watch.ts';

export interface ServerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly name: string;
  readonly version: string;
  /** Whether programs may be run in the workspace. An editor that knows better says so in its `initialize` request. */
  readonly isTrusted: boolean;
}

/** What an editor says of itself in `initializationOptions`. */
const EditorOptionsSchema = z
  .object({
    trusted: z.boolean().optional(),
    /** Whether it has the command that shows a list of places. */
    showsPlaces: z.boolean().default(false),
  })
  .catch({ showsPlaces: false });

type EditorOptions = z.infer<typeof EditorOptionsSchema>;

/** Files that a tree is read from; messages about others are passed over. */
const WATCHED = '**/*.{idol,idl,rs,toml,lock,json}';

/** After a change, in milliseconds: what is typed meanwhile is looked at together. */
const CHECK_DELAY = 20;
const COMPARE_DELAY = 120;

/** Places that a message names; more are counted. */
const MAX_PLACES = 10;

/** Folders that hold build products or other people's trees: what happens there is no change of a tree. */
const FOREIGN = /\/(?:target|node_modules|\.git)\//;

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

/** One session of one editor. */
class Session {
  readonly #connection: Connection;
  readonly #capabilities: InitializeParams['capabilities'];
  readonly #editor: EditorOptions & { trusted: boolean };
  readonly #documents = new TextDocuments(TextDocument);
  readonly #histories = new Histories(() => this.#refresh());
  /** What each tree breaks, as it was compared last. */
  readonly #reports = new Map<OpenTree, BreakingReport>();
  readonly #trees: Trees;
  readonly #publisher: Publisher;
  readonly #timers = new Map<OpenTree, NodeJS.Timeout>();
  /** Why a tree was not compared when it was last tried. */
  readonly #problems = new Map<OpenTree, string>();
  /** Trees in which something else than an interface file changed since they were checked. */
  readonly #isChangedElsewhere = new Set<OpenTree>();
  readonly #watches = new Map<OpenTree, { stop(): unknown }[]>();

  constructor(connection: Connection, params: InitializeParams, editor: EditorOptions & { trusted: boolean }) {
    this.#connection = connection;
    this.#capabilities = params.capabilities;
    this.#editor = editor;
    this.#trees = new Trees(editor.trusted);
    this.#publisher = new Publisher((message) => connection.sendDiagnostics(message));
    const roots = params.workspaceFolders?.map(({ uri }) => uri) ?? [params.rootUri ?? ''];
    connection.onInitialized(() => {
      this.#watchThroughEditor();
      this.#followFolders(params);
      for (const uri of roots) this.#openFolder(uri);
    });
    const guarded = (follow: (document: TextDocument) => void) => (event: { document: TextDocument }) =>
      this.#guarded(() => follow(event.document), undefined);
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
        this.#guarded(() => {
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
      this.#guarded(
        () =>
          this.#trees.all.flatMap((tree) =>
            workspaceSymbols(tree.state, query, (path) => this.#uriOf(tree.folder, path)),
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
    return tree && this.#reports.get(tree);
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
    if (isInterface(document) && (!tree || tree.isUnread)) this.#checkAlone(document);
    this.#changed(document);
  }

  #changed(document: TextDocument): void {
    const file = fileOf(document.uri);
    const tree = file === undefined ? undefined : this.#trees.treeOf(file);
    const path = tree && file !== undefined ? pathIn(tree.folder, file) : undefined;
    if (tree && path !== undefined) {
      tree.setUnsaved(path, document.getText());
      if (!isInterface(document)) this.#isChangedElsewhere.add(tree);
      this.#schedule(tree);
    } else if (isInterface(document)) {
      this.#checkAlone(document);
    }
  }

  #closed(document: TextDocument): void {
    const file = fileOf(document.uri);
    const tree = file === undefined ? undefined : this.#trees.ownerOf(file);
    const path = tree && file !== undefined ? pathIn(tree.folder, file) : undefined;
    if (tree && path !== undefined) {
      tree.setUnsaved(path, undefined);
      tree.changedOnDisk();
      this.#schedule(tree);
    } else {
      this.#publisher.forget((uri) => uri === document.uri);
      this.#publish();
    }
  }

  #changedOnDisk(tree: OpenTree | undefined): void {
    this.#trees.forgetRoots();
    if (!tree) return;
    tree.changedOnDisk();
    this.#isChangedElsewhere.add(tree);
    this.#schedule(tree, COMPARE_DELAY);
  }

  #openFolder(uri: string): void {
    const folder = fileOf(uri);
    const tree = folder === undefined ? undefined : this.#guarded(() => this.#trees.openFolder(folder), undefined);
    if (tree) this.#schedule(tree, 0);
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
      this.#publish();
    });
  }

  #forget(tree: OpenTree): void {
    clearTimeout(this.#timers.get(tree));
    this.#timers.delete(tree);
    for (const watch of this.#watches.get(tree) ?? []) watch.stop();
    this.#watches.delete(tree);
    this.#publisher.forget((uri) => isInFolder(uri, tree.folder));
  }

  #schedule(tree: OpenTree, delay = CHECK_DELAY): void {
    clearTimeout(this.#timers.get(tree));
    this.#timers.set(
      tree,
      setTimeout(() => this.#check(tree), delay),
    );
  }

  /** What is wrong with a document that no tree is around, or none that was read yet. */
  #checkAlone(document: TextDocument): void {
    const subject = aloneSubject(document.uri, document.getText());
    const found = subject.state.diagnostics.map((one) => placedDiagnostic(one, subject));
    this.#publisher.found('checks', new Map([[document.uri, found]]), () => false);
    this.#publish();
  }

  #check(tree: OpenTree): void {
    this.#guarded(() => {
      const { state, folder } = { state: tree.state, folder: tree.folder };
      const found = new Map<string, Placed[]>();
      const uriOfFile = (path: string) => this.#uriOf(folder, path);
      for (const diagnostic of state.diagnostics) {
        const uri = uriOfFile(diagnostic.source.path);
        const placed = placedDiagnostic(diagnostic, { state, uriOf: uriOfFile });
        if (this.#owns(tree, uri)) found.set(uri, [...(found.get(uri) ?? []), placed]);
      }
      // An open file without findings is told so, with its version.
      for (const { uri } of this.#documents.all()) {
        if (this.#owns(tree, uri) && !found.has(uri)) found.set(uri, []);
      }
      this.#publisher.found('checks', found, (uri) => this.#owns(tree, uri));
      this.#publish();
      this.#watch(tree);
      // Sizes and users in an interface file follow from other files, too.
      if (this.#isChangedElsewhere.delete(tree)) this.#refresh();
    }, undefined);
    this.#timers.set(
      tree,
      setTimeout(() => void this.#compare(tree), COMPARE_DELAY),
    );
  }

  async #compare(tree: OpenTree): Promise<void> {
    const timer = this.#timers.get(tree);
    let breaking: Awaited<ReturnType<OpenTree['breaking']>> | undefined;
    try {
      breaking = await tree.breaking();
    } catch (error) {
      this.#failed(error, undefined);
    }
    // Something was edited meanwhile: it is checked first, and then compared.
    if (this.#timers.get(tree) !== timer) return;
    this.#guarded(() => {
      if (breaking && !breaking.ok) this.#sayOnce(tree, breaking.problem.message);
      this.#reports.delete(tree);
      const found = new Map<string, Placed[]>();
      if (breaking?.ok) {
        this.#problems.delete(tree);
        this.#reports.set(tree, breaking.value.report);
        const uriOfFile = (path: string) => this.#uriOf(tree.folder, path);
        for (const { path, ...placed } of breakingDiagnostics(breaking.value.report, breaking.value.state, uriOfFile)) {
          const uri = uriOfFile(path);
          found.set(uri, [...(found.get(uri) ?? []), placed]);
        }
      }
      this.#publisher.found('breaking', found, (uri) => this.#owns(tree, uri));
      this.#publish();
    }, undefined);
  }

  /** Says why nothing is compared: once for each reason, since that is no error of the author. */
  #sayOnce(tree: OpenTree, message: string): void {
    if (this.#problems.get(tree) === message) return;
    this.#problems.set(tree, message);
    this.#connection.console.info(`nothing is compared in ${tree.folder}: ${message}`);
  }

  #publish(): void {
    this.#publisher.publish((uri) => {
      const document = this.#documents.get(uri);
      return document && { text: document.getText(), version: document.version };
    });
  }

  /** Whether a file is one of a tree, and not of one inside it. */
  #owns(tree: OpenTree, uri: string): boolean {
    const file = fileOf(uri);
    return file !== undefined && this.#trees.ownerOf(file) === tree;
  }

  /** The address of a file as the editor writes it, where it has the file open. */
  #uriOf(folder: string, path: string): string {
    const uri = uriOf(folder, path);
    if (this.#documents.get(uri)) return uri;
    const file = fileOf(uri);
    return this.#documents.keys().find((one) => fileOf(one) === file) ?? uri;
  }

  #watchThroughEditor(): void {
    if (!this.#editorWatches) return;
    const watchers = [{ globPattern: WATCHED }];
    void this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  get #editorWatches(): boolean {
    return this.#capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  }

  /** Follows what happens in a tree's repository, and in its folders where the editor does not. */
  #watch(tree: OpenTree): void {
    if (this.#watches.has(tree)) return;
    const watches: { stop(): unknown }[] = [
      watchRepository(tree.folder, (name) => this.#changedInRepository(tree, name)),
    ];
    this.#watches.set(tree, watches);
    if (this.#editorWatches) return;
    void watchTree(tree.folder, () => this.#changedOnDisk(tree)).then((watch) => watches.push(watch));
  }

  #changedInRepository(tree: OpenTree, name: string | null): void {
    // Another commit is checked out: files may have changed of which no editor tells.
    if (name === 'HEAD' || name === 'index' || name === null) tree.changedOnDisk();
    this.#histories.forget(tree.folder);
    tree.changedInGit();
    this.#schedule(tree, COMPARE_DELAY);
  }

  /** Does something, and answers with `otherwise` when the disk or git fails, or this program: the session goes on. */
  #guarded<R>(work: () => R, otherwise: R): R {
    try {
      return work();
    } catch (error) {
      return this.#failed(error, otherwise);
    }
  }

  #failed<R>(error: unknown, otherwise: R): R {
    // What the editor asked for cannot be done, and it has to be told why.
    if (error instanceof ResponseError) throw error;
    if (error instanceof ReadFailure) this.#connection.console.warn(error.message);
    else this.#connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return otherwise;
  }
}

function isInterface({ languageId, uri }: TextDocument): boolean {
  return languageId === 'idol' || uri.endsWith('.idol');
}

function isInFolder(uri: string, folder: string): boolean {
  const file = fileOf(uri);
  return file !== undefined && (file === folder || pathIn(folder, file) !== undefined || dirname(file) === folder);
}
