import { compareInterfaces } from './compare.ts';
import { causeOf, compareVersions } from './compare-versions.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Finding, InterfaceVersion } from './model.ts';
import type { InterfaceComparison } from './result.ts';
import type { RuleInfo } from './rule.ts';
import { rules } from './rules/index.ts';
import { isSameInterface } from './shape.ts';

/** What a tree-wide comparison found. New and removed interfaces are findings like any other: they never stop it. */
export interface TreeComparison {
  /** By interface: in the order of the old tree, then those that were added. Those that are the same are left out. */
  interfaces: InterfaceComparison[];
  findings: Finding[];
  /** Interfaces of the new tree whose contract equals that of the old one. */
  unchanged: number;
  /** Interfaces that both trees have. */
  compared: number;
}

/** Rules about a whole interface: they have no two versions to compare, so their findings are made here. */
const INTERFACE_RULES = {
  'interface-added': { levels: ['source', 'tooling'], summary: 'An interface was added.' },
  'interface-removed': { levels: ['source', 'tooling'], summary: 'An interface was removed.' },
  'interface-moved': { levels: ['source'], summary: 'An interface file has another path.' },
} as const;

/** Every rule, in the order in which findings are reported: those about whole interfaces come first. */
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
  before: readonly InterfaceVersion[],
  after: readonly InterfaceVersion[],
  shared: ReadonlySet<string> = sharedNames(before.map(nameOf), after.map(nameOf)),
): TreeComparison {
  const result: TreeComparison = { interfaces: [], findings: [], unchanged: 0, compared: 0 };
  const addedByPath = new Map(after.map((version) => [version.path, version]));
  const removed: InterfaceVersion[] = [];
  const compare = (old: InterfaceVersion, now: InterfaceVersion, moved: readonly Finding[] = []) => {
    const identity = shared.has(nameOf(now)) ? [nameOf(now), old.path] : [nameOf(now)];
    const findings = compareInterfaces(old, now, identity);
    result.compared++;
    if (findings.length === 0) result.unchanged++;
    if (findings.length + moved.length > 0)
      result.interfaces.push(withCauses(compareVersions(old, now, identity), moved));
    result.findings.push(...findings);
  };
  for (const old of before) {
    const now = addedByPath.get(old.path);
    addedByPath.delete(old.path);
    if (now) compare(old, now);
    else removed.push(old);
  }
  for (const old of removed) {
    const now = [...addedByPath.values()].find((candidate) => isMoved(old, candidate));
    if (now) {
      addedByPath.delete(now.path);
      const message = `interface \`${now.wire.name}\` is in \`${now.path}\` now, was in \`${old.path}\``;
      const moved = finding('interface-moved', message, old, now);
      result.findings.push(moved);
      compare(old, now, [moved]);
    } else {
      const message = `interface \`${old.wire.name}\` (\`${old.path}\`) was removed`;
      const gone = finding('interface-removed', message, old, undefined);
      result.findings.push(gone);
      result.interfaces.push(oneSided('removed', gone));
    }
  }
  for (const now of addedByPath.values()) {
    const message = `interface \`${now.wire.name}\` (\`${now.path}\`) was added`;
    const added = finding('interface-added', message, undefined, now);
    result.findings.push(added);
    result.interfaces.push(oneSided('added', added));
  }
  return result;
}

function withCauses(comparison: InterfaceComparison, findings: readonly Finding[]): InterfaceComparison {
  return { ...comparison, causes: [...findings.map(causeOf), ...comparison.causes] };
}

/** An interface that one tree has alone. */
function oneSided(status: 'added' | 'removed', finding: Finding): InterfaceComparison {
  const { interface: name } = finding;
  return { interface: name, status, verdicts: [], same: 0, causes: [causeOf(finding)], unseen: { old: 0, new: 0 } };
}

function nameOf({ wire }: InterfaceVersion): string {
  return wire.name;
}

/** Renamed files keep their interface's name, or at least half of their operations. */
function isMoved(old: InterfaceVersion, now: InterfaceVersion): boolean {
  if (isSameInterface(old.wire, now.wire)) return true;
  const names = new Set(now.wire.operations.map((operation) => operation.name));
  const kept = old.wire.operations.filter((operation) => names.has(operation.name)).length;
  return kept > 0 && kept * 2 >= Math.max(old.wire.operations.length, now.wire.operations.length);
}

function finding(
  rule: keyof typeof INTERFACE_RULES,
  message: string,
  old: InterfaceVersion | undefined,
  now: InterfaceVersion | undefined,
): Finding {
  const name = (now ?? old)?.wire.name ?? '';
  return {
    rule,
    levels: [...INTERFACE_RULES[rule].levels],
    interface: { name, ...(old && { oldPath: old.path }), ...(now && { newPath: now.path }) },
    operations: [],
    message,
    ...(old && { oldPlace: old.items['']?.place }),
    ...(now && { newPlace: now.items['']?.place }),
    fingerprint: fingerprintOf(rule, [name, ...(old ? [old.path] : []), ...(now ? [now.path] : [])]),
  };
}
