import { operationRule, type Rule } from '../rule.ts';

/** The wire format stays the same, but a new client behaves differently when the server dies during a call. */
const CHANGES = {
  'idempotent-added': {
    summary: 'An operation became idempotent.',
    now: true,
    message: (name: string) => `\`${name}\` became idempotent: new clients repeat the call when the server restarts`,
    help: 'make sure that repeating the call has no further effect',
  },
  'idempotent-removed': {
    summary: 'An operation is no longer idempotent.',
    now: false,
    message: (name: string) => `\`${name}\` is no longer idempotent: its callers must handle the death of the server`,
    help: undefined,
  },
} as const;

export const idempotentRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, now, message, help }]) =>
  operationRule({
    id,
    summary,
    levels: ['source'],
    find: (pair) => {
      if (pair.old.idempotent === pair.new.idempotent || pair.new.idempotent !== now) return [];
      return [{ message: message(pair.new.name), detail: [], ...(help && { help }) }];
    },
  }),
);
