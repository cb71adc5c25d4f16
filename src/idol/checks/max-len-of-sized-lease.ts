import type { InterfaceCheck } from '../check.ts';

export const maxLenOfSizedLease: InterfaceCheck = {
  id: 'max-len-of-sized-lease',
  severity: 'error',
  summary: 'Only a lease of a slice can have a `max_len`.',
  refusedBy: ['server'],
  *find({ operations }) {
    for (const { leases } of operations) {
      for (const { name, type, maxLen, maxLenSpan } of leases) {
        const isUnsized = type.expr === undefined || type.expr.kind === 'slice' || type.expr.kind === 'traitObject';
        if (maxLen === undefined || maxLenSpan === undefined || isUnsized) continue;
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
