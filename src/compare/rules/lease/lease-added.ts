import { operationRule } from '../rule.ts';
import { describeType } from '../type-change.ts';
import { alignLeases } from './align-leases.ts';

/** The server counts the leases before it looks at anything else of them. */
export const leaseAdded = operationRule({
  id: 'lease-added',
  summary: 'A lease was added.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) => {
    return alignLeases(pair, match).added.map((lease) => ({
      message: `lease \`${lease.name}: ${lease.text}\` was added to \`${pair.new.name}\``,
      newPart: `lease.${lease.name}`,
      detail: [lease.name, describeType(lease.type, match.newTypes)],
      help: 'keep the operation, and add a new one with the lease',
    }));
  },
});
