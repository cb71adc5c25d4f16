import {
  type EnumParts,
  type Field,
  type Repr,
  type StructDefinition,
  type StructParts,
  type Type,
  type UnionDefinition,
  type VariantParts,
  valueCases,
} from '../../schema/index.ts';
import { isUnknown, type MemoryImages, placementRules, type Unknown } from './memory.ts';
import type { PlacedEnum } from './memory-enum.ts';
import type { LayoutNode, Size } from './model.ts';
import { exact, type Placement, sizeOf } from './placement.ts';
import { documented, type NodePlace, type Start, sized, TypeNodes, tagValues } from './tree-nodes.ts';

/** Builds the tree of one memory image: fields at their offsets, padding as nodes of its own. */
export class MemoryLayouts extends TypeNodes {
  readonly #images: MemoryImages;

  constructor(images: MemoryImages) {
    super(images.table);
    this.#images = images;
  }

  /** The arguments of a Zerocopy operation: one memory image after the other. */
  message(fields: readonly Field[]): LayoutNode {
    const start = { offset: 0 };
    const packed = this.#images.fields(fields, { order: 'declared', packed: 1 });
    const children = this.#fields(fields, this.#offsets(fields, packed, { layout: 'C', packed: 1 }), start);
    return this.maker.part('message', 'struct', '', start, sized(isUnknown(packed) ? packed : packed.size), children);
  }

  protected measure(type: Type): Size | Unknown {
    const memory = this.#images.of(type);
    return isUnknown(memory) ? memory : memory.size;
  }

  struct({ shape, fields, repr, definition }: StructParts, { start, make }: NodePlace): LayoutNode {
    const doc = definition ? documented(definition) : {};
    if (shape === 'unit') return make({ role: 'unit', ...doc });
    const placement = this.#placement(fields, definition);
    const loose = fieldOrderIsOpen(fields, repr, this.#images) ? { compilerOrder: true as const } : {};
    return make({ role: definition ? 'struct' : 'tuple', ...loose, ...doc }, () => {
      const nodes = this.#fields(fields, this.#offsets(fields, placement, repr), start);
      return isUnknown(placement) || !exact(placement.size) ? nodes : this.#padded(nodes, start, 0, placement.size.min);
    });
  }

  #placement(fields: readonly Field[], definition: StructDefinition | undefined): Placement | Unknown {
    if (!definition) return this.#images.tuple(fields.map(({ type }) => type));
    const memory = this.#images.definition(definition.id);
    return isUnknown(memory) || memory.kind === 'fields' ? memory : { unresolved: [] };
  }

  enum({ variants, repr, definition }: EnumParts, { start, make }: NodePlace): LayoutNode {
    if (!definition) return make({ role: 'enum' }, () => this.#looseVariants(variants));
    const memory = this.#images.definition(definition.id);
    const placed: PlacedEnum | Unknown = isUnknown(memory) || memory.kind === 'enum' ? memory : { unresolved: [] };
    return make({ role: 'enum', ...documented(definition) }, () => this.#variants(variants, repr, placed, start));
  }

  union(definition: UnionDefinition, { start, make }: NodePlace): LayoutNode {
    return make({ role: 'union', ...documented(definition) }, () =>
      definition.fields.map((field) => this.#field(field, start)),
    );
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
    const tagNode = this.maker.part('tag', 'tag', `${tag.signed ? 'i' : 'u'}${8 * tag.size}`, start, {
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
    return this.maker.part(
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
    const node = this.value(field.name, field.type, start);
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
        result.push(this.maker.part('padding', 'padding', '', { offset: end }, { size: sizeOf(until - end) }));
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
