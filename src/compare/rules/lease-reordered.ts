import { movedPairs } from '../align.ts';
import { operationRule } from '../rule.ts';
import { alignLeases, inNewOrder, reindexed } from './parts.ts';

/** A lease travels as its index: in another order the server reads one for the other. */
export const leaseReordered = operationRule({
  id: 'lease-reordered',
  summary: 'Leases stand in another order.',
  levels: ['wire', 'source'],
  find: (pair, comparison) => {
    const leases = alignLeases(pair, comparison);
    const moved = movedPairs(leases.pairs, leases.all);
    if (moved.length === 0) return [];
    const order = leases.all.map((lease) => lease.name).join(', ');
    return [
      {
        message: `the leases of \`${pair.new.name}\` stand in another order: now ${order}`,
        oldPart: `lease.${moved[0]?.old.name}`,
        newPart: `lease.${moved[0]?.new.name}`,
        detail: [order],
        isolated: { ...pair.old, leases: reindexed(inNewOrder(leases)) },
        help: 'keep the order: it is the lease index',
      },
    ];
  },
});
