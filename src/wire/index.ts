export * from './interface-wire.ts';
export * from './layout.ts';
export * from './model.ts';
export type * from './resolved.ts';
export * from './type-name.ts';
