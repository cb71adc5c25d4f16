import { createHash } from 'node:crypto';
import { isNoted, readSite } from 'virtual:idol-registry';
import type { SiteData } from './site-data.ts';

/**
 * Everything that pages read of the data of a site goes through this module, which notes it. A page is kept with what it read, and is the
 * same while all of that is the same. A read outside of a page is an error: what a module reads when it is loaded would be in pages that
 * never read it themselves. What modules work out for several pages is a {@link table}, {@link list}, {@link value} or {@link keyed}: pages
 * depend on the parts of it that they ask for, whatever it was worked out from.
 */

/** By part the keys that a page read. */
type Reads = Map<string, Set<string>>;

/** What a key of a part stands for now. Nothing is noted while it is asked. */
const parts = new Map<string, (key: string) => unknown>();
/** Objects that note their own fields, by what stands for them in a fingerprint. */
const references = new WeakMap<object, string>();
/** By part and key. */
const fingerprints = new Map<string, Map<string, string>>();
let reads: Reads | undefined;
/** In development nothing is kept, and nothing noted. */
let unnoted = isNoted ? 0 : 1;
/** Keys of a table or a list themselves. */
const KEYS = '\0keys';

function note(part: string, key: string): void {
  if (unnoted > 0) return;
  if (!reads) throw new Error(`\`${part} ${key}\` is read outside of a page`);
  const keys = reads.get(part);
  if (keys) keys.add(key);
  else reads.set(part, new Set([key]));
}

/** Work whose reads are no dependencies of the page around it: they are seen in what it gives. */
export function apart<T>(work: () => T): T {
  unnoted++;
  try {
    return work();
  } finally {
    unnoted--;
  }
}

/** The same of work that waits for something: nothing else goes on meanwhile. */
export async function allApart<T>(work: () => Promise<T>): Promise<T> {
  unnoted++;
  try {
    return await work();
  } finally {
    unnoted--;
  }
}

/** Renders a page, and tells what it read: a text for {@link fingerprintOf}. One page at a time, since reads do not tell who reads. */
export async function noting<T>(work: () => Promise<T>): Promise<{ value: T; reads: string }> {
  if (reads) throw new Error('two pages are rendered at the same time');
  const own: Reads = new Map();
  reads = own;
  try {
    const value = await work();
    return { value, reads: JSON.stringify([...own].map(([part, keys]) => [part, ...keys])) };
  } finally {
    reads = undefined;
  }
}

/** A text that is equal for equal answers to everything in `reads`. */
export function fingerprintOf(noted: string): string {
  const hash = createHash('sha256');
  for (const [part = '', ...keys] of JSON.parse(noted) as string[][]) {
    const known = fingerprints.get(part) ?? new Map<string, string>();
    fingerprints.set(part, known);
    let all = '';
    for (const key of keys) {
      const found = known.get(key) ?? fingerprint(part, key);
      known.set(key, found);
      all += found;
    }
    hash.update(all);
  }
  return hash.digest('hex');
}

function fingerprint(part: string, key: string): string {
  try {
    return hashOf(parts.get(part)?.(key));
  } catch {
    // What a page read of something that is not there any more: it is made again.
    return 'gone';
  }
}

/** Short, since there are many of them, and equal only for equal values. Objects that note their fields count by their name. */
export function hashOf(given: unknown): string {
  return createHash('sha256').update(textOf(given)).digest('base64').slice(0, 20);
}

function textOf(given: unknown): string {
  return apart(() => JSON.stringify(given, plainOf) ?? typeof given);
}

function plainOf(_: string, each: unknown): unknown {
  if (typeof each === 'function') return 'function';
  if (typeof each !== 'object' || each === null) return each;
  return references.get(each) ?? (each instanceof Map || each instanceof Set ? [...each] : each);
}

function definePart(name: string, answer: (key: string) => unknown): void {
  if (parts.has(name)) throw new Error(`there are two parts \`${name}\``);
  parts.set(name, answer);
}

/** Something that pages ask for by a key: each key is a dependency of its own. */
export function keyed<V>(name: string, make: (key: string) => V): (key: string) => V {
  const known = new Map<string, { readonly it: V }>();
  const get = (key: string) => {
    const found = known.get(key) ?? { it: apart(() => make(key)) };
    known.set(key, found);
    return found.it;
  };
  definePart(name, get);
  return (key) => {
    note(name, key);
    return get(key);
  };
}

/** One value for all pages. */
export function value<V>(name: string, make: () => V): () => V {
  const get = keyed(name, make);
  return () => get('');
}

export interface Table<V> {
  get(key: string): V | undefined;
  has(key: string): boolean;
  keys(): readonly string[];
  values(): readonly V[];
  [Symbol.iterator](): Iterator<readonly [string, V]>;
}

