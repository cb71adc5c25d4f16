import { operationRule } from '../rule.ts';
import { alignLeases, covers, describeAccess, replaceIn } from './parts.ts';

/** An old client grants less than the new server asks for. */
export const leaseAccessWidened = operationRule({
  id: 'lease-access-widened',
  summary: 'The server may do more with a lease than before.',
  levels: ['wire', 'source'],
  find: (pair, comparison) =>
    alignLeases(pair, comparison)
      .pairs.filter((lease) => covers(lease.new, lease.old) && !covers(lease.old, lease.new))
      .map((lease) => ({
        message:
          `the server may now ${describeAccess(lease.new)} lease \`${lease.new.name}\` of \`${pair.new.name}\`; ` +
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
