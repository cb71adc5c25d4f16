/**
 * Starts an extension that is bundled for VS Code, with a stand-in for the editor: `node extension-host.ts <extension> <folder>`. Prints
 * the commands that it registers and the languages that its client serves, then stops it. The stand-in knows every name of the
 * real interface and does next to nothing; what an editor shows is not tested with it.
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

type Unknown = Record<string, unknown>;

const [extension = '', folder = ''] = process.argv.slice(2);
const registered: string[] = [];
const providers: string[] = [];
const disposable = () => ({ dispose: () => undefined });

class Emitter {
  readonly #listeners: ((value: unknown) => void)[] = [];
  readonly event = (listener: (value: unknown) => void) => {
    this.#listeners.push(listener);
    return disposable();
  };
  fire(value: unknown): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {}
}

class Kind {
  static readonly Empty = new Kind();
  append(): Kind {
    return this;
  }
}

const uriOf = (path: string) => ({ fsPath: path, scheme: 'file', path, toString: () => pathToFileURL(path).href });

/** What the client needs an answer from; everything else is a class without content or does nothing. */
const KNOWN: Unknown = {
  version: '1.91.0',
  EventEmitter: Emitter,
  CancellationTokenSource: class {
    readonly token = { isCancellationRequested: false, onCancellationRequested: disposable };
    cancel(): void {}
    dispose(): void {}
  },
  CodeActionKind: Kind,
  Uri: { parse: uriOf, file: uriOf },
};

const NAMESPACES: Readonly<Record<string, Unknown>> = {
  workspace: {
    isTrusted: true,
    workspaceFolders: [{ uri: uriOf(folder), name: 'tree', index: 0 }],
    textDocuments: [],
    getConfiguration: () => ({ get: (_: string, otherwise: unknown) => otherwise }),
  },
  commands: {
    registerCommand: (name: string) => {
      registered.push(name);
      return disposable();
    },
  },
};

/** A part of the editor's interface: functions for what begins like one, else another part. */
function part(known: Unknown = {}): object {
  const made = new Map<string, unknown>();
  return new Proxy(known, {
    get(_, name) {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (name in known) return known[name];
      if (!made.has(name)) made.set(name, memberOf(name));
      return made.get(name);
    },
  });
}

function memberOf(name: string): unknown {
  if (name.startsWith('show')) {
    return (message: unknown) => {
      console.log(`shown: ${String(message)}`);
      return Promise.resolve(undefined);
    };
  }
  if (name.startsWith('create')) return () => part({ append: () => undefined, appendLine: () => undefined });
  if (/^register\w*Provider$/.test(name)) {
    return () => {
      providers.push(name);
      return disposable();
    };
  }
  if (/^(?:on|register|set)[A-Z]/.test(name)) return disposable;
  if (/^[a-z]/.test(name) && !/s$|^active|^tab/.test(name)) return () => undefined;
  return part();
}

const api: Unknown = {};
const types = readFileSync('node_modules/@types/vscode/index.d.ts', 'utf8');
for (const [, kind, name = ''] of types.matchAll(/^\s*export (class|enum|namespace|const|interface) (\w+)/gm)) {
  if (kind === 'interface') continue;
  api[name] ??= KNOWN[name] ?? (kind === 'class' ? class {} : part(NAMESPACES[name]));
}
Object.assign(api, KNOWN);

const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
const load = loader._load;
loader._load = (request, ...rest) => (request === 'vscode' ? api : load.call(Module, request, ...rest));
const { activate, deactivate } = createRequire(import.meta.url)(join(extension, 'dist/extension.cjs'));
await activate({ extensionPath: extension, subscriptions: [] });
console.log(JSON.stringify({ registered, providers: [...new Set(providers)].sort() }));
await deactivate();
process.exit(0);
