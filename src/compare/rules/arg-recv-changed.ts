import { operationRule } from '../rule.ts';
import { alignArguments, describeRecv, isRecvChanged, replaceIn } from './parts.ts';

/** Another way from the bytes to the declared type: other values are accepted, or they mean something else. */
export const argRecvChanged = operationRule({
  id: 'arg-recv-changed',
  summary: 'An argument has another `recv` strategy.',
  levels: ['wire'],
  find: (pair, comparison) =>
    alignArguments(pair, comparison)
      .pairs.filter((arg) => isRecvChanged(pair, arg, comparison))
      .map((arg) => ({
        message:
          `argument \`${arg.new.name}\` of \`${pair.new.name}\` is received by ${describeRecv(arg.new.recv)}, ` +
          `was ${describeRecv(arg.old.recv)}`,
        oldPart: `arg.${arg.old.name}`,
        newPart: `arg.${arg.new.name}`,
        detail: [arg.new.name, describeRecv(arg.old.recv), describeRecv(arg.new.recv)],
        isolated: { ...pair.old, args: replaceIn(pair.old.args, arg.old, { ...arg.old, recv: arg.new.recv }) },
      })),
});
