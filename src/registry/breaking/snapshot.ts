import type { InterfaceVersion } from '../../compare/index.ts';
import type { ItemCache } from '../../rust/index.ts';
import { type OutsideCrates, readWorkspace, type Tree } from '../../tree/index.ts';
import { diagnosticEntry } from '../check-report.ts';
import type { Config } from '../config.ts';
import { interfaceVersions } from '../interface-version.ts';
import type { DiagnosticEntry } from '../model.ts';
import { readInterfaces } from '../scan.ts';

/** The interfaces of one source, as a comparison needs them. */
export interface Snapshot {
  /** What people call it: a tag, a folder, an archive. */
  readonly label: string;
  readonly commit?: string;
  readonly interfaces: readonly InterfaceVersion[];
  /** Files whose meaning is open, with the first error of each. */
  readonly broken: readonly BrokenFile[];
  /** Set when the source keeps no documentation: then none is compared. */
  readonly withoutDocs?: true;
}

export interface BrokenFile {
  readonly path: string;
  readonly error: DiagnosticEntry;
}

export interface SnapshotOptions {
  readonly config: Config;
  /** Sources of crates from outside the tree. */
  readonly outside?: OutsideCrates;
  /** Parsed Rust files by content: one for both sides, since most files are the same on both. */
  readonly items?: ItemCache;
}

/** Reads the interfaces of a tree, checks nothing. */
export function readSnapshot(tree: Tree, { config, outside, items }: SnapshotOptions): Snapshot {
  const read = readInterfaces(tree, readWorkspace(tree, outside), config, items);
  return {
    label: tree.label,
    get commit() {
      return tree.commit;
    },
    interfaces: interfaceVersions(read),
    broken: read.flatMap(({ file, wire, reading }) => {
      const error = reading.find(({ severity }) => severity === 'error');
      return wire === undefined && error ? [{ path: file.path, error: diagnosticEntry(error) }] : [];
    }),
  };
}
