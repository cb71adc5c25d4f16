import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { CONFIG_FILE } from '../registry/index.ts';
import { Source } from '../text/index.ts';
import { rootOf } from '../tree/index.ts';
import { OpenTree, stateOfFile } from './open-tree.ts';
import { fileOf, pathIn, uriOf } from './position.ts';
import type { Subject } from './subject.ts';

/** Entries of a folder of which one says that a tree, rather than anything else, begins there. */
const MARKS = ['Cargo.toml', 'app', 'idl', CONFIG_FILE];

/** The trees that the editor works in. A file belongs to the tree with the nearest root. */
export class Trees {
  readonly #isTrusted: boolean;
  readonly #trees = new Map<string, OpenTree>();
  /** Root of the tree that a folder belongs to, as far as somebody asked. */
  readonly #roots = new Map<string, string | undefined>();

  constructor(isTrusted: boolean) {
    this.#isTrusted = isTrusted;
  }

  get all(): readonly OpenTree[] {
    return [...this.#trees.values()];
  }

  /** Opens the tree that a folder of the workspace is, or belongs to, if there is one. */
  openFolder(folder: string): OpenTree | undefined {
    const root = this.#rootOf(folder);
    return root !== undefined && MARKS.some((name) => existsSync(join(root, name))) ? this.#open(root) : undefined;
  }

  /** Leaves a folder of the workspace and its trees alone from now on. */
  closeFolder(folder: string): readonly OpenTree[] {
    const closed = this.all.filter((tree) => isIn(tree.folder, folder));
    for (const tree of closed) this.#trees.delete(tree.folder);
    this.#roots.clear();
    return closed;
  }

  /** The tree of a file. An interface file opens the one that it lies in. */
  treeOf(file: string): OpenTree | undefined {
    const root = file.endsWith('.idol') ? this.#rootOf(dirname(file)) : undefined;
    if (root !== undefined) this.#open(root);
    return this.ownerOf(file);
  }

  /** The open tree with the nearest root. */
  ownerOf(file: string): OpenTree | undefined {
    const around = this.all.filter((tree) => isIn(file, tree.folder));
    return around.reduce<OpenTree | undefined>(
      (best, tree) => (best === undefined || tree.folder.length > best.folder.length ? tree : best),
      undefined,
    );
  }

  /** What a request about a document is about. Without a tree around it, the document stands alone. */
  subjectOf(uri: string, text: string): Subject {
    const file = fileOf(uri);
    const tree = file === undefined ? undefined : this.treeOf(file);
    const path = tree && file !== undefined ? pathIn(tree.folder, file) : undefined;
    const source = tree && path !== undefined ? tree.state.tree.files.read(path) : undefined;
    if (tree && path !== undefined && source) {
      return { state: tree.state, folder: tree.folder, path, source, uriOf: (other) => uriOf(tree.folder, other) };
    }
    return aloneSubject(uri, text);
  }

  /** Files were added or removed: the root of a tree may be elsewhere now. */
  forgetRoots(): void {
    this.#roots.clear();
  }

  #rootOf(folder: string): string | undefined {
    if (!this.#roots.has(folder)) this.#roots.set(folder, existsSync(folder) ? absoluteRoot(folder) : undefined);
    return this.#roots.get(folder);
  }

  #open(root: string): OpenTree {
    const tree = this.#trees.get(root) ?? new OpenTree(root, this.#isTrusted);
    this.#trees.set(root, tree);
    return tree;
  }
}

/** A document as a tree of its own. */
export function aloneSubject(uri: string, text: string): Subject {
  const path = basename(fileOf(uri) ?? uri) || 'unnamed.idol';
  const state = stateOfFile(path, text);
  const source = state.tree.files.read(path) ?? new Source(path, text);
  return { state, folder: '', path, source, uriOf: () => uri };
}

function absoluteRoot(folder: string): string | undefined {
  const root = rootOf(folder);
  return root === undefined ? undefined : resolve(root);
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
