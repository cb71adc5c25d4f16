export type * from './crate.ts';
export { lex, type Token, type TokenKind } from './lexer.ts';
export type * from './type-expr.ts';
export { isIdentifier, type ParsedType, parseType } from './type-parser.ts';
