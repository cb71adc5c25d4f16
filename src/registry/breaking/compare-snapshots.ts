import { compareTrees, type Finding, type InterfaceVersion, type Policy, sharedNames } from '../../compare/index.ts';
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

/**
 * Every change between two sources. An interface that is broken on one side is left out on both, and told. Checks are asked
 * only of what changed: the compiler refuses what they find, so nothing can be built of it; in what nobody touched that is no news.
 */
export function compareSnapshots(before: Snapshot, after: Snapshot): SnapshotComparison {
  const unreadable = [
    ...before.broken.map((file) => ({ ...file, side: 'old' as const })),
    ...after.broken.map((file) => ({ ...file, side: 'new' as const })),
  ];
  const open = new Set(unreadable.map(({ path }) => path));
  const readable = compareWithout(open, before, after);
  const refused: UnknownInterface[] = [];
  for (const { oldPath, newPath } of changedInterfaces(readable.findings)) {
    const old = oldPath === undefined ? undefined : before.errorIn?.(oldPath);
    const now = newPath === undefined ? undefined : after.errorIn?.(newPath);
    if (oldPath !== undefined && old) refused.push({ side: 'old', path: oldPath, error: old });
    if (newPath !== undefined && now) refused.push({ side: 'new', path: newPath, error: now });
    if (old || now) for (const path of [oldPath, newPath]) if (path !== undefined) open.add(path);
  }
  const unknown = [...unreadable, ...refused];
  return refused.length === 0 ? { ...readable, unknown } : { ...compareWithout(open, before, after), unknown };
}

/** Each interface that findings are about, once. */
function changedInterfaces(findings: readonly Finding[]): Finding['interface'][] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding.interface), finding.interface])).values()];
}

/** Every change but in the files that are left out. */
function compareWithout(
  open: ReadonlySet<string>,
  before: Snapshot,
  after: Snapshot,
): Omit<SnapshotComparison, 'unknown'> {
  const bare = before.withoutDocs || after.withoutDocs;
  const comparable = (interfaces: readonly InterfaceVersion[]) =>
    interfaces.filter(({ path }) => !open.has(path)).map((version) => (bare ? withoutDocs(version) : version));
  // One object on both sides: an interface that was read once, because nothing of it differs.
  const shared = new Set(before.interfaces.filter((version) => after.interfaces.includes(version)));
  const differing = ({ interfaces }: Snapshot) => comparable(interfaces.filter((version) => !shared.has(version)));
  const { findings, compared, unchanged } = compareTrees(
    differing(before),
    differing(after),
    sharedNames(namesOf(before), namesOf(after)),
  );
  return { findings, compared: compared + shared.size, unchanged: unchanged + shared.size };
}

function namesOf({ interfaces }: Snapshot): string[] {
  return interfaces.map(({ wire }) => wire.name);
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
