import type { Condition, Type } from '../../src/schema/index.ts';
import type { Layout } from '../../src/wire/index.ts';

/** What is replaced as a whole, never changed. */
type Whole = string | number | boolean | bigint | null | undefined | Type | Condition | Layout;

/** A schema that a test changes in place, as nobody else may. */
export type Draft<T> = T extends Whole
  ? T
  : T extends readonly (infer Element)[]
    ? Draft<Element>[]
    : { -readonly [Key in keyof T]: Draft<T[Key]> };
