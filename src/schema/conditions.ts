import { membersOf } from './members.ts';
import type { InterfaceSchema } from './model.ts';
import type { Condition, Type, TypeDefinition, TypeTable } from './types.ts';
import { typesInOperation, walk } from './walk.ts';

/**
 * The conditions that something in these types depends on, in groups that exclude each other: the cases of alternatives; a field or
 * variant that is there or not. Each use of alternatives gives a group, each definition gives its own once.
 */
export function conditionGroups(roots: readonly Type[], types: TypeTable): Condition[][] {
  return conditionGroupsByCrate(roots, types).map((group) => group.map(({ condition }) => condition));
}

/** A condition, and the crate whose source states it where it is on a feature: another crate's feature of one name is another one. */
export interface PlacedCondition {
  readonly condition: Condition;
  readonly crate?: string;
}

/** {@link conditionGroups} with the crates of features. */
export function conditionGroupsByCrate(roots: readonly Type[], types: TypeTable): PlacedCondition[][] {
  const groups: PlacedCondition[][] = [];
  const seen = new Set<string>();
  walk(roots, types, (type) => {
    if (type.kind === 'alternatives') groups.push(type.cases.map(({ condition }) => ({ condition })));
    if (type.kind === 'array' && typeof type.length !== 'number' && type.length.kind === 'alternatives') {
      groups.push(type.length.cases.map(({ condition }) => ({ condition })));
    }
    if (type.kind !== 'named' || seen.has(type.id)) return;
    seen.add(type.id);
    const definition = types[type.id];
    if (definition) groups.push(...conditionsIn(definition).map((condition) => [inCrate(condition, definition)]));
  });
  return groups;
}

function inCrate(condition: Condition, { crate }: TypeDefinition): PlacedCondition {
  return condition.kind === 'cfg' && condition.predicate.includes('feature') ? { condition, crate } : { condition };
}

/** The conditions of a definition's fields and variants, and of the fields of its variants. */
export function conditionsIn(definition: TypeDefinition): Condition[] {
  return membersOf(definition).flatMap((member) => [
    ...(member.condition ? [member.condition] : []),
    ...('fields' in member ? member.fields.flatMap(({ condition }) => condition ?? []) : []),
  ]);
}

/** The `cfg` predicates that something in an interface depends on, as {@link import('./specialize.ts').Holds} names them, each once and sorted. */
export function predicatesOf({ types, operations }: InterfaceSchema): string[] {
  const conditions = conditionGroups(operations.flatMap(typesInOperation), types).flat();
  const found = conditions.flatMap((condition) => (condition.kind === 'cfg' ? [condition.predicate] : []));
  return [...new Set(found)].sort();
}
