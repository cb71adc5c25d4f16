import type { Type } from '../../schema/index.ts';
import type { DefinitionMemory, MemoryImages } from '../layout/memory.ts';
import { isUnknown } from '../layout/memory.ts';
import { Refusal } from './refusal.ts';

/** The memory of a named type's definition; undefined for other types, and where it is not known. */
export function knownDefinition(images: MemoryImages, type: Type): DefinitionMemory | undefined {
  const memory = type.kind === 'named' ? images.definition(type.id) : undefined;
  return memory && !isUnknown(memory) ? memory : undefined;
}

/** The size of a type's memory image, in bytes. Throws a {@link Refusal} where it is not known, or not one number. */
export function imageSize(images: MemoryImages, type: Type, path: string): number {
  const memory = images.of(type);
  if (isUnknown(memory)) throw new Refusal(path, memory.unresolved[0]?.message ?? 'the size is not known');
  if (memory.size.min !== memory.size.max)
    throw new Refusal(path, 'the size differs between images or configurations: say which one is meant');
  return memory.size.max;
}
