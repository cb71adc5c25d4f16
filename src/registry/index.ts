export { type CheckReport, CheckReportSchema, diagnosticEntry } from './check-report.ts';
export { allChecks } from './checks/index.ts';
export { CONFIG_FILE, type Config, ConfigSchema, DEFAULT_CONFIG, readConfig } from './config.ts';
export { interfaceSlugs } from './interface-slugs.ts';
export { interfaceVersions } from './interface-version.ts';
export { makeRegistry } from './make-registry.ts';
export type * from './model.ts';
export { type Scan, type ScannedInterface, scan, withSeverities } from './scan.ts';
export { publishedSchemas } from './schemas.ts';
