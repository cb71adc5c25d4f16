export type * from './crate.ts';
export type * from './type-expr.ts';
