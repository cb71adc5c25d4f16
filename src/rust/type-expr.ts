import type { Span } from '../text/index.ts';

/**
 * A Rust type as written: names are not resolved and constants not evaluated. Spans are offsets into the text that was parsed.
 * What an interface or a message can never carry (functions, `impl`, `dyn` …) is kept as `other`, so that it is still a valid type.
 */
export type TypeExpr =
  | PathType
  | { readonly kind: 'tuple'; readonly elements: readonly TypeExpr[]; readonly span: Span }
  | { readonly kind: 'array'; readonly element: TypeExpr; readonly length: ConstExpr; readonly span: Span }
  | { readonly kind: 'slice'; readonly element: TypeExpr; readonly span: Span }
  | { readonly kind: 'reference'; readonly mutable: boolean; readonly target: TypeExpr; readonly span: Span }
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly target: TypeExpr; readonly span: Span }
  | { readonly kind: 'traitObject'; readonly span: Span }
  | { readonly kind: 'never'; readonly span: Span }
  | { readonly kind: 'other'; readonly text: string; readonly span: Span };

/** `a::b::C<T>`, `Self::X`, or `<T as Trait>::X` (then `qualifiedSelf` is `T`). */
export interface PathType {
  readonly kind: 'path';
  /** True of `::a::b`, which begins at a crate whatever the scope declares. */
  readonly global: boolean;
  readonly qualifiedSelf?: TypeExpr;
  readonly segments: readonly PathSegment[];
  readonly span: Span;
}

export interface PathSegment {
  readonly name: string;
  readonly generics: readonly GenericArgument[];
  readonly span: Span;
}

export type GenericArgument =
  | { readonly kind: 'type'; readonly type: TypeExpr }
  | { readonly kind: 'const'; readonly value: ConstExpr }
  | { readonly kind: 'lifetime'; readonly name: string };

/** An expression in constant position, as far as array lengths, discriminants and `const` items need one. */
export type ConstExpr =
  | { readonly kind: 'integer'; readonly value: bigint; readonly suffix?: string; readonly span: Span }
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'path'; readonly path: PathType; readonly span: Span }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: ConstExpr; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '&' | '|' | '^';
      readonly left: ConstExpr;
      readonly right: ConstExpr;
      readonly span: Span;
    }
  | { readonly kind: 'cast'; readonly operand: ConstExpr; readonly type: TypeExpr; readonly span: Span }
  | { readonly kind: 'sizeOf'; readonly type: TypeExpr; readonly span: Span }
  /** Anything else: it is kept as text, and whoever needs its value says that it cannot be evaluated. */
  | { readonly kind: 'other'; readonly text: string; readonly span: Span };
