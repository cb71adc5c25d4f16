import type { InterfaceVersion } from '../../compare/index.ts';
import type { Firmware } from '../../firmware/index.ts';
import type { ItemCache } from '../../rust/index.ts';
import type { FileSet } from '../../text/index.ts';
import {
  firmwareOf,
  type Image,
  type OutsideCrates,
  readWorkspace,
  type Tree,
  type Workspace,
} from '../../tree/index.ts';
import { diagnosticEntry } from '../check-report.ts';
import type { Config } from '../config.ts';
import { interfaceVersions } from '../interface-version.ts';
import type { DiagnosticEntry } from '../model.ts';
import { type ReadInterface, readInterfaces } from '../scan.ts';
import { answersAlike, type RecordedFiles, recordFiles } from './recorded-files.ts';

/** The interfaces of one source, as a comparison needs them. */
export interface Snapshot {
  /** What people call it: a tag, a folder, an archive. */
  readonly label: string;
  readonly commit?: string;
  readonly interfaces: readonly InterfaceVersion[];
  /** Files whose meaning is open, with the first error of each. */
  readonly broken: readonly BrokenFile[];
  /** The first error that a check finds in an interface, for which nothing can be built of it. Absent where sources cannot be checked. */
  errorIn?(path: string): BrokenFile['error'] | undefined;
  /** What it was read from, where that is a commit. */
  readonly files?: FileSet;
  /** Images of the source, where it was read from a tree. */
  readonly images?: readonly Image[];
  /** Set when the source is what a build left. */
  readonly firmware?: Firmware;
  /** Set when the source keeps no documentation: then none is compared. */
  readonly withoutDocs?: true;
}

export interface BrokenFile {
  readonly path: string;
  readonly error: Pick<DiagnosticEntry, 'message' | 'place'>;
}

export interface SnapshotOptions {
  readonly config: Config;
  /** Sources of crates from outside the tree. */
  readonly outside?: (tree: Tree) => OutsideCrates;
  /** Parsed Rust files by content: one for both sides, since most files are the same on both. */
  readonly items?: ItemCache;
}

/** A tree that was read: its interfaces, and what they were read from. */
export interface ReadTree {
  readonly snapshot: Snapshot;
  readonly recorded: RecordedFiles;
  readonly workspace: Workspace;
}

/** Reads the interfaces of a tree. What checks have to say of them is found out when somebody asks. */
export function readSnapshot(tree: Tree, options: SnapshotOptions): ReadTree {
  const recorded = recordFiles(tree.files);
  const { label, prefix } = tree;
  const files: Tree = { files: recorded.files, label, prefix };
  const workspace = readWorkspace(files, options.outside?.(files));
  const snapshot = snapshotOf(
    tree,
    workspace,
    readInterfaces(files, workspace, options.config, { items: options.items }),
  );
  return { snapshot, recorded, workspace };
}

/**
 * The same, of a tree that is mostly like one that was read already. When nothing differs but interface files, only these are read:
 * most of a pull request's time would go into resolving again what nobody changed.
 */
export function readSimilar(tree: Tree, options: SnapshotOptions, known: ReadTree): Snapshot {
  const { recorded, workspace, snapshot } = known;
  const paths = new Set(workspace.interfaceFiles.map(({ path }) => path));
  if (!answersAlike(recorded, tree.files, paths)) return readSnapshot(tree, options).snapshot;
  const changed = workspace.interfaceFiles.filter(
    ({ path }) => recorded.files.contentKey(path) !== tree.files.contentKey(path),
  );
  const changedPaths = new Set(changed.map(({ path }) => path));
  const read = snapshotOf(
    tree,
    workspace,
    readInterfaces(tree, { ...workspace, interfaceFiles: changed }, options.config, { items: options.items }),
  );
  // Message contracts have no file of their own: they are read again.
  const isKept = ({ path }: { readonly path: string }) =>
    !changedPaths.has(path) && !read.interfaces.some((one) => one.path === path);
  return {
    label: read.label,
    images: workspace.images,
    ...(snapshot.firmware && { firmware: snapshot.firmware }),
    get commit() {
      return tree.commit;
    },
    interfaces: [...snapshot.interfaces.filter(isKept), ...read.interfaces].sort(byPath),
    broken: [...snapshot.broken.filter(isKept), ...read.broken].sort(byPath),
    errorIn: (path) => (changedPaths.has(path) ? read : snapshot).errorIn?.(path),
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** What a comparison needs of interfaces that were read. */
export function snapshotOf(tree: Tree, workspace: Workspace, read: readonly ReadInterface[]): Snapshot {
  const firmware = firmwareOf(tree.files);
  const byFile = new Map(read.map((one) => [one.file.path, one]));
  const errorIn = (path: string) => {
    // An error in another file, such as a misspelt operation of a task's callers, leaves the interface as it is.
    const found = byFile.get(path)?.check() ?? [];
    const error = found.find(({ severity, source }) => severity === 'error' && source.path === path);
    return error && diagnosticEntry(error);
  };
  return {
    label: tree.label,
    get commit() {
      return tree.commit;
    },
    interfaces: interfaceVersions(read, workspace),
    images: workspace.images,
    ...(firmware && { firmware }),
    broken: read.flatMap(({ kind, file: { path }, schema, reading }) => {
      // A tree of another time may lack a message contract: that leaves nothing open.
      if (kind === 'messages') return [];
      const error = reading.find(({ severity }) => severity === 'error');
      return schema === undefined && error ? [{ path, error: diagnosticEntry(error) }] : [];
    }),
    errorIn,
  };
}
