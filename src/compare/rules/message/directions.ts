import { nameOf, type Rule } from '../rule.ts';

/** What a receiver of another version does with the messages of a direction that it does not have, is up to its code. */
const DIRECTIONS = {
  'direction-added': { summary: 'A message contract has a new direction.', words: 'was added' },
  'direction-removed': { summary: 'A direction of a message contract was removed.', words: 'was removed' },
} as const;

export const directionRules: readonly Rule[] = (['direction-added', 'direction-removed'] as const).map((id): Rule => {
  const { summary, words } = DIRECTIONS[id];
  return {
    id,
    summary,
    levels: ['source', 'tooling'],
    appliesTo: 'messages',
    find: (match) => {
      const isAdded = id === 'direction-added';
      return (isAdded ? match.operations.added : match.operations.removed).map((operation) => ({
        message: `direction \`${operation.name}\` ${words}`,
        operations: [isAdded ? { new: nameOf(operation) } : { old: nameOf(operation) }],
        detail: [operation.name],
        ...(isAdded ? { newPlace: match.newPlace(operation.name) } : { oldPlace: match.oldPlace(operation.name) }),
      }));
    },
  };
});
