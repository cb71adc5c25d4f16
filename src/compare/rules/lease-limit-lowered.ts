import { operationRule } from '../rule.ts';
import { alignLeases, describeLimit, limitOf, replaceIn } from './parts.ts';

/** Old clients send leases that the new server refuses. */
export const leaseLimitLowered = operationRule({
  id: 'lease-limit-lowered',
  summary: 'A lease may be of fewer elements than before.',
  levels: ['wire'],
  find: (pair, comparison) =>
    alignLeases(pair, comparison)
      .pairs.filter((lease) => limitOf(lease.new) < limitOf(lease.old))
      .map((lease) => ({
        message:
          `lease \`${lease.new.name}\` of \`${pair.new.name}\` takes ${describeLimit(lease.new)}, ` +
          `was ${describeLimit(lease.old)}`,
        oldPart: `lease.${lease.old.name}`,
        newPart: `lease.${lease.new.name}`,
        detail: [lease.new.name, `${lease.old.maxLen}`, `${lease.new.maxLen}`],
        isolated: {
          ...pair.old,
          leases: replaceIn(pair.old.leases, lease.old, { ...lease.old, maxLen: lease.new.maxLen }),
        },
      })),
});
