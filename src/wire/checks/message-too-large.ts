import type { WireCheck } from '../check.ts';

/** Documented by Hubris; current kernels do not enforce it. */
const MAX_BYTES = 256;

export const messageTooLarge: WireCheck = {
  id: 'message-too-large',
  severity: 'warning',
  summary: 'A message or a reply may be longer than 256 bytes.',
  *find({ operation, layout }) {
    const { message, replyCapacity } = layout.buffers;
    const sides = [
      {
        side: 'message',
        bytes: message?.max,
        span: operation.name.span,
        help: 'lease large data instead of sending it',
      },
      {
        side: 'reply',
        bytes: replyCapacity?.max,
        span: operation.reply.ok.type.span,
        help: 'let the client lease memory, and write the data there',
      },
    ];
    for (const { side, bytes, span, help } of sides) {
      if (bytes === undefined || bytes <= MAX_BYTES) continue;
      yield {
        span,
        message: `the ${side} of \`${operation.name.text}\` may have ${bytes} bytes`,
        note: `Hubris documents a limit of ${MAX_BYTES} bytes for a message and for a reply`,
        help,
      };
    }
  },
};
