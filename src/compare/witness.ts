import type { Value } from '../wire/index.ts';
import type { Judgement } from './model.ts';

/** A call in which that happens what a judgement says: whoever makes it sees it. */
export interface Witness {
  /** The client's arguments by name. */
  args: Value;
  /** Length of each of the client's leases, in elements; 1 for one that is no slice. */
  lengths: readonly number[];
  /** The server's answer, as codecs have it: of a `Result`, `{ "Ok": … }` or `{ "Err": … }`. */
  answer: Value;
  /** Where it happens: images and `cfg` predicates that hold for both ends. Absent where the types depend on none. */
  holds?: readonly string[];
}

/** A judgement with what is particular about its witness; all else is as in any call that arrives. */
export interface Witnessed extends Judgement {
  witness?: Partial<Witness>;
}

export function witnessed(judgement: Judgement, witness: Partial<Witness>): Witnessed {
  return { ...judgement, witness };
}
