import type { InterfaceSchema } from './model.ts';
import type { TypeDefinition } from './types.ts';

/**
 * The schema without the places of definitions that no message mentions: layouts and findings that are made of it do not change when
 * lines of Rust files move. The places stay where a definition has something that cannot be worked out.
 */
export function unplaced(schema: InterfaceSchema): InterfaceSchema {
  const types = Object.entries(schema.types).map(([id, definition]) => [id, withoutPlace(definition)] as const);
  return { ...schema, types: Object.fromEntries(types) };
}

function withoutPlace(definition: TypeDefinition): TypeDefinition {
  const { place, ...others } = definition;
  const own = definition.customSerde === undefined ? (others as TypeDefinition) : definition;
  if (own.kind !== 'enum') return own;
  const variants = own.variants.map((variant) => {
    const { place: _, ...rest } = variant;
    return variant.value === null ? variant : rest;
  });
  return { ...own, variants };
}
