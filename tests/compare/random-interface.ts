import type { Encoding } from '../../src/idol/index.ts';
import {
  type ArgumentSchema,
  type EnumDefinition,
  type ErrorSchema,
  type Field,
  type IntegerName,
  type InterfaceSchema,
  type LeaseSchema,
  type OperationSchema,
  positional,
  type Recv,
  type ReplySchema,
  specialize,
  type Type,
  type TypeDefinition,
  typeName,
  type Variant,
} from '../../src/schema/index.ts';
import type { Random } from '../rust/random.ts';

/** What can stand where: in memory images, in serde encodings, in both. */
export type Use = 'image' | 'serde';

const INTEGERS: readonly IntegerName[] = ['u8', 'u16', 'u32', 'i8', 'i16', 'i32', 'u64', 'i64'];

/**
 * An interface that is being made up. All names are new, so that a name in two versions is the same thing.
 * {@link numbered} completes it.
 */
export class InterfaceMaker {
  readonly random: Random;
  readonly types: Record<string, TypeDefinition> = {};
  readonly generics: GenericStruct[] = [];
  /** What generic types of the table were made of, by id. */
  readonly instances = new Map<string, Instance>();
  #count = 0;

  constructor(random: Random) {
    this.random = random;
  }

  interface(): InterfaceSchema {
    const operations = Array.from({ length: 1 + this.random.below(3) }, () => this.operation());
    return { name: 'Test', operations, types: this.types };
  }

  operation(): OperationSchema {
    const { random } = this;
    const encoding = random.pick(['Zerocopy', 'Zerocopy', 'Hubpack', 'Ssmarshal'] as const);
    return {
      name: this.name('op'),
      number: 0,
      encoding,
      idempotent: false,
      args: this.#times([0, 1, 1, 2, 3], () => this.argument(encoding)),
      reply: this.reply(encoding),
      leases: this.#times([0, 0, 0, 1, 2], () => this.lease()),
    };
  }

  argument(encoding: Encoding): ArgumentSchema {
    const { type, recv } = this.received(encoding);
    return { name: this.name('arg'), text: 'T', type, recv };
  }

  received(encoding: Encoding): { type: Type; recv: Recv } {
    if (encoding === 'Zerocopy' && this.random.chance(20)) {
      const name = this.random.pick(['u8', 'u8', 'u16', 'i8'] as const);
      const id = this.#plainEnum(name);
      return { type: { kind: 'named', id }, recv: { kind: 'FromPrimitive', raw: { kind: 'integer', name } } };
    }
    return { type: this.type(useOf(encoding)), recv: { kind: 'FromBytes' } };
  }

  reply(encoding: Encoding): ReplySchema {
    const { type, recv } = this.random.chance(15) ? UNIT : this.received(encoding);
    const ok = { text: 'T', type, recv };
    if (this.random.chance(30)) return { kind: 'Simple', ok };
    return { kind: 'Result', ok, error: this.error(encoding) };
  }

