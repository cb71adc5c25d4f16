import { nameOf, type Rule } from '../rule.ts';

/** An operation behind all others moves no number: only a client that uses it on an older server meets its absence. */
export const opAppended: Rule = {
  id: 'op-appended',
  summary: 'An operation was added behind all others.',
  levels: ['wire', 'source', 'tooling'],
  find: (comparison) => {
    const count = comparison.old.wire.operations.length;
    return comparison.operations.added
      .filter((operation) => operation.number > count)
      .map((operation) => ({
        message: `operation \`${operation.name}\` was added as number ${operation.number}, behind all others`,
        operations: [{ new: nameOf(operation) }],
        detail: [operation.name],
        judgements: {
          oldClient: { outcome: { kind: 'ok' }, sentence: 'No old client knows it, and no number moved.' },
          newClient: comparison.judgeNewClient(operation),
        },
        newPlace: comparison.newPlace(operation.name),
      }));
  },
};
