import { namesOf, type Rule } from '../rule.ts';
import { renumberedPairs, reorderedPairs } from './moves.ts';

/** The number is the operation for everybody who was built before: the name does not travel. */
export const opRenumbered: Rule = {
  id: 'op-renumbered',
  summary: 'Operations stand in another order.',
  levels: ['wire'],
  isOfNumbers: true,
  find: (match) => {
    const reordered = reorderedPairs(match);
    const [first] = reordered;
    if (!first) return [];
    const numbers = reordered.map(({ old, new: now }) => `\`${now.name}\` ${old.number} -> ${now.number}`).join(', ');
    return [
      {
        message: `operations stand in another order: ${numbers}`,
        operations: renumberedPairs(match).map(namesOf),
        detail: reordered.map((pair) => pair.new.name),
        oldPlace: match.oldPlace(first.old.name),
        newPlace: match.newPlace(first.new.name),
        help: 'keep the order: the place in the file is the number',
      },
    ];
  },
};
