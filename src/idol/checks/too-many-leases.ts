import type { InterfaceCheck } from '../check.ts';

const MAX_LEASES = 255;

export const tooManyLeases: InterfaceCheck = {
  id: 'too-many-leases',
  severity: 'warning',
  summary: 'A message can have at most 255 leases.',
  *find({ operations }) {
    for (const { name, leases } of operations) {
      if (leases.length <= MAX_LEASES) continue;
      yield {
        span: name.span,
        message: `\`${name.text}\` has ${leases.length} leases`,
        note: `the kernel stores the number of leases in one byte, so the maximum is ${MAX_LEASES}`,
        help: 'lease one slice that holds all elements, or split the operation',
      };
    }
  },
};
