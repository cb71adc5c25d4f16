import type { InterfaceCheck } from '../check.ts';

export const readWriteLeaseIdempotent: InterfaceCheck = {
  id: 'read-write-lease-idempotent',
  severity: 'error',
  summary: 'A lease of an idempotent operation cannot be both read and written.',
  refusedBy: ['client'],
  *find({ operations }) {
    for (const operation of operations) {
      if (!operation.idempotent) continue;
      for (const lease of operation.leases) {
        if (!lease.read || !lease.write) continue;
        yield {
          span: lease.name.span,
          message: `lease \`${lease.name.text}\` of idempotent \`${operation.name.text}\` is both read and written`,
          note: 'a server that dies during the call leaves its writes in the lease, and the repeated call reads them',
          help: 'use separate leases for input and output, or remove `idempotent: true`',
        };
      }
    }
  },
};
