import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** What an editor that supports everything says of itself. */
const CAPABILITIES = {
  workspace: {
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    applyEdit: true,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    completion: { completionItem: { snippetSupport: true } },
  },
};

export interface EditorOptions {
  /** Absolute paths of the folders of the workspace. */
  readonly folders: readonly string[];
  readonly initializationOptions?: unknown;
  readonly capabilities?: unknown;
  readonly args?: readonly string[];
  /** Options of Node for the server. */
  readonly nodeOptions?: readonly string[];
  /** Variables beside those of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** An editor that talks to the real server process. */
export class Editor {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly initialized: Promise<InitializeResult>;
  readonly logged: string[] = [];
  /** How often the server asked to watch files. */
  readonly registrations: unknown[] = [];
  /** What the server asked to be asked for again. */
  readonly refreshes: string[] = [];
  readonly #documents = new Map<string, { text: string; version: number }>();
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  readonly #waiting = new Set<() => void>();

  constructor({
    folders,
    initializationOptions,
    capabilities = CAPABILITIES,
    args = [],
    nodeOptions = [],
    env,
  }: EditorOptions) {
    const server = spawn(process.execPath, [...nodeOptions, 'src/cli/main.ts', 'lsp', '--stdio', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.process = server;
    server.stderr.on('data', (chunk) => this.logged.push(String(chunk)));
    this.connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params);
      for (const look of this.#waiting) look();
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
      for (const look of this.#waiting) look();
    });
    this.connection.onRequest('client/registerCapability', (params) => {
      this.registrations.push(params);
      return null;
    });
    this.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
      for (const look of this.#waiting) look();
    });
    for (const kind of ['codeLens', 'inlayHint']) {
      this.connection.onRequest(`workspace/${kind}/refresh`, () => {
        this.refreshes.push(kind);
        for (const look of this.#waiting) look();
        return null;
      });
    }
    this.connection.listen();
    this.initialized = this.connection
      .sendRequest<InitializeResult>('initialize', {
        processId: process.pid,
        rootUri: folders[0] === undefined ? null : uriOf(folders[0]),
        workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: folder })),
        capabilities,
        initializationOptions,
      })
      .then(async (result) => {
        await this.connection.sendNotification('initialized', {});
        return result;
      });
  }

  open(uri: string, text: string, languageId = 'idol'): void {
    this.#documents.set(uri, { text, version: 1 });
    void this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the text of a document. */
  change(uri: string, text: string): number {
    const version = (this.#documents.get(uri)?.version ?? 0) + 1;
    this.#documents.set(uri, { text, version });
    void this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    return version;
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    void this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  textOf(uri: string): string {
    return this.#documents.get(uri)?.text ?? '';
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  ask<R>(method: string, uri: string, more: object = {}): Promise<R> {
    return this.connection.sendRequest<R>(method, { textDocument: { uri }, ...more });
  }

  /** What was published last of a document. */
  diagnosticsOf(uri: string): readonly Diagnostic[] | undefined {
    return this.#published.get(uri)?.diagnostics;
  }

  get published(): ReadonlyMap<string, PublishDiagnosticsParams> {
    return this.#published;
  }

  /** Waits until what was published of a document is as wanted. */
  async until(uri: string, isWanted: (diagnostics: readonly Diagnostic[], version?: number) => boolean) {
    const wanted = () => {
      const last = this.#published.get(uri);
      return last && isWanted(last.diagnostics, last.version) ? last.diagnostics : undefined;
    };
    return this.when(wanted);
  }

  /** Waits until something is to be seen in what the server sent. */
  async when<T>(look: () => T | undefined): Promise<T> {
    const now = look();
    if (now !== undefined) return now;
    return new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
    });
  }

  /** Ends the session as the protocol has it. Gives the exit code of the server. */
  async end(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.notify('exit', undefined);
    const code = await ended;
    this.connection.dispose();
    return code;
  }
}

export function uriOf(folder: string, path = ''): string {
  return pathToFileURL(join(folder, path)).href;
}
