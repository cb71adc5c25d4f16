import type { WireCheck } from '../check.ts';
import type { OperationLayout } from '../layout/model.ts';

export const ssmarshalBuffer: WireCheck = {
  id: 'ssmarshal-buffer',
  severity: 'warning',
  summary: 'A Ssmarshal message or reply may be longer than the buffer that its stub gives it.',
  *find({ operation, schema, configurations }) {
    if (schema.encoding !== 'Ssmarshal') return;
    for (const side of ['message', 'reply'] as const) {
      const worst = configurations()
        .map(({ holds, layout }) => ({ holds, ...sizesOf(layout, side) }))
        .find(({ length, buffer }) => length && buffer && length.max > buffer.min);
      if (!worst?.length || !worst.buffer) continue;
      const { holds, length, buffer } = worst;
      const where = holds.length > 0 ? ` with ${holds.map((one) => `\`${one}\``).join(' and ')}` : '';
      yield {
        span: operation.encodingSpan ?? operation.name.span,
        message: `the ${side} of \`${operation.name.text}\` takes up to ${length.max} bytes, but its buffer has ${buffer.min}${where}`,
        note: 'ssmarshal buffers are as large as the type in memory, where `Option<bool>` takes one byte and `usize` four; on the wire they take two and eight',
        help: 'use `encoding: Hubpack`, which knows the length',
      };
    }
  },
};

function sizesOf({ message, reply, buffers }: OperationLayout, side: 'message' | 'reply') {
  return side === 'message'
    ? { length: message.size, buffer: buffers.message }
    : { length: reply.size, buffer: buffers.reply };
}
