import type { InterfaceSchema, OperationSchema } from '../../schema/index.ts';
import { isSameOperation } from '../canonical-form.ts';
import { type Alignment, alignByName, type Pair } from './align.ts';

/** Operations matched, and which of the pairs stand for an operation that was retired. */
export interface OperationAlignment extends Alignment<OperationSchema> {
  retired: ReadonlySet<Pair<OperationSchema>>;
}

/**
 * Matches operations by name. One that is left is the same as one at its number if that carries the same under another name, or is a
 * placeholder: then the old one was retired without moving the numbers behind it.
 */
export function alignOperations(oldSchema: InterfaceSchema, newSchema: InterfaceSchema): OperationAlignment {
  const renamed = (old: OperationSchema, now: OperationSchema) =>
    isSameOperation(old, oldSchema.types, now, newSchema.types);
  const alignment = alignByName(
    oldSchema.operations,
    newSchema.operations,
    (old, now) => isPlaceholder(now) || isPlaceholder(old) || renamed(old, now),
  );
  const retired = alignment.pairs.filter(
    ({ old, new: now }) => old.name !== now.name && isPlaceholder(now) && !isPlaceholder(old),
  );
  return { ...alignment, retired: new Set(retired) };
}

/** An operation that only keeps a number: its name says so. `reserved_3`, `speed_retired`. */
export function isPlaceholder({ name }: OperationSchema): boolean {
  return /^_*(reserved|retired|deprecated|unused|placeholder)(_|\d|$)|_(reserved|retired|deprecated|unused)\d*$/.test(
    name,
  );
}
