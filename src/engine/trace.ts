/** What a result was made of: one thing that was asked, of whom, and a text that is equal only for equal answers. */
export interface Dependency {
  readonly of: Answering;
  /** An input, or a query with its key. */
  readonly id: string;
  readonly fingerprint: string;
}

/** Something that can be asked again whether an answer is still the same. */
export interface Answering {
  /** Raised whenever an answer may have changed. */
  readonly revision: number;
  /** Undefined for what it does not know any more. */
  fingerprint(id: string): string | undefined;
}

/** Dependencies of one piece of work, each once, in the order in which they were first asked. */
export type Trace = ReadonlyMap<string, Dependency>;

/** The work that goes on now, innermost last: all work of this program is synchronous. */
const running: { readonly trace: Map<string, Dependency>; readonly taken: Set<Trace> }[] = [];

/** Adds to the trace of the work that goes on now; outside of any, nobody has to know. */
export function note(dependency: Dependency): void {
  const trace = running.at(-1)?.trace;
  if (trace && !trace.has(dependency.id)) trace.set(dependency.id, dependency);
}

/** Does work and gives what it was made of, without adding that to the work around it. */
export function traced<T>(work: () => T): { readonly value: T; readonly trace: Trace } {
  const trace = new Map<string, Dependency>();
  running.push({ trace, taken: new Set() });
  try {
    return { value: work(), trace };
  } finally {
    running.pop();
  }
}

/** Whether everything is answered as it was then. Stops at the first difference: what was asked later may make no sense any more. */
export function holds(trace: Trace): boolean {
  for (const { of, id, fingerprint } of trace.values()) if (of.fingerprint(id) !== fingerprint) return false;
  return true;
}

/**
 * Values that are worked out on first use inside a larger result, such as the dependencies of a crate. Whoever uses one depends on what
 * it was made of, also when somebody else made it; one whose dependencies changed is made again.
 */
export class Memo<Key, Value> {
  readonly #known = new Map<Key, { readonly value: Value; readonly trace: Trace; validAt: number }>();

  get(key: Key, make: () => Value): Value {
    let known = this.#known.get(key);
    if (known && known.validAt !== revisionOf(known.trace)) {
      if (holds(known.trace)) known.validAt = revisionOf(known.trace);
      else known = undefined;
    }
    if (!known) {
      const { value, trace } = traced(make);
      known = { value, trace, validAt: revisionOf(trace) };
      this.#known.set(key, known);
    }
    const { trace, value } = known;
    const around = running.at(-1);
    if (around && !around.taken.has(trace)) {
      around.taken.add(trace);
      for (const dependency of trace.values()) note(dependency);
    }
    return value;
  }
}

/** All that one value is made of is asked of one database. */
function revisionOf(trace: Trace): number {
  for (const { of } of trace.values()) return of.revision;
  return 0;
}
