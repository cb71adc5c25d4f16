export { AGAINST_FORMS, type Against } from './against.ts';
export { matchesInterface } from './globs.ts';
export { earlierReleases, hasNoLine, openLine } from './line.ts';
export { LOCK_FILE, LockSchema, lockText } from './lock.ts';
export { moveToEnd } from './move-to-end.ts';
export { somethingCompared } from './nothing-compared.ts';
export {
  type AgainstContext,
  baseRevision,
  defaultAgainst,
  openAgainst,
  openAgainstTree,
  readAgainst,
} from './open-against.ts';
export {
  AUDIENCES,
  type BreakingPolicy,
  DEFAULT_FAIL_ON,
  FAILING_VERDICTS,
  type FailingVerdict,
  LEVEL_NAMES,
  MODE_NAMES,
  MODES,
  type Mode,
  type ModeName,
  policyOf,
} from './policy.ts';
export { type Repairs, repairsOf } from './repair.ts';
export {
  type BreakingReport,
  BreakingReportSchema,
  makeBreakingReport,
  pathOf,
  type ReportEntry,
  type ReportedInterface,
  type ReportedVerdict,
} from './report.ts';
export { readSnapshot, type Snapshot } from './snapshot.ts';
export { readWaivers, WAIVERS_FILE, type Waiver, waiverLine } from './waivers.ts';
