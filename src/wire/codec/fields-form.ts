import type { Field, StructParts, Type, TypeTable } from '../../schema/index.ts';

/** How a value writes fields: an object, an array, or, of a single unnamed field, that field's value. */
export type FieldsForm = 'object' | 'array' | 'inner' | 'none';

/** How the fields of a struct or variant of this shape are written. */
export function fieldsForm(shape: 'named' | 'tuple' | 'unit', fields: readonly Field[]): FieldsForm {
  if (shape === 'unit') return 'none';
  if (shape === 'named') return 'object';
  return fields.length === 1 ? 'inner' : 'array';
}

/** As {@link fieldsForm}; a tuple is an array whatever its length. */
export function structForm({ definition, shape, fields }: StructParts): FieldsForm {
  return definition ? fieldsForm(shape, fields) : 'array';
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
