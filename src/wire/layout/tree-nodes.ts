import {
  type ArrayType,
  type EnumParts,
  type Field,
  type FlagsDefinition,
  type NumberCase,
  type StructParts,
  type Type,
  type TypeOf,
  type TypeTable,
  type TypeVisitor,
  typeName,
  type UnionDefinition,
  visit,
} from '../../schema/index.ts';
import { countOf, isUnknown, MAX_NESTING, type Unknown } from './memory.ts';
import type { LayoutNode, Size } from './model.ts';
import { exact } from './placement.ts';

/** One value of an argument list. */
export interface Argument {
  readonly name: string;
  readonly type: Type;
}

/** An argument list as the fields of the struct that a stub makes of it. */
export function argumentFields(args: readonly Argument[]): Field[] {
  return args.map(({ name, type }) => ({ name, type }));
}

/** Where a node begins: bytes from the start, or null and the part of varying length before it. */
export interface Start {
  readonly offset: number | null;
  readonly after?: string;
}

/** A tree of more nodes than this serves no reader, and a few doubling structs would make it endless. */
const MAX_NODES = 4_000;

/** Makes the nodes of one tree and keeps count of them. */
export class NodeMaker {
  readonly table: TypeTable;
  #left = MAX_NODES;
  #depth = 0;

  constructor(table: TypeTable) {
    this.table = table;
  }

  /** A node for a value of a type; its children come from `children` unless the tree is full already. */
  node(name: string, type: Type, start: Start, rest: Partial<LayoutNode>, children?: () => LayoutNode[]): LayoutNode {
    this.#left--;
    const node: LayoutNode = {
      name,
      type: typeName(type, this.table),
      ...(type.kind === 'named' && { typeId: type.id }),
      role: 'primitive',
      ...start,
      ...rest,
      children: [],
    };
    if (!children) return node;
    if (this.#left <= 0 || this.#depth >= MAX_NESTING) return { ...node, collapsed: true };
    this.#depth++;
    const inner = children();
    this.#depth--;
    return { ...node, children: inner };
  }

  /** A node for what is no value of a type: a tag, a variant, padding, the whole message. */
  part(
    name: string,
    role: LayoutNode['role'],
    type: string,
    start: Start,
    rest: Partial<LayoutNode>,
    children: LayoutNode[] = [],
  ): LayoutNode {
    this.#left--;
    return { name, type, role, ...start, ...rest, children };
  }
}

export type Make = (rest: Partial<LayoutNode>, children?: () => LayoutNode[]) => LayoutNode;

/** What is known of a node before its type is looked at. */
export interface NodePlace {
  readonly name: string;
  readonly start: Start;
  readonly make: Make;
}

/** Makes nodes of types: what is the same in memory and in a serde encoding. */
export abstract class TypeNodes implements TypeVisitor<LayoutNode, NodePlace> {
  protected readonly maker: NodeMaker;

  constructor(table: TypeTable) {
    this.maker = new NodeMaker(table);
  }

  root(name: string, type: Type): LayoutNode {
    return this.value(name, type, { offset: 0 });
  }

  protected value(name: string, type: Type, start: Start): LayoutNode {
    const size = this.measure(type);
    const make: Make = (rest, children) => this.maker.node(name, type, start, { ...sized(size), ...rest }, children);
    // A type that is nested without end has no tree.
    const isEndless = isUnknown(size) && size.unresolved.some(({ kind }) => kind === 'invalid');
    return isEndless ? make({ role: 'unknown' }) : this.node(type, { name, start, make });
  }

  protected node(type: Type, place: NodePlace): LayoutNode {
    return visit(type, this.maker.table, this, place);
  }

  protected abstract measure(type: Type): Size | Unknown;

  integer(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'primitive' });
  }

  float(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'primitive' });
  }

  bool(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'primitive' });
  }

  char(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'primitive' });
  }

  unit(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'unit' });
  }

  never(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'unit' });
  }

  slice(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'unknown' });
  }

  unresolved(_: Type, { make }: NodePlace): LayoutNode {
    return make({ role: 'unknown' });
  }

  array({ element, length }: ArrayType, { start, make }: NodePlace): LayoutNode {
    const count = countOf(length);
    const counted = !isUnknown(count) && exact(count) ? { count: count.min } : {};
    return make({ role: 'array', ...counted }, () => [this.value('[]', element, start)]);
  }

  alternatives({ cases }: TypeOf<'alternatives'>, { name, start, make }: NodePlace): LayoutNode {
    return make({ role: 'alternatives' }, () =>
      cases.map(({ type, condition }) => ({ ...this.value(name, type, start), condition })),
    );
  }

  /** The flags of a `bitflags!` type are names of bits at the place of the whole. */
  flags({ flags, doc }: FlagsDefinition, { start, make }: NodePlace): LayoutNode {
    return make({ role: 'flags', ...documented({ doc }) }, () =>
      flags.map((flag) =>
        this.maker.part(flag.name, 'flag', '', start, { ...documented(flag), value: flag.value ?? undefined }),
      ),
    );
  }

  abstract struct(struct: StructParts, place: NodePlace): LayoutNode;
  abstract enum(parts: EnumParts, place: NodePlace): LayoutNode;
  abstract union(definition: UnionDefinition, place: NodePlace): LayoutNode;
}

export function sized(size: Size | Unknown): { size?: Size } {
  return isUnknown(size) ? {} : { size };
}

/** A variant's tag as a node has it; one value for each case where it depends on the variants before it. */
export function tagValues(cases: readonly NumberCase[]): Pick<LayoutNode, 'value' | 'values'> {
  const [only, ...others] = cases;
  if (others.length === 0) return only?.number == null ? {} : { value: only.number };
  const values = cases.flatMap(({ number, condition }) =>
    number === null ? [] : [{ value: number, ...(condition && { condition }) }],
  );
  return { values };
}

export function documented({ doc }: { doc?: string | undefined }): { doc?: string } {
  return doc === undefined ? {} : { doc };
}
