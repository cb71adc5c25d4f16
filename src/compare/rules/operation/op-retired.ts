import { namesOf, type Rule } from '../rule.ts';

/** A placeholder keeps the number of the retired operation, so no other number changes. */
export const opRetired: Rule = {
  id: 'op-retired',
  summary: 'A placeholder replaced an operation.',
  levels: ['wire', 'source', 'tooling'],
  find: (match) =>
    [...match.retired].map((pair) => ({
      message: `operation \`${pair.old.name}\`, number ${pair.old.number}, was retired: \`${pair.new.name}\` keeps its number`,
      operations: [namesOf(pair)],
      detail: [pair.old.name],
      oldPlace: match.oldPlace(pair.old.name),
      newPlace: match.newPlace(pair.new.name),
    })),
};
