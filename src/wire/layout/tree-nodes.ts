import {
  type Field,
  type FlagsDefinition,
  type NumberCase,
  type Type,
  type TypeTable,
  typeName,
} from '../../schema/index.ts';
import { MAX_NESTING } from './memory.ts';
import type { LayoutNode } from './model.ts';

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

/** A variant's tag as a node has it; one value for each case where it depends on the variants before it. */
export function tagValues(cases: readonly NumberCase[]): Pick<LayoutNode, 'value' | 'values'> {
  const [only, ...others] = cases;
  if (others.length === 0) return only?.number == null ? {} : { value: only.number };
  const values = cases.flatMap(({ number, condition }) =>
    number === null ? [] : [{ value: number, ...(condition && { condition }) }],
  );
  return { values };
}

/** The flags of a `bitflags!` type, as names of bits at the place of the whole. */
export function flagNodes(maker: NodeMaker, { flags }: FlagsDefinition, start: Start): LayoutNode[] {
  return flags.map((flag) =>
    maker.part(flag.name, 'flag', '', start, { ...documented(flag), value: flag.value ?? undefined }),
  );
}

export function documented({ doc }: { doc?: string }): { doc?: string } {
  return doc === undefined ? {} : { doc };
}
