import { operationRule } from '../rule.ts';
import { alignLeases, covers, describeAccess, replaceIn } from './parts.ts';

/** The data flows the other way. */
export const leaseAccessSwapped = operationRule({
  id: 'lease-access-swapped',
  summary: 'A lease changed between reading and writing.',
  levels: ['wire', 'source'],
  find: (pair, comparison) =>
    alignLeases(pair, comparison)
      .pairs.filter((lease) => !covers(lease.old, lease.new) && !covers(lease.new, lease.old))
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
