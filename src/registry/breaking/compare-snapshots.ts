import {
  compareTrees,
  type InterfaceComparison,
  type InterfaceVersion,
  mayDifferFromItself,
  sharedNames,
} from '../../compare/index.ts';
import { besideFirmware } from './beside-firmware.ts';
import type { NamedInterface } from './globs.ts';
import type { BrokenFile, Snapshot } from './snapshot.ts';
import { unseenTypes } from './unseen.ts';

/** What differs between two sources. */
export interface SnapshotComparison {
  /** Those that differ. */
  readonly interfaces: readonly InterfaceComparison[];
  /** Files that one side has with errors: nothing can be said of them. */
  readonly unreadable: readonly UnreadableInterface[];
  /** Interfaces that both sides have. */
  readonly compared: number;
  readonly unchanged: number;
  /** Distinct types of each side that could not be resolved, also those of interfaces that are the same. */
  readonly unseen: { readonly old: number; readonly new: number };
}

export interface UnreadableInterface extends BrokenFile {
  readonly side: 'old' | 'new';
}

/**
 * Every change between two sources, of the interfaces that `isWanted` accepts. An interface that is broken on one side is left out on
 * both, and reported. Checks are asked only of what changed: the compiler rejects what they find, so nothing can be built of it; in
 * what nobody touched that is no news.
 */
export function compareSnapshots(
  earlier: Snapshot,
  later: Snapshot,
  isWanted: (named: NamedInterface) => boolean = () => true,
): SnapshotComparison {
  const [before, after] = besideFirmware(earlier, later);
  const unread = [
    ...before.broken.map((file) => ({ ...file, side: 'old' as const })),
    ...after.broken.map((file) => ({ ...file, side: 'new' as const })),
  ];
  const open = new Set(unread.map(({ path }) => path));
  const readable = compareWithout(open, before, after, isWanted);
  const rejected: UnreadableInterface[] = [];
  for (const { interface: changed } of readable.interfaces) {
    const { oldPath, newPath } = changed;
    const old = oldPath === undefined ? undefined : before.errorIn?.(oldPath);
    const now = newPath === undefined ? undefined : after.errorIn?.(newPath);
    if (oldPath !== undefined && old) rejected.push({ side: 'old', path: oldPath, error: old });
    if (newPath !== undefined && now) rejected.push({ side: 'new', path: newPath, error: now });
    if (old || now) for (const path of [oldPath, newPath]) if (path !== undefined) open.add(path);
  }
  const unreadable = [...unread.filter(({ path }) => isWanted({ paths: [path] })), ...rejected];
  const result = rejected.length === 0 ? readable : compareWithout(open, before, after, isWanted);
  return { ...result, unreadable };
}

/** Every change but in the files that are left out. */
function compareWithout(
  open: ReadonlySet<string>,
  before: Snapshot,
  after: Snapshot,
  isWanted: (named: NamedInterface) => boolean,
): Omit<SnapshotComparison, 'unreadable'> {
  const hasDocs = !before.withoutDocs && !after.withoutDocs;
  const wanted = ({ interfaces }: Snapshot) =>
    interfaces.filter(({ path, schema }) => !open.has(path) && isWanted({ name: schema.name, paths: [path] }));
  const [old, now] = [wanted(before), wanted(after)];
  // One object on both sides: an interface that was read once, because nothing of it differs that could be read.
  const shared = new Set(old.filter((version) => now.includes(version) && !mayDifferFromItself(version.schema)));
  const differing = (versions: readonly InterfaceVersion[]) =>
    versions.filter((version) => !shared.has(version)).map((version) => (hasDocs ? version : withoutDocs(version)));
  const { interfaces, compared, unchanged } = compareTrees(
    differing(old),
    differing(now),
    sharedNames(namesOf(before), namesOf(after)),
  );
  return {
    interfaces,
    compared: compared + shared.size,
    unchanged: unchanged + shared.size,
    unseen: { old: unseenTypes(old), new: unseenTypes(now) },
  };
}

function namesOf({ interfaces }: Snapshot): string[] {
  return interfaces.map(({ schema }) => schema.name);
}

/** No documentation of operations and their parts: a source that keeps none must not look as if it had been deleted. */
function withoutDocs(version: InterfaceVersion): InterfaceVersion {
  const items = Object.entries(version.items).map(([key, { place }]) => [key, { place }] as const);
  return { ...version, items: Object.fromEntries(items) };
}
