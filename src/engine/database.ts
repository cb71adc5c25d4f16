import type { FileSet } from '../text/index.ts';
import type { Engine } from './engine.ts';
import type { Asked, Key, Query, StoredResult, TraceEntry } from './model.ts';
import { textOf } from './text-of.ts';
import { type Answering, type Dependency, note, type Trace, traced } from './trace.ts';
import { fileBelow, fingerprintOfFiles, TrackedFiles } from './tracked-files.ts';

/** What results are made of in the end. The owner may change what it answers, and then tells {@link Database.changed}. */
export interface Inputs {
  /** The files of a set: '' is the tree, any other name a folder outside of it. Undefined when there is no such set. */
  files(set: string): FileSet | undefined;
  /** Everything else, such as `configuration`: plain JSON. */
  value(name: string): unknown;
}

/** A result, with what it was made of. */
interface Node {
  readonly trace: StoredResult['trace'];
  readonly fingerprint: string;
  /** All inputs below it, as a store had them. */
  readonly inputs?: StoredResult['inputs'];
  value?: { readonly it: unknown };
  /** Revision of the inputs for which it is known to be right. */
  validAt: number;
}

/**
 * Results over one set of inputs, worked out when somebody asks. A result is reused while everything that it read is the same, and a
 * result that was made again and is the same as before keeps those valid that are made of it.
 */
export class Database implements Asked, Answering {
  readonly engine: Engine;
  readonly #inputs: Inputs;
  readonly #nodes = new Map<string, Node>();
  readonly #running = new Set<string>();
  readonly #sets = new Map<string, TrackedFiles>();
  /** What was answered last, so that one answer is one object in all traces. */
  readonly #answers = new Map<string, Dependency>();
  /** The answers of inputs in this revision. */
  readonly #inputsNow = new Map<string, Dependency>();
  revision = 0;

  constructor(engine: Engine, inputs: Inputs) {
    this.engine = engine;
    this.#inputs = inputs;
  }

  /** Must be called when the inputs may answer otherwise than before. */
  changed(): void {
    this.revision++;
    this.#inputsNow.clear();
  }

  files(set = ''): FileSet {
    const known = this.#sets.get(set) ?? new TrackedFiles(set, () => this.#inputs.files(set), this);
    this.#sets.set(set, known);
    return known;
  }

  value(name: string): unknown {
    this.depend(`value\0${name}`);
    return this.#inputs.value(name);
  }

