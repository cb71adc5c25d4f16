import type { TypeExpr } from '../rust/index.ts';
import type { Source, Span } from '../text/index.ts';

/** A word with its place: an interface, operation, argument or lease name. */
export interface Name {
  readonly text: string;
  /** Blanks or comments stand around it in its string. */
  readonly padded?: true;
  readonly span: Span;
}

/** Documentation as Markdown text: a `doc` or `description` field, else the `//` lines directly above the item. */
export interface Doc {
  readonly text: string;
  readonly span: Span;
  readonly from: 'doc' | 'description' | 'comment';
  /** Another such field of the same item, which does not count. */
  readonly second?: Span;
}

/** One `.idol` file, read. Spans are offsets into `source`. */
export interface Interface {
  readonly source: Source;
  readonly name: Name;
  readonly doc?: Doc;
  readonly operations: readonly Operation[];
  readonly unknownFields: readonly UnknownField[];
  /** False when the file has errors. What could be read is here all the same, to be shown; it is not fit to be compiled. */
  readonly complete: boolean;
  readonly span: Span;
}

export interface Operation {
  readonly name: Name;
  /** Position in the interface counted from 1: the number that travels. */
  readonly number: number;
  readonly doc?: Doc;
  readonly args: readonly Argument[];
  readonly leases: readonly Lease[];
  readonly reply: Reply;
  readonly idempotent: boolean;
  readonly encoding: Encoding;
  /** Span of the `encoding` field's value; absent where the default applies. */
  readonly encodingSpan?: Span;
  readonly idempotentSpan?: Span;
  readonly unknownFields: readonly UnknownField[];
  readonly span: Span;
}

/** How the values of an operation become bytes. */
export type Encoding = 'Zerocopy' | 'Ssmarshal' | 'Hubpack';

/** A Rust type string of an `.idol` file. Spans inside `expr` are offsets into `text`, not into the file. */
export interface TypeString {
  readonly text: string;
  /** Undefined when the text is not a Rust type (a diagnostic says so). */
  readonly expr?: TypeExpr;
  /** The string literal in the file, quotes included. */
  readonly span: Span;
}

export interface AttributedType {
  readonly type: TypeString;
  readonly recv: RecvStrategy;
}

/** How the receiving side makes the declared type of what arrived. */
export type RecvStrategy =
  | { readonly kind: 'FromBytes'; readonly span?: Span }
  | { readonly kind: 'FromPrimitive'; readonly raw: TypeString; readonly span: Span }
  /** `function` names the function that converts the raw type; without one, `From` of the declared type does. */
  | { readonly kind: 'From'; readonly raw: TypeString; readonly function?: Name; readonly span: Span };

export interface Argument extends AttributedType {
  readonly name: Name;
  readonly doc?: Doc;
  readonly span: Span;
}

export interface Lease {
  readonly name: Name;
  /** Position counted from 0: the lease index that the server uses. */
  readonly index: number;
  readonly doc?: Doc;
  readonly type: TypeString;
  /** From the server's point of view. */
  readonly read: boolean;
  readonly write: boolean;
  /** In elements, at least 1, at most 2^32 - 1. */
  readonly maxLen?: number;
  readonly maxLenSpan?: Span;
  readonly unknownFields: readonly UnknownField[];
  readonly span: Span;
}

export type Reply =
  | { readonly kind: 'Simple'; readonly ok: AttributedType; readonly span: Span }
  | { readonly kind: 'Result'; readonly ok: AttributedType; readonly error: ErrorKind; readonly span: Span };

export type ErrorKind =
  | { readonly kind: 'CLike'; readonly type: TypeString; readonly span: Span }
  | { readonly kind: 'Complex'; readonly type: TypeString; readonly span: Span }
  | { readonly kind: 'ServerDeath'; readonly span: Span };

/** A field of an interface, operation, lease or `Result` that the format does not know. The reference compiler drops it silently; here a lint names it. */
export interface UnknownField {
  readonly name: Name;
  /** The field's names that exist in this place, for "did you mean". */
  readonly known: readonly string[];
}
