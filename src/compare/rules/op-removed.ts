import { nameOf, type Rule } from '../rule.ts';

/** A removed operation's number is free, or another operation's: then a stale client calls that one. */
export const opRemoved: Rule = {
  id: 'op-removed',
  summary: 'An operation was removed.',
  levels: ['wire', 'source', 'tooling'],
  find: (comparison) =>
    comparison.operations.removed.map((operation) => ({
      message: `operation \`${operation.name}\`, number ${operation.number}, was removed`,
      operations: [{ old: nameOf(operation) }],
      detail: [operation.name],
      judgements: {
        oldClient: comparison.judgeOldClient(operation),
        newClient: { outcome: { kind: 'ok' }, sentence: 'No new client calls it.' },
      },
      oldPlace: comparison.oldPlace(operation.name),
      help: 'keep the operation, or replace it in place by one that always answers with an error, so that no number moves',
    })),
};
