import type { LeaseSchema } from '../../../schema/index.ts';
import { operationRule, type Rule } from '../rule.ts';
import { alignLeases } from './align-leases.ts';

/** Which way the limit went: the side with the lower one refuses what the other sends. */
const CHANGES = {
  'lease-limit-lowered': { summary: 'A lease can have fewer elements than before.', sign: -1 },
  'lease-limit-raised': { summary: 'A lease can have more elements than before.', sign: 1 },
} as const;

export const leaseLimitRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, sign }]) =>
  operationRule({
    id,
    summary,
    levels: ['wire'],
    find: (pair, match) =>
      alignLeases(pair, match)
        .pairs.filter(({ old, new: now }) => limitOf(old) !== limitOf(now) && limitOf(now) > limitOf(old) === sign > 0)
        .map(({ old, new: now }) => ({
          message: `lease \`${now.name}\` of \`${pair.new.name}\` accepts ${describeLimit(now)}, was ${describeLimit(old)}`,
          oldPart: `lease.${old.name}`,
          newPart: `lease.${now.name}`,
          detail: [now.name, `${old.maxLen}`, `${now.maxLen}`],
        })),
  }),
);

/** The most elements that a lease may have. */
function limitOf({ maxLen }: LeaseSchema): number {
  return maxLen ?? Number.POSITIVE_INFINITY;
}

function describeLimit({ maxLen }: LeaseSchema): string {
  return maxLen === undefined ? 'any number of elements' : `at most ${maxLen} elements`;
}
