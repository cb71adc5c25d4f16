import type { InterfaceCheck } from '../check.ts';

export const recvWithoutZerocopy: InterfaceCheck = {
  id: 'recv-without-zerocopy',
  severity: 'error',
  summary: 'A `recv` strategy of an argument needs the Zerocopy encoding.',
  refusedBy: ['server'],
  *find({ source, operations }) {
    for (const { args, encoding, encodingSpan } of operations) {
      if (encoding === 'Zerocopy') continue;
      for (const { name, recv } of args) {
        if (recv.kind === 'FromBytes') continue;
        yield {
          span: recv.span,
          message: `argument \`${name.text}\` has a \`recv\` strategy, but its operation is encoded with ${encoding}`,
          related: encodingSpan && [{ source, span: encodingSpan, message: 'encoding set here' }],
          note: `${encoding} decodes the declared type itself; only Zerocopy bytes need a conversion`,
          help: 'remove `recv`',
        };
      }
    }
  },
};
