import type { WireCheck } from '../check.ts';
import type { Size } from '../layout/model.ts';

export const ssmarshalBuffer: WireCheck = {
  id: 'ssmarshal-buffer',
  severity: 'warning',
  summary: 'A Ssmarshal message or reply may be longer than the buffer that its stub gives it.',
  *find({ operation, schema, layout }) {
    if (schema.encoding !== 'Ssmarshal') return;
    const sides: readonly [string, Size | undefined, Size | undefined][] = [
      ['message', layout.message.size, layout.buffers.message],
      ['reply', layout.reply.size, layout.buffers.reply],
    ];
    for (const [side, length, buffer] of sides) {
      if (!length || !buffer || length.max <= buffer.min) continue;
      yield {
        span: operation.encodingSpan ?? operation.name.span,
        message: `the ${side} of \`${operation.name.text}\` takes up to ${length.max} bytes, but its buffer has ${buffer.min}`,
        note: 'ssmarshal buffers are as large as the type in memory, where `Option<bool>` takes one byte and `usize` four; on the wire they take two and eight',
        help: 'use `encoding: Hubpack`, which knows the length',
      };
    }
  },
};
