/** `npm run schemas`: makes the JSON Schemas of this folder from their zod originals. */
import { writeFileSync } from 'node:fs';
import { publishedSchemas } from '../src/registry/index.ts';

for (const [name, schema] of Object.entries(publishedSchemas())) {
  writeFileSync(new URL(name, import.meta.url), JSON.stringify(schema));
}
