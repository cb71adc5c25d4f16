export type * from './crate.ts';
export type * from './type-expr.ts';
export { isIdentifier, type ParsedType, parseType } from './type-parser.ts';
