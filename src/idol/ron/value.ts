import type { Source, Span } from '../../text/index.ts';

/** A RON file, read: its one value, and what lies around it. */
export interface Document {
  readonly source: Source;
  /** The `#![enable(…)]` attributes, in order. */
  readonly attributes: readonly Attribute[];
  /** Undefined when there is none, or none that could be read. */
  readonly value?: Value;
  /** Every comment, in order. */
  readonly comments: readonly Comment[];
}

/** `#![enable(implicit_some, unwrap_newtypes)]` */
export interface Attribute {
  readonly extensions: readonly Word[];
  readonly span: Span;
}

/** A comment with its marks: `// …` without the line end, or a block comment, which may hold others. */
export interface Comment {
  readonly kind: 'line' | 'block';
  readonly span: Span;
}

/** An identifier of RON: a struct's, variant's or field's name. */
export interface Word {
  /** Without the `r#` of a raw identifier. */
  readonly text: string;
  /** `r#Some`: names a field or variant as `Some` does, but is never a keyword or the name of a struct. */
  readonly raw?: true;
  readonly span: Span;
}

/**
 * A RON value as written. RON's text does not tell everything: `Some(1)` may be an option or a variant and `()` unit or a struct
 * without fields; whoever knows the wanted shape decides.
 */
export type Value =
  /** `broken` when a diagnostic has complained of it: `text` is then but a guess. */
  | { readonly kind: 'string'; readonly text: string; readonly broken?: boolean; readonly span: Span }
  | { readonly kind: 'char'; readonly text: string; readonly span: Span }
  /** `value` is undefined when it has more than 64 digits. `signed` says that a sign is written. */
  | { readonly kind: 'integer'; readonly value?: bigint; readonly signed: boolean; readonly span: Span }
  | { readonly kind: 'float'; readonly span: Span }
  | { readonly kind: 'bool'; readonly value: boolean; readonly span: Span }
  /** `ServerDeath`, `None` */
  | { readonly kind: 'name'; readonly name: Word; readonly span: Span }
  /** `Simple("u8")`, `("u8", 1)`, `()` */
  | TupleValue
  /** `Interface(name: "Fan")`, `(name: "Fan")` */
  | StructValue
  /** `["a", "b"]` */
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly span: Span }
  /** `{ "key": 1 }` */
  | MapValue
  /** What could not be read; a diagnostic has said so. */
  | { readonly kind: 'unreadable'; readonly span: Span };

export interface TupleValue {
  readonly kind: 'tuple';
  readonly name?: Word;
  readonly items: readonly Value[];
  /** Offset of the opening bracket: past the name. */
  readonly open: number;
  readonly span: Span;
}

export interface StructValue {
  readonly kind: 'struct';
  readonly name?: Word;
  readonly fields: readonly Field[];
  /** Offset of the opening bracket: past the name. */
  readonly open: number;
  readonly span: Span;
}

export interface Field {
  readonly name: Word;
  readonly value: Value;
  readonly span: Span;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface Entry {
  readonly key: Value;
  readonly value: Value;
  readonly span: Span;
}
