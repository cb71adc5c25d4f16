import type { InterfaceCheck } from '../check.ts';

export const readWriteLease: InterfaceCheck = {
  id: 'read-write-lease',
  severity: 'warning',
  summary: 'No server stub compiles for a lease that is both read and written.',
  *find({ operations }) {
    for (const { leases, idempotent } of operations) {
      // Of an idempotent operation it is an error already.
      if (idempotent) continue;
      for (const { name, read, write } of leases) {
        if (!read || !write) continue;
        yield {
          span: name.span,
          message: `lease \`${name.text}\` is both \`read\` and \`write\``,
          note: 'the published `idol-runtime` has no constructor for such a lease, so the server stub does not compile',
          help: 'use separate leases for input and output',
        };
      }
    }
  },
};
