import { mapDefinition, mapOperation, mapType } from './map.ts';
import type { InterfaceSchema } from './model.ts';
import type { Type, TypeId } from './types.ts';

/** A schema whose definitions have other ids: for a table that holds types of several versions. */
export function renameTypes(schema: InterfaceSchema, renamed: (id: TypeId) => TypeId): InterfaceSchema {
  const rename = (type: Type): Type => {
    if (type.kind !== 'named') return mapType(type, rename);
    const id = renamed(type.id);
    return id === type.id ? type : { ...type, id };
  };
  return {
    ...schema,
    operations: schema.operations.map((operation) => mapOperation(operation, rename)),
    types: Object.fromEntries(
      Object.values(schema.types).map((definition) => {
        const id = renamed(definition.id);
        return [id, { ...mapDefinition(definition, rename), id }];
      }),
    ),
  };
}
