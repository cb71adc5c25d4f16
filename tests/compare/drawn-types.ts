import { mapDefinition, mapType, type Type, type TypeTable } from '../../src/schema/index.ts';

/** The numbers of a 32-bit machine are these: `usize` and `isize` have no others. */
export function narrow(type: Type): Type {
  if (type.kind !== 'integer' || !type.name.endsWith('size')) return mapType(type, narrow);
  return { kind: 'integer', name: type.name === 'usize' ? 'u32' : 'i32' };
}

/** Types of which a 32-bit machine has every value that is drawn. */
export function withoutPointers(types: TypeTable): TypeTable {
  return Object.fromEntries(
    Object.entries(types).map(([id, definition]) => [id, mapDefinition(definition, narrow)] as const),
  );
}

/** Types as serde sees them. */
export function withoutSkipped(types: TypeTable): TypeTable {
  return Object.fromEntries(
    Object.entries(types).map(([id, definition]) => [
      id,
      definition.kind === 'struct'
        ? { ...definition, fields: definition.fields.filter(({ serdeSkip }) => !serdeSkip) }
        : definition,
    ]),
  );
}
