import type {
  ConstExpr,
  Declared,
  Found,
  ImplItem,
  Module,
  Names,
  PathType,
  Program,
  TypeExpr,
} from '../../rust/index.ts';
import type { Length, Type, TypeTable } from '../types.ts';
import type { Measure } from './measure.ts';
import type { TypeContext } from './type-context.ts';

/** What the parts of name resolution ask of each other: a definition has types, a type has constants, a constant asks for types. */
export interface Resolver {
  readonly program: Program;
  readonly names: Names;
  readonly measure: Measure;
  readonly constants: ConstantEvaluator;
  /** Every definition met so far. */
  readonly table: TypeTable;
  /** What a type stands for. Always an answer: `unresolved` says why there is no better one. */
  resolve(expr: TypeExpr, context: TypeContext): Type;
  /** Does work whose types are counted apart from those around it. */
  apart<T>(work: () => T): T;
  /** What a path of a type leads to, by name alone. */
  find(path: PathType, module: Module): readonly Found[];
  /** What `Self` is in an `impl` of a definition, without generic arguments. */
  selfOf(declared: Declared): NonNullable<TypeContext['self']>;
  /** The `impl` blocks of a type among the modules that have been read, its own module's first. */
  impls(declared: Declared): Declared<ImplItem>[];
}

export interface ConstantEvaluator {
  /** An array length in elements. */
  length(expr: ConstExpr, context: TypeContext): Length;
  /** An integer such as a discriminant, or undefined when it has no single value. */
  integer(expr: ConstExpr, context: TypeContext, expected: string): bigint | undefined;
}
