import { operationRule } from '../rule.ts';
import { alignLeases, replaceIn } from './parts.ts';
import { describeTypeChange, typeChangeDetail } from './type-change.ts';

/** The memory behind a lease is read as something else, or has another size. */
export const leaseTypeChanged = operationRule({
  id: 'lease-type-changed',
  summary: 'A lease, or the elements of one, have another type.',
  levels: ['wire', 'source'],
  find: (pair, comparison) =>
    alignLeases(pair, comparison)
      .pairs.filter((lease) => lease.old.slice === lease.new.slice)
      .filter((lease) => !comparison.isSameUse(lease.old.type, lease.new.type))
      .map((lease) => ({
        message: `lease \`${lease.new.name}\` of \`${pair.new.name}\` is ${describeTypeChange(lease.old, lease.new, comparison.types)}`,
        oldPart: `lease.${lease.old.name}`,
        newPart: `lease.${lease.new.name}`,
        detail: [lease.new.name, ...typeChangeDetail(lease.old, lease.new, comparison.types)],
        isolated: {
          ...pair.old,
          leases: replaceIn(pair.old.leases, lease.old, {
            ...lease.old,
            text: lease.new.text,
            type: lease.new.type,
            layout: lease.new.layout,
          }),
        },
      })),
});