  get<K extends Key, V>(query: Query<K, V>, key: K): V {
    const id = idOf(query, key);
    const node = this.#node(query, key, id);
    note(this.#answer(id, node.fingerprint));
    node.value ??= { it: this.#work(query, key, id).value };
    return node.value.it as V;
  }

  /** Notes an input as a dependency of the work that goes on now. */
  depend(id: string, fingerprintNow?: () => string): void {
    note(this.#input(id, fingerprintNow));
  }

  fingerprint(id: string): string | undefined {
    const [kind, name = '', key = ''] = id.startsWith('query\0') ? id.split('\0') : [];
    if (kind === undefined) return this.#input(id).fingerprint;
    const query = queries.get(name);
    return query && this.#node(query, JSON.parse(key) as Key, id).fingerprint;
  }

  #input(id: string, fingerprintNow = () => this.#fingerprintOfInput(id)): Dependency {
    const known = this.#inputsNow.get(id);
    if (known) return known;
    const file = fileBelow(id);
    const below = file === id ? undefined : this.#input(file).fingerprint;
    const last = below === undefined ? undefined : this.#answers.get(id);
    const found = last?.below === below && last ? last : this.#answer(id, fingerprintNow(), below);
    this.#inputsNow.set(id, found);
    return found;
  }

  #fingerprintOfInput(id: string): string {
    const [kind, name = ''] = id.split('\0');
    if (kind === 'value') return this.engine.hash(textOf(this.#inputs.value(name)));
    return fingerprintOfFiles(id, (set) => this.#inputs.files(set), this.engine);
  }

  #answer(id: string, fingerprint: string, below?: string): Dependency {
    const known = this.#answers.get(id);
    if (known?.fingerprint === fingerprint && known.below === below) return known;
    const now = { of: this, id, fingerprint, below };
    this.#answers.set(id, now);
    return now;
  }

  #isSame([id, fingerprint, below]: TraceEntry): boolean {
    if (below !== undefined && this.#input(fileBelow(id)).fingerprint === below) return true;
    return this.fingerprint(id) === fingerprint;
  }

  #node<K extends Key, V>(query: Query<K, V>, key: K, id: string): Node {
    const count = this.engine.count(query.name);
    const known = this.#nodes.get(id);
    if (known?.validAt === this.revision) return known;
    if (this.#running.has(id)) throw new Error(`the result ${id.replaceAll('\0', ' ')} is made of itself`);
    // Stops at the first difference: what was asked later may make no sense any more.
    if (known?.trace.every((one) => this.#isSame(one))) {
      known.validAt = this.revision;
      count.reused++;
      return known;
    }
    const node = this.#restored(query, id) ?? this.#made(query, key, id);
    this.#nodes.set(id, node);
    return node;
  }

  /** A result that is known of other inputs or an earlier run, and that these inputs would give as well. */
  #restored<K extends Key, V>(query: Query<K, V>, id: string): Node | undefined {
    for (const stored of this.engine.resultsOf(query, id)) {
      const { trace, fingerprint, inputs, live } = stored;
      const isSame = (one: TraceEntry) => this.#isSame(one);
      if (!inputs?.every(isSame) && !trace.every(isSame)) continue;
      const kept = query.kept && traced(() => query.kept?.read(stored.value, this)).value;
      if (query.kept && kept === undefined && stored.value !== undefined) continue;
      this.engine.count(query.name).restored++;
      return {
        trace,
        fingerprint,
        ...(inputs && { inputs }),
        ...(query.kept ? { value: { it: kept } } : live && { value: live }),
        validAt: this.revision,
      };
    }
    return undefined;
  }

  #made<K extends Key, V>(query: Query<K, V>, key: K, id: string): Node {
    const { value, trace } = this.#work(query, key, id);
    const list = [...trace.dependencies].map(
      ({ id: each, fingerprint: then, below }): TraceEntry =>
        below === undefined ? [each, then] : [each, then, below],
    );
    const kept = query.kept && traced(() => query.kept?.write(value, this)).value;
    const seen = query.seen ? query.seen(value) : query.kept ? kept : list.map(([each, then]) => [each, then]);
    const fingerprint = this.engine.hash(textOf(seen));
    const inputs = query.whole && [...this.#inputsBelow(list)];
    // Equal plain data is one object in memory, and what others keep for it is found again.
    const isSame = (one: StoredResult) => one.fingerprint === fingerprint && one.value !== undefined;
    const twin =
      kept === value && !query.seen ? this.engine.resultsOf(query, id).find((one) => isSame(one)) : undefined;
    const it = (twin?.value ?? value) as V;
    const result = {
      trace: list,
      ...(inputs && { inputs }),
      fingerprint,
      ...(query.kept && { value: twin?.value ?? kept }),
    };
    this.engine.addResult(query, id, result, query.shared && { it });
    return { trace: list, fingerprint, value: { it }, validAt: this.revision };
  }

  #work<K extends Key, V>(query: Query<K, V>, key: K, id: string): { value: V; trace: Trace } {
    const count = this.engine.count(query.name);
    this.#running.add(id);
    try {
      count.made++;
      return this.engine.timed(count, () => traced(() => query.make(this, key)));
    } finally {
      this.#running.delete(id);
    }
  }

  #inputsBelow(trace: Node['trace']): Map<string, string> {
    const inputs = new Map<string, string>();
    const seen = new Set<string>();
    const visit = (id: string, fingerprint: string) => {
      if (seen.has(id)) return;
      seen.add(id);
      const input = fileBelow(id);
      if (!id.startsWith('query\0')) inputs.set(input, input === id ? fingerprint : this.#input(input).fingerprint);
      const node = this.#nodes.get(id);
      if (node?.inputs) for (const [each, known] of node.inputs) inputs.set(each, known);
      else for (const [each, then] of node?.trace ?? []) visit(each, then);
    };
    for (const [each, then] of trace) visit(each, then);
    return inputs;
  }
}

/** Every query of the modules that are loaded, by name: results name those that they are made of. */
const queries = new Map<string, Query<Key, unknown>>();

/** Defines a kind of result. */
export function query<K extends Key, V>(definition: Query<K, V>): Query<K, V> {
  if (queries.has(definition.name)) throw new Error(`there are two queries \`${definition.name}\``);
  queries.set(definition.name, definition as unknown as Query<Key, unknown>);
  return definition;
}

function idOf<K extends Key, V>({ name }: Query<K, V>, key: K): string {
  return `query\0${name}\0${JSON.stringify(key)}`;
}
