import { cfgConjuncts, evaluateCfg } from '../rust/index.ts';
import type { Condition, EnumDefinition, Field, Length, Type, TypeDefinition, TypeTable } from './model.ts';
import { withoutAbsent } from './variant-numbers.ts';

/**
 * What is known to hold: names of images, and `cfg` predicates, which are also evaluated: `not(a)` holds where `a` is not named. What is
 * not named does not hold. Or an image alone: that decides which images' conditions hold and leaves those of `cfg` open.
 */
export type Holds = readonly string[] | { readonly image: string };

/** The table as it is where these conditions hold: alternatives replaced by their case, fields and variants of others gone. */
export function chooseTable(table: TypeTable, holds: Holds): TypeTable {
  return Object.fromEntries(
    Object.entries(table).map(
      ([id, definition]) => [id, isConditional(definition) ? chooseDefinition(definition, holds) : definition] as const,
    ),
  );
}

/** Most definitions are the same everywhere: they are shared by the tables of all images. */
const conditional = new WeakMap<TypeDefinition, boolean>();

function isConditional(definition: TypeDefinition): boolean {
  let known = conditional.get(definition);
  if (known === undefined) {
    known = /"condition":|"kind":"alternatives"/.test(JSON.stringify(definition));
    conditional.set(definition, known);
  }
  return known;
}

/** A type without the alternatives that do not hold. One stays when no case of it is known to hold, or several differing ones. */
export function chooseType(type: Type, holds: Holds): Type {
  const choose = (inner: Type) => chooseType(inner, holds);
  switch (type.kind) {
    case 'tuple':
      return { kind: 'tuple', elements: type.elements.map(choose) };
    case 'array':
      return { kind: 'array', element: choose(type.element), length: chooseLength(type.length, holds) };
    case 'slice':
      return { kind: 'slice', element: choose(type.element) };
    case 'option':
      return { kind: 'option', some: choose(type.some) };
    case 'result':
      return { kind: 'result', ok: choose(type.ok), err: choose(type.err) };
    case 'alternatives': {
      const only = onlyCase(type.cases, holds);
      return only ? choose(only.type) : type;
    }
    case 'integer':
    case 'float':
    case 'bool':
    case 'char':
    case 'unit':
    case 'never':
    case 'named':
    case 'unresolved':
      return type;
  }
}

function chooseLength(length: Length, holds: Holds): Length {
  if (typeof length === 'number' || length.kind === 'unresolved') return length;
  return onlyCase(length.cases, holds)?.value ?? length;
}

/** The case that holds, when it is known that no other does. */
function onlyCase<Case extends { condition: Condition }>(cases: readonly Case[], holds: Holds): Case | undefined {
  const [first, ...others] = cases.filter(({ condition }) => verdict(condition, holds) !== false);
  return first && others.length === 0 && isHeld(first.condition, holds) ? first : undefined;
}

function chooseDefinition(definition: TypeDefinition, holds: Holds): TypeDefinition {
  switch (definition.kind) {
    case 'struct':
    case 'union':
      return { ...definition, fields: chooseFields(definition.fields, holds) };
    case 'enum':
      return { ...definition, variants: chooseVariants(definition, holds) };
    case 'flags':
      return { ...definition, bits: chooseType(definition.bits, holds) };
  }
}

function chooseFields(fields: readonly Field[], holds: Holds): Field[] {
  return fields
    .filter(({ condition }) => !condition || verdict(condition, holds) !== false)
    .map((field) => ({ ...withoutHeld(field, holds), type: chooseType(field.type, holds) }));
}

function chooseVariants({ variants }: EnumDefinition, holds: Holds) {
  return withoutAbsent(variants, ({ condition }) => !condition || verdict(condition, holds) !== false).map(
    (variant) => ({ ...withoutHeld(variant, holds), fields: chooseFields(variant.fields, holds) }),
  );
}

/** The field or variant without its condition, when that is known to hold. */
function withoutHeld<Part extends { condition?: Condition }>(part: Part, holds: Holds): Part {
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
  if (holds.includes(predicate)) return true;
  const named = holds.flatMap((one) => cfgConjuncts(one));
  return evaluateCfg(predicate, (atom) => named.includes(atom));
}
