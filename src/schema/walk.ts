import type { OperationSchema } from './model.ts';
import type { Type, TypeDefinition, TypeId, TypeTable } from './types.ts';

/** Calls `enter` with every use of a type that some types reach, and looks into each definition once. It does not recurse: hostile types may nest deep. */
export function walk(roots: readonly Type[], table: TypeTable, enter: (type: Type) => void): void {
  const seen = new Set<TypeId>();
  const open = roots.toReversed();
  for (let type = open.pop(); type; type = open.pop()) {
    enter(type);
    if (type.kind !== 'named') {
      open.push(...partsOf(type).toReversed());
    } else if (!seen.has(type.id)) {
      seen.add(type.id);
      const definition = table[type.id];
      if (definition) open.push(...typesInDefinition(definition).toReversed());
    }
  }
}

/** The types that a type is directly made of. Those of a definition are not its parts: a name stands for them. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'tuple':
      return type.elements;
    case 'array':
    case 'slice':
      return [type.element];
    case 'option':
      return [type.some];
    case 'result':
      return [type.ok, type.err];
    case 'alternatives':
      return type.cases.map((alternative) => alternative.type);
    case 'integer':
    case 'float':
    case 'bool':
    case 'char':
    case 'unit':
    case 'never':
    case 'named':
    case 'unresolved':
      return [];
  }
}

/** The types of a definition's fields, in order. */
export function typesInDefinition(definition: TypeDefinition): readonly Type[] {
  switch (definition.kind) {
    case 'struct':
    case 'union':
      return definition.fields.map(({ type }) => type);
    case 'enum':
      return definition.variants.flatMap(({ fields }) => fields.map(({ type }) => type));
    case 'flags':
      return [definition.bits];
  }
}

/** Every type that an operation mentions, with the raw types that convert to others. */
export function typesInOperation({ args, leases, reply }: OperationSchema): Type[] {
  const values = [...args, reply.ok].flatMap(({ type, recv }) =>
    recv.kind === 'FromBytes' ? [type] : [type, recv.raw],
  );
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : [];
  return [...values, ...leases.map(({ type }) => type), ...error];
}

/** The part of a table that some types reach, by id in order. */
export function reachableTypes(roots: readonly Type[], table: TypeTable): TypeTable {
  const reached = new Set<TypeId>();
  walk(roots, table, (type) => {
    if (type.kind === 'named') reached.add(type.id);
  });
  return Object.fromEntries(
    [...reached].sort().flatMap((id) => {
      const definition = table[id];
      return definition ? [[id, definition] as const] : [];
    }),
  );
}
