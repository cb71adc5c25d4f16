import { operationRule } from '../rule.ts';
import { alignLeases, insertAfterNeighbour, reindexed } from './parts.ts';
import { describeType } from './type-change.ts';

/** The server counts the leases before it looks at anything else of them. */
export const leaseAdded = operationRule({
  id: 'lease-added',
  summary: 'A lease was added.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) => {
    const leases = alignLeases(pair, comparison);
    return leases.added.map((lease) => ({
      message: `lease \`${lease.name}: ${lease.text}\` was added to \`${pair.new.name}\``,
      newPart: `lease.${lease.name}`,
      detail: [lease.name, describeType(lease.type, comparison.types)],
      isolated: { ...pair.old, leases: reindexed(insertAfterNeighbour(pair.old.leases, lease, leases)) },
      help: 'add an operation with the lease beside this one',
    }));
  },
});
