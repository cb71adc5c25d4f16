import { nameOf, namesOf, type Rule } from '../rule.ts';
import { addedRuns, describeMoved, describeNumbers, describeRun } from './moves.ts';

/** An operation behind all others moves no number: only a client that uses it on an older server meets its absence. */
const opAppended: Rule = {
  id: 'op-appended',
  summary: 'An operation was added behind all others.',
  levels: ['wire', 'source', 'tooling'],
  isOfNumbers: true,
  find: (match) => {
    const count = match.old.schema.operations.length;
    return match.operations.added
      .filter((operation) => operation.number > count)
      .map((operation) => ({
        message: `operation \`${operation.name}\` was added as number ${operation.number}, behind all others`,
        operations: [{ new: nameOf(operation) }],
        detail: [operation.name],
        newPlace: match.newPlace(operation.name),
      }));
  },
};

/** Operations among others take numbers that older versions use for something else. */
const opInserted: Rule = {
  id: 'op-inserted',
  summary: 'An operation was added before others, which moves their numbers or takes over a removed one.',
  levels: ['wire', 'source', 'tooling'],
  isOfNumbers: true,
  find: (match) => {
    const before = match.old.schema.operations;
    return addedRuns(match).flatMap((whole) => {
      const operations = whole.operations.filter(({ number }) => number <= before.length);
      const [first] = operations;
      if (!first) return [];
      const run = { ...whole, operations };
      const taken = operations.map(({ number }) => `\`${before[number - 1]?.name}\``).join(', ');
      const were = operations.length === 1 ? 'was' : 'were';
      const newPlace = match.newPlace(first.name);
      return [
        {
          message: `${describeRun(run)} ${were} inserted as ${describeNumbers(run)}, which ${were} ${taken}${describeMoved(run)}`,
          operations: [...operations.map((one) => ({ new: nameOf(one) })), ...run.moved.map(namesOf)],
          detail: operations.map(({ name }) => name),
          newPlace,
          help: 'add operations at the end: the place in the file is the number',
          ...(operations.length === 1 && {
            repair: {
              kind: 'move-to-end' as const,
              what: 'operation' as const,
              name: first.name,
              ...(newPlace && { place: newPlace }),
            },
          }),
        },
      ];
    });
  },
};

export const opAddedRules: readonly Rule[] = [opAppended, opInserted];
