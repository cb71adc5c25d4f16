import { operationRule } from '../rule.ts';
import { typeChangeDetail } from '../type-change.ts';
import { alignLeases } from './align-leases.ts';

/** A sized lease has exactly one length, a slice any whole number of elements. */
export const leaseSliceChanged = operationRule({
  id: 'lease-slice-changed',
  summary: 'A lease changed between one value and a slice.',
  levels: ['wire', 'source'],
  find: (pair, match) =>
    alignLeases(pair, match)
      .pairs.filter((lease) => lease.old.slice !== lease.new.slice)
      .map((lease) => ({
        message: `lease \`${lease.new.name}\` of \`${pair.new.name}\` is \`${lease.new.text}\`, was \`${lease.old.text}\``,
        oldPart: `lease.${lease.old.name}`,
        newPart: `lease.${lease.new.name}`,
        detail: [lease.new.name, ...typeChangeDetail(lease.old, lease.new, match)],
      })),
});
