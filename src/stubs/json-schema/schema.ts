import type { Field, IntegerName, Length, Type, TypeDefinition, Variant } from '../../schema/index.ts';

/** A JSON Schema, draft 2020-12, as far as types need it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The name in `$defs` of a type id. */
export type DefinitionNames = (id: string) => string;

/** What cannot be said of a value because its type is not known. */
const ANYTHING: JsonSchema = {};

/**
 * Schema of a value of a type, in the form in which `encode` and `decode` have values (see `Value`). Named types are references
 * into `$defs`, by the names that `nameOf` gives. Where alternatives hold for different images, a value of any of them is valid.
 */
export function schemaOf(type: Type, nameOf: DefinitionNames): JsonSchema {
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
      return tuple(type.elements, nameOf);
    case 'array':
      return array(type.element, type.length, nameOf);
    case 'slice':
      return { type: 'array', items: schemaOf(type.element, nameOf) };
    case 'option':
      return { anyOf: [{ type: 'null' }, schemaOf(type.some, nameOf), tagged('Some', schemaOf(type.some, nameOf))] };
    case 'result':
      return { oneOf: [tagged('Ok', schemaOf(type.ok, nameOf)), tagged('Err', schemaOf(type.err, nameOf))] };
    case 'named':
      return { $ref: `#/$defs/${nameOf(type.id)}` };
    case 'alternatives':
      return { anyOf: type.cases.map((alternative) => schemaOf(alternative.type, nameOf)) };
    case 'unresolved':
      return { ...ANYTHING, $comment: type.reason.message };
  }
}

/** Schema of what a name stands for. */
export function definitionSchema(definition: TypeDefinition, nameOf: DefinitionNames): JsonSchema {
  const described = { title: definition.name, ...(definition.doc !== undefined && { description: definition.doc }) };
  switch (definition.kind) {
    case 'struct':
      return { ...described, ...shaped(definition.shape, definition.fields, nameOf) };
    case 'union':
      return { ...described, ...object(definition.fields, nameOf, []) };
    case 'enum':
      return { ...described, oneOf: definition.variants.map((each) => variant(each, nameOf)) };
    case 'flags':
      return { ...described, anyOf: [schemaOf(definition.bits, nameOf), { type: 'string' }] };
  }
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

function array(element: Type, length: Length, nameOf: DefinitionNames): JsonSchema {
  const size = typeof length === 'number' ? { minItems: length, maxItems: length } : {};
  const list = { type: 'array', items: schemaOf(element, nameOf), ...size };
  const isBytes = element.kind === 'integer' && element.name === 'u8';
  return isBytes ? { anyOf: [list, { type: 'string', pattern: '^0x(?:[0-9A-Fa-f]{2})*$' }] } : list;
}

function tuple(elements: readonly Type[], nameOf: DefinitionNames): JsonSchema {
  const { length } = elements;
  return {
    type: 'array',
    prefixItems: elements.map((each) => schemaOf(each, nameOf)),
    minItems: length,
    maxItems: length,
  };
}

function tagged(name: string, content: JsonSchema): JsonSchema {
  return { type: 'object', properties: { [name]: content }, required: [name], additionalProperties: false };
}

function object(
  fields: readonly Field[],
  nameOf: DefinitionNames,
  required = fields.map(({ name }) => name),
): JsonSchema {
  const properties = Object.fromEntries(
    fields.map(({ name, type, doc }) => [
      name,
      { ...schemaOf(type, nameOf), ...(doc !== undefined && { description: doc }) },
    ]),
  );
  return { type: 'object', properties, required, additionalProperties: false };
}

function shaped(shape: Variant['shape'], all: readonly Field[], nameOf: DefinitionNames): JsonSchema {
  const fields = all.filter(({ serdeSkip }) => !serdeSkip);
  const [only] = fields;
  switch (shape) {
    case 'unit':
      return { type: 'null' };
    case 'named':
      return object(
        fields,
        nameOf,
        fields.filter(({ condition }) => !condition).map(({ name }) => name),
      );
    case 'tuple':
      return fields.length === 1 && only
        ? schemaOf(only.type, nameOf)
        : tuple(
            fields.map(({ type }) => type),
            nameOf,
          );
  }
}

function variant({ name, shape, fields, doc }: Variant, nameOf: DefinitionNames): JsonSchema {
  const description = doc === undefined ? {} : { description: doc };
  if (shape === 'unit') return { const: name, ...description };
  return { ...tagged(name, shaped(shape, fields, nameOf)), ...description };
}
