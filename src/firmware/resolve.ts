import type { Interface, Operation, TypeString } from '../idol/index.ts';
import type { ConstExpr, TypeExpr } from '../rust/index.ts';
import {
  type InterfaceSchema,
  type OperationSchema,
  schemaOf,
  type Type,
  type TypeDefinition,
  type TypeTable,
  typesInOperation,
  walk,
} from '../schema/index.ts';
import type { Target } from '../wire/index.ts';
import type { CompiledTypes, TypeRef } from './dwarf/types.ts';
import type { Firmware, FirmwareTask } from './model.ts';
import { disagreeing, targetOfFirmware, unresolved, WireTypes } from './wire-types.ts';

/** What is taken of serde attributes, which debug information does not have. */
export type SerdeAssumption =
  /** Types that travel by serde are unknown: what a comparison needs. */
  | 'unknown'
  /** They are taken to be as the derive makes them: what somebody wants who reads or sends one value, and is told so. */
  | 'derived';

/** Resolves the types of an image's interfaces by the debug information of its tasks. */
export class FirmwareTypes {
  readonly #firmware: Firmware;
  readonly #serde: SerdeAssumption;
  readonly #revision: string | undefined;
  readonly #byTask = new Map<FirmwareTask, { types: CompiledTypes; wire: WireTypes }>();

  /** @param content what two archives share only if they are equal, for one whose sources no commit has */
  constructor(firmware: Firmware, serde: SerdeAssumption, content?: string) {
    this.#firmware = firmware;
    this.#serde = serde;
    const { revision } = firmware;
    this.#revision = revision && !revision.isDirty ? revision.commit : content;
  }

  get target(): Target {
    return targetOfFirmware(this.#firmware);
  }

  /**
   * The schema of an interface of the image.
   *
   * @param servers tasks that serve the interface: their debug information is asked before that of its clients
   */
  schemaOf(source: Interface, servers: readonly FirmwareTask[]): InterfaceSchema {
    const others = this.#firmware.tasks.filter((task) => !servers.includes(task));
    const resolver = new Resolver(source, [...servers, ...others], (task) => this.#of(task));
    const schema = schemaOf(
      source,
      (type) => resolver.resolve(type),
      () => resolver.table,
    );
    return this.#serde === 'derived' ? schema : { ...schema, types: withUnknownSerde(schema, this.#revision) };
  }

  #of(task: FirmwareTask) {
    let known = this.#byTask.get(task);
    if (!known) {
      const types = task.types();
      known = { types, wire: new WireTypes(types, this.target) };
      this.#byTask.set(task, known);
    }
    return known;
  }
}

/** A schema of sources without what a firmware never says: serde attributes, and which error stands for the server's death. */
export function withoutAttributes(schema: InterfaceSchema): InterfaceSchema {
  const types = Object.entries(withUnknownSerde(schema)).map(([id, definition]) => {
    if (definition.kind !== 'enum') return [id, definition] as const;
    const variants = definition.variants.map(({ serverDeath: _, ...variant }) => variant);
    return [id, { ...definition, variants }] as const;
  });
  return { ...schema, types: Object.fromEntries(types) };
}

/** The definitions of a schema, of which those that serde encodes are marked as not known to be as the derive makes them. */
function withUnknownSerde({ operations, types }: InterfaceSchema, revision?: string): TypeTable {
  const table: Record<string, TypeDefinition> = { ...types };
  walk(operations.flatMap(serdeTypes), types, (type) => {
    const definition = type.kind === 'named' ? types[type.id] : undefined;
    if (!definition) return;
    const customSerde = `A firmware does not hold the serde attributes of \`${definition.name}\`, which may skip or replace parts of it.`;
    table[definition.id] = { ...definition, customSerde, serdeUnseen: { ...(revision !== undefined && { revision }) } };
  });
  return table;
}

function serdeTypes(operation: OperationSchema): Type[] {
  if (operation.encoding !== 'Zerocopy') return typesInOperation({ ...operation, leases: [] });
  const { reply } = operation;
  return reply.kind === 'Result' && reply.error.kind === 'Complex' ? [reply.error.type] : [];
}

/** The definitions of one name in one task. */
interface Candidate {
  readonly task: FirmwareTask;
  readonly path: string;
  readonly ref: TypeRef;
}

class Resolver {
  readonly table: Record<string, TypeDefinition> = {};
  readonly #interface: string;
  readonly #tasks: readonly FirmwareTask[];
  readonly #of: (task: FirmwareTask) => { types: CompiledTypes; wire: WireTypes };
  readonly #uses: ReadonlyMap<TypeString, TypeUse>;

