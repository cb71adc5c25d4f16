import type { StubOrigin } from '../origin.ts';
import { type Generation, NEWEST_GENERATION } from './generation.ts';

/** How a Rust stub is made. Everything has a default: see {@link DEFAULT_RUST_OPTIONS}. */
export interface RustOptions {
  readonly origin: StubOrigin;
  readonly generation: Generation;
  /** Traits that the operation enum derives beside its own, as paths: `serde::Serialize`. */
  readonly derives: readonly string[];
  /**
   * Which stubs count their calls. With `combineClientErrors`, a server counts what clients did wrong for all operations together,
   * which takes less memory than for each.
   */
  readonly counters: { readonly client: boolean; readonly server: boolean; readonly combineClientErrors: boolean };
  /**
   * `short`: a message that must not occur panics through `UnwrapLite`, the smallest code. `named`: each such place has a function
   * with a name of its own, so that a stack trace says what happened.
   */
  readonly panics: 'short' | 'named';
  /** Server trait methods that cannot fail return `Result<T, RequestError<Infallible>>`, or `plain` `T`. */
  readonly infallible: 'result' | 'plain';
  readonly style: ServerStyle;
  /** `FailServer`, which answers every operation with one error: demanded, made where possible, or left out. */
  readonly failServer: 'yes' | 'when-possible' | 'no';
  /** Operation -> indices of the tasks that may call it. Operations without an entry are open to all. */
  readonly allowedCallers: ReadonlyMap<string, readonly number[]>;
}

export type ServerStyle = 'InOrder' | 'Pipelined';

export const DEFAULT_RUST_OPTIONS: RustOptions = {
  origin: { generator: 'idol-registry' },
  generation: NEWEST_GENERATION,
  derives: [],
  counters: { client: false, server: false, combineClientErrors: false },
  panics: 'short',
  infallible: 'result',
  style: 'InOrder',
  failServer: 'when-possible',
  allowedCallers: new Map(),
};
