import type { Span } from '../text/index.ts';

/**
 * A Rust type as written: names are not resolved and constants not evaluated. Spans are offsets into the text that was parsed.
 * What an interface or a message can never carry (functions, `impl`, `dyn` …) is kept as `other`, so that it is still a valid type.
 */
export type TypeExpr = {
  /** Pairs of brackets around it: `(A)` has one. It is `A` all the same, but to the reference compiler neither `bool` nor unsized. */
  readonly brackets?: number;
} & (
  | PathType
  | { readonly kind: 'tuple'; readonly elements: readonly TypeExpr[]; readonly span: Span }
  | { readonly kind: 'array'; readonly element: TypeExpr; readonly length: ConstExpr; readonly span: Span }
  | { readonly kind: 'slice'; readonly element: TypeExpr; readonly span: Span }
  | { readonly kind: 'reference'; readonly mutable: boolean; readonly target: TypeExpr; readonly span: Span }
  | { readonly kind: 'pointer'; readonly mutable: boolean; readonly target: TypeExpr; readonly span: Span }
  | { readonly kind: 'traitObject'; readonly span: Span }
  | { readonly kind: 'never'; readonly span: Span }
  | { readonly kind: 'other'; readonly text: string; readonly span: Span }
);

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
  /** Without the `r#` of a raw identifier. */
  readonly name: string;
  readonly raw?: true;
  readonly generics: readonly GenericArgument[];
  /** The brackets around the generics, which may be empty; absent when there are none. */
  readonly brackets?: '<' | '(';
  readonly span: Span;
}

export type GenericArgument =
  | { readonly kind: 'type'; readonly type: TypeExpr }
  /** `span` holds the braces around the value, which itself begins within them. */
  | { readonly kind: 'const'; readonly value: ConstExpr; readonly span: Span }
  | { readonly kind: 'lifetime'; readonly name: string }
  /** `Item = T` or `Item: Bound` of an associated type: it carries nothing. */
  | { readonly kind: 'constraint'; readonly span: Span };

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
