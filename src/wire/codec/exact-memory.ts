import type { EnumParts, StructParts, Type } from '../../schema/index.ts';
import { isUnknown, type MemoryImages } from '../layout/memory.ts';
import type { PlacedEnum } from '../layout/memory-enum.ts';
import { Refusal } from './refusal.ts';

/** Offsets of a struct's fields in memory, in bytes; undefined where they are not known. */
export function fieldOffsets(
  { fields, definition }: StructParts,
  images: MemoryImages,
): readonly (number | null)[] | undefined {
  const memory = definition ? images.definition(definition.id) : images.tuple(fields.map(({ type }) => type));
  return 'offsets' in memory ? memory.offsets : undefined;
}

/** The memory image of an enum. Throws a {@link Refusal} where nothing says what it is. */
export function enumImage({ repr, variants, definition }: EnumParts, images: MemoryImages, path: string): PlacedEnum {
  const memory = definition && images.definition(definition.id);
  const isDefined = repr.layout === 'C' || repr.integer !== undefined;
  const isPlain = variants.every(({ fields }) => fields.length === 0);
  if (!memory || isUnknown(memory) || memory.kind !== 'enum' || !(isDefined || isPlain)) {
    throw new Refusal(path, 'an enum with data and no `repr` has no memory image that can be relied on');
  }
  return memory;
}

/** The size of a type's memory image, in bytes. Throws a {@link Refusal} where it is not known, or not one number. */
export function imageSize(images: MemoryImages, type: Type, path: string): number {
  const memory = images.of(type);
  if (isUnknown(memory)) throw new Refusal(path, memory.unresolved[0]?.message ?? 'the size is not known');
  if (memory.size.min !== memory.size.max)
    throw new Refusal(path, 'the size differs between images or configurations: say which one is meant');
  return memory.size.max;
}
