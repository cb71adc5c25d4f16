import type { EnumDefinition, Field, Type, TypeTable, Variant } from '../../src/schema/index.ts';
import type { Value } from '../../src/wire/index.ts';

/** Writes values as Rust does: in an expression, or as the derived `Debug` shows them. */
export class RustText {
  readonly #types: TypeTable;
  readonly #pathOf: ((id: string) => string) | undefined;

  /** @param pathOf where a definition is, in expressions; without it the text is that of `Debug` */
  constructor(types: TypeTable, pathOf?: (id: string) => string) {
    this.#types = types;
    this.#pathOf = pathOf;
  }

  /** The value as codecs and servers have it: `Uint8Array` or an array for elements, `bigint` or `number` for integers. */
  of(type: Type, value: unknown): string {
    switch (type.kind) {
      case 'integer':
      case 'bool':
        return String(value);
      case 'unit':
        return '()';
      case 'tuple': {
        const elements = type.elements.map((element, i) => this.of(element, (value as Value[])[i]));
        return `(${elements.join(', ')}${elements.length === 1 ? ',' : ''})`;
      }
      case 'array':
      case 'slice':
        return `[${Array.from(value as Iterable<Value>, (item) => this.of(type.element, item)).join(', ')}]`;
      case 'option':
        return value === null ? 'None' : `Some(${this.of(type.some, isWrapped(value) ? value.Some : value)})`;
      case 'named':
        return this.#named(type.id, value);
      default:
        throw new Error(`no witness has a type of kind ${type.kind}`);
    }
  }

  #named(id: string, value: unknown): string {
    const definition = this.#types[id];
    if (!definition) throw new Error(`no definition of ${id}`);
    const path = this.#pathOf?.(id) ?? definition.name;
    switch (definition.kind) {
      case 'struct':
        return this.#fields(path, definition.shape, definition.fields, value);
      case 'enum':
        return this.#variant(definition, path, value);
      case 'flags':
        return this.#pathOf ? `${path}::from_bits_retain(${value})` : `${path}(${value})`;
      case 'union':
        throw new Error('a union cannot be sent');
    }
  }

  #variant({ variants }: EnumDefinition, path: string, value: unknown): string {
    const name = typeof value === 'string' ? value : (Object.keys(value as object)[0] as string);
    const { shape, fields } = variants.find((variant) => variant.name === name) as Variant;
    const inner = typeof value === 'string' ? null : (value as Record<string, unknown>)[name];
    return this.#fields(this.#pathOf ? `${path}::${name}` : name, shape, fields, inner);
  }

  #fields(path: string, shape: 'named' | 'tuple' | 'unit', fields: readonly Field[], value: unknown): string {
    switch (shape) {
      case 'unit':
        return path;
      case 'named': {
        const record = value as Record<string, unknown>;
        return `${path} { ${fields.map((field) => `${field.name}: ${this.#field(field, record[field.name])}`).join(', ')} }`;
      }
      case 'tuple': {
        const values = fields.length === 1 ? [value] : (value as unknown[]);
        return `${path}(${fields.map(({ type }, i) => this.of(type, values[i])).join(', ')})`;
      }
    }
  }

  /** What serde skips does not travel: it is whatever `Default` makes it, at both ends. */
  #field({ type, serdeSkip }: Field, value: unknown): string {
    if (!serdeSkip || value !== undefined) return this.of(type, value);
    if (type.kind !== 'integer') throw new Error(`no witness has a skipped field of kind ${type.kind}`);
    return '0';
  }
}

function isWrapped(value: unknown): value is { Some: unknown } {
  return typeof value === 'object' && value !== null && 'Some' in value;
}
