import { type Field, mayBeNull, type Type, type TypeTable, type Value } from '../wire/index.ts';

/** The value of field `index` inside a struct's value. */
export function partOf(
  shape: 'named' | 'tuple' | 'unit',
  fields: readonly Field[],
  value: Value,
  index: number,
): Value {
  if (shape === 'named') return fieldOf(value, (fields[index] as Field).name);
  if (fields.length === 1) return value;
  return Array.isArray(value) ? ((value[index] as Value | undefined) ?? null) : null;
}

/** What is in an `Option` that is not `None`. */
export function unwrapSome(some: Type, types: TypeTable, value: Value): Value {
  return mayBeNull(some, types) ? fieldOf(value, 'Some') : value;
}

/** Whether a value is a record with this field. */
export function hasKey(value: Value, name: string): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && name in value;
}

export function fieldOf(value: Value, name: string): Value {
  return typeof value === 'object' && value !== null && name in value
    ? ((value as Record<string, Value>)[name] ?? null)
    : null;
}
