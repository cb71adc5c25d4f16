import type { MessageDirection, OperationSchema, TrailingPart, TypeTable } from '../../schema/index.ts';
import type { Target } from '../target.ts';
import { Layouts } from './layouts.ts';
import type { Size } from './model.ts';

/** Size in bytes of a part behind the body; undefined where its limit is not resolved. */
export function trailingSize(part: TrailingPart): Size | undefined {
  if (part.kind === 'bytes') return part.maxLen === undefined ? undefined : { min: 0, max: part.maxLen };
  const bytes = Number(part.type.name.slice(1)) / 8;
  return { min: bytes, max: bytes };
}

/** Where a part behind the body is in a frame, in bytes. */
export interface PlacedPart {
  readonly part: TrailingPart;
  readonly offset: number;
  readonly length: number;
}

/**
 * The parts behind the body of a frame. A blob has what the parts of fixed size leave. Undefined where several have no fixed size, or
 * where the frame is too short for them, or longer than they are.
 * @param from first byte behind the body
 * @param end bytes of the frame
 */
export function placedAfter(after: readonly TrailingPart[], from: number, end: number): PlacedPart[] | undefined {
  const sizes = after.map((part) => (part.kind === 'number' ? trailingSize(part)?.max : undefined));
  const fixed = sizes.reduce<number>((sum, size = 0) => sum + size, 0);
  const blobs = sizes.filter((size) => size === undefined).length;
  const blob = end - from - fixed;
  if (blobs > 1 || blob < 0 || (blobs === 0 && blob > 0)) return undefined;
  let offset = from;
  return after.map((part, index) => {
    const length = sizes[index] ?? blob;
    offset += length;
    return { part, offset: offset - length, length };
  });
}

/** Size in bytes of a whole frame of a direction: what stands before the body, the body, and what follows it. */
export function frameSize(
  { args, encoding }: OperationSchema,
  { after }: MessageDirection,
  types: TypeTable,
  target: Target,
): Size | undefined {
  const sizes = [new Layouts(types, target).message(args, encoding).size, ...after.map(trailingSize)];
  return sizes.reduce((sum, size) => sum && size && { min: sum.min + size.min, max: sum.max + size.max }, {
    min: 0,
    max: 0,
  });
}
