import type { Value } from '../../wire/index.ts';

/** The values of a call that ends as its verdict says: whoever makes it sees it. */
export interface Witness {
  /** The client's arguments by name. */
  args: Value;
  /** Length of each of the client's leases, in elements; 1 for one that is no slice. */
  lengths: readonly number[];
  /** The server's answer, as codecs have it: of a `Result`, `{ "Ok": … }` or `{ "Err": … }`. */
  answer: Value;
  /** Where it happens: images and `cfg` predicates that hold for both sides. Absent where the types depend on none. */
  holds?: readonly string[];
}
