/** Types and expressions as far as stubs contain them. */
export type Code =
  /** What is never broken: literals, closures, what has no rule here. */
  | { readonly kind: 'text'; readonly text: string }
  | Path
  | { readonly kind: 'call'; readonly callee: Code; readonly args: readonly Code[] }
  | { readonly kind: 'macro'; readonly name: string; readonly args: readonly Code[] }
  | { readonly kind: 'chain'; readonly root: Code; readonly rootTries: number; readonly links: readonly Link[] }
  | { readonly kind: 'tuple'; readonly isValue: boolean; readonly items: readonly Code[] }
  | { readonly kind: 'array'; readonly items: readonly Code[] }
  /** `[u8; 4]`, a type or an expression. */
  | { readonly kind: 'repeat'; readonly value: Code; readonly count: Code }
  | { readonly kind: 'slice'; readonly element: Code }
  /** `{ N + 1 }` */
  | { readonly kind: 'block'; readonly inner: Code; readonly text: string }
  | { readonly kind: 'parenthesised'; readonly inner: Code }
  /** `&`, `&mut `, `-`, `return ` …, and the `*const ` of a type. */
  | { readonly kind: 'prefix'; readonly operator: string; readonly operand: Code }
  /** A type: rustfmt lays it out otherwise than the expression. */
  | { readonly kind: 'reference'; readonly operator: string; readonly target: Code }
  | { readonly kind: 'cast'; readonly operand: Code; readonly type: Code }
  /** Operands of one operator. */
  | { readonly kind: 'binary'; readonly operator: string; readonly operands: readonly Code[] }
  | { readonly kind: 'index'; readonly target: Code; readonly index: Code }
  | { readonly kind: 'struct'; readonly path: Path; readonly fields: readonly StructField[] };

export interface Path {
  readonly kind: 'path';
  /** Of a value: generic arguments are written behind `::`. */
  readonly isValue: boolean;
  /** The `T` of `<T as Trait>::NAME`, and how many of the segments are the trait's. */
  readonly self?: { readonly type: Code; readonly traitLength: number };
  /** Of the trait, where there is a `self`. */
  readonly isGlobal: boolean;
  readonly segments: readonly Segment[];
}

export interface Segment {
  readonly name: string;
  readonly generics: readonly Code[];
}

/** `.name`, `.name(args)`, with the `?` behind it. */
export interface Link {
  readonly name: string;
  /** Absent of a field. */
  readonly args?: readonly Code[];
  readonly tries: number;
}

export interface StructField {
  readonly name: string;
  /** Absent when a variable has the field's name. */
  readonly value?: Code;
}

/** The head of a function. */
export interface Signature {
  /** Up to its name. */
  readonly head: string;
  readonly parameters: readonly Parameter[];
  readonly result?: Code;
}

/** `name: Type`; of `&self`, the name alone. */
export interface Parameter {
  readonly text: string;
  readonly name: string;
  readonly type?: Code;
}
