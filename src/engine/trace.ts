/** What a result was made of: one thing that was asked, of whom, and a text that is equal only for equal answers. */
export interface Dependency {
  readonly of: Answering;
  /** An input, or a query with its key. */
  readonly id: string;
  readonly fingerprint: string;
  /** Fingerprint of the file that it is a part of: while that is the same, nobody has to look at the part. */
  readonly below?: string | undefined;
}

/** Something that can be asked again whether an answer is still the same. */
export interface Answering {
  /** Raised whenever an answer may have changed. */
  readonly revision: number;
  /** Undefined for what it does not know any more. */
  fingerprint(id: string): string | undefined;
}

/**
 * What one piece of work was made of, in the order in which it was first asked: answers, and the traces of parts that it used. Those stay
 * what they are, because a part of many users has one trace, which is looked through once.
 */
export class Trace {
  readonly #parts = new Set<Dependency | Trace>();
  /** All of one piece of work is asked of one database; undefined while nothing was asked. */
  #of: Answering | undefined;
  /** Revision at which everything was answered as it was when it was asked. */
  #validAt: number | undefined;

  add(part: Dependency | Trace): void {
    const of = part instanceof Trace ? part.#of : part.of;
    if (!of) return;
    this.#of ??= of;
    this.#validAt = of.revision;
    this.#parts.add(part);
  }

  /** Whether everything is answered as it was then. Stops at the first difference: what was asked later may make no sense any more. */
  get holds(): boolean {
    if (this.#validAt === this.#of?.revision) return true;
    for (const part of this.#parts) {
      if (!(part instanceof Trace ? part.holds : part.of.fingerprint(part.id) === part.fingerprint)) return false;
    }
    this.#validAt = this.#of?.revision;
    return true;
  }

  /** All that was asked, each once. */
  get dependencies(): ReadonlySet<Dependency> {
    const found = new Set<Dependency>();
    const seen = new Set<Trace>();
    const visit = (trace: Trace) => {
      if (seen.has(trace)) return;
      seen.add(trace);
      for (const part of trace.#parts) {
        if (part instanceof Trace) visit(part);
        else found.add(part);
      }
    };
    visit(this);
    return found;
  }
}

/** The work that goes on now, innermost last: all work of this program is synchronous. */
const running: Trace[] = [];

/** Adds to the trace of the work that goes on now; outside of any, nobody has to know. */
export function note(dependency: Dependency): void {
  running.at(-1)?.add(dependency);
}

/** Does work and gives what it was made of, without adding that to the work around it. */
export function traced<T>(work: () => T): { readonly value: T; readonly trace: Trace } {
  const trace = new Trace();
  running.push(trace);
  try {
    return { value: work(), trace };
  } finally {
    running.pop();
  }
}

/**
 * Values that are worked out on first use inside a larger result, such as the dependencies of a crate. Whoever uses one depends on what
 * it was made of, also when somebody else made it; one whose dependencies changed is made again.
 */
export class Memo<Key, Value> {
  readonly #known = new Map<Key, { readonly value: Value; readonly trace: Trace }>();

  get(key: Key, make: () => Value): Value {
    let known = this.#known.get(key);
    if (!known?.trace.holds) {
      known = traced(make);
      this.#known.set(key, known);
    }
    running.at(-1)?.add(known.trace);
    return known.value;
  }
}
