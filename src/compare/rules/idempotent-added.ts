import { operationRule } from '../rule.ts';

/** Nothing travels differently; but a recompiled client sends the call again when the server dies in it. */
export const idempotentAdded = operationRule({
  id: 'idempotent-added',
  summary: 'An operation became idempotent.',
  levels: ['source'],
  find: (pair) => {
    if (pair.old.idempotent || !pair.new.idempotent) return [];
    return [
      {
        message: `\`${pair.new.name}\` became idempotent: clients built from now on send it again when the server restarts`,
        detail: [],
        help: 'make sure that doing it twice is doing it once',
      },
    ];
  },
});
