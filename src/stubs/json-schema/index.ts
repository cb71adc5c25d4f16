export { jsonSchemaFile } from './file.ts';
export { type JsonSchema, schemaOf } from './schema.ts';
