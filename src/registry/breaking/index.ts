export { AGAINST_FORMS, type Against } from './against.ts';
export { compareSnapshots } from './compare-snapshots.ts';
export { earlierReleases, hasNoLine, openLine } from './line.ts';
export { LOCK_FILE, lockText } from './lock.ts';
export {
  type AgainstContext,
  baseRevision,
  defaultAgainst,
  openAgainst,
  readAgainst,
} from './open-against.ts';
export { type BreakingPolicy, LEVEL_NAMES, MODE_NAMES, type ModeName, policyOf } from './policy.ts';
export {
  type BreakingReport,
  BreakingReportSchema,
  interfacePath,
  makeBreakingReport,
  type ReportedFinding,
} from './report.ts';
export { type ReadTree, readSimilar, readSnapshot, type Snapshot } from './snapshot.ts';
export { readWaivers, WAIVERS_FILE, type Waiver, waiverLine } from './waivers.ts';
