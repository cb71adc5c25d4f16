import type { InterfaceVersion } from '../../compare/index.ts';
import { typesInOperation, walk } from '../../schema/index.ts';

/** How many distinct types of some interfaces could not be resolved: what they are made of cannot be compared. */
export function unseenTypes(interfaces: readonly InterfaceVersion[]): number {
  const unseen = new Set<string>();
  for (const { schema } of interfaces) {
    walk(schema.operations.flatMap(typesInOperation), schema.types, (type) => {
      if (type.kind === 'unresolved') unseen.add(type.text);
      const definition = type.kind === 'named' ? schema.types[type.id] : undefined;
      if (definition?.serdeUnseen) unseen.add(definition.id);
    });
  }
  return unseen.size;
}
