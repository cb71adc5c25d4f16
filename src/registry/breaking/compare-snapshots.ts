import { compareTrees, type Finding, type InterfaceVersion, type Policy } from '../../compare/index.ts';
import type { BrokenFile, Snapshot } from './snapshot.ts';

/** What differs between two sources. */
export interface SnapshotComparison {
  readonly findings: readonly Finding[];
  /** Files that one side has with errors: nothing can be said of them. */
  readonly unknown: readonly UnknownInterface[];
  /** Interfaces that both sides have. */
  readonly compared: number;
  readonly unchanged: number;
}

export interface UnknownInterface extends BrokenFile {
  readonly side: 'old' | 'new';
}

/** Every change between two sources. A file that is broken on one side is left out on both, and told. */
export function compareSnapshots(before: Snapshot, after: Snapshot): SnapshotComparison {
  const unknown = [
    ...before.broken.map((file) => ({ ...file, side: 'old' as const })),
    ...after.broken.map((file) => ({ ...file, side: 'new' as const })),
  ];
  const open = new Set(unknown.map(({ path }) => path));
  const bare = before.withoutDocs || after.withoutDocs;
  const comparable = (interfaces: readonly InterfaceVersion[]) =>
    interfaces.filter(({ path }) => !open.has(path)).map((version) => (bare ? withoutDocs(version) : version));
  // One object on both sides: an interface that was read once, because nothing of it differs.
  const shared = new Set(before.interfaces.filter((version) => after.interfaces.includes(version)));
  const differing = ({ interfaces }: Snapshot) => comparable(interfaces.filter((version) => !shared.has(version)));
  const { findings, compared, unchanged } = compareTrees(differing(before), differing(after));
  return { findings, unknown, compared: compared + shared.size, unchanged: unchanged + shared.size };
}

/** No documentation of operations and their parts: a source that keeps none must not look as if it had been deleted. */
function withoutDocs(version: InterfaceVersion): InterfaceVersion {
  const items = Object.entries(version.items).map(([key, { place }]) => [key, { place }] as const);
  return { ...version, items: Object.fromEntries(items) };
}

/**
 * Whether an unreadable interface makes a run fail: only the new one does. Nobody has shown that it breaks nothing; while an old one
 * with errors was never compiled, so nothing in the field was built from it.
 */
export function isOpenQuestion({ side }: UnknownInterface, policy: Policy): boolean {
  return side === 'new' && policy.mode !== 'none';
}
