export { jsonSchemaFile } from './file.ts';