  constructor(
    source: Interface,
    tasks: readonly FirmwareTask[],
    of: (task: FirmwareTask) => { types: CompiledTypes; wire: WireTypes },
  ) {
    this.#interface = source.name.text;
    this.#tasks = tasks;
    this.#of = of;
    this.#uses = new Map(source.operations.flatMap((operation) => usesIn(source.name.text, operation)));
  }

  resolve(written: TypeString): Type {
    const { text, expr } = written;
    if (!expr) return unresolved(text, 'invalid', `\`${text}\` is not a Rust type.`);
    const use = this.#uses.get(written) ?? { operation: '', isPlaced: false };
    const type = this.#expression(expr, text, use);
    return use.isPlaced ? this.#placed(type) : type;
  }

  /** A type that travels as it lies in memory: not known where the compiler's layout is not ours. */
  #placed(type: Type): Type {
    let found: string | undefined;
    walk([type], this.table, (each) => {
      if (each.kind === 'named' && this.#tasks.some((task) => this.#of(task).wire.placedOtherwise.has(each.id)))
        found = each.id;
    });
    return found === undefined ? type : disagreeing(found);
  }

  #expression(expr: TypeExpr, text: string, use: TypeUse): Type {
    const inner = { operation: use.operation, isPlaced: use.isPlaced };
    switch (expr.kind) {
      case 'never':
        return { kind: 'never' };
      case 'tuple':
        return expr.elements.length === 0
          ? { kind: 'unit' }
          : { kind: 'tuple', elements: expr.elements.map((element) => this.#expression(element, text, inner)) };
      case 'slice':
        return { kind: 'slice', element: this.#expression(expr.element, text, inner) };
      case 'array': {
        const length = lengthOf(expr.length);
        if (length !== undefined)
          return { kind: 'array', element: this.#expression(expr.element, text, inner), length };
        // What a constant is worth is not in debug information; the field that was made with it is.
        const used = this.#used(use, (type) => type.kind === 'array');
        return (
          used ??
          unresolved(text, 'constant', `The length of \`${text}\` is a constant, whose value an archive does not hold.`)
        );
      }
      case 'path':
        return this.#path(expr, text, use);
      case 'reference':
      case 'pointer':
      case 'traitObject':
      case 'other':
        return unresolved(text, 'unsupported', `\`${text}\` is no type that a message has.`);
    }
  }

  #path(path: Extract<TypeExpr, { kind: 'path' }>, text: string, use: TypeUse): Type {
    const last = path.segments.at(-1);
    if (!last || path.qualifiedSelf) return unresolved(text, 'unsupported', `\`${text}\` is computed by a trait.`);
    const inner = { operation: use.operation, isPlaced: use.isPlaced };
    const types = last.generics.flatMap((generic) => (generic.kind === 'type' ? [generic.type] : []));
    const [first, second] = types.map((each) => this.#expression(each, text, inner));
    if (path.segments.length === 1 || ['core', 'std'].includes((path.segments[0] as { name: string }).name)) {
      if (last.name === 'Option' && first) return { kind: 'option', some: first };
      if (last.name === 'Result' && first && second) return { kind: 'result', ok: first, err: second };
      const primitive = primitiveOf(last.name);
      if (primitive) return primitive;
    }
    if (last.generics.length > 0) {
      // `U16<LE>` and the like: the debug information spells the arguments out, so that only a use of the type tells which it is.
      const used = this.#used(use, () => true);
      if (used) return used;
    }
    return this.#definition(
      path.segments.map(({ name }) => name),
      text,
      use.operation,
    );
  }

  /** The type of the member that the stubs keep the value in. */
  #used(use: TypeUse, isMeant: (type: Type) => boolean): Type | undefined {
    const { struct: name, member: memberName } = use;
    if (name === undefined || memberName === undefined) return undefined;
    for (const task of this.#tasks) {
      const { types } = this.#of(task);
      for (const struct of types.named(name)) {
        const member = struct.kind === 'struct' ? struct.members.find((each) => each.name === memberName) : undefined;
        const type = member && this.#converted(task, member.type);
        if (type && isMeant(type)) return type;
      }
    }
    return undefined;
  }

  #definition(names: readonly string[], text: string, operation: string): Type {
    const name = names.at(-1) as string;
    const found = this.#tasks.flatMap((task): Candidate[] =>
      this.#of(task)
        .types.named(name)
        .filter(({ path }) => !path.includes('<'))
        .map(({ path, ref }) => ({ task, path, ref })),
    );
    const chosen = this.#chosen(found, names, operation);
    if (chosen === undefined) {
      return unresolved(
        text,
        'not-found',
        `The debug information of the archive lacks \`${name}\`: the compiler omits types that no variable has.`,
        'the sources of the release know it: give the tree beside the archive',
      );
    }
    if (chosen.length > 1) {
      const paths = chosen.map(({ path }) => `\`${path}\``).join(', ');
      return unresolved(
        text,
        'unsupported',
        `Several types are called \`${name}\`: ${paths}. An archive does not say which is meant.`,
      );
    }
    const [{ task, ref }] = chosen as [Candidate];
    return this.#converted(task, ref);
  }

