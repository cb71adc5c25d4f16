export * from './breaking/index.ts';
export { buildConfigurations } from './build-configurations.ts';
export { type CheckReport, CheckReportSchema, diagnosticEntry, makeCheckReport } from './check-report.ts';
export { allChecks } from './checks/index.ts';
export { CONFIG_FILE, type Config, ConfigSchema, DEFAULT_CONFIG, readConfig } from './config.ts';
export { isRunning, makeFolder, reasonOf, whyNotWritten, writeWhole } from './disk.ts';
export * from './documents/index.ts';
export { matchReleases, type ReleaseMatch, releasesOfImage } from './identify.ts';
export { interfaceSlugs, slugsOfTree } from './interface-slugs.ts';
export { interfaceVersions } from './interface-version.ts';
export { layoutTexts } from './layout-text.ts';
export { makeRegistry } from './make-registry.ts';
export type * from './model.ts';
export { newFindings } from './new-findings.ts';
export { operationEntry } from './operation-entry.ts';
export { openRegistry, PublishedRegistry } from './published/open.ts';
export { type Publishing, type PublishOptions, publish } from './published/publish.ts';
export { readAll } from './published/read-all.ts';
export type { Redirects } from './published/source.ts';
export { type RegistryFault, verifyRegistry } from './published/verify.ts';
export { registrySchema, writeRegistry } from './published/write.ts';
export { registryOfRelease } from './registry-of-release.ts';
export * from './releases/index.ts';
export { isRemotePlace, publishRemotely } from './remote/publish-remote.ts';
export { DiskStore } from './results/disk-store.ts';
export type { Checked } from './results/findings.ts';
export { withSeverities } from './results/scan.ts';
export { resultsOf, TreeResults, type TreeSettings } from './results/tree-results.ts';
export type { ReadInterface, Scan, ScannedInterface } from './scanned-interface.ts';
export { schemaHash, sha256 } from './schema-hash.ts';
export { publishedSchemas } from './schemas.ts';
export { NO_RUNTIME, runtimeOf, type StubSettings, stubSettings } from './stub-settings.ts';
export { configuredTarget } from './targets.ts';
export {
  type FirmwareEntry,
  firmwareEntry,
  type UnmatchedInterface,
  type VerifiedInterface,
  type VerifyReport,
  verifyFirmware,
} from './verify.ts';
