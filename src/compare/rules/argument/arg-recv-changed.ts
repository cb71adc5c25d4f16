import { describeRecv, isRecvChanged, recvText } from '../recv.ts';
import { operationRule } from '../rule.ts';
import { alignArguments } from './align-arguments.ts';

/** Another way from the bytes to the declared type: other values are accepted, or they mean something else. */
export const argRecvChanged = operationRule({
  id: 'arg-recv-changed',
  summary: 'An argument has another `recv` strategy.',
  levels: ['wire'],
  find: (pair, match) =>
    alignArguments(pair, match)
      .pairs.filter((arg) => isRecvChanged(pair, arg, match))
      .map((arg) => ({
        message:
          `argument \`${arg.new.name}\` of \`${pair.new.name}\` has \`recv: ${recvText(arg.new.recv)}\`, ` +
          `was \`${recvText(arg.old.recv)}\``,
        oldPart: `arg.${arg.old.name}`,
        newPart: `arg.${arg.new.name}`,
        detail: [arg.new.name, describeRecv(arg.old.recv), describeRecv(arg.new.recv)],
      })),
});
