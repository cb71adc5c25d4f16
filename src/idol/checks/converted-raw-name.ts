import type { InterfaceCheck } from '../check.ts';
import { isBool } from '../type-string.ts';

export const convertedRawName: InterfaceCheck = {
  id: 'converted-raw-name',
  severity: 'error',
  summary: 'An argument that the server converts must not have a raw name.',
  refusedBy: ['server'],
  *find({ operations }) {
    for (const { name, type, recv } of operations.flatMap(({ args }) => args)) {
      const isConverted = recv.kind !== 'FromBytes' || isBool(type);
      if (!isConverted || !name.text.startsWith('r#')) continue;
      yield {
        span: name.span,
        message: `argument \`${name.text}\` is converted, so it cannot have a raw name`,
        note: `the server reads it from a field, and \`raw_${name.text}\` is not a valid name`,
        help: 'choose a word that is not a Rust keyword',
      };
    }
  },
};
