export { fileStem } from './file-stem.ts';
export * from './json-schema/index.ts';
export type * from './model.ts';
export { isStub, type StubOrigin } from './origin.ts';
export * from './rust/index.ts';
export * from './typescript/index.ts';
