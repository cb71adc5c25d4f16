import { namesOf, type Rule } from '../rule.ts';

/** The number is the operation for everybody who was built before: the name does not travel. */
export const opRenumbered: Rule = {
  id: 'op-renumbered',
  summary: 'An operation has another number.',
  levels: ['wire'],
  find: (comparison) =>
    comparison.operations.pairs
      .filter((pair) => pair.old.number !== pair.new.number)
      .map((pair) => ({
        message: `operation \`${pair.new.name}\` moved from number ${pair.old.number} to ${pair.new.number}`,
        operations: [namesOf(pair)],
        detail: [pair.new.name, `${pair.old.number}`, `${pair.new.number}`],
        judgements: {
          oldClient: comparison.judgeOldClient(pair.old),
          newClient: comparison.judgeNewClient(pair.new),
        },
        oldPlace: comparison.oldPlace(pair.old.name),
        newPlace: comparison.newPlace(pair.new.name),
        help: 'add operations at the end, and leave a removed one as a placeholder: the place in the file is the number',
      })),
};
