import { z } from 'zod';
import { BreakingReportSchema } from './breaking/index.ts';
import { CheckReportSchema } from './check-report.ts';
import { ConfigSchema } from './config.ts';
import { registrySchema } from './published/write.ts';

/** The JSON Schemas that are published, by file name in `schemas/`. `npm run schemas` writes them there. */
export function publishedSchemas(): Record<string, object> {
  return {
    'config.v1.json': z.toJSONSchema(ConfigSchema, { io: 'input' }),
    'breaking-report.v1.json': z.toJSONSchema(BreakingReportSchema, { io: 'input' }),
    'check-report.v1.json': z.toJSONSchema(CheckReportSchema, { io: 'input' }),
    'registry.v1.json': registrySchema(),
  };
}
