import { operationName } from './effects.ts';
import type { OperationVerdict, SenderAndReceiver, VariantVerdict } from './result.ts';

/** Variants that a sentence names before it counts the others. */
const MOST_NAMED = 6;

/**
 * What two sides of a message contract that are updated one after the other have to observe, one sentence for each rule. Empty for
 * interfaces, and where every message of both versions arrives.
 */
export function upgradePlan(verdicts: readonly OperationVerdict[]): string[] {
  const ofContracts = verdicts.filter(({ sides }) => sides);
  const byDirection = Map.groupBy(ofContracts, ({ operation }) => operationName(operation));
  return [...byDirection].flatMap(([name, both]) => planOf(name, both));
}

function planOf(name: string, verdicts: readonly OperationVerdict[]): string[] {
  const [{ sender, receiver } = { sender: '', receiver: '' }] = verdicts.flatMap(({ sides }) => sides ?? []);
  const of = (direction: OperationVerdict['direction']) => verdicts.find((one) => one.direction === direction);
  const [older, newer] = [of('old-client'), of('new-client')];
  const added = (newer?.variants ?? []).filter(({ isNew }) => isNew);
  const [lost, changed] = [older, newer].map((one) => one && failing(one));
  const isUnknown = [older, newer].some((one) => one?.verdict.kind === 'unknown' && !one.variants);
  return [
    ...(isUnknown ? [`The result of \`${name}\` messages between an old and a new side is not known.`] : []),
    ...orderOf(name, { sender, receiver }, lost, changed),
    ...(added.length > 0 ? [`Until the ${receiver} is updated, the ${sender} must not send ${namesOf(added)}.`] : []),
  ];
}

/** Which side comes first, for messages that both versions have: `lost` are those of an old sender, `changed` those of a new one. */
function orderOf(
  name: string,
  { sender, receiver }: SenderAndReceiver,
  lost: readonly VariantVerdict[] | undefined,
  changed: readonly VariantVerdict[] | undefined,
): string[] {
  const words = (variants: readonly VariantVerdict[]) =>
    variants.length > 0 ? namesOf(variants) : `any \`${name}\` message`;
  if (lost && changed) {
    const both = lost.length > 0 && changed.length > 0 ? distinct([...lost, ...changed]) : [];
    return [`Update the ${sender} and the ${receiver} together: an old and a new side misread ${words(both)}.`];
  }
  if (lost) {
    return [
      `Update the ${sender} before the ${receiver}: a new ${receiver} does not read ${words(lost)} of an old ${sender}.`,
    ];
  }
  if (changed) {
    return [
      `Update the ${receiver} before the ${sender}: an old ${receiver} does not read ${words(changed)} of a new ${sender}.`,
    ];
  }
  return [];
}

function distinct(variants: readonly VariantVerdict[]): VariantVerdict[] {
  return [...new Map(variants.map((one) => [one.name, one])).values()];
}

/** Variants that do not arrive although both versions have them; an empty list stands for all. Undefined where there are none. */
function failing({ verdict, variants }: OperationVerdict): VariantVerdict[] | undefined {
  if (verdict.kind === 'ok') return undefined;
  if (!variants) return verdict.kind === 'unknown' ? undefined : [];
  const changed = variants.filter(({ isNew }) => !isNew);
  return changed.length > 0 ? changed : undefined;
}

function namesOf(variants: readonly VariantVerdict[]): string {
  const shown = variants.slice(0, MOST_NAMED).map(({ name, number }) => `\`${name}\` (variant ${number})`);
  const more = variants.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
