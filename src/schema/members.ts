import type { Field, TypeDefinition, Variant } from './types.ts';

/** What a definition consists of, and so what may be there under a condition: fields or variants. Flags share one integer. */
export function membersOf(definition: TypeDefinition): readonly (Field | Variant)[] {
  switch (definition.kind) {
    case 'struct':
    case 'union':
      return definition.fields;
    case 'enum':
      return definition.variants;
    case 'flags':
      return [];
  }
}
