import { isSameInterface } from './canonical-form.ts';
import { compareInterfaces } from './compare.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { InterfaceVersion } from './model.ts';
import { type Cause, type InterfaceComparison, isUnchanged } from './result.ts';
import { rules } from './rules/index.ts';
import type { RuleInfo } from './rules/rule.ts';

/** What a tree-wide comparison found. New and removed interfaces have causes like any other: they never stop it. */
export interface TreeComparison {
  /** By interface: in the order of the old tree, then those that moved, were removed or added. Those that are the same are left out. */
  interfaces: InterfaceComparison[];
  /** Interfaces of the new tree that equal those of the old one, documentation included. */
  unchanged: number;
  /** Interfaces that both trees have. */
  compared: number;
}

/** Rules about a whole interface: they have no two versions to compare, so their causes are made here. */
const INTERFACE_RULES = {
  'interface-added': { levels: ['source', 'tooling'], summary: 'An interface was added.' },
  'interface-removed': { levels: ['source', 'tooling'], summary: 'An interface was removed.' },
  'interface-moved': { levels: ['source'], summary: 'An interface file has another path.' },
} as const;

/** Every rule, in the order in which causes are reported: those about whole interfaces come first. */
export const allRules: readonly RuleInfo[] = [
  ...Object.entries(INTERFACE_RULES).map(([id, rule]) => ({ id, ...rule })),
  ...rules,
];

/** Names that several interface files of one tree have inside. */
export function sharedNames(...trees: readonly (readonly string[])[]): ReadonlySet<string> {
  return new Set(trees.flatMap((names) => names.filter((name, index) => names.indexOf(name) !== index)));
}

/**
 * Compares all interfaces of two trees. An interface is its file's path; one that is gone is taken for moved when a new file
 * has the same name inside, or carries the same. `shared` are the names that do not tell interfaces apart, for those who give only
 * some of a tree's.
 */
export function compareTrees(
  oldVersions: readonly InterfaceVersion[],
  newVersions: readonly InterfaceVersion[],
  shared: ReadonlySet<string> = sharedNames(oldVersions.map(nameOf), newVersions.map(nameOf)),
): TreeComparison {
  const interfaces: InterfaceComparison[] = [];
  const added = new Map(newVersions.map((version) => [version.path, version]));
  const removed: InterfaceVersion[] = [];
  let [compared, unchanged] = [0, 0];
  const compare = (old: InterfaceVersion, now: InterfaceVersion, moved: readonly Cause[] = []) => {
    const comparison = compareInterfaces(old, now, shared.has(nameOf(now)) ? [nameOf(now), old.path] : [nameOf(now)]);
    compared++;
    if (isUnchanged(comparison)) unchanged++;
    if (isUnchanged(comparison) && moved.length === 0) return;
    interfaces.push({ ...comparison, causes: [...moved, ...comparison.causes] });
  };
  for (const old of oldVersions) {
    const now = added.get(old.path);
    added.delete(old.path);
    if (now) compare(old, now);
    else removed.push(old);
  }
  for (const old of removed) {
    const now = [...added.values()].find((candidate) => isMoved(old, candidate));
    if (now) {
      added.delete(now.path);
      const message = `interface \`${now.schema.name}\` is now in \`${now.path}\`, was in \`${old.path}\``;
      compare(old, now, [cause('interface-moved', message, old, now)]);
    } else {
      interfaces.push(oneSided('removed', old, undefined));
    }
  }
  for (const now of added.values()) interfaces.push(oneSided('added', undefined, now));
  return { interfaces, unchanged, compared };
}

function nameOf({ schema }: InterfaceVersion): string {
  return schema.name;
}

/** Renamed files keep their interface's name, or at least half of their operations. */
function isMoved(old: InterfaceVersion, now: InterfaceVersion): boolean {
  // A message contract has no file: another name is another contract.
  if (old.schema.messages || now.schema.messages) return false;
  if (isSameInterface(old.schema, now.schema)) return true;
  const names = new Set(now.schema.operations.map((operation) => operation.name));
  const kept = old.schema.operations.filter((operation) => names.has(operation.name)).length;
  return kept > 0 && kept * 2 >= Math.max(old.schema.operations.length, now.schema.operations.length);
}

/** An interface that one tree has alone. */
function oneSided(
  status: 'added' | 'removed',
  old: InterfaceVersion | undefined,
  now: InterfaceVersion | undefined,
): InterfaceComparison {
  const { schema, path } = (now ?? old) as InterfaceVersion;
  const what = schema.messages ? `message contract \`${schema.name}\`` : `interface \`${schema.name}\` (\`${path}\`)`;
  const message = `${what} was ${status}`;
  return {
    interface: { name: schema.name, ...(old && { oldPath: old.path }), ...(now && { newPath: now.path }) },
    status,
    verdicts: [],
    same: 0,
    unseen: { old: 0, new: 0 },
    causes: [cause(`interface-${status}`, message, old, now)],
  };
}

function cause(
  rule: keyof typeof INTERFACE_RULES,
  message: string,
  old: InterfaceVersion | undefined,
  now: InterfaceVersion | undefined,
): Cause {
  const name = (now ?? old)?.schema.name ?? '';
  const [oldPlace, newPlace] = [old?.items['']?.place, now?.items['']?.place];
  return {
    rule,
    levels: [...INTERFACE_RULES[rule].levels],
    message,
    operations: [],
    ...(oldPlace && { oldPlace }),
    ...(newPlace && { newPlace }),
    fingerprint: fingerprintOf(rule, [name, ...(old ? [old.path] : []), ...(now ? [now.path] : [])]),
  };
}
