import type { FloatType, IntegerType, Length, Type, TypeId, TypeTable } from './types.ts';

/** Types nested deeper than this are shown as `…`: hostile input must not exhaust the stack. */
const MAX_DEPTH = 64;

/** How a text of a type has what Rust code may write in several ways, or not at all. */
export interface TypeSpelling {
  number(type: IntegerType | FloatType): string;
  readonly never: string;
  named(id: TypeId): string;
  length(length: Length): string;
  /** @param texts of the alternatives, in order */
  alternatives(texts: readonly string[]): string;
}

/** A type as Rust code writes it. */
export function typeText(type: Type, spelling: TypeSpelling, depth = 0): string {
  if (depth > MAX_DEPTH) return '…';
  const text = (inner: Type) => typeText(inner, spelling, depth + 1);
  switch (type.kind) {
    case 'integer':
    case 'float':
      return spelling.number(type);
    case 'bool':
    case 'char':
      return type.kind;
    case 'unit':
      return '()';
    case 'never':
      return spelling.never;
    case 'tuple':
      return `(${type.elements.map(text).join(', ')}${type.elements.length === 1 ? ',' : ''})`;
    case 'array':
      return `[${text(type.element)}; ${spelling.length(type.length)}]`;
    case 'slice':
      return `[${text(type.element)}]`;
    case 'option':
      return `Option<${text(type.some)}>`;
    case 'result':
      return `Result<${text(type.ok)}, ${text(type.err)}>`;
    case 'named':
      return spelling.named(type.id);
    case 'alternatives':
      return spelling.alternatives(type.cases.map((alternative) => text(alternative.type)));
    case 'unresolved':
      return type.text;
  }
}

/** A type as Rust code would write it, without paths: `Option<[Mode; 4]>`. Lengths that differ between images are shown as `_`. */
export function typeName(type: Type, table: TypeTable): string {
  return typeText(type, new ShortNames(table));
}

class ShortNames implements TypeSpelling {
  readonly #table: TypeTable;
  readonly never = '!';

  constructor(table: TypeTable) {
    this.#table = table;
  }

  number({ name, unaligned, endian }: IntegerType | FloatType): string {
    return unaligned || endian ? `${name.toUpperCase()}<${endian === 'big' ? 'BE' : 'LE'}>` : name;
  }

  named(id: TypeId): string {
    return this.#table[id]?.name ?? id;
  }

  length(length: Length): string {
    if (typeof length === 'number') return String(length);
    return length.kind === 'unresolved' ? length.text : '_';
  }

  alternatives(texts: readonly string[]): string {
    return [...new Set(texts)].join(' or ');
  }
}
