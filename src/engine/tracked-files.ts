import type { Derivation, FileSet, Source } from '../text/index.ts';
import type { Engine } from './engine.ts';

/** Who keeps the dependencies and the values. */
interface Owner {
  readonly engine: Pick<Engine, 'derived'>;
  depend(id: string): void;
}

/** A file set that notes what is asked of it. It shows what its owner has now, so that values may keep it. */
export class TrackedFiles implements FileSet {
  readonly #set: string;
  readonly #now: () => FileSet | undefined;
  readonly #owner: Owner;

  constructor(set: string, now: () => FileSet | undefined, owner: Owner) {
    this.#set = set;
    this.#now = now;
    this.#owner = owner;
  }

  get paths(): readonly string[] {
    return this.list('', '');
  }

  list(folder: string, suffix: string): readonly string[] {
    this.#note('list', folder, suffix);
    return this.#now()?.list(folder, suffix) ?? [];
  }

  has(path: string): boolean {
    this.#note('has', path);
    return this.#now()?.has(path) === true;
  }

  read(path: string): Source | undefined {
    this.#note('file', path);
    return this.#now()?.read(path);
  }

  bytes(path: string): Uint8Array | undefined {
    this.#note('file', path);
    return this.#now()?.bytes(path);
  }

  contentKey(path: string): string | undefined {
    this.#note('file', path);
    return this.#now()?.contentKey(path);
  }

  derived<T>(derivation: Derivation<T>, path: string): T | undefined {
    this.#note('file', path);
    const now = this.#now();
    if (now?.contentKey(path) === undefined) return undefined;
    return this.#owner.engine.derived(derivation, now, path, () => now.read(path) as Source);
  }

  #note(...[kind, ...words]: string[]): void {
    this.#owner.depend([kind, this.#set, ...words].join('\0'));
  }
}

/** What one of these inputs is now, as a text that is equal only for equal answers. */
export function fingerprintOfFiles(
  id: string,
  open: (set: string) => FileSet | undefined,
  hash: (text: string) => string,
): string {
  const [kind, set = '', path = '', suffix = ''] = id.split('\0');
  const files = open(set);
  switch (kind) {
    case 'file': {
      const key = files?.contentKey(path) ?? '';
      // That of a text in memory is the text itself.
      return key.length > 100 ? hash(key) : key;
    }
    case 'has':
      return files?.has(path) ? 'yes' : '';
    default:
      return hash((files?.list(path, suffix) ?? []).join('\0'));
  }
}
