import type { DirectionFacts, OperationSchema, TrailingPart, TypeTable } from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { Layouts } from './layouts.ts';
import type { Size } from './model.ts';

/** Size in bytes of a part behind the body; undefined where its limit is not resolved. */
export function trailingSize(part: TrailingPart): Size | undefined {
  if (part.kind === 'bytes') return part.maxLen === undefined ? undefined : { min: 0, max: part.maxLen };
  const bytes = Number(part.type.name.slice(1)) / 8;
  return { min: bytes, max: bytes };
}

/** Size in bytes of a whole frame of a direction: what stands before the body, the body, and what follows it. */
export function frameSize(
  { args, encoding }: OperationSchema,
  { after }: DirectionFacts,
  types: TypeTable,
  target: Target,
): Size | undefined {
  const sizes = [new Layouts(types, target).message(args, encoding).size, ...after.map(trailingSize)];
  return sizes.reduce((sum, size) => sum && size && { min: sum.min + size.min, max: sum.max + size.max }, {
    min: 0,
    max: 0,
  });
}
