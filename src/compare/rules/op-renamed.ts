import { namesOf, type Rule } from '../rule.ts';

/** Names do not travel; code and tools use them. */
export const opRenamed: Rule = {
  id: 'op-renamed',
  summary: 'An operation has another name and is otherwise the same.',
  levels: ['source', 'tooling'],
  find: (comparison) =>
    comparison.operations.pairs
      .filter((pair) => pair.old.name !== pair.new.name)
      .map((pair) => ({
        message: `operation \`${pair.old.name}\`, number ${pair.old.number}, is now called \`${pair.new.name}\``,
        operations: [namesOf(pair)],
        detail: [pair.old.name, pair.new.name],
        oldPlace: comparison.oldPlace(pair.old.name),
        newPlace: comparison.newPlace(pair.new.name),
      })),
};
