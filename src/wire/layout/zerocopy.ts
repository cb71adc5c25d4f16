import {
  type ArrayType,
  type EnumParts,
  type Field,
  fieldPath,
  type StructParts,
  type Type,
  type TypeId,
  type TypeOf,
  type TypeVisitor,
  typeName,
  type UnionDefinition,
  visit,
} from '../../schema/index.ts';
import { isUnknown, MAX_NESTING, type MemoryImages } from './memory.ts';
import { fieldOrderIsOpen } from './memory-tree.ts';
import { exact } from './placement.ts';

/** Something in a type's memory image that zerocopy refuses, or that two builds need not agree about. */
export interface ImageObstacle {
  readonly kind:
    | 'bool'
    | 'char'
    /** `Option`, `Result`, or an enum with data. `repr` gives the latter an image, but not one that any bytes are valid for. */
    | 'data-enum'
    /** An enum without data that has fewer variants than there are patterns of its bytes. */
    | 'enum'
    | 'union'
    | 'padding'
    /** The default `repr` leaves the order of fields to the compiler. */
    | 'order';
  /** Path of the field; empty for the type itself. */
  readonly path: string;
  /** The type at that place. */
  readonly type: Type;
  /** Bytes of padding. */
  readonly padding?: number;
  /** `data-enum`: true where no `repr` says what the image is. */
  readonly undefinedImage?: true;
}

/** Everything in a type that stands in the way of sending its memory image. What is not resolved is no obstacle. */
export function imageObstacles(type: Type, images: MemoryImages): ImageObstacle[] {
  const search = new ObstacleSearch(images);
  search.look(type, '', 0);
  return search.obstacles;
}

interface Place {
  readonly path: string;
  readonly depth: number;
}

class ObstacleSearch implements TypeVisitor<void, Place> {
  readonly obstacles: ImageObstacle[] = [];
  readonly #images: MemoryImages;
  /** Each definition is reported at the first place that uses it. */
  readonly #seen = new Set<TypeId>();

  constructor(images: MemoryImages) {
    this.#images = images;
  }

  look(type: Type, path: string, depth: number): void {
    if (depth > MAX_NESTING || (type.kind === 'named' && this.#seen.has(type.id))) return;
    if (type.kind === 'named') this.#seen.add(type.id);
    visit(type, this.#images.table, this, { path, depth });
  }

  bool(type: Type, { path }: Place): void {
    this.obstacles.push({ kind: 'bool', path, type });
  }

  char(type: Type, { path }: Place): void {
    this.obstacles.push({ kind: 'char', path, type });
  }

  array({ element }: ArrayType, { path, depth }: Place): void {
    this.look(element, `${path}[]`, depth + 1);
  }

  slice({ element }: TypeOf<'slice'>, { path, depth }: Place): void {
    this.look(element, `${path}[]`, depth + 1);
  }

  alternatives({ cases }: TypeOf<'alternatives'>, { path, depth }: Place): void {
    for (const { type } of cases) this.look(type, path, depth + 1);
  }

  struct({ fields, repr, type }: StructParts, { path, depth }: Place): void {
    if (fieldOrderIsOpen(fields, repr, this.#images)) this.obstacles.push({ kind: 'order', path, type });
    const whole = this.#images.of(type);
    const padding = isUnknown(whole) || !exact(whole.size) ? 0 : whole.size.max - this.#sizeOfAll(fields);
    if (padding > 0) this.obstacles.push({ kind: 'padding', path, type, padding });
    for (const field of fields) this.look(field.type, fieldPath(path, field.name), depth + 1);
  }

  enum({ variants, repr, type, definition }: EnumParts, { path, depth }: Place): void {
    if (variants.every(({ fields }) => fields.length === 0)) {
      const memory = this.#images.of(type);
      const isPartial = isUnknown(memory) || variants.length < 2 ** (8 * memory.size.max);
      if (isPartial) this.obstacles.push({ kind: 'enum', path, type });
      return;
    }
    const isDefined = repr.layout === 'C' || repr.integer !== undefined;
    this.obstacles.push({ kind: 'data-enum', path, type, ...(!isDefined && { undefinedImage: true }) });
    const memory = definition ? this.#images.definition(definition.id) : undefined;
    if (!memory || isUnknown(memory) || memory.kind !== 'enum' || !exact(memory.size)) return;
    for (const variant of variants) {
      const padding = memory.size.max - (memory.tag?.size ?? 0) - this.#sizeOfAll(variant.fields);
      if (padding > 0) this.obstacles.push({ kind: 'padding', path: fieldPath(path, variant.name), type, padding });
      for (const field of variant.fields)
        this.look(field.type, fieldPath(path, `${variant.name}.${field.name}`), depth + 1);
    }
  }

  union({ id }: UnionDefinition, { path }: Place): void {
    this.obstacles.push({ kind: 'union', path, type: { kind: 'named', id } });
  }

  integer(): void {}
  float(): void {}
  unit(): void {}
  never(): void {}
  flags(): void {}
  unresolved(): void {}

  /** The bytes of fields without what lies between them; infinite where one is not known, so that no padding is claimed. */
  #sizeOfAll(fields: readonly Field[]): number {
    return fields.reduce((sum, field) => {
      const memory = this.#images.field(field);
      return sum + (isUnknown(memory) ? Number.POSITIVE_INFINITY : memory.size.max);
    }, 0);
  }
}

/** An obstacle in words: what stands where. */
export function describeObstacle({ kind, type, padding }: ImageObstacle, images: MemoryImages): string {
  const name = `\`${typeName(type, images.table)}\``;
  switch (kind) {
    case 'bool':
      return 'a `bool`, for which only the bytes 0 and 1 are valid';
    case 'char':
      return 'a `char`, for which not every bit pattern is valid';
    case 'data-enum':
      return `${name}, an enum with data in its variants`;
    case 'enum':
      return `${name}, an enum, for which not every byte is valid`;
    case 'union':
      return `${name}, a union`;
    case 'padding':
      return `${padding} ${padding === 1 ? 'byte' : 'bytes'} of padding in ${name}`;
    case 'order':
      return `${name}, whose field order the compiler chooses`;
  }
}
