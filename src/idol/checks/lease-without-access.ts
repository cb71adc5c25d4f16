import type { InterfaceCheck } from '../check.ts';

export const leaseWithoutAccess: InterfaceCheck = {
  id: 'lease-without-access',
  severity: 'error',
  summary: 'A lease must be readable or writable.',
  refusedBy: ['client', 'server'],
  *find({ operations }) {
    for (const { leases } of operations) {
      for (const { name, read, write } of leases) {
        if (read || write) continue;
        yield {
          span: name.span,
          message: `lease \`${name.text}\` is neither \`read\` nor \`write\``,
          note: 'the server cannot use it',
          help: 'add `read: true` if the server reads from it, `write: true` if it writes to it',
        };
      }
    }
  },
};
