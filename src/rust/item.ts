import type { Span } from '../text/index.ts';
import type { ConstExpr, PathType, TypeExpr } from './type-expr.ts';

/**
 * What a Rust file declares, as far as types and constants need it. Plain data without cycles, so that a cache can keep it
 * (it holds bigints: structured clone, not JSON). Spans are offsets into the file.
 */
export type Item =
  | StructItem
  | UnionItem
  | EnumItem
  | FlagsItem
  | AliasItem
  | ConstItem
  | UseItem
  | ModuleItem
  | ImplItem
  | IncludeItem
  | BrokenItem;

interface ItemBase {
  readonly attributes: readonly Attribute[];
  /** Predicates of `#[cfg(…)]` and `cfg_if!` around the item; all must hold. */
  readonly cfg: readonly string[];
  readonly doc?: string;
  readonly span: Span;
}

/** Text where an item was expected and none could be read. */
export interface BrokenItem extends ItemBase {
  readonly kind: 'broken';
  /** What it seems to declare. */
  readonly name?: string;
  /** What was expected where. */
  readonly message: string;
  readonly offset: number;
}

interface NamedItem extends ItemBase {
  readonly name: string;
  readonly nameSpan: Span;
}

export interface StructItem extends NamedItem {
  readonly kind: 'struct';
  readonly generics: readonly GenericParameter[];
  readonly shape: Shape;
  readonly fields: readonly FieldItem[];
}

export interface UnionItem extends NamedItem {
  readonly kind: 'union';
  readonly generics: readonly GenericParameter[];
  readonly fields: readonly FieldItem[];
}

export interface EnumItem extends NamedItem {
  readonly kind: 'enum';
  readonly generics: readonly GenericParameter[];
  readonly variants: readonly VariantItem[];
}

/** A struct declared with `bitflags!`. */
export interface FlagsItem extends NamedItem {
  readonly kind: 'flags';
  readonly bits: TypeExpr;
  readonly flags: readonly ConstItem[];
}

export interface AliasItem extends NamedItem {
  readonly kind: 'alias';
  readonly generics: readonly GenericParameter[];
  readonly type: TypeExpr;
}

/** A `const` or `static`. */
export interface ConstItem extends NamedItem {
  readonly kind: 'const';
  readonly type?: TypeExpr;
  readonly value?: ConstExpr;
}

export interface UseItem extends ItemBase {
  readonly kind: 'use';
  readonly imports: readonly Import[];
}

/** One name that a `use` brings in: `use a::{b as c}` has path `a b` and name `c`; `use a::*` has no name. */
export interface Import {
  readonly global: boolean;
  readonly path: readonly string[];
  readonly name?: string;
}

export interface ModuleItem extends NamedItem {
  readonly kind: 'module';
  /** Absent when the module is a file of its own. */
  readonly items?: readonly Item[];
}

export interface ImplItem extends ItemBase {
  readonly kind: 'impl';
  readonly generics: readonly GenericParameter[];
  readonly trait?: PathType;
  readonly self: TypeExpr;
  readonly consts: readonly ConstItem[];
  /** True of `impl Name: u8 { … }` inside `bitflags!`: the constants are the flags of a struct declared elsewhere. */
  readonly flags?: true;
  readonly types: readonly AliasItem[];
  /** Functions by name, with the body's braces. */
  readonly functions: readonly { readonly name: string; readonly body: Span }[];
}

/** `include!` of a file beside this one, or of one that the build script makes. */
export interface IncludeItem extends ItemBase {
  readonly kind: 'include';
  readonly path: string;
  /** True for `concat!(env!("OUT_DIR"), "/…")`; `path` is then the part behind the directory. */
  readonly generated: boolean;
}

export type Shape = 'named' | 'tuple' | 'unit';

export interface FieldItem {
  /** The position, in a tuple. */
  readonly name: string;
  readonly type: TypeExpr;
  readonly attributes: readonly Attribute[];
  readonly cfg: readonly string[];
  readonly doc?: string;
  readonly span: Span;
}

export interface VariantItem {
  readonly name: string;
  readonly nameSpan: Span;
  readonly attributes: readonly Attribute[];
  readonly cfg: readonly string[];
  readonly doc?: string;
  readonly shape: Shape;
  readonly fields: readonly FieldItem[];
  readonly discriminant?: ConstExpr;
  readonly span: Span;
}

export type GenericParameter =
  | { readonly kind: 'lifetime'; readonly name: string }
  | { readonly kind: 'type'; readonly name: string; readonly default?: TypeExpr }
  | { readonly kind: 'const'; readonly name: string; readonly default?: ConstExpr };

/** `#[name(argument)]` or `#[name = argument]`; one inside `cfg_attr` has its condition. */
export interface Attribute {
  readonly name: string;
  /** Text between the brackets, or behind the `=`; empty when there is none. */
  readonly argument: string;
  readonly condition?: string;
}
