export type { Holds } from './choose.ts';
export * from './codec.ts';
export type { BytePart, Decoded } from './decode.ts';
export * from './interface-wire.ts';
export * from './layout.ts';
export * from './model.ts';
export type * from './resolved.ts';
export * from './type-name.ts';
export * from './value.ts';
