import { describeRecv, isRecvChanged, recvText } from '../recv.ts';
import { operationRule } from '../rule.ts';

/** Another way from the bytes of the reply to its type: other values are accepted, or they mean something else. */
export const replyRecvChanged = operationRule({
  id: 'reply-recv-changed',
  summary: 'A reply has another `recv` strategy.',
  levels: ['wire'],
  find: (pair, match) => {
    const before = pair.old.reply.ok;
    const after = pair.new.reply.ok;
    if (!isRecvChanged(pair, { old: before, new: after }, match)) return [];
    return [
      {
        message:
          `the reply of \`${pair.new.name}\` has \`recv: ${recvText(after.recv)}\`, ` +
          `was \`${recvText(before.recv)}\``,
        oldPart: 'reply',
        newPart: 'reply',
        detail: [describeRecv(before.recv), describeRecv(after.recv)],
      },
    ];
  },
});
