export { splitArguments, stringLiteral } from './attributes.ts';
export * from './condition.ts';
export * from './const-eval.ts';
export type * from './crate.ts';
export { isExpression, isPath, parseIdentifier, parseType } from './fragment.ts';
export { isIdentifier } from './identifier.ts';
export type * from './item.ts';
export { lex, lexFragment, type Token } from './lexer.ts';
export { readMatch } from './match-reader.ts';
export { type Found, type NameProblem, Names } from './names.ts';
export {
  type Declared,
  type GeneratedText,
  type Generator,
  type Module,
  Program,
  rustItems,
} from './program.ts';
export type * from './type-expr.ts';
