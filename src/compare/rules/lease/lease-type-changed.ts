import { operationRule } from '../rule.ts';
import { describeTypeChange, isPerImageChange, typeChangeDetail } from '../type-change.ts';
import { alignLeases } from './align-leases.ts';

/** The memory behind a lease is read as something else, or has another size. */
export const leaseTypeChanged = operationRule({
  id: 'lease-type-changed',
  summary: 'A lease, or its elements, have another type.',
  levels: ['wire', 'source'],
  find: (pair, match) =>
    alignLeases(pair, match)
      .pairs.filter((lease) => lease.old.slice === lease.new.slice)
      .filter((lease) => !match.isSameUse(lease.old.type, lease.new.type))
      .map((lease) => ({
        message: `lease \`${lease.new.name}\` of \`${pair.new.name}\` is ${describeTypeChange(lease.old, lease.new, match)}`,
        oldPart: `lease.${lease.old.name}`,
        newPart: `lease.${lease.new.name}`,
        isPerImage: isPerImageChange(lease.old, lease.new),
        detail: [lease.new.name, ...typeChangeDetail(lease.old, lease.new, match)],
      })),
});
