import { nameOf, type Rule } from '../rule.ts';

/** An operation among others takes a number that older ends use for something else. */
export const opInserted: Rule = {
  id: 'op-inserted',
  summary: 'An operation was added before others, which moves their numbers or takes over a removed one.',
  levels: ['wire', 'source', 'tooling'],
  find: (comparison) => {
    const before = comparison.old.wire.operations;
    return comparison.operations.added
      .filter((operation) => operation.number <= before.length)
      .map((operation) => {
        const hit = before[operation.number - 1]?.name;
        return {
          message: `operation \`${operation.name}\` was inserted as number ${operation.number}, which was \`${hit}\``,
          operations: [{ new: nameOf(operation) }],
          detail: [operation.name],
          judgements: {
            oldClient: {
              outcome: { kind: 'ok' },
              sentence: 'No old client knows it; the operations that moved are findings of their own.',
            },
            newClient: comparison.judgeNewClient(operation),
          },
          newPlace: comparison.newPlace(operation.name),
          help: 'add operations at the end: their place in the file is their number',
        };
      });
  },
};
