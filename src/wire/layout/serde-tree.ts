import {
  type Field,
  indexCases,
  optionVariants,
  positional,
  resultVariants,
  type Type,
  type TypeDefinition,
  type TypeTable,
  type VariantParts,
} from '../../schema/index.ts';
import { countOf, isUnknown, type Unknown } from './memory.ts';
import type { LayoutNode, Size } from './model.ts';
import { exact, sizeOf } from './placement.ts';
import { type SerdeSizes, serdeObstacle } from './serde-size.ts';
import { documented, flagNodes, NodeMaker, type Start, tagValues } from './tree-nodes.ts';

/** Builds the tree of one layout in a serde encoding: part after part, no padding, a tag byte before each variant. */
export class SerdeLayouts {
  readonly #table: TypeTable;
  readonly #sizes: SerdeSizes;
  readonly #maker: NodeMaker;

  constructor(table: TypeTable, sizes: SerdeSizes) {
    this.#table = table;
    this.#sizes = sizes;
    this.#maker = new NodeMaker(table);
  }

  root(name: string, type: Type): LayoutNode {
    return this.#value(name, type, { offset: 0 });
  }

  message(fields: readonly Field[]): LayoutNode {
    const start = { offset: 0 };
    return this.#maker.part(
      'message',
      'struct',
      '',
      start,
      sized(this.#sizes.sequence(fields)),
      this.#fields(fields, start),
    );
  }

  #value(name: string, type: Type, start: Start): LayoutNode {
    const size = this.#sizes.of(type);
    const make = (rest: Partial<LayoutNode>, children?: () => LayoutNode[]) =>
      this.#maker.node(name, type, start, { ...sized(size), ...rest }, children);
    // A type that is nested without end has no tree.
    if (isUnknown(size) && size.unresolved.some((reason) => reason.kind === 'invalid'))
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
        return make({ role: 'tuple' }, () => this.#fields(positional(type.elements), start));
      case 'array': {
        const count = countOf(type.length);
        const counted = !isUnknown(count) && exact(count) ? { count: count.min } : {};
        return make({ role: 'array', ...counted }, () => [this.#value('[]', type.element, start)]);
      }
      case 'option':
        return make({ role: 'enum' }, () => this.#tagged(optionVariants(type.some), start));
      case 'result':
        return make({ role: 'enum' }, () => this.#tagged(resultVariants(type.ok, type.err), start));
      case 'alternatives':
        return make({ role: 'alternatives' }, () =>
          type.cases.map((each) => ({ ...this.#value(name, each.type, start), condition: each.condition })),
        );
      case 'named': {
        const definition = this.#table[type.id];
        if (!definition || serdeObstacle(definition)) return make({ role: 'unknown' });
        return this.#definition(definition, start, make);
      }
      case 'slice':
      case 'unresolved':
        return make({ role: 'unknown' });
    }
  }

  #definition(
    definition: TypeDefinition,
    start: Start,
    make: (rest: Partial<LayoutNode>, children?: () => LayoutNode[]) => LayoutNode,
  ): LayoutNode {
    const doc = documented(definition);
    switch (definition.kind) {
      case 'struct':
        return definition.shape === 'unit'
          ? make({ role: 'unit', ...doc })
          : make({ role: 'struct', ...doc }, () => this.#fields(definition.fields, start));
      case 'enum':
        return make({ role: 'enum', ...doc }, () => this.#tagged(definition.variants, start));
      case 'flags':
        return make({ role: 'flags', ...doc }, () => flagNodes(this.#maker, definition, start));
      case 'union':
        return make({ role: 'unknown', ...doc });
    }
  }

  #tagged(variants: readonly VariantParts[], start: Start): LayoutNode[] {
    const payload = behind(start, sizeOf(1), 'tag');
    return [
      this.#maker.part('tag', 'tag', 'u8', start, { size: sizeOf(1) }),
      ...variants.map((variant, position) =>
        this.#maker.part(
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
          ...this.#value(field.name, field.type, start),
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

export function sized(size: Size | Unknown): { size?: Size } {
  return isUnknown(size) ? {} : { size };
}
