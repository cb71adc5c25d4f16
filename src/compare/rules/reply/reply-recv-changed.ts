import { describeRecv, isRecvChanged, recvText } from '../recv.ts';
import { operationRule } from '../rule.ts';

/** Another way from the bytes of the reply to its type: other values are accepted, or they mean something else. */
export const replyRecvChanged = operationRule({
  id: 'reply-recv-changed',
  summary: 'A reply has another `recv` strategy.',
  levels: ['wire'],
  find: (pair, match) => {
    const oldReply = pair.old.reply.ok;
    const newReply = pair.new.reply.ok;
    if (!isRecvChanged(pair, { old: oldReply, new: newReply }, match)) return [];
    return [
      {
        message:
          `the reply of \`${pair.new.name}\` has \`recv: ${recvText(newReply.recv)}\`, ` +
          `was \`${recvText(oldReply.recv)}\``,
        oldPart: 'reply',
        newPart: 'reply',
        detail: [describeRecv(oldReply.recv), describeRecv(newReply.recv)],
      },
    ];
  },
});
