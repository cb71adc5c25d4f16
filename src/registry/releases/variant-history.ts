import { type InterfaceSchema, type TypeId, typesInOperation, walk } from '../../schema/index.ts';
import type { MessagesDocument } from '../documents/index.ts';

/** A version of a message contract, and the first release that has it. */
export interface ContractVersion {
  readonly number: number;
  readonly release: string;
  readonly schema: InterfaceSchema;
}

/** Every variant that the messages of a contract ever had: since which version, and up to which. Versions come in their order. */
export function variantHistory(versions: readonly ContractVersion[]): MessagesDocument['variants'] {
  const known = new Map<string, MessagesDocument['variants'][number]>();
  for (const { number, release, schema } of versions) {
    const protocol = schema.messages?.version;
    const now = variantsOf(schema);
    for (const name of now) {
      const before = known.get(name);
      // A variant that comes back is as old as it was: its number may be another one.
      if (before) known.set(name, { ...before, until: undefined });
      else known.set(name, { name, version: number, release, ...(protocol !== undefined && { protocol }) });
    }
    for (const [name, one] of known) {
      if (!now.has(name) && one.until === undefined) known.set(name, { ...one, until: number });
    }
  }
  return [...known.values()].map(({ until, ...one }) => ({ ...one, ...(until !== undefined && { until }) }));
}

/** Names of enums and their variants, as far as messages reach them. */
function variantsOf({ operations, types }: InterfaceSchema): Set<string> {
  const names = new Set<string>();
  const seen = new Set<TypeId>();
  walk(operations.flatMap(typesInOperation), types, (type) => {
    if (type.kind !== 'named' || seen.has(type.id)) return;
    seen.add(type.id);
    const definition = types[type.id];
    if (definition?.kind !== 'enum') return;
    for (const variant of definition.variants) names.add(`${definition.name}::${variant.name}`);
  });
  return names;
}
