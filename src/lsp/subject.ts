import type { Interface } from '../idol/index.ts';
import type { ScannedInterface } from '../registry/index.ts';
import type { Source } from '../text/index.ts';
import type { TreeState } from './open-tree.ts';

/** A document that a request is about, in the state of its tree. */
export interface Subject {
  readonly state: TreeState;
  /** Root of the tree on disk; empty for a document without a tree around it. */
  readonly folder: string;
  /** Path of the document in its tree. */
  readonly path: string;
  readonly source: Source;
  /** Address of a file of the tree. */
  uriOf(path: string): string;
}

/** The interface file that a document is, as the tree was read. */
export function scannedAt({ state, path }: Pick<Subject, 'state' | 'path'>): ScannedInterface | undefined {
  return state.interfaces.find(({ file }) => file.path === path);
}

/** The interface in a document, as far as it can be read. */
export function interfaceAt(subject: Pick<Subject, 'state' | 'path'>): Interface | undefined {
  return scannedAt(subject)?.interface;
}
