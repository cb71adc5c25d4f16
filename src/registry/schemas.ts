import { z } from 'zod';
import { BreakingReportSchema, LockSchema } from './breaking/index.ts';
import { CheckReportSchema } from './check-report.ts';
import { ConfigSchema } from './config.ts';
import { registrySchema } from './published/write.ts';

/**
 * The JSON Schemas that are published, by file name: in `schemas/` of the package and of each site. The number is that of the format,
 * within which fields are only added. `npm run schemas` writes the files of the package.
 */
export function publishedSchemas(): Record<string, object> {
  return {
    'config.v1.json': z.toJSONSchema(ConfigSchema, { io: 'input' }),
    'breaking-report.v1.json': z.toJSONSchema(BreakingReportSchema, { io: 'input' }),
    'check-report.v1.json': z.toJSONSchema(CheckReportSchema, { io: 'input' }),
    'lock.v1.json': z.toJSONSchema(LockSchema, { io: 'input' }),
    'registry.v1.json': registrySchema(),
  };
}
