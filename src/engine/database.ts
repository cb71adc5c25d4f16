import type { FileSet } from '../text/index.ts';
import type { Engine } from './engine.ts';
import type { Asked, Key, Query, StoredResult } from './model.ts';
import { textOf } from './text-of.ts';
import { type Answering, type Dependency, holds, note, type Trace, traced } from './trace.ts';
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
  readonly trace: Trace;
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
  /** Fingerprints of inputs in this revision. */
  readonly #fingerprints = new Map<string, string>();
  revision = 0;

  constructor(engine: Engine, inputs: Inputs) {
    this.engine = engine;
    this.#inputs = inputs;
  }

  /** Must be called when the inputs may answer otherwise than before. */
  changed(): void {
    this.revision++;
    this.#fingerprints.clear();
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
    note({ of: this, id, fingerprint: node.fingerprint });
    node.value ??= { it: this.#work(query, key, id).value };
    return node.value.it as V;
  }

  /** Notes an input as a dependency of the work that goes on now. */
  depend(id: string): void {
    note({ of: this, id, fingerprint: this.#fingerprintOfInput(id) });
  }

  fingerprint(id: string): string | undefined {
    const [kind, name = '', key = ''] = id.split('\0');
    if (kind !== 'query') return this.#fingerprintOfInput(id);
    const query = queries.get(name);
    return query && this.#node(query, JSON.parse(key) as Key, id).fingerprint;
  }

  #fingerprintOfInput(id: string): string {
    const known = this.#fingerprints.get(id);
    if (known !== undefined) return known;
    const [kind, name = ''] = id.split('\0');
    const found =
      kind === 'value'
        ? this.engine.hash(textOf(this.#inputs.value(name)))
        : fingerprintOfFiles(id, (set) => this.#inputs.files(set), this.engine);
    this.#fingerprints.set(id, found);
    return found;
  }

  #node<K extends Key, V>(query: Query<K, V>, key: K, id: string): Node {
    const count = this.engine.count(query.name);
    const known = this.#nodes.get(id);
    if (known?.validAt === this.revision) return known;
    if (this.#running.has(id)) throw new Error(`the result ${id.replaceAll('\0', ' ')} is made of itself`);
    if (known && holds(known.trace)) {
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
      const isSame = ([each, fingerprint]: readonly [string, string]) => this.fingerprint(each) === fingerprint;
      if (stored.inputs ? !stored.inputs.every(isSame) && !stored.trace.every(isSame) : !stored.trace.every(isSame))
        continue;
      const kept = query.kept && traced(() => query.kept?.read(stored.value, this)).value;
      if (query.kept && kept === undefined && stored.value !== undefined) continue;
      const list = stored.trace.map(([each, fingerprint]) => [each, { of: this, id: each, fingerprint }] as const);
      const { fingerprint, inputs, live } = stored;
      this.engine.count(query.name).restored++;
      return {
        trace: new Map<string, Dependency>(list),
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
    const list = [...trace.values()].map((one) => [one.id, one.fingerprint] as const);
    const kept = query.kept && traced(() => query.kept?.write(value, this)).value;
    const seen = query.seen ? query.seen(value) : query.kept ? kept : list;
    const fingerprint = this.engine.hash(textOf(seen));
    const inputs = query.whole && [...this.#inputsBelow(trace)];
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
    return { trace, fingerprint, value: { it }, validAt: this.revision };
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

  #inputsBelow(trace: Trace): Map<string, string> {
    const inputs = new Map<string, string>();
    const seen = new Set<string>();
    const visit = (id: string, fingerprint: string) => {
      if (seen.has(id)) return;
      seen.add(id);
      const input = fileBelow(id);
      if (!id.startsWith('query\0')) inputs.set(input, input === id ? fingerprint : this.#fingerprintOfInput(input));
      const node = this.#nodes.get(id);
      if (node?.inputs) for (const [each, known] of node.inputs) inputs.set(each, known);
      else for (const one of node?.trace.values() ?? []) visit(one.id, one.fingerprint);
    };
    for (const one of trace.values()) visit(one.id, one.fingerprint);
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
