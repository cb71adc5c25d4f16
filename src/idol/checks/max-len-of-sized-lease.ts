import type { InterfaceCheck } from '../check.ts';
import { isUnsized } from '../type-string.ts';

export const maxLenOfSizedLease: InterfaceCheck = {
  id: 'max-len-of-sized-lease',
  severity: 'error',
  summary: 'Only a lease of a slice can have a `max_len`.',
  refusedBy: ['server'],
  *find({ operations }) {
    for (const { leases } of operations) {
      for (const { name, type, maxLen, maxLenSpan } of leases) {
        if (maxLen === undefined || maxLenSpan === undefined || isUnsized(type)) continue;
        yield {
          span: maxLenSpan,
          message: `lease \`${name.text}\` has a \`max_len\`, but \`${type.text}\` always has the same size`,
          note: '`max_len` limits the number of elements of a slice',
          help: `remove \`max_len\`, or lease a slice: \`type: "[${type.text}]"\``,
        };
      }
    }
  },
};
