export type * from './model.ts';
export * from './rust/index.ts';
