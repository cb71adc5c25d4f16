import { namesOf, type Rule } from '../rule.ts';
import { renumberedPairs, reorderedPairs } from './moves.ts';

/** A message identifies the operation by its number and does not contain the name. */
export const opRenumbered: Rule = {
  id: 'op-renumbered',
  summary: 'Operations have another order.',
  levels: ['wire'],
  isOfNumbers: true,
  find: (match) => {
    const reordered = reorderedPairs(match);
    const [first] = reordered;
    if (!first) return [];
    const numbers = reordered.map(({ old, new: now }) => `\`${now.name}\` ${old.number} -> ${now.number}`).join(', ');
    return [
      {
        message: `operations have another order: ${numbers}`,
        operations: renumberedPairs(match).map(namesOf),
        detail: reordered.map((pair) => pair.new.name),
        oldPlace: match.oldPlace(first.old.name),
        newPlace: match.newPlace(first.new.name),
        help: 'keep the order: the place in the file is the number',
      },
    ];
  },
};
