import { type Field, type Repr, type StructDefinition, type TypeTable, typeName } from '../../../schema/index.ts';
import { type Alignment, alignByName } from '../../match/align.ts';
import type { Match } from '../../match/match.ts';
import { reasonOf } from '../type-change.ts';

/** Fields matched by name, else in place when their types are the same. */
export function alignFields(old: StructDefinition, now: StructDefinition, match: Match): Alignment<Field> {
  return alignByName(old.fields, now.fields, (oldField, newField) => match.isSameUse(oldField.type, newField.type));
}

export interface AddedField {
  field: Field;
  /** Behind all that were there before. */
  isLast: boolean;
}

export function addedFields(old: StructDefinition, now: StructDefinition, match: Match): AddedField[] {
  const { pairs, added } = alignFields(old, now, match);
  const oldOf = new Map(pairs.map((pair) => [pair.new, pair.old]));
  return added.map((field) => {
    const behind = now.fields.slice(now.fields.indexOf(field) + 1).find((one) => oldOf.has(one));
    return { field, isLast: behind === undefined };
  });
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
