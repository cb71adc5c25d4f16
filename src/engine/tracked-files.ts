import { type Derivation, derivationNamed, type FileSet, type Source } from '../text/index.ts';
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

  get folder(): string | undefined {
    return this.#now()?.folder;
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
    if (derivation.isSeen) this.#note('derived', path, derivation.name);
    else this.#note('file', path);
    const now = this.#now();
    if (now?.contentKey(path) === undefined) return undefined;
    return this.#owner.engine.derived(derivation, now, path, () => now.read(path) as Source);
  }

  #note(...[kind, ...words]: string[]): void {
    this.#owner.depend([kind, this.#set, ...words].join('\0'));
  }
}

/** What one of these inputs is now, as a text that is equal only for equal answers. */
export function fingerprintOfFiles(id: string, open: (set: string) => FileSet | undefined, engine: Engine): string {
  const [kind, set = '', path = '', word = ''] = id.split('\0');
  const files = open(set);
  switch (kind) {
    case 'file': {
      const key = files?.contentKey(path) ?? '';
      // That of a text in memory is the text itself.
      return key.length > 100 ? engine.hash(key) : key;
    }
    case 'has':
      return files?.has(path) ? 'yes' : '';
    case 'derived': {
      const derivation = derivationNamed(word);
      if (!derivation || files?.contentKey(path) === undefined) return '';
      return engine.hash(JSON.stringify(engine.derived(derivation, files, path, () => files.read(path) as Source)));
    }
    default:
      return engine.hash((files?.list(path, word) ?? []).join('\0'));
  }
}

/** The file that a small value is made of: while it is the same, the value is. */
export function fileBelow(id: string): string {
  const [kind, set, path] = id.split('\0');
  return kind === 'derived' ? ['file', set, path].join('\0') : id;
}
