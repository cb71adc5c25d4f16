import type { LeaseSchema } from '../../../schema/index.ts';
import { operationRule, type Rule } from '../rule.ts';
import { alignLeases } from './align-leases.ts';

type Access = Pick<LeaseSchema, 'read' | 'write'>;

/** Which way the access changed. A client that grants more than the server asks for is fine; one that grants less is not. */
const CHANGES = {
  'lease-access-widened': {
    summary: 'The server needs more access to a lease than before.',
    isIt: (old: Access, now: Access) => covers(now, old) && !covers(old, now),
  },
  'lease-access-narrowed': {
    summary: 'The server needs less access to a lease than before.',
    isIt: (old: Access, now: Access) => covers(old, now) && !covers(now, old),
  },
  'lease-access-swapped': {
    summary: 'A lease changed between reading and writing.',
    isIt: (old: Access, now: Access) => !covers(old, now) && !covers(now, old),
  },
} as const;

export const leaseAccessRules: readonly Rule[] = Object.entries(CHANGES).map(([id, { summary, isIt }]) =>
  operationRule({
    id,
    summary,
    levels: ['wire', 'source'],
    find: (pair, match) =>
      alignLeases(pair, match)
        .pairs.filter((lease) => isIt(lease.old, lease.new))
        .map(({ old, new: now }) => ({
          message:
            `the server may now ${id === 'lease-access-widened' ? '' : 'only '}${describeAccess(now)} lease \`${now.name}\` ` +
            `of \`${pair.new.name}\`; before, it could ${describeAccess(old)} it`,
          oldPart: `lease.${old.name}`,
          newPart: `lease.${now.name}`,
          detail: [now.name, describeAccess(old), describeAccess(now)],
        })),
  }),
);

/** Whether a lease granted as `granted` gives all that `asked` asks for. */
function covers(granted: Access, asked: Access): boolean {
  return (granted.read || !asked.read) && (granted.write || !asked.write);
}

function describeAccess({ read, write }: Access): string {
  return read && write ? 'read and write' : read ? 'read' : 'write';
}
