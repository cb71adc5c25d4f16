import { alignVariants } from '../../compare/index.ts';
import { type EnumDefinition, type InterfaceSchema, type TypeId, typesInOperation, walk } from '../../schema/index.ts';
import type { MessagesDocument } from '../documents/index.ts';

/** A version of a message contract, and the first release that has it. */
export interface ContractVersion {
  readonly number: number;
  readonly release: string;
  readonly schema: InterfaceSchema;
}

/**
 * Every variant that the messages of a contract ever had: since which version, and up to which. A variant that was only renamed is as old
 * as under its former name. Versions come in their order.
 */
export function variantHistory(versions: readonly ContractVersion[]): MessagesDocument['variants'] {
  const known = new Map<string, MessagesDocument['variants'][number]>();
  let enums: ReadonlyMap<TypeId, EnumDefinition> = new Map();
  for (const { number, release, schema } of versions) {
    const protocol = schema.messages?.version;
    const former = enums;
    enums = enumsOf(schema);
    const now = namesOf(enums);
    const renamed = renamesBetween(former, enums);
    for (const name of now) {
      const before = known.get(name);
      const formerly = renamed.get(name);
      const same = formerly === undefined ? undefined : known.get(formerly);
      // A variant that comes back is as old as it was: its number may be another one.
      if (before) known.set(name, { ...before, until: undefined });
      else if (formerly !== undefined && same) known.set(name, { ...same, name, formerly, until: undefined });
      else known.set(name, { name, version: number, release, ...(protocol !== undefined && { protocol }) });
    }
    for (const [name, one] of known) {
      if (!now.has(name) && one.until === undefined) known.set(name, { ...one, until: number });
    }
  }
  return [...known.values()].map(({ until, ...one }) => ({ ...one, ...(until !== undefined && { until }) }));
}

/** The enums that messages reach, by id. */
function enumsOf({ operations, types }: InterfaceSchema): Map<TypeId, EnumDefinition> {
  const enums = new Map<TypeId, EnumDefinition>();
  walk(operations.flatMap(typesInOperation), types, (type) => {
    const definition = type.kind === 'named' ? types[type.id] : undefined;
    if (definition?.kind === 'enum') enums.set(definition.id, definition);
  });
  return enums;
}

function nameOf({ name }: EnumDefinition, variant: string): string {
  return `${name}::${variant}`;
}

function namesOf(enums: ReadonlyMap<TypeId, EnumDefinition>): Set<string> {
  return new Set([...enums.values()].flatMap((one) => one.variants.map(({ name }) => nameOf(one, name))));
}

/** Former names of variants that have another name and are the same otherwise, by the new name. */
function renamesBetween(
  former: ReadonlyMap<TypeId, EnumDefinition>,
  enums: ReadonlyMap<TypeId, EnumDefinition>,
): Map<string, string> {
  const pairs = [...enums].flatMap(([id, now]) => {
    const old = former.get(id);
    if (!old) return [];
    return alignVariants(old, now).pairs.map(
      (pair) => [nameOf(now, pair.new.name), nameOf(old, pair.old.name)] as const,
    );
  });
  return new Map(pairs.filter(([now, old]) => now !== old));
}