/** A map that is made when it is first asked. */
export function table<V>(name: string, make: () => ReadonlyMap<string, V>): Table<V> {
  let known: ReadonlyMap<string, V> | undefined;
  const map = () => {
    known ??= apart(make);
    return known;
  };
  definePart(name, (key) => (key === KEYS ? [...map().keys()] : map().get(key)));
  const all = () => {
    note(name, KEYS);
    for (const key of map().keys()) note(name, key);
    return map();
  };
  const get = (key: string) => {
    note(name, key);
    return map().get(key);
  };
  return {
    get,
    has: (key) => get(key) !== undefined,
    keys() {
      note(name, KEYS);
      return [...map().keys()];
    },
    values: () => [...all().values()],
    [Symbol.iterator]: () => all().entries(),
  };
}

/** An array that is made when it is first asked. All of it is one dependency. */
export function list<V>(name: string, make: () => readonly V[]): readonly V[] {
  const get = value(name, make);
  return new Proxy<readonly V[]>([], {
    get(_, property) {
      const array = get();
      const found = Reflect.get(array, property) as unknown;
      return typeof found === 'function' ? found.bind(array) : found;
    },
    has: (_, property) => Reflect.has(get(), property),
  });
}

/** Objects with a key each, which note the fields that are read of them. */
export function entities<T extends object>(
  name: string,
  make: () => readonly T[],
  keyOf: (one: T) => string,
): () => readonly T[] {
  let known: { readonly raw: ReadonlyMap<string, T>; readonly noting: readonly T[] } | undefined;
  const all = () => {
    known ??= apart(() => {
      const raw = new Map(make().map((one) => [keyOf(one), one]));
      return { raw, noting: [...raw].map(([key, one]) => notingFields(name, key, one)) };
    });
    return known;
  };
  definePart(name, (id) => {
    if (id === KEYS) return [...all().raw.keys()];
    const [key = '', field] = id.split('\0');
    const one = all().raw.get(key);
    return one && (field === undefined ? one : Reflect.get(one, field));
  });
  return () => {
    note(name, KEYS);
    return all().noting;
  };
}

function notingFields<T extends object>(name: string, key: string, raw: T): T {
  const whole = () => note(name, key);
  const noting = new Proxy(raw, {
    get(target, property) {
      if (typeof property === 'string') note(name, `${key}\0${property}`);
      return Reflect.get(target, property);
    },
    has(target, property) {
      whole();
      return Reflect.has(target, property);
    },
    ownKeys(target) {
      whole();
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, property) {
      whole();
      return Reflect.getOwnPropertyDescriptor(target, property);
    },
  });
  references.set(noting, `\0${name} ${key}`);
  return noting;
}

/** An object of which each field is a dependency of its own, also one that is absent. */
function record<T extends object>(name: string, raw: () => T): T {
  definePart(name, (key) => (key === KEYS ? Object.keys(raw()) : Reflect.get(raw(), key)));
  const proxy: T = new Proxy({} as T, {
    get(_, property) {
      if (typeof property === 'string') note(name, property);
      return Reflect.get(raw(), property) as unknown;
    },
    has(_, property) {
      if (typeof property === 'string') note(name, property);
      return Reflect.has(raw(), property);
    },
    ownKeys() {
      note(name, KEYS);
      return Reflect.ownKeys(raw());
    },
    getOwnPropertyDescriptor(_, property) {
      // Whoever lists keys asks whether each is enumerable, and reads no value.
      const isThere = Object.hasOwn(raw(), property);
      return isThere ? { get: () => proxy[property as keyof T], enumerable: true, configurable: true } : undefined;
    },
  });
  return proxy;
}

/**
 * Stands for the commit of the tree while pages are rendered. Most pages show it, in part or as a whole, and nothing else of most of them
 * changes with it.
 */
export const COMMIT = 'c0d1f9a7e25b8346c0d1f9a7e25b8346c0d1f9a7';

interface Opened {
  readonly data: SiteData;
  readonly commit: string | undefined;
}
let opened: Opened | undefined;

function open(): Opened {
  if (opened) return opened;
  const data = readSite();
  const { commit } = data.registry.revision;
  if (commit !== undefined) {
    data.registry.revision.commit = COMMIT;
    const { sourceUrl } = data.registry;
    if (sourceUrl !== undefined) data.registry.sourceUrl = sourceUrl.replaceAll(commit, COMMIT);
  }
  opened = { data, commit };
  return opened;
}

/** The commit of the tree itself. For the one who puts it into pages, and for comparisons. */
export function treeCommit(): string | undefined {
  return open().commit;
}

const types = record('types', () => open().data.registry.types);
const interfaces = entities(
  'interfaces',
  () => open().data.registry.interfaces,
  ({ slug }) => slug,
);
const images = entities(
  'images',
  () => open().data.registry.images,
  ({ path }) => path,
);
const rest = record('registry', () => open().data.registry);

/** What this build knows of its tree. */
export const registry: SiteData['registry'] = new Proxy(rest, {
  get(target, property) {
    if (property === 'types') return types;
    if (property === 'interfaces') return interfaces();
    if (property === 'images') return images();
    return Reflect.get(target, property) as unknown;
  },
});

export const site: Omit<SiteData, 'registry'> = record('site', () => open().data);
