import {
  DEFAULT_REPR,
  type Field,
  optionVariants,
  positional,
  type Repr,
  resultVariants,
  type Type,
  type TypeDefinition,
  type VariantParts,
  valueCases,
} from '../../schema/index.ts';
import { countOf, isUnknown, type MemoryImages, placementRules, type Unknown } from './memory.ts';
import type { PlacedEnum } from './memory-enum.ts';
import type { LayoutNode } from './model.ts';
import { exact, type Placement, sizeOf } from './placement.ts';
import { sized } from './serde-tree.ts';
import { documented, flagNodes, NodeMaker, type Start, tagValues } from './tree-nodes.ts';

type Make = (rest: Partial<LayoutNode>, children?: () => LayoutNode[]) => LayoutNode;

/** Builds the tree of one memory image: fields at their offsets, padding as nodes of its own. */
export class MemoryLayouts {
  readonly #images: MemoryImages;
  readonly #maker: NodeMaker;

  constructor(images: MemoryImages) {
    this.#images = images;
    this.#maker = new NodeMaker(images.table);
  }

  root(name: string, type: Type): LayoutNode {
    return this.#value(name, type, { offset: 0 });
  }

  /** The arguments of a Zerocopy operation: one memory image after the other. */
  message(fields: readonly Field[]): LayoutNode {
    const start = { offset: 0 };
    const packed = this.#images.fields(fields, { order: 'declared', packed: 1 });
    const children = this.#fields(fields, this.#offsets(fields, packed, { layout: 'C', packed: 1 }), start);
    return this.#maker.part('message', 'struct', '', start, sized(isUnknown(packed) ? packed : packed.size), children);
  }

