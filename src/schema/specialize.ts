import { cfgConjuncts, evaluateCfg } from '../rust/index.ts';
import { conditionsIn } from './conditions.ts';
import { mapFields, mapOperation, mapType } from './map.ts';
import type { InterfaceSchema } from './model.ts';
import type {
  Condition,
  EnumDefinition,
  Field,
  Length,
  Type,
  TypeDefinition,
  TypeId,
  TypeTable,
  Variant,
} from './types.ts';
import { withoutAbsent } from './variant-numbers.ts';
import { partsOf, typesInDefinition } from './walk.ts';

/**
 * What is known to hold: names of images, and `cfg` predicates, which are also evaluated: `not(a)` holds where `a` is not named. What is
 * not named does not hold. A predicate that holds in one crate alone stands behind the crate, as {@link heldInCrate} writes it: features
 * of one name may be on in one crate and off in another. Or an image alone: that decides which images' conditions hold and leaves those of `cfg` open.
 */
export type Holds = readonly string[] | { readonly image: string };

/**
 * A schema as it is where some conditions hold: alternatives replaced by their case, fields and variants of others gone.
 * What none of the conditions decides stays open.
 */
export function specialize(schema: InterfaceSchema, holds: Holds): InterfaceSchema {
  const types = specializeTable(schema.types, holds);
  const operations = schema.operations.map((operation) =>
    mapOperation(operation, (type) => specializeType(type, holds)),
  );
  return { ...schema, operations, types };
}

/** The table as it is where these conditions hold; the same one where nothing in it depends on any. */
export function specializeTable(table: TypeTable, holds: Holds): TypeTable {
  const changing = conditionalIn(table);
  if (changing.length === 0) return table;
  const changed = changing.map(([id, definition]) => [id, specializeDefinition(definition, holds)] as const);
  return { ...table, ...Object.fromEntries(changed) };
}

/** The definitions of a table that are not the same everywhere. All others are shared by the tables of all configurations. */
function conditionalIn(table: TypeTable): readonly (readonly [TypeId, TypeDefinition])[] {
  const known = conditional.get(table) ?? Object.entries(table).filter(([, definition]) => isConditional(definition));
  conditional.set(table, known);
  return known;
}

const conditional = new WeakMap<TypeTable, readonly (readonly [TypeId, TypeDefinition])[]>();

function isConditional(definition: TypeDefinition): boolean {
  return conditionsIn(definition).length > 0 || typesInDefinition(definition).some(hasAlternatives);
}

function hasAlternatives(type: Type): boolean {
  if (type.kind === 'alternatives') return true;
  if (type.kind === 'array' && typeof type.length !== 'number' && type.length.kind === 'alternatives') return true;
  return partsOf(type).some(hasAlternatives);
}

/** A type without the alternatives that do not hold. One stays when no case of it is known to hold, or several differing ones. */
export function specializeType(type: Type, holds: Holds): Type {
  const inner = (part: Type) => specializeType(part, holds);
  if (type.kind === 'alternatives') {
    const only = onlyCase(type.cases, holds);
    return only ? inner(only.type) : type;
  }
  const changed = mapType(type, inner);
  if (changed.kind !== 'array') return changed;
  const length = specializeLength(changed.length, holds);
  return length === changed.length ? changed : { ...changed, length };
}

function specializeLength(length: Length, holds: Holds): Length {
  if (typeof length === 'number' || length.kind === 'unresolved') return length;
  return onlyCase(length.cases, holds)?.value ?? length;
}

/** The case that holds, when it is known that no other does. */
function onlyCase<Case extends { readonly condition: Condition }>(
  cases: readonly Case[],
  holds: Holds,
): Case | undefined {
  const [first, ...others] = cases.filter(({ condition }) => verdict(condition, holds) !== false);
  return first && others.length === 0 && isHeld(first.condition, holds) ? first : undefined;
}

function specializeDefinition(definition: TypeDefinition, holds: Holds): TypeDefinition {
  switch (definition.kind) {
    case 'struct':
    case 'union':
      return { ...definition, fields: specializeFields(definition.fields, inCrate(definition.crate, holds)) };
    case 'enum':
      return { ...definition, variants: specializeVariants(definition, inCrate(definition.crate, holds)) };
    case 'flags':
      return { ...definition, bits: specializeType(definition.bits, holds) };
  }
}

function specializeFields(fields: readonly Field[], holds: Holds): readonly Field[] {
  const existing = fields.filter((field) => mayExist(field, holds)).map((field) => withoutHeld(field, holds));
  return mapFields(existing, (type) => specializeType(type, holds));
}

function specializeVariants({ variants }: EnumDefinition, holds: Holds): Variant[] {
  return withoutAbsent(variants, (variant) => mayExist(variant, holds)).map((variant) => ({
    ...withoutHeld(variant, holds),
    fields: specializeFields(variant.fields, holds),
  }));
}

function mayExist({ condition }: { readonly condition?: Condition }, holds: Holds): boolean {
  return !condition || verdict(condition, holds) !== false;
}

/** The field or variant without its condition, when that is known to hold. */
function withoutHeld<Part extends { readonly condition?: Condition }>(part: Part, holds: Holds): Part {
  const { condition, ...rest } = part;
  return condition && !isHeld(condition, holds) ? part : (rest as Part);
}

/** True where one of the conditions that hold makes this one true. */
export function isHeld(condition: Condition, holds: Holds): boolean {
  return verdict(condition, holds) === true;
}

/** Whether a condition holds; undefined where that is not known. */
function verdict(condition: Condition, holds: Holds): boolean | undefined {
  if ('image' in holds) return condition.kind === 'cfg' ? undefined : condition.images.includes(holds.image);
  return condition.kind === 'cfg'
    ? isPredicateHeld(condition.predicate, holds)
    : condition.images.some((image) => holds.includes(image));
}

function isPredicateHeld(predicate: string, holds: readonly string[]): boolean {
  const all = holds.map((one) => withoutCrate(one));
  if (all.includes(predicate)) return true;
  const named = all.flatMap((one) => cfgConjuncts(one));
  return evaluateCfg(predicate, (atom) => named.includes(atom));
}

/** A `cfg` predicate that holds in one crate, and need not in others: `drv_fan_api: feature = "pwm"`. */
export function heldInCrate(crate: string, predicate: string): string {
  return `${crate}: ${predicate}`;
}

const OF_CRATE = /^([A-Za-z_]\w*): ([\s\S]*)$/;

function withoutCrate(held: string): string {
  return OF_CRATE.exec(held)?.[2] ?? held;
}

/** What of all that holds does so for the conditions that the source of a crate states. */
function inCrate(crate: string, holds: Holds): Holds {
  if ('image' in holds) return holds;
  return holds.filter((one) => (OF_CRATE.exec(one)?.[1] ?? crate) === crate);
}
