export * from './model.ts';
export type * from './resolved.ts';
