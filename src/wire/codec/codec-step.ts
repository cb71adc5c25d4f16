import {
  DEFAULT_REPR,
  type Field,
  type FlagsDefinition,
  type IntegerName,
  optionVariants,
  positional,
  type Repr,
  resultVariants,
  type Type,
  type TypeTable,
  type VariantParts,
} from '../../schema/index.ts';

/** What a codec does with a type: definitions looked up, `Option` and `Result` as the enums they are. */
export type CodecStep =
  | { readonly kind: 'integer'; readonly name: IntegerName; readonly bigEndian: boolean }
  | { readonly kind: 'float'; readonly bytes: 4 | 8; readonly bigEndian: boolean }
  | { readonly kind: 'bool' }
  | { readonly kind: 'char' }
  | { readonly kind: 'unit' }
  | { readonly kind: 'array'; readonly element: Type; readonly count: number }
  /** `wrapsSome`: the value inside may be null itself, so that only `{ "Some": null }` tells it from none. */
  | { readonly kind: 'option'; readonly variants: readonly VariantParts[]; readonly wrapsSome: boolean }
  | { readonly kind: 'enum'; readonly name: string; readonly repr: Repr; readonly variants: readonly VariantParts[] }
  | { readonly kind: 'struct'; readonly fields: readonly Field[]; readonly form: FieldsForm }
  | { readonly kind: 'union'; readonly fields: readonly Field[] }
  | { readonly kind: 'flags'; readonly bits: Type; readonly flags: FlagsDefinition['flags'] }
  | { readonly kind: 'open'; readonly message: string };

/** How a value writes fields: an object, an array, or, of a single unnamed field, that field's value. */
export type FieldsForm = 'object' | 'array' | 'inner' | 'none';

export function codecStep(type: Type, table: TypeTable): CodecStep {
  switch (type.kind) {
    case 'integer':
      return { kind: 'integer', name: type.name, bigEndian: type.endian === 'big' };
    case 'float':
      return { kind: 'float', bytes: type.name === 'f32' ? 4 : 8, bigEndian: type.endian === 'big' };
    case 'bool':
    case 'char':
    case 'unit':
      return { kind: type.kind };
    case 'never':
      return open('no value of this type exists');
    case 'tuple':
      return { kind: 'struct', fields: positional(type.elements), form: 'array' };
    case 'array':
      if (typeof type.length === 'number') return { kind: 'array', element: type.element, count: type.length };
      return open(
        type.length.kind === 'unresolved'
          ? `the array's length is not known: ${type.length.reason.message}`
          : "the array's length differs between images: say which one is meant",
      );
    case 'slice':
      return open('a slice belongs in a lease, not in a message');
    case 'option':
      return { kind: 'option', variants: optionVariants(type.some), wrapsSome: mayBeNull(type.some, table) };
    case 'result':
      return { kind: 'enum', name: 'Result', repr: DEFAULT_REPR, variants: resultVariants(type.ok, type.err) };
    case 'named':
      return stepOfDefinition(type.id, table);
    case 'alternatives':
      return open('the type differs between images or configurations: say which one is meant');
    case 'unresolved':
      return open(`the type is not resolved: ${type.reason.message}`);
  }
}

function stepOfDefinition(id: string, table: TypeTable): CodecStep {
  const definition = table[id];
  if (!definition) return open(`there is no definition of \`${id}\``);
  switch (definition.kind) {
    case 'struct':
      return (
        openWhereConditional(definition.fields) ?? {
          kind: 'struct',
          fields: definition.fields,
          form: fieldsForm(definition.shape, definition.fields),
        }
      );
    case 'union':
      return { kind: 'union', fields: definition.fields };
    case 'flags':
      return { kind: 'flags', bits: definition.bits, flags: definition.flags };
    case 'enum': {
      const conditional = definition.variants.some((variant) => variant.condition);
      if (conditional) return open(`variants of \`${definition.name}\` depend on the configuration: say what holds`);
      return { kind: 'enum', name: definition.name, repr: definition.repr, variants: definition.variants };
    }
  }
}

function openWhereConditional(fields: readonly Field[]): CodecStep | undefined {
  const field = fields.find(({ condition }) => condition);
  return field && open(`whether there is a field \`${field.name}\` depends on the configuration: say what holds`);
}

/** True when the value of a type may be written as null, so that an `Option` around it needs `{ "Some": … }`. */
export function mayBeNull(type: Type, table: TypeTable): boolean {
  const seen = new Set<string>();
  let inner: Type | undefined = type;
  while (inner?.kind === 'named' && !seen.has(inner.id)) {
    seen.add(inner.id);
    const definition: TypeTable[string] | undefined = table[inner.id];
    if (definition?.kind !== 'struct') return false;
    if (definition.shape === 'unit') return true;
    inner = definition.shape === 'tuple' && definition.fields.length === 1 ? definition.fields[0]?.type : undefined;
  }
  return inner?.kind === 'option' || inner?.kind === 'unit';
}

function open(message: string): CodecStep {
  return { kind: 'open', message };
}

/** How the fields of a struct or variant of this shape are written. */
export function fieldsForm(shape: 'named' | 'tuple' | 'unit', fields: readonly Field[]): FieldsForm {
  if (shape === 'unit') return 'none';
  if (shape === 'named') return 'object';
  return fields.length === 1 ? 'inner' : 'array';
}
