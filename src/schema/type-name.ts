import type { Length, Type, TypeTable } from './types.ts';

/** Types nested deeper than this are shown as `…`: hostile input must not exhaust the stack. */
const MAX_DEPTH = 64;

/** A type as Rust code would write it, without paths: `Option<[Mode; 4]>`. Lengths that differ between images are shown as `_`. */
export function typeName(type: Type, table: TypeTable, depth = 0): string {
  if (depth > MAX_DEPTH) return '…';
  const name = (inner: Type) => typeName(inner, table, depth + 1);
  switch (type.kind) {
    case 'integer':
    case 'float':
      if (!type.unaligned && !type.endian) return type.name;
      return `${type.name.toUpperCase()}<${type.endian === 'big' ? 'BE' : 'LE'}>`;
    case 'bool':
    case 'char':
      return type.kind;
    case 'unit':
      return '()';
    case 'never':
      return '!';
    case 'tuple':
      return type.elements.length === 1
        ? `(${name(type.elements[0] as Type)},)`
        : `(${type.elements.map(name).join(', ')})`;
    case 'array':
      return `[${name(type.element)}; ${lengthText(type.length)}]`;
    case 'slice':
      return `[${name(type.element)}]`;
    case 'option':
      return `Option<${name(type.some)}>`;
    case 'result':
      return `Result<${name(type.ok)}, ${name(type.err)}>`;
    case 'named':
      return table[type.id]?.name ?? type.id;
    case 'alternatives':
      return [...new Set(type.cases.map((alternative) => name(alternative.type)))].join(' or ');
    case 'unresolved':
      return type.text;
  }
}

function lengthText(length: Length): string {
  if (typeof length === 'number') return String(length);
  return length.kind === 'unresolved' ? length.text : '_';
}
