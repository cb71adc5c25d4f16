import { type Interface, parseInterface } from '../../src/idol/index.ts';
import type { TypeExpr } from '../../src/rust/index.ts';
import {
  type EnumDefinition,
  type Field,
  type IntegerName,
  type InterfaceSchema,
  type StructDefinition,
  schemaOf,
  type Type,
  type TypeDefinition,
  type TypeTable,
} from '../../src/schema/index.ts';
import { Source } from '../../src/text/index.ts';

/** The wire of an interface given as text, with its named types given by hand: what resolution would give, without a tree. */
export function wireOf(text: string, definitions: readonly TypeDefinition[] = []): InterfaceSchema {
  return interfaceOf(text, definitions).wire;
}

/** {@link wireOf} with the interface as it was read. */
export function interfaceOf(
  text: string,
  definitions: readonly TypeDefinition[] = [],
): { source: Interface; wire: InterfaceSchema } {
  const { value: source, diagnostics } = parseInterface(new Source('idl/test.idol', text));
  if (!source || diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const types: TypeTable = Object.fromEntries(definitions.map((definition) => [definition.id, definition]));
  const schema = schemaOf(
    source,
    ({ expr }) => typeOf(expr, types),
    () => types,
  );
  return { source, wire: schema };
}

const INTEGERS = ['u8', 'u16', 'u32', 'u64', 'u128', 'usize', 'i8', 'i16', 'i32', 'i64', 'i128', 'isize'];

function typeOf(expr: TypeExpr | undefined, types: TypeTable): Type {
  if (expr?.kind === 'tuple') {
    if (expr.elements.length === 0) return { kind: 'unit' };
    return { kind: 'tuple', elements: expr.elements.map((element) => typeOf(element, types)) };
  }
  if (expr?.kind === 'array' && expr.length.kind === 'integer') {
    return { kind: 'array', element: typeOf(expr.element, types), length: Number(expr.length.value) };
  }
  if (expr?.kind === 'slice') return { kind: 'slice', element: typeOf(expr.element, types) };
  if (expr?.kind !== 'path') throw new Error(`no type of a test: ${expr?.kind}`);
  const segment = expr.segments[0];
  const name = segment?.name ?? '';
  const generic = segment?.generics[0];
  if (INTEGERS.includes(name)) return { kind: 'integer', name: name as IntegerName };
  if (name === 'f32' || name === 'f64') return { kind: 'float', name };
  if (name === 'bool' || name === 'char') return { kind: name };
  if (name === 'Option' && generic?.kind === 'type') return { kind: 'option', some: typeOf(generic.type, types) };
  if (types[name]) return { kind: 'named', id: name };
  const reason = { kind: 'not-found', message: `There is no \`${name}\`.` } as const;
  return { kind: 'unresolved', text: name, reason };
}

const BASE = { crate: 'test_api', derives: [], repr: { layout: 'rust' } } as const;
const u8: Type = { kind: 'integer', name: 'u8' };

/** A C-like enum of one byte, with the values given. */
export function codes(name: string, values: Readonly<Record<string, number>>, serverDeath?: string): EnumDefinition {
  const variants = Object.entries(values).map(([variant, value], index) => ({
    name: variant,
    index,
    value: String(value),
    shape: 'unit' as const,
    fields: [],
    ...(variant === serverDeath && { serverDeath: true as const }),
  }));
  return { ...BASE, id: name, name, kind: 'enum', derives: [], repr: { layout: 'rust', integer: 'u8' }, variants };
}

/** An enum with data: each variant's fields, by name. */
export function choice(
  name: string,
  variants: Readonly<Record<string, Readonly<Record<string, Type>>>>,
): EnumDefinition {
  return {
    ...codes(name, Object.fromEntries(Object.keys(variants).map((variant, index) => [variant, index]))),
    repr: { layout: 'rust' },
    variants: Object.entries(variants).map(([variant, fields], index) => ({
      name: variant,
      index,
      value: String(index),
      shape: Object.keys(fields).length === 0 ? 'unit' : 'named',
      fields: fieldsOf(fields),
    })),
  };
}

/** A `repr(C)` struct. */
export function record(name: string, fields: Readonly<Record<string, Type>>): StructDefinition {
  return {
    ...BASE,
    id: name,
    name,
    kind: 'struct',
    derives: [],
    repr: { layout: 'C' },
    shape: 'named',
    fields: fieldsOf(fields),
  };
}

function fieldsOf(fields: Readonly<Record<string, Type>>): Field[] {
  return Object.entries(fields).map(([name, type]) => ({ name, type }));
}

export const U8 = u8;
export const U16: Type = { kind: 'integer', name: 'u16' };
export const U32: Type = { kind: 'integer', name: 'u32' };
