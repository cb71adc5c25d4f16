import type { LeaseSchema, OperationSchema } from '../../../schema/index.ts';
import { type Alignment, alignByName, type Pair } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';

/** Leases matched by name, else in place when their types are the same. */
export function alignLeases({ old, new: now }: Pair<OperationSchema>, match: Match): Alignment<LeaseSchema> {
  return alignByName(
    old.leases,
    now.leases,
    (oldLease, newLease) => oldLease.slice === newLease.slice && match.isSameUse(oldLease.type, newLease.type),
  );
}
