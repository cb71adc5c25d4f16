import type { Declared, Module } from '../../rust/index.ts';
import type { Source, Span } from '../../text/index.ts';
import type { Length, SourcePlace, Type } from '../types.ts';

/** Where a type is written, and what the names around it mean. */
export interface TypeContext {
  readonly module: Module;
  /** The text that spans count in. */
  readonly source: Source;
  /** Generic parameters in force. */
  readonly parameters: ReadonlyMap<string, Argument>;
  /** What `Self` is. */
  readonly self?: { readonly type: Type; readonly declared: Declared };
  readonly depth: number;
}

/** What a generic parameter stands for. */
export type Argument =
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'const'; readonly length: Length };

/** The context of what is written inside an item. */
export function contextOf({ module, source }: Declared, depth: number): TypeContext {
  return { module, source, parameters: new Map(), depth };
}

export function textOf({ span }: { readonly span: Span }, { source }: TypeContext): string {
  return source.slice(span).replace(/\s+/g, ' ');
}

/**
 * Where in the tree something is written. Undefined in generated text, in crates from outside, and in an interface's own type
 * strings, whose place the caller knows better.
 */
export function place(
  { span }: { readonly span: Span },
  { source, module: { crate } }: Pick<TypeContext, 'source' | 'module'>,
): SourcePlace | undefined {
  if (crate.outside || !crate.files.has(source.path)) return undefined;
  return { path: source.path, ...source.position(span.start) };
}
