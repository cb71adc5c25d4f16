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
          note: 'a server that dies half way leaves its writes in the lease, and the second call would read them',
          help: 'lease the input and the output apart, or remove `idempotent: true`',
        };
      }
    }
  },
};
