import type { Comment } from './value.ts';

/** Index of the first of a document's comments, which are in their order, that does not begin before `offset`. */
export function firstFrom(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle] as Comment).span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
