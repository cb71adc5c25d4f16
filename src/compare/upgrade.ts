import { operationName } from './effects.ts';
import type { OperationVerdict, VariantVerdict } from './result.ts';

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
  const lost = older && failing(older, name);
  const changed = newer && failing(newer, name);
  return [
    ...[older, newer]
      .flatMap((one) =>
        one?.verdict.kind === 'unknown' && !one.variants
          ? [`What becomes of \`${name}\` messages between an old and a new side is not known.`]
          : [],
      )
      .slice(0, 1),
    ...(lost !== undefined && changed !== undefined
      ? [
          `Update the ${sender} and the ${receiver} together: ${both(lost, changed)} not arrive between an old and a new side.`,
        ]
      : lost !== undefined
        ? [`Update the ${sender} before the ${receiver}: a new ${receiver} does not read ${lost} of an old ${sender}.`]
        : changed !== undefined
          ? [
              `Update the ${receiver} before the ${sender}: an old ${receiver} does not read ${changed} of a new ${sender}.`,
            ]
          : []),
    ...(added.length > 0 ? [`Until the ${receiver} is updated, the ${sender} must not send ${namesOf(added)}.`] : []),
  ];
}

function both(lost: string, changed: string): string {
  return lost === changed ? `${lost} does` : `${lost} and ${changed} do`;
}

/** The messages that do not arrive although both versions have them; undefined where there are none, or nothing is known of them. */
function failing({ verdict, variants }: OperationVerdict, name: string): string | undefined {
  if (verdict.kind === 'ok') return undefined;
  if (!variants) return verdict.kind === 'unknown' ? undefined : `any \`${name}\` message`;
  const changed = variants.filter(({ isNew }) => !isNew);
  return changed.length > 0 ? namesOf(changed) : undefined;
}

function namesOf(variants: readonly VariantVerdict[]): string {
  const shown = variants.slice(0, MOST_NAMED).map(({ name, number }) => `\`${name}\` (variant ${number})`);
  const more = variants.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
