import { nameOf, namesOf, type Rule } from '../rule.ts';
import { addedRuns, describeMoved, describeNumbers, describeRun } from './moves.ts';

/** A last operation changes no number: it affects only a new client that calls it on an old server. */
const opAppended: Rule = {
  id: 'op-appended',
  summary: 'An operation was added after all others.',
  levels: ['wire', 'source', 'tooling'],
  isOfNumbers: true,
  find: (match) => {
    const count = match.old.schema.operations.length;
    return match.operations.added
      .filter((operation) => operation.number > count)
      .map((operation) => ({
        message: `operation \`${operation.name}\` was added as number ${operation.number}, after all others`,
        operations: [{ new: nameOf(operation) }],
        detail: [operation.name],
        newPlace: match.newPlace(operation.name),
      }));
  },
};

/** Operations among others take numbers that older versions use for something else. */
const opInserted: Rule = {
  id: 'op-inserted',
  summary: 'An operation was added with a number that another operation had.',
  levels: ['wire', 'source', 'tooling'],
  isOfNumbers: true,
  find: (match) => {
    const oldOperations = match.old.schema.operations;
    return addedRuns(match).flatMap((whole) => {
      const operations = whole.operations.filter(({ number }) => number <= oldOperations.length);
      const [first] = operations;
      if (!first) return [];
      const run = { ...whole, operations };
      const previous = operations.map(({ number }) => `\`${oldOperations[number - 1]?.name}\``).join(', ');
      const were = operations.length === 1 ? 'was' : 'were';
      const newPlace = match.newPlace(first.name);
      return [
        {
          message: `${describeRun(run)} ${were} inserted as ${describeNumbers(run)} (previously ${previous})${describeMoved(run)}`,
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
