import type { Type } from '../types.ts';
import { partsOf } from '../walk.ts';

/**
 * Types that one written type, or the fields of one definition, may be made of when every alias is written out. Real trees stay
 * below 30; an alias of a pair of an alias of a pair … has no end.
 */
export const MAX_PARTS = 1_000;

/**
 * Counts what types are made of, as if every alias and generic argument were written out: also where the work itself was
 * saved, so that an answer never depends on what was resolved before.
 */
export class Budget {
  #spent = 0;
  readonly #parts = new WeakMap<Type, number>();

  /** Parts spent so far, at most one more than the limit. */
  get spent(): number {
    return this.#spent;
  }

  /** False when so many parts more are too many; then everything that follows is too much as well. */
  spend(parts: number): boolean {
    this.#spent = Math.min(this.#spent + parts, MAX_PARTS + 1);
    return this.#spent <= MAX_PARTS;
  }

  /** Does something that has a budget of its own. */
  apart<T>(work: () => T): T {
    const before = this.#spent;
    this.#spent = 0;
    try {
      return work();
    } finally {
      this.#spent = before;
    }
  }

  /** How many types a type is made of, itself included. Counted once for each object: parts that are shared cost nothing. */
  partsOf(type: Type): number {
    const known = this.#parts.get(type);
    if (known !== undefined) return known;
    const parts = partsOf(type).reduce((sum, part) => sum + this.partsOf(part), 1);
    this.#parts.set(type, parts);
    return parts;
  }
}
