import { operationRule } from '../rule.ts';
import { describeType } from '../type-change.ts';
import { alignLeases } from './align-leases.ts';

/** The server counts the leases before it looks at anything else of them. */
export const leaseRemoved = operationRule({
  id: 'lease-removed',
  summary: 'A lease was removed.',
  levels: ['wire', 'source', 'tooling'],
  find: (pair, match) =>
    alignLeases(pair, match).removed.map((lease) => ({
      message: `lease \`${lease.name}: ${lease.text}\` was removed from \`${pair.new.name}\``,
      oldPart: `lease.${lease.name}`,
      detail: [lease.name, describeType(lease.type, match.oldTypes)],
      help: 'keep the lease and ignore it, or add an operation without it',
    })),
});
