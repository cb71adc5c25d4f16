import { movedPairs } from '../../match/align.ts';
import { operationRule } from '../rule.ts';
import { alignLeases } from './align-leases.ts';

/** A server identifies a lease by its index: in another order it uses the wrong lease. */
export const leaseReordered = operationRule({
  id: 'lease-reordered',
  summary: 'Leases have another order.',
  levels: ['wire', 'source'],
  find: (pair, match) => {
    const { leases } = pair.new;
    const moved = movedPairs(alignLeases(pair, match).pairs, leases);
    if (moved.length === 0) return [];
    const order = leases.map((lease) => lease.name).join(', ');
    return [
      {
        message: `the leases of \`${pair.new.name}\` have another order: now ${order}`,
        oldPart: `lease.${moved[0]?.old.name}`,
        newPart: `lease.${moved[0]?.new.name}`,
        detail: [order],
        help: 'keep the order: it is the lease index',
      },
    ];
  },
});
