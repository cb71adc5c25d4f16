import type { EnumDefinition } from '../../schema/index.ts';

/**
 * Names of the variants that an enum has and that a simulation leaves out. They still tell a renamed variant from another one:
 * a name that is in both versions is no new name.
 */
const unsent = new WeakMap<EnumDefinition, readonly string[]>();

export function withUnsent(definition: EnumDefinition, names: readonly string[]): EnumDefinition {
  unsent.set(definition, names);
  return definition;
}

export function unsentVariants(definition: EnumDefinition): readonly string[] {
  return unsent.get(definition) ?? [];
}
