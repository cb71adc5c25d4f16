import {
  type InterfaceSchema,
  type OperationSchema,
  partsOf,
  type Type,
  type TypeDefinition,
} from '../../schema/index.ts';
import { alignByName, type Pair } from './align.ts';
import { type Conditional, haveSameConditions, pairCases } from './alternatives.ts';

/** A type that both versions have where they correspond, and the operations that carry it. */
export interface DefinitionPair {
  old: TypeDefinition;
  new: TypeDefinition;
  /** The images or `cfg` predicates for which this pair stands; empty where it stands for all. */
  where: readonly string[];
  /** Operations in which it travels as bytes: in an argument, a reply, a lease or a `Complex` error. */
  dataOf: Pair<OperationSchema>[];
  /** Operations in which it travels as the return code of a `CLike` error. */
  errorOf: Pair<OperationSchema>[];
}

/** A type or a length that differs between images or by `cfg` in both versions, where they correspond. */
export interface DistinctionPair {
  old: readonly Conditional[];
  new: readonly Conditional[];
  operation: Pair<OperationSchema>;
}

/** Matches the types of operations that both versions have, where they stand for one another. */
export function pairTypes(
  oldSchema: InterfaceSchema,
  newSchema: InterfaceSchema,
  operations: readonly Pair<OperationSchema>[],
): { definitions: DefinitionPair[]; distinctions: DistinctionPair[] } {
  const found = new Map<string, DefinitionPair>();
  const distinctions: DistinctionPair[] = [];
  for (const pair of operations) {
    const visited = new Set<string>();
    const distinguish = (old: readonly Conditional[], now: readonly Conditional[]) => {
      if (haveSameConditions(old, now)) distinctions.push({ old, new: now, operation: pair });
    };
    const walk = (old: Type | undefined, now: Type | undefined, where: readonly string[] = []): void => {
      if (!old || !now) return;
      if (old.kind === 'named' && now.kind === 'named') {
        const definitions = pairOf(old.id, now.id, where);
        const key = `${old.id} ${now.id}`;
        if (!definitions || visited.has(key)) return;
        visited.add(key);
        definitions.dataOf.push(pair);
        walkDefinition(definitions.old, definitions.new, (a, b) => walk(a, b, where));
      } else if (old.kind === 'alternatives' && now.kind === 'alternatives') {
        distinguish(old.cases, now.cases);
        for (const one of pairCases(old.cases, now.cases)) walk(one.old.type, one.new.type, one.where);
      } else {
        const lengths = { old: lengthCases(old), new: lengthCases(now) };
        if (lengths.old && lengths.new) distinguish(lengths.old, lengths.new);
        const inner = partsOf(now);
        partsOf(old).forEach((part, i) => {
          walk(part, inner[i], where);
        });
      }
    };
    const walkError = (old: Type, now: Type, where: readonly string[] = []): void => {
      if (old.kind === 'named' && now.kind === 'named') {
        pairOf(old.id, now.id, where)?.errorOf.push(pair);
      } else if (old.kind === 'alternatives' && now.kind === 'alternatives') {
        distinguish(old.cases, now.cases);
        for (const one of pairCases(old.cases, now.cases)) walkError(one.old.type, one.new.type, one.where);
      }
    };
    for (const arg of alignByName(pair.old.args, pair.new.args, () => true).pairs) walk(arg.old.type, arg.new.type);
    for (const lease of alignByName(pair.old.leases, pair.new.leases, () => true).pairs)
      walk(lease.old.type, lease.new.type);
    walk(pair.old.reply.ok.type, pair.new.reply.ok.type);
    const error = { old: errorOf(pair.old), new: errorOf(pair.new) };
    if (error.old?.kind === 'Complex' && error.new?.kind === 'Complex') walk(error.old.type, error.new.type);
    if (error.old?.kind === 'CLike' && error.new?.kind === 'CLike') {
      walkError(error.old.type, error.new.type);
    }
  }
  return { definitions: [...found.values()], distinctions };

  function pairOf(oldId: string, newIdentity: string, where: readonly string[]): DefinitionPair | undefined {
    const old = oldSchema.types[oldId];
    const now = newSchema.types[newIdentity];
    // Under another name it is another type: that is the change, and what differs inside is not one more.
    if (!old || !now || old.name !== now.name) return undefined;
    const key = JSON.stringify([oldId, newIdentity]);
    const known = found.get(key) ?? { old, new: now, where, dataOf: [], errorOf: [] };
    found.set(key, known);
    return known;
  }
}

export function errorOf(operation: OperationSchema) {
  return operation.reply.kind === 'Result' ? operation.reply.error : undefined;
}

function lengthCases(type: Type): readonly Conditional[] | undefined {
  if (type.kind !== 'array' || typeof type.length === 'number') return undefined;
  return type.length.kind === 'alternatives' ? type.length.cases : undefined;
}

function walkDefinition(
  old: TypeDefinition,
  now: TypeDefinition,
  walk: (old: Type | undefined, now: Type | undefined) => void,
): void {
  if (old.kind === 'enum' && now.kind === 'enum') {
    for (const variant of alignByName(old.variants, now.variants, () => true).pairs) {
      for (const field of alignByName(variant.old.fields, variant.new.fields, () => true).pairs) {
        walk(field.old.type, field.new.type);
      }
    }
  } else if ((old.kind === 'struct' || old.kind === 'union') && old.kind === now.kind) {
    for (const field of alignByName(old.fields, now.fields, () => true).pairs) walk(field.old.type, field.new.type);
  } else if (old.kind === 'flags' && now.kind === 'flags') {
    walk(old.bits, now.bits);
  }
}
