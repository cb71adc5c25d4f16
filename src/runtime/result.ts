/** A Rust `Result` as a value: `{ Ok: value }` or `{ Err: error }`. Test `result.Err === undefined` to tell them apart. */
export type Result<T, E> = { readonly Ok: T; readonly Err?: undefined } | { readonly Err: E; readonly Ok?: undefined };

/** The error of a client whose server died before it answered. */
export type ServerDeath = 'ServerDeath';

/** A value, or the promise of one. */
export type Awaitable<T> = T | Promise<T>;

/** The value of an `Ok`. @throws Error that shows the error of an `Err` */
export function unwrap<T, E>(result: Result<T, E>): T {
  if (result.Err === undefined) return result.Ok as T;
  throw new Error(`unwrap of an error: ${typeof result.Err === 'string' ? result.Err : JSON.stringify(result.Err)}`);
}
