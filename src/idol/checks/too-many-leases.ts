import type { InterfaceCheck } from '../check.ts';

const MAX_LEASES = 255;

export const tooManyLeases: InterfaceCheck = {
  id: 'too-many-leases',
  severity: 'warning',
  summary: 'A message carries at most 255 leases.',
  *find({ operations }) {
    for (const { name, leases } of operations) {
      if (leases.length <= MAX_LEASES) continue;
      yield {
        span: name.span,
        message: `\`${name.text}\` has ${leases.length} leases`,
        note: `the kernel takes the number of leases as one byte, so at most ${MAX_LEASES}`,
        help: 'lease one slice that holds them all, or split the operation',
      };
    }
  },
};