  #value(name: string, type: Type, start: Start): LayoutNode {
    const memory = this.#images.of(type);
    const size = isUnknown(memory) ? memory : memory.size;
    const make: Make = (rest, children) => this.#maker.node(name, type, start, { ...sized(size), ...rest }, children);
    if (isUnknown(memory) && memory.unresolved.some((reason) => reason.kind === 'invalid'))
      return make({ role: 'unknown' });
    switch (type.kind) {
      case 'integer':
      case 'float':
      case 'bool':
      case 'char':
        return make({ role: 'primitive' });
      case 'unit':
      case 'never':
        return make({ role: 'unit' });
      case 'tuple':
        return this.#struct(
          positional(type.elements),
          DEFAULT_REPR,
          this.#images.tuple(type.elements),
          'tuple',
          start,
          make,
        );
      case 'array': {
        const count = countOf(type.length);
        const counted = !isUnknown(count) && exact(count) ? { count: count.min } : {};
        return make({ role: 'array', ...counted }, () => [this.#value('[]', type.element, start)]);
      }
      case 'option':
        return make({ role: 'enum' }, () => this.#looseVariants(optionVariants(type.some)));
      case 'result':
        return make({ role: 'enum' }, () => this.#looseVariants(resultVariants(type.ok, type.err)));
      case 'alternatives':
        return make({ role: 'alternatives' }, () =>
          type.cases.map((each) => ({ ...this.#value(name, each.type, start), condition: each.condition })),
        );
      case 'named': {
        const definition = this.#images.table[type.id];
        return definition ? this.#definition(definition, start, make) : make({ role: 'unknown' });
      }
      case 'slice':
      case 'unresolved':
        return make({ role: 'unknown' });
    }
  }

  #definition(definition: TypeDefinition, start: Start, makePlain: Make): LayoutNode {
    const make: Make = (rest, children) => makePlain({ ...rest, ...documented(definition) }, children);
    const memory = this.#images.definition(definition.id);
    switch (definition.kind) {
      case 'struct': {
        if (definition.shape === 'unit') return make({ role: 'unit' });
        const placement: Placement | Unknown =
          isUnknown(memory) || memory.kind === 'fields' ? memory : { unresolved: [] };
        return this.#struct(definition.fields, definition.repr, placement, 'struct', start, make);
      }
      case 'enum': {
        const placed: PlacedEnum | Unknown = isUnknown(memory) || memory.kind === 'enum' ? memory : { unresolved: [] };
        return make({ role: 'enum' }, () => this.#variants(definition.variants, definition.repr, placed, start));
      }
      case 'union':
        return make({ role: 'union' }, () => definition.fields.map((field) => this.#field(field, start)));
      case 'flags':
        return make({ role: 'flags' }, () => flagNodes(this.#maker, definition, start));
    }
  }

  #struct(
    fields: readonly Field[],
    repr: Repr,
    placement: Placement | Unknown,
    role: 'struct' | 'tuple',
    start: Start,
    make: Make,
  ): LayoutNode {
    const loose = fieldOrderIsOpen(fields, repr, this.#images) ? { compilerOrder: true as const } : {};
    return make({ role, ...loose }, () => {
      const nodes = this.#fields(fields, this.#offsets(fields, placement, repr), start);
      return isUnknown(placement) || !exact(placement.size) ? nodes : this.#padded(nodes, start, 0, placement.size.min);
    });
  }

  #variants(variants: readonly VariantParts[], repr: Repr, placed: PlacedEnum | Unknown, start: Start): LayoutNode[] {
    if (isUnknown(placed)) return this.#looseVariants(variants);
    if (variants.every((variant) => variant.fields.length === 0)) {
      const end = shift(start, placed.size.max);
      return variants.map((_, index) => this.#variant(variants, index, end, { size: sizeOf(0) }, []));
    }
    const { tag } = placed;
    // Without a repr the language does not say where an enum keeps its variant.
    if (!tag || (repr.layout !== 'C' && !repr.integer)) return this.#looseVariants(variants);
    const tagNode = this.#maker.part('tag', 'tag', `${tag.signed ? 'i' : 'u'}${8 * tag.size}`, start, {
      size: sizeOf(tag.size),
    });
    const payload = shift(start, tag.size);
    return [
      tagNode,
      ...variants.map((variant, index) => {
        const nodes = this.#fields(variant.fields, placed.variants[index] ?? [], start);
        if (!exact(placed.size)) return this.#variant(variants, index, payload, {}, nodes);
        const children = this.#padded(nodes, start, tag.size, placed.size.min);
        return this.#variant(variants, index, payload, { size: sizeOf(placed.size.min - tag.size) }, children);
      }),
    ];
  }

  /** Variants whose places are not defined: what they hold, without offsets. */
  #looseVariants(variants: readonly VariantParts[]): LayoutNode[] {
    const open = { offset: null };
    return variants.map(({ fields }, index) =>
      this.#variant(
        variants,
        index,
        open,
        {},
        fields.map((field) => this.#field(field, open)),
      ),
    );
  }

  #variant(
    variants: readonly VariantParts[],
    index: number,
    start: Start,
    rest: Partial<LayoutNode>,
    children: LayoutNode[],
  ): LayoutNode {
    const variant = variants[index] as VariantParts;
    return this.#maker.part(
      variant.name,
      'variant',
      '',
      start,
      {
        ...rest,
        ...tagValues(valueCases(variants, index)),
        ...(variant.condition && { condition: variant.condition }),
        ...documented(variant),
      },
      children,
    );
  }

  /** Offsets of fields, also of those before the first whose size is not known. */
  #offsets(fields: readonly Field[], placement: Placement | Unknown, repr: Repr): readonly (number | null)[] {
    if (!isUnknown(placement)) return placement.offsets;
    if (repr.layout !== 'C') return fields.map(() => null);
    const known = fields.findIndex((field) => isUnknown(this.#images.of(field.type)));
    const before = this.#images.fields(fields.slice(0, known), placementRules(repr));
    // A packed field of unknown size still begins where the last one ended; elsewhere its alignment decides.
    const next = !isUnknown(before) && repr.packed === 1 && exact(before.size) ? before.size.min : null;
    return fields.map((_, index) =>
      isUnknown(before) || index > known ? null : index < known ? (before.offsets[index] ?? null) : next,
    );
  }

  #fields(fields: readonly Field[], offsets: readonly (number | null)[], start: Start): LayoutNode[] {
    return fields.map((field, index) => {
      const offset = offsets[index] ?? null;
      if (offset !== null) return this.#field(field, shift(start, offset));
      const after = index > 0 ? fields[index - 1]?.name : undefined;
      return this.#field(field, { offset: null, ...(after !== undefined && { after }) });
    });
  }

  #field(field: Field, start: Start): LayoutNode {
    const node = this.#value(field.name, field.type, start);
    return { ...node, ...documented(field), ...(field.condition && { condition: field.condition }) };
  }

  /** Fields in the order they lie in memory, with nodes for the bytes between and behind them. */
  #padded(nodes: readonly LayoutNode[], start: Start, from: number, to: number): LayoutNode[] {
    if (start.offset === null || nodes.some((node) => node.offset === null || !node.size)) return [...nodes];
    const base = start.offset;
    const sorted = [...nodes].sort((a, b) => (a.offset as number) - (b.offset as number));
    const result: LayoutNode[] = [];
    let end = base + from;
    const fill = (until: number) => {
      if (until > end)
        result.push(this.#maker.part('padding', 'padding', '', { offset: end }, { size: sizeOf(until - end) }));
    };
    for (const node of sorted) {
      fill(node.offset as number);
      result.push(node);
      end = Math.max(end, (node.offset as number) + (node.size?.max ?? 0));
    }
    fill(base + to);
    return result;
  }
}

/** True where the compiler may order the fields: the default `repr` and more than one field that takes room. */
export function fieldOrderIsOpen(fields: readonly Field[], repr: Repr, images: MemoryImages): boolean {
  if (repr.layout !== 'rust') return false;
  const taking = fields.filter((field) => {
    const memory = images.of(field.type);
    return isUnknown(memory) || memory.size.max > 0;
  });
  return taking.length > 1;
}

function shift(start: Start, bytes: number): Start {
  return start.offset === null ? start : { offset: start.offset + bytes };
}
