import type { Field, Type, TypeTable } from '../../src/schema/index.ts';
import type { Value } from '../../src/wire/index.ts';
import { mayBeNull } from '../../src/wire/index.ts';

/** A source of numbers below a limit, the same for the same seed. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    // The constants of Numerical Recipes' linear congruential generator; its high bits are the better ones.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Some value of a fully resolved type, as the codecs decode it. */
export function sample(type: Type, table: TypeTable, next: (limit: number) => number, serde: boolean): Value {
  const inner = (part: Type) => sample(part, table, next, serde);
  switch (type.kind) {
    case 'integer': {
      const bits = type.name.endsWith('size') ? 32 : Number(type.name.slice(1));
      const wide = bits > 32 || (serde && type.name.endsWith('size'));
      const value = BigInt(next(2 ** 30)) * BigInt(next(2 ** 30) + 1);
      const cut = type.name.startsWith('i') ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
      return wide ? cut : Number(cut);
    }
    case 'float':
      return next(1000) / 8;
    case 'bool':
      return next(2) === 1;
    case 'char':
      return String.fromCodePoint(65 + next(26));
    case 'unit':
      return null;
    case 'tuple':
      return type.elements.map(inner);
    case 'array':
      return Array.from({ length: type.length as number }, () => inner(type.element));
    case 'option': {
      if (next(3) === 0) return null;
      return mayBeNull(type.some, table) ? { Some: inner(type.some) } : inner(type.some);
    }
    case 'result':
      return next(2) === 0 ? { Ok: inner(type.ok) } : { Err: inner(type.err) };
    case 'named':
      return sampleDefinition(type.id, table, next, serde);
    case 'slice':
    case 'never':
    case 'alternatives':
    case 'unresolved':
      throw new Error(`no value of ${type.kind}`);
  }
}

function sampleDefinition(id: string, table: TypeTable, next: (limit: number) => number, serde: boolean): Value {
  const definition = table[id];
  switch (definition?.kind) {
    case 'flags':
      return sample(definition.bits, table, next, serde);
    case 'struct':
      return sampleFields(definition.shape, definition.fields, table, next, serde);
    case 'enum': {
      const variant = definition.variants[next(definition.variants.length)];
      if (!variant) throw new Error(`${id} has no variants`);
      if (variant.shape === 'unit') return variant.name;
      return { [variant.name]: sampleFields(variant.shape, variant.fields, table, next, serde) };
    }
    default:
      throw new Error(`no value of ${id}`);
  }
}

function sampleFields(
  shape: 'named' | 'tuple' | 'unit',
  fields: readonly Field[],
  table: TypeTable,
  next: (limit: number) => number,
  serde: boolean,
): Value {
  if (shape === 'unit') return null;
  const present = fields.filter(({ serdeSkip }) => !(serde && serdeSkip));
  const values = present.map(({ type }) => sample(type, table, next, serde));
  if (shape === 'named') return Object.fromEntries(present.map(({ name }, index) => [name, values[index] as Value]));
  return values.length === 1 ? (values[0] as Value) : values;
}
