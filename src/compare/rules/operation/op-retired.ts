import { namesOf, type Rule } from '../rule.ts';

/** A retired operation leaves a placeholder: its number stays taken, and no other operation moves. */
export const opRetired: Rule = {
  id: 'op-retired',
  summary: 'An operation was replaced in place by a placeholder.',
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
