import type { WireCheck } from '../check.ts';
import type { OperationLayout } from '../layout/model.ts';

export const ssmarshalBuffer: WireCheck = {
  id: 'ssmarshal-buffer',
  severity: 'warning',
  summary: 'An Ssmarshal message or reply may be longer than the buffer of its stub.',
  *find({ operation, schema, configurations }) {
    if (schema.encoding !== 'Ssmarshal') return;
    for (const part of ['message', 'reply'] as const) {
      const worst = configurations()
        .map(({ holds, layout }) => ({ holds, ...sizesOf(layout, part) }))
        .find(({ length, buffer }) => length && buffer && length.max > buffer.min);
      if (!worst?.length || !worst.buffer) continue;
      const { holds, length, buffer } = worst;
      const where = holds.length > 0 ? ` with ${holds.map((one) => `\`${one}\``).join(' and ')}` : '';
      yield {
        span: operation.encodingSpan ?? operation.name.span,
        message: `the ${part} of \`${operation.name.text}\` may have ${length.max} bytes, but its buffer has ${buffer.min}${where}`,
        note: 'the buffer has the size of the type in memory; `Option<bool>` and `usize` need more bytes in a message',
        help: 'use `encoding: Hubpack`, whose buffers are large enough',
      };
    }
  },
};

function sizesOf({ message, reply, buffers }: OperationLayout, part: 'message' | 'reply') {
  return part === 'message'
    ? { length: message.size, buffer: buffers.message }
    : { length: reply.size, buffer: buffers.reply };
}
