import { namesOf, type Rule } from '../rule.ts';

/** Messages contain no names; code and tools use them. */
export const opRenamed: Rule = {
  id: 'op-renamed',
  summary: 'An operation has another name and is otherwise the same.',
  levels: ['source', 'tooling'],
  find: (match) =>
    match.operations.pairs
      .filter((pair) => pair.old.name !== pair.new.name && !match.retired.has(pair))
      .map((pair) => ({
        message: `operation \`${pair.old.name}\`, number ${pair.old.number}, is now called \`${pair.new.name}\``,
        operations: [namesOf(pair)],
        detail: [pair.old.name, pair.new.name],
        oldPlace: match.oldPlace(pair.old.name),
        newPlace: match.newPlace(pair.new.name),
      })),
};
