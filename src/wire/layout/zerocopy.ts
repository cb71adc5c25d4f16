import {
  DEFAULT_REPR,
  type EnumDefinition,
  type Field,
  fieldPath,
  type Repr,
  type StructDefinition,
  type Type,
  type TypeId,
  typeName,
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
  const obstacles: ImageObstacle[] = [];
  const seen = new Set<TypeId>();
  visit(type, '', 0);
  return obstacles;

  function visit(type: Type, path: string, depth: number): void {
    if (depth > MAX_NESTING) return;
    const inner = (field: Type, name: string) => visit(field, fieldPath(path, name), depth + 1);
    switch (type.kind) {
      case 'bool':
      case 'char':
        obstacles.push({ kind: type.kind, path, type });
        return;
      case 'option':
      case 'result':
        obstacles.push({ kind: 'data-enum', path, type, undefinedImage: true });
        return;
      case 'tuple': {
        const fields = type.elements.map((element, index) => ({ name: String(index), type: element }));
        visitFields(type, fields, DEFAULT_REPR, path, inner);
        return;
      }
      case 'array':
        visit(type.element, `${path}[]`, depth + 1);
        return;
      case 'slice':
        visit(type.element, `${path}[]`, depth + 1);
        return;
      case 'alternatives':
        for (const each of type.cases) visit(each.type, path, depth + 1);
        return;
      case 'named':
        // Each definition is reported at the first place that uses it.
        if (!seen.has(type.id)) {
          seen.add(type.id);
          visitDefinition(type, path, inner);
        }
        return;
      case 'integer':
      case 'float':
      case 'unit':
      case 'never':
      case 'unresolved':
        return;
    }
  }

  function visitDefinition(
    type: Extract<Type, { kind: 'named' }>,
    path: string,
    inner: (field: Type, name: string) => void,
  ) {
    const definition = images.table[type.id];
    switch (definition?.kind) {
      case 'struct':
        visitFields(type, definition.fields, definition.repr, path, inner, definition);
        return;
      case 'union':
        obstacles.push({ kind: 'union', path, type });
        return;
      case 'enum':
        if (definition.variants.some(({ fields }) => fields.length > 0)) visitDataEnum(type, definition, path, inner);
        return;
      case 'flags':
      case undefined:
        return;
    }
  }

  function visitFields(
    type: Type,
    fields: readonly Field[],
    repr: Repr,
    path: string,
    inner: (field: Type, name: string) => void,
    definition?: StructDefinition,
  ): void {
    if (fieldOrderIsOpen(fields, repr, images)) obstacles.push({ kind: 'order', path, type });
    const whole = images.of(type);
    const padding = isUnknown(whole) || !exact(whole.size) ? 0 : whole.size.max - sizeOfAll(fields);
    if (padding > 0) obstacles.push({ kind: 'padding', path, type, padding });
    for (const field of fields)
      inner(field.type, definition?.shape === 'tuple' && fields.length === 1 ? '0' : field.name);
  }

  function visitDataEnum(
    type: Type,
    definition: EnumDefinition,
    path: string,
    inner: (field: Type, name: string) => void,
  ): void {
    const isDefined = definition.repr.layout === 'C' || definition.repr.integer !== undefined;
    obstacles.push({ kind: 'data-enum', path, type, ...(!isDefined && { undefinedImage: true }) });
    const memory = images.definition(definition.id);
    if (isUnknown(memory) || memory.kind !== 'enum' || !exact(memory.size)) return;
    for (const variant of definition.variants) {
      const padding = memory.size.max - (memory.tag?.size ?? 0) - sizeOfAll(variant.fields);
      if (padding > 0) obstacles.push({ kind: 'padding', path: fieldPath(path, variant.name), type, padding });
      for (const field of variant.fields) inner(field.type, `${variant.name}.${field.name}`);
    }
  }

  /** The bytes of fields without what lies between them; infinite where one is not known, so that no padding is claimed. */
  function sizeOfAll(fields: readonly Field[]): number {
    return fields.reduce((sum, field) => {
      const memory = images.field(field);
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
    case 'union':
      return `${name}, a union`;
    case 'padding':
      return `${padding} ${padding === 1 ? 'byte' : 'bytes'} of padding in ${name}`;
    case 'order':
      return `${name}, whose field order the compiler chooses`;
  }
}
