import type { Field, StructDefinition, Type, TypeTable } from '../../schema/index.ts';
import { mayBeNull, type Value } from '../../wire/index.ts';

/** How a struct or a variant has its fields. */
export type Fields = Pick<StructDefinition, 'shape' | 'fields'>;

/** The fields that a value has, each with its own: one that travels in a serde encoding lacks those that serde skips. */
export function partsOf({ shape, fields }: Fields, value: Value): { field: Field; value: Value }[] {
  if (shape === 'named') {
    const present = fields.filter((field) => !field.serdeSkip || hasKey(value, field.name));
    return present.map((field) => ({ field, value: fieldOf(value, field.name) }));
  }
  const list = fields.length === 1 ? [value] : Array.isArray(value) ? (value as readonly Value[]) : [];
  const present = list.length === fields.length ? fields : fields.filter((field) => !field.serdeSkip);
  return present.map((field, i) => ({ field, value: list[i] ?? null }));
}

/** A value out of those of its fields, as codecs take it: the opposite of {@link partsOf}. */
export function wholeOf({ shape, fields }: Fields, parts: readonly { field: Field; value: Value }[]): Value {
  if (shape === 'unit') return null;
  if (shape === 'named') return Object.fromEntries(parts.map(({ field, value }) => [field.name, value]));
  return fields.length === 1 ? (parts[0]?.value ?? null) : parts.map(({ value }) => value);
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