  error(encoding: Encoding): ErrorSchema {
    switch (this.random.below(encoding === 'Hubpack' ? 4 : 3)) {
      case 0:
        return { kind: 'ServerDeath' };
      case 3:
        return { kind: 'Complex', text: 'E', type: this.type('serde') };
      default:
        return { kind: 'CLike', text: 'E', type: { kind: 'named', id: this.#plainEnum('u8') } };
    }
  }

  lease(): LeaseSchema {
    const { random } = this;
    const slice = random.chance(50);
    const access = random.pick([
      [true, false],
      [false, true],
      [true, true],
    ]) as [boolean, boolean];
    return {
      name: this.name('lease'),
      index: 0,
      text: 'T',
      type: random.chance(50) ? { kind: 'integer', name: random.pick(INTEGERS) } : this.plainType(),
      slice,
      read: access[0],
      write: access[1],
      ...(slice && random.chance(50) && { maxLen: 1 + random.below(4) }),
    };
  }

  /** A type of numbers only: every bit pattern is a value, as memory that is lent needs. */
  plainType(): Type {
    if (this.random.chance(60)) return { kind: 'integer', name: this.random.pick(INTEGERS) };
    if (this.random.chance(20)) return { kind: 'array', element: this.plainType(), length: 1 + this.random.below(3) };
    const fields = this.#times([1, 2, 3], () => this.field({ kind: 'integer', name: this.random.pick(INTEGERS) }));
    return { kind: 'named', id: this.#define({ kind: 'struct', shape: 'named', repr: { layout: 'C' }, fields }) };
  }

  type(use: Use, depth = 0): Type {
    const { random } = this;
    const inner = () => this.type(use, depth + 1);
    const roll = random.below(depth > 3 || (depth > 1 && random.chance(40)) ? 40 : 100);
    if (roll < 31) return { kind: 'integer', name: random.pick(INTEGERS) };
    if (roll < 34) return this.#rareNumber(use);
    if (roll < 40) return { kind: 'bool' };
    if (roll < 50) return { kind: 'array', element: inner(), length: 1 + random.below(3) };
    if (roll < 56) return this.generic(use, depth);
    if (roll < 65) return { kind: 'named', id: this.#struct(inner) };
    if (roll < 71) return { kind: 'named', id: this.#flags() };
    if (use === 'image') return { kind: 'named', id: this.#plainEnum(random.pick(['u8', 'u16', 'i8'])) };
    if (roll < 73) return { kind: 'unit' };
    if (roll < 80) return { kind: 'option', some: inner() };
    if (roll < 85) return { kind: 'tuple', elements: this.#times([1, 2, 3], inner) };
    if (roll < 88) return { kind: 'result', ok: inner(), err: inner() };
    return { kind: 'named', id: this.#dataEnum(inner) };
  }

  /** Of all numbers, those whose bytes are not what their values look like. */
  #rareNumber(use: Use): Type {
    const { random } = this;
    if (random.chance(30)) return { kind: 'float', name: random.pick(['f32', 'f64']) };
    if (use === 'serde') return { kind: 'integer', name: random.pick(['usize', 'isize', 'u128', 'i128'] as const) };
    return { kind: 'integer', name: random.pick(['u16', 'u32'] as const), endian: 'big', unaligned: true };
  }

  field(type: Type): Field {
    return { name: this.name('field'), type };
  }

  /** A variant of its own index and value; those of its neighbours are the caller's to mend. */
  variant(index: number, value: number, fields: Field[] = []): Variant {
    return {
      name: this.name('Variant'),
      index,
      value: String(value),
      shape: fields.length > 0 ? 'named' : 'unit',
      fields,
    };
  }

  name(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }

  /** A struct of one or two parameters: another one of the same name each time, or one that is there already. */
  generic(use: Use, depth = 0): Type {
    const { random } = this;
    const known = this.generics.filter((one) => one.use === use);
    const of = known.length > 0 && random.chance(60) ? random.pick(known) : this.#newGeneric(use);
    return this.instance({ of, args: of.parameters.map(() => this.type(use, depth + 1)) });
  }

  instance(instance: Instance): Type {
    const id = `${instance.of.name}<${instance.args.map((arg) => typeName(arg, this.types)).join(', ')}>`;
    this.instances.set(id, instance);
    this.types[id] ??= { id, name: id, crate: 'test', derives: [], ...bodyOf(instance) };
    return { kind: 'named', id };
  }

  /** All generic types of a table as their structs are now. */
  renewInstances(types: Record<string, TypeDefinition>): void {
    for (const [id, instance] of this.instances) {
      const definition = types[id];
      if (definition) types[id] = { ...definition, ...bodyOf(instance) } as TypeDefinition;
    }
  }

  #newGeneric(use: Use): GenericStruct {
    const { random } = this;
    const parameters = this.#times([1, 1, 2], (index) => index);
    const members = parameters.map((parameter) => this.member({ parameter, as: random.pick(WAYS[use]) }));
    const made = { use, name: this.name('Generic'), parameters, members };
    if (random.chance(40)) members.splice(random.below(2), 0, this.member({ name: random.pick(INTEGERS) }));
    this.generics.push(made);
    return made;
  }

  member(of: GenericMember['of']): GenericMember {
    return { name: this.name('field'), of };
  }

  #struct(inner: () => Type): string {
    const { random } = this;
    if (random.chance(20)) {
      const fields = [{ name: '0', type: inner() }];
      return this.#define({ kind: 'struct', shape: 'tuple', repr: { layout: 'transparent' }, fields });
    }
    if (random.chance(15)) {
      const fields = positional(this.#times([1, 2, 2, 3], inner));
      return this.#define({ kind: 'struct', shape: 'tuple', repr: { layout: 'C' }, fields });
    }
    if (random.chance(5)) return this.#define({ kind: 'struct', shape: 'unit', repr: { layout: 'C' }, fields: [] });
    const repr = random.chance(30) ? ({ layout: 'C', packed: 1 } as const) : ({ layout: 'C' } as const);
    return this.#define({
      kind: 'struct',
      shape: 'named',
      repr,
      fields: this.#times([1, 2, 3], () => this.field(inner())),
    });
  }

  #plainEnum(integer: IntegerName): string {
    let value = this.random.below(3) - (integer.startsWith('i') ? 3 : 0);
    const variants = this.#times([1, 2, 3, 4], (index) => {
      value += 1 + (this.random.chance(20) ? this.random.below(5) : 0);
      return this.variant(index, value);
    });
    return this.#define({ kind: 'enum', repr: { layout: 'rust', integer }, variants });
  }

  #dataEnum(inner: () => Type): string {
    const variants = this.#times([1, 2, 3], (index) => {
      const types = this.#times([0, 0, 1, 2], inner);
      if (types.length === 0 || this.random.chance(70)) {
        return this.variant(
          index,
          index,
          types.map((type) => this.field(type)),
        );
      }
      return { ...this.variant(index, index, positional(types)), shape: 'tuple' as const };
    });
    return this.#define({ kind: 'enum', repr: { layout: 'rust' }, variants });
  }

  #flags(): string {
    const flags = this.#times([1, 2, 3], (index) => ({ name: this.name('FLAG'), value: String(1 << index) }));
    return this.#define({ kind: 'flags', repr: { layout: 'rust' }, bits: { kind: 'integer', name: 'u8' }, flags });
  }

  #define(definition: DefinitionBody): string {
    const id = this.name('Type');
    this.types[id] = { id, name: id, crate: 'test', derives: [], ...definition } as TypeDefinition;
    return id;
  }

  #times<T>(counts: readonly number[], make: (index: number) => T): T[] {
    return Array.from({ length: this.random.pick(counts) }, (_, index) => make(index));
  }
}

