import { type Type, walk } from '../schema/index.ts';
import type { InterfaceWire, OperationWire } from '../wire/index.ts';
import { alignOperations } from './align.ts';
import { compareInterfaces } from './compare.ts';
import { judgeCall } from './judge.ts';
import type { Finding, InterfaceVersion, Judgement } from './model.ts';
import type { Cause, Direction, InterfaceComparison, OperationPairName, OperationVerdict, Verdict } from './result.ts';
import { nameOf } from './rule.ts';
import { shapeText } from './shape.ts';

/**
 * Two versions of one interface: a verdict per operation and direction, and the causes that explain them. `identity` is what
 * fingerprints know the interface by.
 */
export function compareVersions(
  before: InterfaceVersion,
  after: InterfaceVersion,
  identity: readonly string[] = [after.wire.name],
): InterfaceComparison {
  const causes = distinctCauses(compareInterfaces(before, after, identity).map(causeOf));
  const { verdicts, same } = verdictsBetween(before.wire, after.wire);
  return {
    interface: { name: after.wire.name, oldPath: before.path, newPath: after.path },
    status: 'compared',
    verdicts: verdicts.map((one) => ({
      ...one,
      causes: causes.filter((cause) => explains(cause, one)).map(({ fingerprint }) => fingerprint),
    })),
    same,
    causes,
    unseen: { old: unseenTypes(before.wire), new: unseenTypes(after.wire) },
  };
}

export function causeOf(finding: Finding): Cause {
  const { rule, levels, message, operations, oldPlace, newPlace, help, fingerprint } = finding;
  return {
    rule,
    levels,
    message,
    operations,
    ...(oldPlace && { oldPlace }),
    ...(newPlace && { newPlace }),
    ...(help && { help }),
    fingerprint,
  };
}

/** Types of one name in several crates may change in one way: that is one cause. */
function distinctCauses(causes: readonly Cause[]): Cause[] {
  const found = new Map<string, Cause>();
  for (const cause of causes) {
    const known = found.get(cause.fingerprint);
    const operations = [...(known?.operations ?? []), ...cause.operations];
    const distinct = new Map(operations.map((one) => [JSON.stringify(one), one]));
    found.set(cause.fingerprint, { ...(known ?? cause), operations: [...distinct.values()] });
  }
  return [...found.values()];
}

function explains(cause: Cause, { operation, verdict }: Omit<OperationVerdict, 'causes'>): boolean {
  if (verdict.kind === 'ok' || !cause.levels.some((level) => level === 'wire' || level === 'image')) return false;
  return cause.operations.some((one) => one.old?.name === operation.old?.name && one.new?.name === operation.new?.name);
}

function verdictsBetween(
  before: InterfaceWire,
  after: InterfaceWire,
): { verdicts: Omit<OperationVerdict, 'causes'>[]; same: number } {
  const { pairs, added, removed } = alignOperations(before, after);
  const verdicts: Omit<OperationVerdict, 'causes'>[] = [];
  let same = 0;
  for (const { old, new: now } of pairs) {
    if (old.number === now.number && shapeText(old, before.types) === shapeText(now, after.types)) {
      same++;
      continue;
    }
    const operation = { old: nameOf(old), new: nameOf(now) };
    verdicts.push(verdictOf(before, old, after, operation, 'old-client'));
    verdicts.push(verdictOf(after, now, before, operation, 'new-client'));
  }
  for (const one of removed) verdicts.push(verdictOf(before, one, after, { old: nameOf(one) }, 'old-client'));
  for (const one of added) verdicts.push(verdictOf(after, one, before, { new: nameOf(one) }, 'new-client'));
  return { verdicts, same };
}

function verdictOf(
  client: InterfaceWire,
  called: OperationWire,
  server: InterfaceWire,
  operation: OperationPairName,
  direction: Direction,
): Omit<OperationVerdict, 'causes'> {
  const isOld = direction === 'old-client';
  const names = isOld ? { client: 'old', server: 'new' } : { client: 'new', server: 'old' };
  const meant = (isOld ? operation.new : operation.old)?.name;
  const judgement = judgeCall({ names, client, operation: called, server, meant });
  const { sentence } = judgement;
  return { operation, direction, configurations: [], verdict: verdictIn(judgement), sentence };
}

function verdictIn({ outcome, sentence }: Judgement): Verdict {
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'ok', argument: 'subset' };
    case 'panic':
      return { kind: 'panic', who: / server panics|faults the/.test(sentence) ? 'server' : 'client' };
    case 'unknown':
      return { kind: 'unknown', about: sentence };
    case 'fault':
    case 'silent':
      return outcome;
  }
}

function unseenTypes({ operations, types }: InterfaceWire): number {
  const roots = operations.flatMap(({ args, leases, reply }): Type[] => [
    ...[...args, ...leases, reply.ok].map(({ type }) => type),
    ...(reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : []),
  ]);
  const texts = new Set<string>();
  walk(roots, types, (type) => {
    if (type.kind === 'unresolved') texts.add(type.text);
  });
  return texts.size;
}
