import type { InterfaceCheck } from '../check.ts';

export const complexErrorWithoutHubpack: InterfaceCheck = {
  id: 'complex-error-without-hubpack',
  severity: 'error',
  summary: 'A `Complex` error needs the Hubpack encoding.',
  refusedBy: ['client', 'server'],
  *find({ source, operations }) {
    for (const { name, reply, encoding, encodingSpan } of operations) {
      if (encoding === 'Hubpack' || reply.kind !== 'Result' || reply.error.kind !== 'Complex') continue;
      yield {
        span: reply.error.span,
        message: `\`${name.text}\` has a \`Complex\` error, but is encoded with ${encoding}`,
        related: encodingSpan && [{ source, span: encodingSpan, message: 'encoding set here' }],
        note: 'the reply contains the error, and only Hubpack stubs decode it',
        help: 'add `encoding: Hubpack`, or make the error a `CLike` enum',
      };
    }
  },
};
