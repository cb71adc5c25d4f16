import { Comparison } from './comparison.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Finding, InterfaceVersion } from './model.ts';
import type { Change, RuleInfo } from './rule.ts';
import { rules } from './rules/index.ts';
import { contractText } from './shape.ts';

/**
 * Every change between two versions of one interface, breaking or not, in the order of the rules and then of the file.
 * Types are compared as they are resolved, never as they are spelt. `identity` is what fingerprints know the interface by.
 */
export function compareInterfaces(
  before: InterfaceVersion,
  after: InterfaceVersion,
  identity: readonly string[] = [after.wire.name],
): Finding[] {
  if (isUnchanged(before, after)) return [];
  const comparison = new Comparison(before, after);
  return rules.flatMap((rule) =>
    rule.find(comparison).map((change) => findingOf(rule, change, { before, after, identity })),
  );
}

/** Most interfaces of two trees: told at a glance, without matching anything. */
function isUnchanged(before: InterfaceVersion, after: InterfaceVersion): boolean {
  return textsOf(before) === textsOf(after) && contractText(before.wire) === contractText(after.wire);
}

/** Documentation, and types as they are written: a contract leaves out what a type is called. */
function textsOf({ items, wire }: InterfaceVersion): string {
  const docs = Object.entries(items).map(([key, { doc }]) => [key, doc]);
  const types = wire.operations.map(({ args, leases, reply }) => [
    ...[...args, ...leases, reply.ok].map(({ text }) => text),
    reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? reply.error.text : reply.kind,
  ]);
  return JSON.stringify([docs, types]);
}

interface Compared {
  before: InterfaceVersion;
  after: InterfaceVersion;
  identity: readonly string[];
}

function findingOf({ id, levels }: RuleInfo, change: Change, { before, after, identity }: Compared): Finding {
  return {
    rule: id,
    levels: [...levels],
    interface: { name: after.wire.name, oldPath: before.path, newPath: after.path },
    operations: change.operations,
    message: change.message,
    ...(change.judgements && { judgements: change.judgements }),
    ...(change.oldPlace && { oldPlace: change.oldPlace }),
    ...(change.newPlace && { newPlace: change.newPlace }),
    ...(change.help && { help: change.help }),
    fingerprint: fingerprintOf(id, [...identity, ...change.detail]),
  };
}
