import type { Declared, Module } from '../rust/index.ts';
import type { Source, Span } from '../text/index.ts';
import type { Length, SourcePlace, Type } from './model.ts';

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

/** Where something is written; undefined in an interface's own type strings, whose place the caller knows better. */
export function place({ span }: { readonly span: Span }, { source }: TypeContext): SourcePlace | undefined {
  return source.path === '' ? undefined : { path: source.path, ...source.position(span.start) };
}
