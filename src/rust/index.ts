export { splitArguments, stringLiteral } from './attributes.ts';
export * from './condition.ts';
export * from './const-eval.ts';
export type * from './crate.ts';
export type * from './item.ts';
export { readItems } from './item-reader.ts';
export { lex, type Token, type TokenKind } from './lexer.ts';
export { type MatchArm, readMatch } from './match-reader.ts';
export { type Found, type NameProblem, Names, type Namespace, type Resolution } from './names.ts';
export {
  type ChildModule,
  type Declared,
  type GeneratedText,
  type Generator,
  type ItemCache,
  type Module,
  Program,
} from './program.ts';
export type * from './type-expr.ts';
export { isIdentifier, type ParsedType, parseType } from './type-parser.ts';
