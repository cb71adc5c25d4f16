import { operationRule } from '../rule.ts';

/** Nothing travels differently; but callers hear of a server's death from now on. */
export const idempotentRemoved = operationRule({
  id: 'idempotent-removed',
  summary: 'An operation is no longer idempotent.',
  levels: ['source'],
  find: (pair) => {
    if (!pair.old.idempotent || pair.new.idempotent) return [];
    return [
      {
        message: `\`${pair.new.name}\` is no longer idempotent: its callers must handle the server's death`,
        detail: [],
      },
    ];
  },
});
