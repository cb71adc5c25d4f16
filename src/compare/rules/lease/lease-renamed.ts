import { operationRule } from '../rule.ts';
import { alignLeases } from './align-leases.ts';

/** Messages contain no names; code and tools use them. */
export const leaseRenamed = operationRule({
  id: 'lease-renamed',
  summary: 'A lease has another name.',
  levels: ['source', 'tooling'],
  find: (pair, match) =>
    alignLeases(pair, match)
      .pairs.filter((lease) => lease.old.name !== lease.new.name)
      .map((lease) => ({
        message: `lease \`${lease.old.name}\` of \`${pair.new.name}\` is now called \`${lease.new.name}\``,
        oldPart: `lease.${lease.old.name}`,
        newPart: `lease.${lease.new.name}`,
        detail: [lease.old.name, lease.new.name],
      })),
});
