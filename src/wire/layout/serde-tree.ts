import {
  type EnumParts,
  type Field,
  indexCases,
  type StructParts,
  type Type,
  type TypeTable,
  type UnionDefinition,
  type VariantParts,
} from '../../schema/index.ts';
import { isUnknown, type Unknown } from './memory.ts';
import type { LayoutNode, Size } from './model.ts';
import { exact, sizeOf } from './placement.ts';
import { type SerdeSizes, serdeObstacle } from './serde-size.ts';
import { documented, type NodePlace, type Start, sized, TypeNodes, tagValues } from './tree-nodes.ts';

/** Builds the tree of one layout in a serde encoding: part after part, no padding, a tag byte before each variant. */
export class SerdeLayouts extends TypeNodes {
  readonly #sizes: SerdeSizes;

  constructor(table: TypeTable, sizes: SerdeSizes) {
    super(table);
    this.#sizes = sizes;
  }

  message(fields: readonly Field[]): LayoutNode {
    const start = { offset: 0 };
    const size = sized(this.#sizes.sequence(fields));
    return this.maker.part('message', 'struct', '', start, size, this.#fields(fields, start));
  }

  protected measure(type: Type): Size | Unknown {
    return this.#sizes.of(type);
  }

  protected override node(type: Type, place: NodePlace): LayoutNode {
    const definition = type.kind === 'named' ? this.maker.table[type.id] : undefined;
    return definition && serdeObstacle(definition) ? place.make({ role: 'unknown' }) : super.node(type, place);
  }

  struct({ shape, fields, definition }: StructParts, { start, make }: NodePlace): LayoutNode {
    if (!definition) return make({ role: 'tuple' }, () => this.#fields(fields, start));
    const doc = documented(definition);
    return shape === 'unit'
      ? make({ role: 'unit', ...doc })
      : make({ role: 'struct', ...doc }, () => this.#fields(fields, start));
  }

  enum({ variants, definition }: EnumParts, { start, make }: NodePlace): LayoutNode {
    return make({ role: 'enum', ...(definition && documented(definition)) }, () => this.#tagged(variants, start));
  }

  union(_: UnionDefinition, { make }: NodePlace): LayoutNode {
    return make({ role: 'unknown' });
  }

  #tagged(variants: readonly VariantParts[], start: Start): LayoutNode[] {
    const payload = behind(start, sizeOf(1), 'tag');
    return [
      this.maker.part('tag', 'tag', 'u8', start, { size: sizeOf(1) }),
      ...variants.map((variant, position) =>
        this.maker.part(
          variant.name,
          'variant',
          '',
          payload,
          {
            ...sized(this.#sizes.sequence(variant.fields)),
            ...tagValues(indexCases(variants, position)),
            ...(variant.condition && { condition: variant.condition }),
            ...documented(variant),
          },
          this.#fields(variant.fields, payload),
        ),
      ),
    ];
  }

  #fields(fields: readonly Field[], from: Start): LayoutNode[] {
    let start = from;
    return fields
      .filter((field) => !field.serdeSkip)
      .map((field) => {
        const node = {
          ...this.value(field.name, field.type, start),
          ...documented(field),
          ...(field.condition && { condition: field.condition }),
        };
        start = behind(start, this.#sizes.field(field), field.name);
        return node;
      });
  }
}

function behind(start: Start, size: Size | Unknown, name: string): Start {
  if (start.offset === null) return start;
  if (isUnknown(size) || !exact(size)) return { offset: null, after: name };
  return { offset: start.offset + size.min };
}
