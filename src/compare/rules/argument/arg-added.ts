import { operationRule, type Rule } from '../rule.ts';
import { describeType } from '../type-change.ts';
import { alignArguments } from './align-arguments.ts';

/** The place of the new argument: a last one makes the message longer, any other one moves all arguments after it. */
const CHANGES = {
  'arg-appended': {
    summary: 'An argument was added after all others.',
    isLast: true,
    message: (arg: string, operation: string) => `argument ${arg} was added at the end of \`${operation}\``,
  },
  'arg-inserted': {
    summary: 'An argument was added before others.',
    isLast: false,
    message: (arg: string, operation: string) => `argument ${arg} was inserted into \`${operation}\` before others`,
  },
} as const;

export const argAddedRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, isLast, message }]) =>
  operationRule({
    id,
    summary,
    levels: ['wire', 'source', 'tooling'],
    find: (pair, match) => {
      const { args } = pair.new;
      const { added, pairs } = alignArguments(pair, match);
      const lastKept = Math.max(-1, ...pairs.map((arg) => args.indexOf(arg.new)));
      return added
        .filter((arg) => args.indexOf(arg) > lastKept === isLast)
        .map((arg) => ({
          message: message(`\`${arg.name}: ${arg.text}\``, pair.new.name),
          newPart: `arg.${arg.name}`,
          detail: [arg.name, describeType(arg.type, match.newTypes)],
          help: 'keep the operation, and add a new one with the longer argument list',
        }));
    },
  }),
);
