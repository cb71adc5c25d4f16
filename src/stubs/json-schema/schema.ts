import type { Field, IntegerName, Length, Type, TypeDefinition, Variant } from '../../wire/index.ts';

/** A JSON Schema, draft 2020-12, as far as types need it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** What cannot be said of a value because its type is not known. */
const ANYTHING: JsonSchema = {};

/**
 * Schema of a value of a type, in the form in which `encode` and `decode` have values (see `Value`). Named types are references
 * into `$defs`. Where alternatives hold for different images, a value of any of them is valid.
 */
export function schemaOf(type: Type): JsonSchema {
  switch (type.kind) {
    case 'integer':
      return integer(type.name);
    case 'float':
      return { anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }] };
    case 'bool':
      return { type: 'boolean' };
    case 'char':
      return { type: 'string', minLength: 1, maxLength: 1 };
    case 'unit':
      return { type: 'null' };
    case 'never':
      return { not: {} };
    case 'tuple':
      return tuple(type.elements);
    case 'array':
      return array(type.element, type.length);
    case 'slice':
      return { type: 'array', items: schemaOf(type.element) };
    case 'option':
      return { anyOf: [{ type: 'null' }, schemaOf(type.some), tagged('Some', schemaOf(type.some))] };
    case 'result':
      return { oneOf: [tagged('Ok', schemaOf(type.ok)), tagged('Err', schemaOf(type.err))] };
    case 'named':
      return { $ref: referenceTo(type.id) };
    case 'alternatives':
      return { anyOf: type.cases.map((alternative) => schemaOf(alternative.type)) };
    case 'unresolved':
      return { ...ANYTHING, $comment: type.reason.message };
  }
}

/** Schema of what a name stands for. */
export function definitionSchema(definition: TypeDefinition): JsonSchema {
  const described = { title: definition.name, ...(definition.doc !== undefined && { description: definition.doc }) };
  switch (definition.kind) {
    case 'struct':
      return { ...described, ...shaped(definition.shape, definition.fields) };
    case 'union':
      return { ...described, ...object(definition.fields, []) };
    case 'enum':
      return { ...described, oneOf: definition.variants.map(variant) };
    case 'flags':
      return { ...described, anyOf: [schemaOf(definition.bits), { type: 'string' }] };
  }
}

/** `#/$defs/…` of a type id, escaped as a pointer in an address. */
function referenceTo(id: string): string {
  return `#/$defs/${encodeURIComponent(id.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
}

function integer(name: IntegerName): JsonSchema {
  const bits = name.endsWith('size') ? 32 : Number(name.slice(1));
  const isSigned = name.startsWith('i');
  // JSON has no limit for integers, but most programs read them as doubles: wider bounds could not be written exactly.
  if (bits > 32) return { type: 'integer', ...(!isSigned && { minimum: 0 }), format: name };
  const range = 2 ** bits;
  return isSigned
    ? { type: 'integer', minimum: -range / 2, maximum: range / 2 - 1 }
    : { type: 'integer', minimum: 0, maximum: range - 1 };
}

function array(element: Type, length: Length): JsonSchema {
  const size = typeof length === 'number' ? { minItems: length, maxItems: length } : {};
  const list = { type: 'array', items: schemaOf(element), ...size };
  const isBytes = element.kind === 'integer' && element.name === 'u8';
  return isBytes ? { anyOf: [list, { type: 'string', pattern: '^0x(?:[0-9A-Fa-f]{2})*$' }] } : list;
}

function tuple(elements: readonly Type[]): JsonSchema {
  const { length } = elements;
  return { type: 'array', prefixItems: elements.map(schemaOf), minItems: length, maxItems: length };
}

function tagged(name: string, content: JsonSchema): JsonSchema {
  return { type: 'object', properties: { [name]: content }, required: [name], additionalProperties: false };
}

function object(fields: readonly Field[], required = fields.map(({ name }) => name)): JsonSchema {
  const properties = Object.fromEntries(
    fields.map(({ name, type, doc }) => [name, { ...schemaOf(type), ...(doc !== undefined && { description: doc }) }]),
  );
  return { type: 'object', properties, required, additionalProperties: false };
}

function shaped(shape: Variant['shape'], all: readonly Field[]): JsonSchema {
  const fields = all.filter(({ serdeSkip }) => !serdeSkip);
  const [only] = fields;
  switch (shape) {
    case 'unit':
      return { type: 'null' };
    case 'named':
      return object(
        fields,
        fields.filter(({ condition }) => !condition).map(({ name }) => name),
      );
    case 'tuple':
      return fields.length === 1 && only ? schemaOf(only.type) : tuple(fields.map(({ type }) => type));
  }
}

function variant({ name, shape, fields, doc }: Variant): JsonSchema {
  const description = doc === undefined ? {} : { description: doc };
  if (shape === 'unit') return { const: name, ...description };
  return { ...tagged(name, shaped(shape, fields)), ...description };
}
