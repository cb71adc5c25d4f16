import { type Field, type Repr, type StructDefinition, type TypeTable, typeName } from '../../schema/index.ts';
import { type Alignment, alignByName } from '../align.ts';
import type { Comparison } from '../comparison.ts';
import { reasonOf } from './type-change.ts';

/** Fields matched by name, else in place when their types are the same. */
export function alignFields(old: StructDefinition, now: StructDefinition, comparison: Comparison): Alignment<Field> {
  return alignByName(old.fields, now.fields, (before, after) => comparison.isSameUse(before.type, after.type));
}

export interface AddedField {
  field: Field;
  /** Behind all that were there before. */
  isLast: boolean;
  /** Where it goes in the old list. */
  position: number;
}

export function addedFields(old: StructDefinition, now: StructDefinition, comparison: Comparison): AddedField[] {
  const { pairs, added } = alignFields(old, now, comparison);
  const oldOf = new Map(pairs.map((pair) => [pair.new, pair.old]));
  return added.map((field) => {
    const behind = now.fields.slice(now.fields.indexOf(field) + 1).find((one) => oldOf.has(one));
    const next = behind && oldOf.get(behind);
    return { field, isLast: next === undefined, position: next ? old.fields.indexOf(next) : old.fields.length };
  });
}

export function withAddedFields(old: StructDefinition, added: readonly AddedField[]): StructDefinition {
  const at = (position: number) => added.filter((one) => one.position === position).map(({ field }) => field);
  const fields = old.fields.flatMap((field, position) => [...at(position), field]);
  return { ...old, fields: [...fields, ...at(old.fields.length)] };
}

/** `new field `x: u8``, `2 new fields `x: u8`, `y: u8``. */
export function describeFieldCount(fields: readonly Field[], what: string, types: TypeTable): string {
  const list = fields.map((field) => describeField(field, types)).join(', ');
  return fields.length === 1 ? `${what} ${list}` : `${fields.length} ${what}s ${list}`;
}

export function describeField(field: Field, types: TypeTable): string {
  return `\`${field.name}: ${typeName(field.type, types)}\`${reasonOf(field.type) ? ' (unresolved)' : ''}${field.serdeSkip ? ' (skipped)' : ''}`;
}

export function isSameRepr(a: Repr, b: Repr): boolean {
  return describeRepr(a) === describeRepr(b);
}

/** A representation as Rust writes it. */
export function describeRepr(repr: Repr): string {
  const parts = [
    repr.layout === 'rust' ? undefined : repr.layout,
    repr.integer,
    repr.packed && (repr.packed === 1 ? 'packed' : `packed(${repr.packed})`),
    repr.align && `align(${repr.align})`,
  ].filter((part) => part);
  return parts.length === 0 ? 'of the default representation' : `\`repr(${parts.join(', ')})\``;
}
