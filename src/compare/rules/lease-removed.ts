import { operationRule } from '../rule.ts';
import { alignLeases, reindexed } from './parts.ts';
import { describeType } from './type-change.ts';

/** The server counts the leases before it looks at anything else of them. */
export const leaseRemoved = operationRule({
  id: 'lease-removed',
  summary: 'A lease was removed.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, comparison) =>
    alignLeases(pair, comparison).removed.map((lease) => ({
      message: `lease \`${lease.name}: ${lease.text}\` was removed from \`${pair.new.name}\``,
      oldPart: `lease.${lease.name}`,
      detail: [lease.name, describeType(lease.type, comparison.types)],
      isolated: { ...pair.old, leases: reindexed(pair.old.leases.filter((one) => one !== lease)) },
      help: 'keep the lease and ignore it, or add an operation without it',
    })),
});
