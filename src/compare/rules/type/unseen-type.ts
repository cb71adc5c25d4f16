import type { OperationSchema } from '../../../schema/index.ts';
import type { Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';
import { revisionTexts, sentTypes, type Unseen, unseenBetween } from '../../simulate/unseen.ts';
import { namesOf, type Rule } from '../rule.ts';

/** A type that is unresolved in both versions may have changed, unless both trees pin the same revision of its crate. */
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
    return [...found.values()].map(({ unseen, users }) => ({
      ...explanation(unseen),
      operations: users.map(namesOf),
      type: unseen.text,
      detail: [],
    }));
  },
};

function explanation({ text, what, old, new: now }: Unseen) {
  if (what === 'serde attributes') {
    return {
      message: `a firmware does not contain the serde attributes of \`${text}\`, so they may have changed`,
      help: 'compare the sources of the firmware',
    };
  }
  const texts = old && now ? revisionTexts(old, now) : undefined;
  const revisions = texts ? `: its crate is ${texts.new}, was ${texts.old}` : '';
  return {
    message: `\`${text}\` is unresolved and may have changed${revisions}`,
    help: 'run `idol-registry check` to see how to resolve it',
  };
}

/** The first of each part of an operation. */
function unseenOf({ old, new: now }: Pair<OperationSchema>, { oldTypes, newTypes }: Match): Unseen[] {
  const sentByNew = sentTypes(now);
  return sentTypes(old).flatMap((part, index) => {
    const other = sentByNew[index];
    return (other && unseenBetween([part], oldTypes, [other], newTypes)) ?? [];
  });
}