  /** One candidate of each path that can be meant: several when nothing tells them apart. */
  #chosen(found: readonly Candidate[], names: readonly string[], operation: string): Candidate[] | undefined {
    const byPath = new Map<string, Candidate>();
    for (const candidate of found) if (!byPath.has(candidate.path)) byPath.set(candidate.path, candidate);
    const all = [...byPath.values()];
    if (all.length < 2) return all.length === 0 ? undefined : all;
    const preferences: ((candidate: Candidate) => boolean)[] = [
      ({ path }) => names.length > 1 && path === names.join('::'),
      // A path of the file may go through a re-export: its crate is right, the modules need not be.
      ({ path }) => names.length > 1 && path.startsWith(`${names[0]}::`),
      ({ path }) => this.#isReturned(path, operation),
      ({ path }) => this.#isAnswered(path),
      ({ path }) => this.#isOfApi(path),
    ];
    for (const isPreferred of preferences) {
      const preferred = all.filter(isPreferred);
      if (preferred.length > 0) return preferred;
    }
    return all;
  }

  /** True of a type that a function with the operation's name returns, as clients and servers have one. */
  #isReturned(path: string, operation: string): boolean {
    return this.#tasks.some((task) =>
      this.#of(task)
        .types.returnedBy(operation)
        .some((name) => name.startsWith('core::result::Result<') && mentions(name, path)),
    );
  }

  /** True of a type that some method of a server returns. */
  #isAnswered(path: string): boolean {
    return this.#tasks.some((task) =>
      this.#of(task)
        .types.named('Result')
        .some((type) => type.path.includes('idol_runtime::RequestError<') && mentions(type.path, path)),
    );
  }

  /** True of a type of the crate that has the interface's client: that is where its types are meant to be found. */
  #isOfApi(path: string): boolean {
    const crate = path.split('::', 1)[0] as string;
    return this.#tasks.some((task) =>
      this.#of(task)
        .types.named(`${this.#interface}Operation`)
        .some((operations) => operations.path.startsWith(`${crate}::`)),
    );
  }

  #converted(task: FirmwareTask, ref: TypeRef): Type {
    const { wire } = this.#of(task);
    const type = wire.of(ref);
    walk([type], wire.table, (each) => {
      const definition = each.kind === 'named' ? wire.table[each.id] : undefined;
      if (definition) this.table[definition.id] ??= definition;
    });
    return type;
  }
}

/** Where a type is used, for what the stubs made of it. */
interface TypeUse {
  readonly operation: string;
  /** The value travels as it lies in memory. */
  readonly isPlaced: boolean;
  /** The struct of the stubs that has a member of the type, and that member. */
  readonly struct?: string;
  readonly member?: string;
}

function usesIn(interfaceName: string, { name, args, leases, reply, encoding }: Operation): [TypeString, TypeUse][] {
  const struct = `${interfaceName}_${name.text}`;
  const use = { operation: name.text, isPlaced: encoding === 'Zerocopy' };
  const raw = [...args, reply.ok].flatMap(({ recv }) => (recv.kind === 'FromBytes' ? [] : [recv.raw]));
  const error = reply.kind === 'Result' && reply.error.kind !== 'ServerDeath' ? [reply.error.type] : [];
  return [
    ...args.map((arg): [TypeString, TypeUse] => [
      arg.type,
      { ...use, struct: `${struct}_ARGS`, member: arg.name.text },
    ]),
    [reply.ok.type, { ...use, struct: `${struct}_REPLY`, member: 'value' }],
    ...raw.map((type): [TypeString, TypeUse] => [type, use]),
    ...leases.map((lease): [TypeString, TypeUse] => [lease.type, { ...use, isPlaced: true }]),
    ...error.map((type): [TypeString, TypeUse] => [type, { ...use, isPlaced: false }]),
  ];
}

/** True when a type's full name has this one among its generic arguments. */
function mentions(name: string, path: string): boolean {
  return name.split(/[<>,() ]+/).includes(path);
}

function lengthOf(expr: ConstExpr): number | undefined {
  return expr.kind === 'integer' && expr.value <= 0xffff_ffffn ? Number(expr.value) : undefined;
}

function primitiveOf(name: string): Type | undefined {
  if (/^[ui](?:8|16|32|64|128|size)$/.test(name)) return { kind: 'integer', name: name as 'u8' };
  if (name === 'f32' || name === 'f64') return { kind: 'float', name };
  if (name === 'bool' || name === 'char') return { kind: name };
  return undefined;
}