/** A struct with parameters: what its fields are of them. */
export interface GenericStruct {
  readonly use: Use;
  readonly name: string;
  readonly parameters: readonly number[];
  readonly members: GenericMember[];
}

export interface GenericMember {
  name: string;
  readonly of: { readonly parameter: number; readonly as: Way } | { readonly name: IntegerName };
}

export interface Instance {
  readonly of: GenericStruct;
  readonly args: readonly Type[];
}

type Way = 'itself' | 'array' | 'option' | 'pair';

const WAYS: Readonly<Record<Use, readonly Way[]>> = {
  image: ['itself', 'itself', 'array'],
  serde: ['itself', 'itself', 'array', 'option', 'pair'],
};

function bodyOf({ of, args }: Instance) {
  const typeOf = (member: GenericMember['of']): Type => {
    if ('name' in member) return { kind: 'integer', name: member.name };
    const arg = args[member.parameter] as Type;
    switch (member.as) {
      case 'itself':
        return arg;
      case 'array':
        return { kind: 'array', element: arg, length: 2 };
      case 'option':
        return { kind: 'option', some: arg };
      case 'pair':
        return { kind: 'tuple', elements: [arg, { kind: 'integer', name: 'u8' }] };
    }
  };
  const fields = of.members.map((member): Field => ({ name: member.name, type: typeOf(member.of) }));
  return { kind: 'struct', shape: 'named', repr: { layout: 'C' }, fields } as const;
}

type DefinitionBody = TypeDefinition extends infer D
  ? D extends TypeDefinition
    ? Omit<D, 'id' | 'name' | 'crate' | 'derives'>
    : never
  : never;

const UNIT = { type: { kind: 'unit' }, recv: { kind: 'FromBytes' } } as const satisfies { type: Type; recv: Recv };

/** Ssmarshal's buffers are as large as the value in memory, which may be less than what travels of an `Option`: such types are broken as they are. */
export function useOf(encoding: Encoding): Use {
  return encoding === 'Hubpack' ? 'serde' : 'image';
}

export function isPlainEnum(definition: TypeDefinition): definition is EnumDefinition {
  return definition.kind === 'enum' && definition.variants.every(({ fields }) => fields.length === 0);
}

/** An interface with its numbers and indices as they follow from the rest. */
export function numbered(draft: InterfaceSchema): InterfaceSchema {
  return specialize(withNumbers(draft), []);
}

export function withNumbers(draft: InterfaceSchema): InterfaceSchema {
  const operations = draft.operations.map((operation, index) => ({
    ...operation,
    number: index + 1,
    leases: operation.leases.map((lease, place) => ({ ...lease, index: place })),
  }));
  return { ...draft, operations };
}

/** Conditions that fields and variants may have. */
export const PREDICATES = ['feature = "a"', 'feature = "b"', 'not(feature = "a")'];

/** An interface in which some fields and variants depend on conditions: the same ones in each version, but for a few. */
export function withConditions(schema: InterfaceSchema, random: Random): InterfaceSchema {
  const conditioned = <M extends { readonly name: string }>(member: M): M => {
    const place = random.chance(10)
      ? random.below(12)
      : [...member.name].reduce((sum, one) => sum + one.charCodeAt(0), 0);
    const predicate = PREDICATES[place % 12];
    return predicate === undefined ? member : { ...member, condition: { kind: 'cfg', predicate } };
  };
  const types = Object.entries(schema.types).map(([id, definition]) => {
    if (definition.kind === 'struct' && definition.shape === 'named') {
      return [id, { ...definition, fields: definition.fields.map(conditioned) }] as const;
    }
    if (definition.kind !== 'enum') return [id, definition] as const;
    // One variant is there everywhere: an enum has at least one.
    const [first, ...others] = definition.variants;
    return [id, { ...definition, variants: first ? [first, ...others.map(conditioned)] : [] }] as const;
  });
  return { ...schema, types: Object.fromEntries(types) };
}
