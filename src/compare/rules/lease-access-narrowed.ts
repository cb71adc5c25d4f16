import { operationRule } from '../rule.ts';
import { alignLeases, covers, describeAccess, replaceIn } from './parts.ts';

/** An old client grants more than the new server asks for, which is fine; the other way round it is not. */
export const leaseAccessNarrowed = operationRule({
  id: 'lease-access-narrowed',
  summary: 'The server may do less with a lease than before.',
  levels: ['wire', 'source'],
  find: (pair, comparison) =>
    alignLeases(pair, comparison)
      .pairs.filter((lease) => covers(lease.old, lease.new) && !covers(lease.new, lease.old))
      .map((lease) => ({
        message:
          `the server may now only ${describeAccess(lease.new)} lease \`${lease.new.name}\` of \`${pair.new.name}\`; ` +
          `it was to ${describeAccess(lease.old)} it`,
        oldPart: `lease.${lease.old.name}`,
        newPart: `lease.${lease.new.name}`,
        detail: [lease.new.name, describeAccess(lease.old), describeAccess(lease.new)],
        isolated: {
          ...pair.old,
          leases: replaceIn(pair.old.leases, lease.old, {
            ...lease.old,
            read: lease.new.read,
            write: lease.new.write,
          }),
        },
      })),
});
