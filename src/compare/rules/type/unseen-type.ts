import type { OperationSchema, Type, TypeTable } from '../../../schema/index.ts';
import type { Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';
import { type Unseen, unseenBetween } from '../../simulate/unseen.ts';
import { namesOf, type Rule } from '../rule.ts';

/** What could not be resolved on both sides may have changed, unless both trees pin one revision of the crate that has it. */
export const unseenType: Rule = {
  id: 'unseen-type',
  summary: 'A type that could not be resolved may have changed.',
  levels: ['wire'],
  explains: { kinds: ['unknown'] },
  appliesTo: 'both',
  find: (match) => {
    const found = new Map<string, { unseen: Unseen; users: Pair<OperationSchema>[] }>();
    for (const pair of match.operations.pairs) {
      for (const unseen of unseenOf(pair, match)) {
        const known = found.get(unseen.text) ?? { unseen, users: [] };
        known.users.push(pair);
        found.set(unseen.text, known);
      }
    }
    return [...found.values()].map(({ unseen: { text, old, new: now }, users }) => ({
      message: `what \`${text}\` is made of could not be resolved, and may have changed${old && now ? `: its crate is ${now}, was ${old}` : ''}`,
      operations: users.map(namesOf),
      detail: [text],
      help: 'run `idol-registry check` to see what would resolve it',
    }));
  },
};

/** The first of each part of an operation. */
function unseenOf({ old, new: now }: Pair<OperationSchema>, { oldTypes, newTypes }: Match): Unseen[] {
  const [before, after] = [typesOf(old), typesOf(now)];
  return before.flatMap((type, index) => {
    const other = after[index];
    return (other && unseenPair(type, oldTypes, other, newTypes)) ?? [];
  });
}

function unseenPair(a: Type, aTypes: TypeTable, b: Type, bTypes: TypeTable): Unseen | undefined {
  return unseenBetween([a], aTypes, [b], bTypes);
}

function typesOf({ args, leases, reply }: OperationSchema): Type[] {
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : [];
  return [...args, ...leases, reply.ok].map(({ type }) => type).concat(error);
}
